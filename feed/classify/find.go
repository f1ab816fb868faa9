package classify

import (
	"cmp"
	"slices"

	"sitrep/feed"
)

// Limits of what is read of an item, in runes. A word far down in a summary is
// a minor mention, which does not make an item coverage.
const (
	titleRunes   = 400
	summaryRunes = 350
)

// scratch is the working memory of one judgement.
type scratch struct {
	text     []uint16
	from     []uint16 // by symbol of text: the byte of the title or summary it came from
	title    int32    // where the title ends in text
	hits     []hit
	spans    []span
	facts    []span // of entities, numerals and sayings
	numerals []numeral
	counters []counter
	found    []found
	lang     int // the language of the item, or -1
	features []feature
	paired   []int32 // concepts and names of the title, as indices into found
	sentence bool    // the title is an editor's sentence, see isSentence
	whole    bool    // all features are wanted, not only those that weigh something
	votes    []int
	points   []float64 // by topic
}

// span is a hit that counts: where it begins and ends, and the number of its entry.
type span struct {
	start, end, id int32
	covered        bool
}

// found is a concept or name that the item has, and where.
type found struct {
	span    // where it was met first
	title   bool
	summary bool
	early   bool // in the first words of the summary
}

// find fills s with the concepts and names of the item.
func (c *Classifier) find(s *scratch, it feed.Item, src feed.Source) {
	s.text, s.from = append(s.text[:0], symSep), append(s.from[:0], 0)
	s.text, s.from = c.folds.appendText(s.text, s.from, it.Title, titleRunes)
	s.title = int32(len(s.text) - 1)
	s.text, s.from = append(s.text, symOther, symSep), append(s.from, 0, 0)
	s.text, s.from = c.folds.appendText(s.text, s.from, it.Summary, summaryRunes)
	s.hits = c.machine.appendHits(s.hits[:0], s.text)
	langs := c.language(s, it.Language, src.Language)
	s.spans, s.facts = s.spans[:0], s.facts[:0]
	for _, h := range s.hits {
		sp, ok := c.span(s.text, h, langs)
		switch {
		case !ok:
		case c.entries[sp.id].kind >= formEntity:
			s.facts = append(s.facts, sp)
		default:
			s.spans = append(s.spans, sp)
		}
	}
	c.cover(s.spans)
	c.cover(s.facts)
	s.found = s.found[:0]
	for _, sp := range s.spans {
		if !sp.covered {
			c.note(s, sp)
		}
	}
}

// span checks what the automaton cannot: language, capitals and proclitics.
func (c *Classifier) span(text []uint16, h hit, langs langSet) (span, bool) {
	e := &c.entries[h.id]
	if e.kind == formStop || e.langs&langs == 0 {
		return span{}, false
	}
	end := h.end - int32(e.bound)
	sp := span{start: end - e.length, end: end, id: h.id}
	if e.capitals != 0 && !capitals(text[sp.start:sp.end], e.capitals) {
		return sp, false
	}
	if e.tailed {
		var ok bool
		if sp.end, ok = follow(text, sp.end, c.tails[h.id]); !ok {
			return sp, false
		}
	}
	if e.clitic && !c.proclitics(text, sp.start) {
		return sp, false
	}
	for !e.anyway && text[sp.start-1]&symMask != symSep { // whole words, of which the form may be a part
		sp.start--
	}
	for !e.anyway && text[sp.end]&symMask != symSep {
		sp.end++
	}
	return sp, true
}

// capitals reports whether the symbols whose bit is set in want are capitals.
func capitals(text []uint16, want uint64) bool {
	for i, sym := range text {
		if want>>i&1 != 0 && sym&symUpper == 0 {
			return false
		}
	}
	return true
}

// follow matches what stands after a star within a form: the rest of the word
// is skipped, and the next part must follow. It returns where the form ends.
func follow(text []uint16, at int32, tail [][]uint16) (int32, bool) {
	for _, part := range tail {
		for int(at) < len(text) && text[at]&symMask != symSep {
			at++
		}
		for _, want := range part {
			if int(at) >= len(text) || text[at]&symMask != want {
				return at, false
			}
			at++
		}
	}
	if last := tail[len(tail)-1]; last[len(last)-1] == symSep {
		at--
	}
	return at, true
}

// maxProclitics is how many letters may be glued to the front of an Arabic or
// Hebrew word, as in "wa-bi-al-".
const maxProclitics = 4

// proclitics reports whether only proclitics stand between the beginning of the
// word and at.
func (c *Classifier) proclitics(text []uint16, at int32) bool {
	for i := at - 1; i >= 0; i-- {
		sym := text[i] & symMask
		if sym == symSep {
			return true
		}
		if at-i > maxProclitics || !c.proclitic[sym] {
			return false
		}
	}
	return true
}

// cover marks the spans that a longer one makes void: among concepts and among
// names the longest reading wins ("South Sudan" is not Sudan), and a mask voids
// every word that it spans ("trade war").
func (c *Classifier) cover(spans []span) {
	slices.SortFunc(spans, func(a, b span) int {
		if d := cmp.Compare(a.start, b.start); d != 0 {
			return d
		}
		if d := cmp.Compare(b.end, a.end); d != 0 {
			return d
		}
		return cmp.Compare(a.id, b.id)
	})
	for i := range spans {
		long := &spans[i]
		mask := c.masks(long.id)
		for j := i - 1; j >= 0 && spans[j].start == long.start; j-- {
			c.void(long, &spans[j], mask)
		}
		for j := i + 1; j < len(spans) && spans[j].start < long.end; j++ {
			c.void(long, &spans[j], mask)
		}
	}
}

func (c *Classifier) void(long, short *span, mask bool) {
	if short.end > long.end || short.end-short.start > long.end-long.start {
		return
	}
	a, b := &c.entries[long.id], &c.entries[short.id]
	longer := short.end-short.start < long.end-long.start || b.length < a.length
	if (mask && !c.masks(short.id) && !b.own) || (a.kind == b.kind && longer && (a.kind == formName || a.kind >= formEntity || a.ref == b.ref)) {
		short.covered = true
	}
}

func (c *Classifier) masks(id int32) bool {
	e := &c.entries[id]
	return e.kind == formConcept && c.concepts[e.ref].mask
}

// earlyWords is how far into the summary a name still counts as prominent, in
// symbols: about the first sentence of a lead.
const earlyWords = 160

// note records a span under its concept or name.
func (c *Classifier) note(s *scratch, sp span) {
	e := &c.entries[sp.id]
	at := -1
	for i := range s.found {
		o := &c.entries[s.found[i].id]
		if o.kind == e.kind && o.ref == e.ref && o.topic == e.topic {
			at = i
			break
		}
	}
	if at < 0 {
		at = len(s.found)
		s.found = append(s.found, found{span: sp})
	}
	f := &s.found[at]
	f.title = f.title || sp.start < s.title
	f.summary = f.summary || sp.start >= s.title
	f.early = f.early || sp.start >= s.title && sp.start < s.title+earlyWords
}
