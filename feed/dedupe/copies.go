package dedupe

import (
	"math/bits"
	"slices"
)

// minShingles is the length of a body, ten words in one sentence, under which
// its text says nothing.
const minShingles = 8

// match is how alike two texts are.
type match struct {
	a, b      int     // shingles compared of each
	share     float64 // of the shorter one's that the other has too
	likeness  float64 // Jaccard
	bothWays  bool    // each has something that the other has not
	apart     uint32  // seconds between their publications
	shortest  int     // shingles of the shorter body
	sameTitle bool
}

// compare measures a candidate, and says whether it is worth a look at all.
func compare(e, o *entry) (match, bool) {
	m := match{shortest: int(min(e.shingles, o.shingles)), apart: apart(e, o)}
	if m.shortest < minShingles {
		return m, false
	}
	var both int
	m.a, m.b, both = overlap(e, o)
	if min(m.a, m.b) < minSample {
		return m, false
	}
	m.share = float64(both) / float64(min(m.a, m.b))
	m.likeness = float64(both) / float64(m.a+m.b-both)
	m.bothWays = both < m.a && both < m.b
	m.sameTitle = e.titled == o.titled
	for _, t := range thresholds {
		if m.shortest >= t.shingles {
			return m, m.share >= t.share && m.likeness >= t.likeness
		}
	}
	return m, false
}

// minSample is how many hashes must be compared: of fewer, chance decides.
const minSample = 6

// threshold is what texts from a length on must share.
type threshold struct {
	shingles        int
	share, likeness float64
}

// thresholds, longest first: a short text must agree the more.
var thresholds = []threshold{
	{24, 0.60, 0.30},
	{14, 0.75, 0.45},
	{minShingles, 0.85, 0.60},
}

// veto names a reason why two like texts are not one.
type veto struct {
	name string
	bars func(a, b *entry, m match) bool
	form bool // what it bars are two events, told in one form
}

// vetoes are where a template filled in twice differs from a text sent twice.
var vetoes = []veto{
	{"day", func(a, b *entry, _ match) bool { return a.day != 0 && b.day != 0 && a.day != b.day }, true},
	{"date", func(a, b *entry, _ match) bool { return a.date != 0 && b.date != 0 && a.date != b.date }, true},
	{"weekday", func(a, b *entry, _ match) bool {
		return a.weekdays != 0 && b.weekdays != 0 && a.weekdays&b.weekdays == 0
	}, true},
	{"numbers", otherNumbers, false},
	{"names", otherNames, true},
	{"later", func(_, _ *entry, m match) bool { return m.apart > serial && m.bothWays }, true},
	{"boilerplate", boilerplate, true},
}

// serial is the time after which a text that comes again with changes is the
// next number of a daily serial.
const serial = 20 * hour

// otherNumbers bars texts each of which has a number that the other lacks. A
// growing toll is a new version of one text when all the rest is the same and
// it is sent again within hours.
func otherNumbers(a, b *entry, m match) bool {
	changed := min(bits.OnesCount64(a.numbers&^b.numbers), bits.OnesCount64(b.numbers&^a.numbers))
	switch {
	case changed == 0:
		return false
	case m.share < 0.85 || m.shortest < 16:
		return true
	case changed == 1:
		return m.apart > 12*hour
	}
	return m.apart > 6*hour
}

// otherNames bars texts each of which names something that the other does not:
// one report form for two places. Where the script shows no names, every
// replaced word might be one.
func otherNames(a, b *entry, m match) bool {
	if a.caseless || a.ofGlyphs {
		return m.bothWays
	}
	return a.namesBeyond(b) && b.namesBeyond(a)
}

// namesBeyond reports whether e has a name that o lacks, as far as the kept
// names of both reach.
func (e *entry) namesBeyond(o *entry) bool {
	mine, others := e.names[:min(e.named, maxNames)], o.names[:min(o.named, maxNames)]
	for _, name := range mine {
		if o.named > maxNames && name > others[maxNames-1] {
			return false
		}
		if !slices.Contains(others, name) {
			return true
		}
	}
	return false
}

// boilerplate bars texts that do not speak of what their titles speak of.
func boilerplate(a, b *entry, m match) bool {
	if m.sameTitle || a.words == 0 || b.words == 0 {
		return false
	}
	in := max(titleInBody(a, b), titleInBody(b, a))
	both := titleShare(a, b)
	if m.shortest < 20 && both < 2 {
		return in < 1 || both == 0 && in < 1.5
	}
	return both == 0 && in < 1
}

// copied finds the best text of another source that e repeats.
func (c *court) copied(e *entry) *entry {
	if e.shingles < minShingles {
		return nil
	}
	var best *entry
	var score float64
	for _, o := range c.candidates(e) {
		m, ok := compare(e, o)
		if m.share > refilledShare && refilled(e, o, m) {
			c.desk.forms = append(c.desk.forms, o.id)
		}
		if !ok || m.apart > c.window || barred(e, o, m) || !c.foreign(e, o) {
			continue
		}
		if best != nil && recurs(best, o) {
			return nil
		}
		if best == nil || m.likeness > score {
			best, score = o, m.likeness
		}
	}
	return best
}

// refilledShare is how much two texts share from which on they are one form
// filled in twice, if they are no copies.
const refilledShare = 0.4

// refilled reports whether two like texts tell of two events in the same words:
// their days or their names differ. Numbers alone may have grown.
func refilled(a, b *entry, m match) bool {
	for i := range vetoes {
		if vetoes[i].form && vetoes[i].bars(a, b, m) {
			return true
		}
	}
	return false
}

func barred(a, b *entry, m match) bool {
	for i := range vetoes {
		if vetoes[i].bars(a, b, m) {
			return true
		}
	}
	return false
}

// recurs reports whether one source has the text under two titles: then it is
// a form, not news.
func recurs(a, b *entry) bool {
	return a.source != 0 && a.source == b.source && a.id != b.id && a.titled != b.titled
}

// anchorLimit is how many entries of one anchor are looked at, the newest. Of a
// text with many copies any one leads to the original.
const anchorLimit = 12

// candidates collects placed entries that share an anchor with e, each once,
// the index before the batch.
func (c *court) candidates(e *entry) []*entry {
	n := 0
	for _, l := range [...]*layer{c.base, c.batch} {
		for at := range min(int(e.kept), anchors) {
			w := l.find(byShingle, uint64(e.sketch[at]), anchorLimit)
			for o := w.next(); o != nil && n < len(c.found); o = w.next() {
				if o.state == placed && !known(c.found[:n], o) {
					c.found[n] = o
					n++
				}
			}
		}
	}
	return c.found[:n]
}

func known(found []*entry, o *entry) bool {
	for _, f := range found {
		if f == o {
			return true
		}
	}
	return false
}
