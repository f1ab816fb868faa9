package dedupe

import "math"

// The features of a pair of reports: what speaks for and against their telling
// of one event. Those of texts in two languages weigh on their own.
const (
	fBias            = iota
	fTitle           // cosine of the titles, by rarity
	fTitleBest       // share of the shorter title in the other
	fWhole           // cosine of titles and summaries
	fTitleInText     // share of a title found in the other's title and summary, the better way
	fTitleInTextLess // the other way
	fRarest          // rarity of the rarest word that both titles have
	fRarest2
	fRarestBody // of the rarest word that both have at all
	fRare       // how many rare words both have, of three
	fNames      // share of the poorer title's names
	fFigures    // a number in both titles
	fFiguresDiffer
	fSounds // names that sound alike, only across scripts
	fPlaceExact
	fPlaceTitle // the same in both titles
	fPlaceMeet
	fPlaceApart // both name places, none of which contains another
	fPlaceNone
	fActor
	fActorTitle
	fActorOwner
	fActorsApart
	fActs // share of the poorer one's concepts
	fActsTitle
	fActsApart
	fCountSame
	fCountDiffer
	fCountFar
	fHour
	fDay
	fTwoDays
	fDays
	fSameSource
	fSamePublisher
	fFormBoth
	fFormOne
	fShortTitle
	fNoSummary
	fTitleSquared
	fTitleXDay
	fPlaceXAct
	fNamesXDay
	fRarestXPlace
	fTitleXApart
	fMain       // cosine of what the titles report, without their background
	fBackground // share of what both titles have that is the background of one only
	fAgain
	fSerialBoth
	fCountShrinks // the later one counts less
	fActsMeet     // share of all the concepts of either title
	fActorsMeet   // the same of actors
	fPlacesMeet
	fLengths // of the shorter title by the longer
	pairFeatures
)

// PairFeatureNames are the names of the features of a pair, in order.
var PairFeatureNames = [pairFeatures]string{
	"bias", "title", "title best", "whole", "title in text", "title in text, less", "rarest", "rarest 2", "rarest in text", "rare words", "names", "figures",
	"figures differ", "sounds", "place exact", "place in titles", "places meet", "places apart", "no place", "actor", "actor in titles",
	"owner", "actors apart", "acts", "acts in titles", "acts apart", "count same", "count differs", "count far", "within an hour",
	"within a day", "within two days", "days", "same source", "same publisher", "both of a form", "one of a form", "short title", "no summary",
	"title squared", "title x days", "place x act", "names x days", "rarest x place", "title x places apart",
	"main", "background", "again", "both serial", "count shrinks", "acts met", "actors met", "places met", "lengths",
}

// pair is the features of two reports.
type pair struct {
	x      [pairFeatures]float32
	kind   pairKind
	shared int // words that both have
	bodies int // of them, in both summaries
}

// pairKind chooses the weights.
type pairKind uint8

const (
	oneLanguage pairKind = iota
	twoLanguages
	pairKinds
)

// weighted is a report with the rarity of its words, reckoned once.
type weighted struct {
	*report
	title [titleTerms]float32
	body  [bodyTerms]float32
	norm  float32 // of the title's
	whole float32 // of all
	sum   float32 // of the title's
}

func (w *rarity) weigh(rep *report) weighted {
	v, s := weighted{report: rep}, w.scale()
	for i, h := range rep.title[:rep.titleN] {
		v.title[i] = w.of(h, s)
		v.norm += v.title[i] * v.title[i]
		v.sum += v.title[i]
	}
	v.whole = v.norm
	for i, h := range rep.body[:rep.bodyN] {
		v.body[i] = w.of(h, s) * bodyShareOf
		v.whole += v.body[i] * v.body[i]
	}
	v.norm, v.whole = root(v.norm), root(v.whole)
	return v
}

// bodyShareOf is what a word of the summary weighs beside one of the title.
const bodyShareOf = 0.6

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// pairOf measures two reports.
func pairOf(a, b *weighted) (p pair) {
	if a.language != b.language && a.language != 0 && b.language != 0 || a.script != b.script {
		p.kind = twoLanguages
	}
	p.x[fBias] = 1
	p.words(a, b)
	p.mentions(a.report, b.report)
	p.numbers(a.report, b.report)
	p.circumstances(a, b)
	x := &p.x
	x[fTitleSquared] = x[fTitle] * x[fTitle]
	x[fTitleXDay] = x[fTitle] * x[fDays]
	x[fPlaceXAct] = max(x[fPlaceExact], x[fPlaceMeet]*0.5) * x[fActs]
	x[fNamesXDay] = x[fNames] * x[fDays]
	x[fRarestXPlace] = x[fRarest] * x[fPlaceExact]
	x[fTitleXApart] = x[fTitle] * x[fPlaceApart]
	return p
}

// sum is the logit that the two report one event.
func (p *pair) sum(m *Model) float32 { return m.Pairs[p.kind].Sum(p.x[:]) }

// weighPair is pairOf with its logit, the least there is where a bar holds.
func weighPair(a, b *weighted, m *Model) (pair, float32) {
	p := pairOf(a, b)
	if barredEvent(a, b, &p) {
		return p, -maxLogit
	}
	return p, max(min(p.sum(m), maxLogit), -maxLogit)
}
