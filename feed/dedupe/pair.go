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

// words compares the words.
func (p *pair) words(a, b *weighted) {
	var titles, all, aInB, bInA, rarest, second, rarestAll, rare float32
	var names, namesA, namesB, main, crossed float32
	for i, h := range a.report.title[:a.titleN] {
		w := a.title[i]
		name := a.names>>i&1 != 0
		if name {
			namesA += w
		}
		if j := index(b.report.title[:b.titleN], h); j >= 0 {
			titles += w * b.title[j]
			all += w * b.title[j]
			aInB += w
			bInA += b.title[j]
			p.shared++
			rarest, second = greatest(rarest, second, w)
			rarestAll = max(rarestAll, w)
			rare += count(w > rareWord)
			switch behindA, behindB := a.behind>>i&1, b.behind>>j&1; {
			case behindA != behindB:
				crossed += w * b.title[j]
			case behindA == 0:
				main += w * b.title[j]
			}
			if name && b.names>>j&1 != 0 {
				names += w
			}
		} else if j := index(b.report.body[:b.bodyN], h); j >= 0 {
			all += w * b.body[j]
			aInB += w
			p.shared++
			rarestAll = max(rarestAll, w)
			rare += count(w > rareWord)
		}
	}
	for i, h := range a.report.body[:a.bodyN] {
		if j := index(b.report.title[:b.titleN], h); j >= 0 {
			all += a.body[i] * b.title[j]
			bInA += b.title[j]
			p.shared++
			rarestAll = max(rarestAll, b.title[j])
			rare += count(b.title[j] > rareWord)
		} else if j := index(b.report.body[:b.bodyN], h); j >= 0 {
			all += a.body[i] * b.body[j]
			p.shared++
			p.bodies++
			rarestAll = max(rarestAll, a.body[i]/bodyShareOf)
			rare += count(a.body[i]/bodyShareOf > rareWord)
		}
	}
	for j := range b.titleN {
		if b.names>>j&1 != 0 {
			namesB += b.title[j]
		}
	}
	x := &p.x
	x[fTitle] = over(titles, a.norm*b.norm)
	x[fWhole] = over(all, a.whole*b.whole)
	inB, inA := over(aInB, a.sum), over(bInA, b.sum)
	x[fTitleInText], x[fTitleInTextLess] = max(inA, inB), min(inA, inB)
	x[fRarest], x[fRarest2], x[fRarestBody] = rarest, second, rarestAll
	x[fRare] = min(rare, 3) / 3
	x[fNames] = over(names, min(namesA, namesB))
	x[fMain] = over(main, root(a.mainNorm()*b.mainNorm()))
	x[fBackground] = over(crossed, titles)
	x[fLengths] = over(min(a.sum, b.sum), max(a.sum, b.sum))
	x[fTitleBest] = over(titles, sq(min(a.norm, b.norm)))
	if a.script != b.script {
		same := 0
		for _, s := range a.sounds[:a.soundN] {
			if index(b.sounds[:b.soundN], s) >= 0 {
				same++
			}
		}
		x[fSounds] = float32(min(same, 3)) / 3
	}
}

// mainNorm is the squared norm of the title without its background.
func (w *weighted) mainNorm() (norm float32) {
	for i := range w.titleN {
		if w.behind>>i&1 == 0 {
			norm += w.title[i] * w.title[i]
		}
	}
	return norm
}

// rareWord is the rarity from which a word is a rare one: among 60,000 texts
// some 60 have it.
const rareWord = 0.6

func sq(x float32) float32 { return x * x }

func over(a, b float32) float32 {
	if b <= 0 {
		return 0
	}
	return min(a/b, 1)
}

