package dedupe

// bar names a reason why two reports are not of one event, whatever the model
// says of them. Copies of one text are not asked.
type bar struct {
	name  string
	holds func(a, b *weighted, p *pair) bool
}

// bars are what the model cannot learn from a few thousand pairs.
var bars = []bar{
	{"nothing named", func(a, b *weighted, _ *pair) bool { return min(a.content, b.content) < 2 && a.script != scriptHan }},
	{"digest", func(a, b *weighted, _ *pair) bool { return a.digest || b.digest }},
	{"regular", func(a, b *weighted, p *pair) bool { return p.x[fSerialBoth] > 0 }},
	{"other days", otherDays},
	{"other numbers", otherFigures},
	{"places", otherPlaces},
	{"other names", otherTitleNames},
	{"one word", oneWord},
	{"unspaced", littleInGlyphs},
	{"other words", otherRareWords},
	{"other acts", otherActs},
	{"same title again", againTitled},
	{"two languages", littleInCommon},
}

// barredEvent reports whether any of them holds.
func barredEvent(a, b *weighted, p *pair) bool {
	for i := range bars {
		if bars[i].holds(a, b, p) {
			return true
		}
	}
	return false
}

// otherDays bars texts that name two dates or number two days: "June 12" and
// "June 13". A weekday differs too easily from one report to the next.
func otherDays(a, b *weighted, _ *pair) bool {
	return a.date != 0 && b.date != 0 && a.date != b.date || a.day != 0 && b.day != 0 && a.day != b.day
}

// otherFigures bars numbers of one series: nearly the same words around other
// figures, which are no toll that grows.
func otherFigures(a, b *weighted, p *pair) bool {
	x := &p.x
	return x[fFiguresDiffer] > 0 && x[fTitle] > 0.6 && x[fCountSame]+x[fCountDiffer]+x[fCountFar] == 0 && x[fHour] == 0
}

// otherPlaces bars two strikes: both titles name places, below the level of a
// country, and none of them is or contains one of the other's.
func otherPlaces(a, b *weighted, p *pair) bool {
	if p.x[fPlaceExact] > 0 || a.titlePlaces == 0 || b.titlePlaces == 0 {
		return false
	}
	return a.townsBeside(b.report) && b.townsBeside(a.report)
}

// townsBeside reports whether the title names places below the level of a
// country, and o none that any of them meets.
func (r *report) townsBeside(o *report) bool {
	towns := false
	for _, q := range r.places[:r.titlePlaces] {
		if q.at == q.land {
			continue
		}
		towns = true
		for _, p := range o.places[:o.placeN] {
			if meet, _ := q.within(p); meet && p.at != p.land || q.in == p.at {
				return false
			}
		}
	}
	return towns
}

// oneWord bars what has a single word in common, and no concept, place, actor or
// count: a name of a town is no event.
func oneWord(_, _ *weighted, p *pair) bool {
	x := &p.x
	return p.kind == oneLanguage && p.shared < 2 && x[fActs]+x[fPlaceExact]+x[fActor]+x[fCountSame] == 0
}

// againTitled bars columns and serials: the same title on another day, or over
// a summary that shares nothing.
func againTitled(a, b *weighted, p *pair) bool {
	if p.x[fTitle] < 0.98 {
		return false
	}
	apart := max(a.published, b.published) - min(a.published, b.published)
	return apart > day || p.bodies == 0 && min(a.bodyN, b.bodyN) >= 5
}

// otherTitleNames bars two titles each of which has names, none of which the
// other report has, unless they mention a place or an actor together: "Nine dead
// in Ostovo" and "Nine dead in Haldan", of which no gazetteer has heard. It
// needs titles that write names otherwise than other words.
func otherTitleNames(a, b *weighted, p *pair) bool {
	x := &p.x
	if p.kind != oneLanguage || a.plainCase == 0 || b.plainCase == 0 || x[fPlaceExact]+x[fPlaceMeet]+x[fActor]+x[fActorOwner] > 0 {
		return false
	}
	namesA, sharedA := a.namesIn(b.report)
	namesB, sharedB := b.namesIn(a.report)
	// The first word has a capital anyway; it counts as a name if it is a rare one.
	named := (namesA > 0 || a.firstRare(b.report)) && (namesB > 0 || b.firstRare(a.report))
	return named && sharedA+sharedB == 0
}

// namesIn counts the names of the title, and those of them that o has too.
func (r *report) namesIn(o *report) (names, shared int) {
	for i, h := range r.title[:r.titleN] {
		if r.names>>i&1 == 0 {
			continue
		}
		names++
		if index(o.title[:o.titleN], h) >= 0 || index(o.body[:o.bodyN], h) >= 0 {
			shared++
		}
	}
	return names, shared
}

// otherRareWords bars one form filled in twice in a script without capitals: the
// titles are alike, and each has a rare word that the other report lacks.
func otherRareWords(a, b *weighted, p *pair) bool {
	x := &p.x
	if p.kind != oneLanguage || a.script < scriptOther || a.script == scriptHan || x[fTitle] < 0.4 || x[fPlaceExact]+x[fActor] > 0 {
		return false
	}
	return a.rareBeyond(b.report) && b.rareBeyond(a.report)
}

// rareBeyond reports whether the title has a rare word that o lacks.
func (w *weighted) rareBeyond(o *report) bool {
	for i, h := range w.report.title[:w.titleN] {
		if w.title[i] >= nameRarity && index(o.title[:o.titleN], h) < 0 && index(o.body[:o.bodyN], h) < 0 {
			return true
		}
	}
	return false
}

// otherActs bars what happens in one town on one day: the titles tell of
// different acts, and have hardly a word in common.
func otherActs(a, b *weighted, p *pair) bool {
	x := &p.x
	return a.titleActs+b.titleActs > 0 && x[fActs] == 0 && p.kind == oneLanguage && p.shared <= 2 && x[fCountSame]+x[fActorTitle] == 0
}

// firstRare reports whether the first word of the title is rare, and o lacks it.
func (w *weighted) firstRare(o *report) bool {
	if w.titleN == 0 || w.names&1 != 0 || w.title[0] < nameRarity {
		return false
	}
	first := w.report.title[0]
	return index(o.title[:o.titleN], first) < 0 && index(o.body[:o.bodyN], first) < 0
}

// nameRarity is the rarity from which a word with a capital is rather a name:
// among 43,000 texts fewer than ten have it.
const nameRarity = 0.75

// littleInGlyphs bars texts without blanks that mention no place or actor
// together and share less than half of their characters: they show no names.
func littleInGlyphs(a, b *weighted, p *pair) bool {
	x := &p.x
	return p.kind == oneLanguage && a.script == scriptHan && x[fPlaceExact]+x[fActor] == 0 && x[fTitle] < 0.5
}

// littleInCommon bars texts of two languages which share less than two kinds of
// evidence: a place, an actor, a concept, a count, rare words or names.
func littleInCommon(_, _ *weighted, p *pair) bool {
	if p.kind != twoLanguages {
		return false
	}
	x := &p.x
	evidence := 0
	for _, has := range [...]bool{
		x[fPlaceExact] > 0 || x[fPlaceMeet] > 0, x[fActor] > 0, x[fActs] > 0, x[fCountSame] > 0, x[fSounds] > 0.3, x[fRare] > 0.6, x[fFigures] > 0,
	} {
		if has {
			evidence++
		}
	}
	return evidence < 2
}