func count(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func greatest(first, second, w float32) (float32, float32) {
	if w > first {
		return w, first
	}
	return first, max(second, w)
}

func index(list []uint32, h uint32) int {
	for i, o := range list {
		if o == h {
			return i
		}
	}
	return -1
}

// mentions compares places, actors and concepts.
func (p *pair) mentions(a, b *report) {
	x := &p.x
	var meet, exact, inTitles bool
	for i, q := range a.places[:a.placeN] {
		for j, o := range b.places[:b.placeN] {
			m, e := q.within(o)
			meet, exact = meet || m, exact || e
			inTitles = inTitles || e && i < int(a.titlePlaces) && j < int(b.titlePlaces)
		}
	}
	x[fPlaceExact], x[fPlaceMeet], x[fPlaceTitle] = count(exact), count(meet && !exact), count(inTitles)
	x[fPlaceNone] = count(a.placeN == 0 || b.placeN == 0)
	x[fPlaceApart] = count(a.placeN > 0 && b.placeN > 0 && !meet && !exact)
	var same, both, owner bool
	for i, q := range a.actors[:a.actorN] {
		for j, o := range b.actors[:b.actorN] {
			same = same || q.who == o.who
			both = both || q.who == o.who && i < int(a.titleActors) && j < int(b.titleActors)
			owner = owner || q.of == o.of
		}
	}
	x[fActor], x[fActorTitle], x[fActorOwner] = count(same), count(both), count(owner && !same)
	x[fActorsApart] = count(a.actorN > 0 && b.actorN > 0 && !same && !owner)
	x[fPlacesMeet] = inCommon(a.places[:a.titlePlaces], b.places[:b.titlePlaces], func(p, q place) bool { m, e := p.within(q); return m || e })
	x[fActorsMeet] = inCommon(a.actors[:a.titleActors], b.actors[:b.titleActors], func(p, q actor) bool { return p == q })
	x[fActsMeet] = inCommon(a.acts[:a.titleActs], b.acts[:b.titleActs], func(p, q uint16) bool { return p == q })
	acts, titles := 0, 0
	for i, q := range a.acts[:a.actN] {
		for j, o := range b.acts[:b.actN] {
			if q == o {
				acts++
				if i < int(a.titleActs) && j < int(b.titleActs) {
					titles++
				}
			}
		}
	}
	x[fActs] = over(float32(acts), float32(min(a.actN, b.actN)))
	x[fActsTitle] = over(float32(titles), float32(min(a.titleActs, b.titleActs)))
	x[fActsApart] = count(a.titleActs > 0 && b.titleActs > 0 && acts == 0)
}

// inCommon is the share of the members of two lists that the other has too.
func inCommon[T any](a, b []T, same func(T, T) bool) float32 {
	n := 0
	for _, p := range a {
		for _, q := range b {
			if same(p, q) {
				n++
				break
			}
		}
	}
	return over(float32(n), float32(len(a)+len(b)-n))
}

// numbers compares tolls and the figures of the titles.
func (p *pair) numbers(a, b *report) {
	x := &p.x
	var same, differ, far float32
	for _, m := range a.counts[:a.countN] {
		for _, n := range b.counts[:b.countN] {
			if m>>24 != n>>24 {
				continue
			}
			small, great := float32(min(m, n)&0xffffff), float32(max(m, n)&0xffffff)
			switch {
			case small == great:
				same = 1
			case a.published+hour < b.published && m > n || b.published+hour < a.published && n > m:
				x[fCountShrinks] = 1
			case small*2 < great && great-small > 3:
				far = 1
			default:
				differ = 1
			}
		}
	}
	x[fCountSame] = same
	if same > 0 {
		x[fCountShrinks] = 0
	} else {
		x[fCountDiffer], x[fCountFar] = differ, far*(1-differ)
	}
	if a.figureN > 0 && b.figureN > 0 {
		found := false
		for _, f := range a.figures[:a.figureN] {
			found = found || index(b.figures[:b.figureN], f) >= 0
		}
		x[fFigures], x[fFiguresDiffer] = count(found), count(!found)
	}
}

// circumstances compares when, where and in which form they were published.
func (p *pair) circumstances(a, b *weighted) {
	x := &p.x
	gap := max(a.published, b.published) - min(a.published, b.published)
	x[fHour] = count(gap <= 2*hour)
	x[fDay] = count(gap > 2*hour && gap <= day)
	x[fTwoDays] = count(gap > day && gap <= 2*day)
	x[fDays] = min(float32(gap)/day, 7) / 7
	x[fSameSource] = count(a.source == b.source)
	x[fSamePublisher] = count(a.publisher == b.publisher && a.source != b.source)
	both := a.form & b.form
	x[fFormBoth], x[fSerialBoth] = count(both&formGeneric != 0), count(both&formSerial != 0)
	x[fFormOne] = count((a.form^b.form)&formGeneric != 0)
	x[fAgain] = count((a.form|b.form)&formAgain != 0)
	x[fShortTitle] = count(min(a.titleN, b.titleN) < 4)
	x[fNoSummary] = count(a.bodyN == 0 || b.bodyN == 0)
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
