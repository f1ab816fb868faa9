package classify

import (
	"slices"
	"strings"

	"sitrep/feed"
)

// counted are the concepts beside which a number counts something, by kind.
var counted = map[string][]string{
	"deaths":   {"killed", "casualties", "massacre"},
	"wounded":  {"wounded"},
	"drones":   {"drone"},
	"missiles": {"missile"},
	"captives": {"hostage", "prisoner-of-war", "prisoner-swap", "abduction"},
}

func countersOf(concepts []concept) []int8 {
	counters := make([]int8, len(concepts))
	for i, k := range concepts {
		counters[i] = -1
		for n, kind := range feed.CountKinds {
			if slices.Contains(counted[kind], k.name) {
				counters[i] = int8(n)
			}
		}
	}
	return counters
}

// numeral is a number in the text; counter is a word that says what is counted.
type numeral struct {
	start, end int32
	value      int
}

type counter struct {
	start, end int32
	kind       int8
}

// counts pairs the numbers of the text with the words that say what they count.
// A wrong toll is worse than none: where it is not plain what a number counts, it
// counts nothing.
func (c *Classifier) counts(s *scratch, it *feed.Item) []feed.Count {
	s.counters = c.countersIn(s, s.counters[:0])
	if len(s.counters) == 0 {
		return nil
	}
	s.numerals = c.numerals(s, it, s.numerals[:0])
	var all []feed.Count
	for i, k := range pairUp(s.numerals, s.counters, func(n numeral, w counter) int { return c.gap(s, it, n, w) }) {
		if k < 0 {
			continue
		}
		n := feed.Count{Kind: feed.CountKinds[s.counters[k].kind], Value: s.numerals[i].value}
		if !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	return all
}

// countersIn lists the words that say what is counted, the first of those that
// overlap. A word that also means "shot down" says nothing of the dead.
func (c *Classifier) countersIn(s *scratch, list []counter) []counter {
	for _, sp := range s.spans {
		e := &c.entries[sp.id]
		if sp.covered || e.kind != formConcept || int(e.ref) >= len(c.counters) || c.counters[e.ref] < 0 {
			continue
		}
		k := counter{sp.start, sp.end, c.counters[e.ref]}
		if n := len(list); n > 0 && list[n-1].end > k.start || c.shotDown(s, sp) {
			continue
		}
		list = append(list, k)
	}
	return list
}

func (c *Classifier) shotDown(s *scratch, sp span) bool {
	return slices.ContainsFunc(s.spans, func(o span) bool {
		e := &c.entries[o.id]
		return e.kind == formConcept && c.concepts[e.ref].name == "shot-down" && o.start < sp.end && sp.start < o.end
	})
}

// maxNumeral bounds what a number can count; greater ones are sums of money,
// years of a calendar or addresses.
const maxNumeral = 1_000_000

// numerals finds the numbers of the text, in digits and in words.
func (c *Classifier) numerals(s *scratch, it *feed.Item, list []numeral) []numeral {
	for at := int32(1); int(at) < len(s.text); at++ {
		if !c.digit(s.text[at]) || s.text[at-1]&symMask != symSep {
			continue
		}
		n := c.readNumber(s, it, at)
		at = n.end
		if n.value > 0 {
			list = append(list, n)
		}
	}
	for _, sp := range s.facts {
		if e := &c.entries[sp.id]; e.kind == formNumeral && !sp.covered && e.ref >= 0 {
			list = append(list, numeral{sp.start, sp.end, int(e.ref)})
		}
	}
	list = slices.DeleteFunc(list, func(n numeral) bool { return c.measures(s, it, n) })
	slices.SortFunc(list, func(a, b numeral) int { return int(a.start - b.start) })
	return list
}

// measures reports whether a number has a unit or a multiplier behind it, or
// stands in a sentence that tells of a total.
func (c *Classifier) measures(s *scratch, it *feed.Item, n numeral) bool {
	for _, sp := range s.facts {
		e := &c.entries[sp.id]
		switch {
		case e.kind != formNumeral || e.ref >= 0:
		case e.ref == refUnit && sp.start >= n.end && sp.start <= n.end+2:
			return true
		case e.ref == refTotal && !parted(s, it, min(n.start, sp.start), max(n.start, sp.start)):
			return true
		}
	}
	return false
}

// parted reports whether a sentence ends between two symbols, or the title.
func parted(s *scratch, it *feed.Item, a, b int32) bool {
	if (a < s.title) != (b < s.title) {
		return true
	}
	text := it.Title
	if a >= s.title {
		text = it.Summary
	}
	from, to := min(int(s.from[a]), len(text)), min(int(s.from[b]), len(text))
	between := text[min(from, to):to]
	for _, end := range sentenceEnds {
		if strings.Contains(between, end) {
			return true
		}
	}
	return false
}

// sentenceEnds are the marks behind which nothing belongs to a number before.
var sentenceEnds = []string{". ", "! ", "? ", "; ", ".\" ", ".» ", ".” ", "\n", "。", "！", "？", "।", "؟ ", "۔", "። "}

func (c *Classifier) digit(sym uint16) bool {
	r := c.letters[sym&symMask]
	return sym&symMask >= symFirst && r >= '0' && r <= '9'
}

// readNumber reads the number that begins at a symbol: with thousands set apart,
// without what is a percentage, a year, an age, a date or part of a longer word.
func (c *Classifier) readNumber(s *scratch, it *feed.Item, at int32) numeral {
	n := numeral{start: at}
	read := func() (digits int) {
		for ; int(at) < len(s.text) && c.digit(s.text[at]); at++ {
			n.value = min(n.value*10+int(c.letters[s.text[at]&symMask]-'0'), maxNumeral+1)
			digits++
		}
		return digits
	}
	lead := read()
	plain := true
	for lead <= 3 && int(at)+3 < len(s.text) && !c.digit(s.text[at]) && c.thousands(s, it, at) {
		at++
		read()
		plain = false
	}
	n.end = at
	joined := int(at) < len(s.text) && s.text[at]&symMask != symSep && !unsegmented(string(c.letters[s.text[at]&symMask]))
	if joined || n.value > maxNumeral || plain && n.value >= 1900 && n.value <= 2100 || strangeBeside(s, it, n) {
		n.value = 0
	}
	return n
}

// thousands reports whether the blank, point or comma at a symbol joins three more digits.
func (c *Classifier) thousands(s *scratch, it *feed.Item, at int32) bool {
	for i := at + 1; i <= at+3; i++ {
		if !c.digit(s.text[i]) {
			return false
		}
	}
	if int(at)+4 < len(s.text) && c.digit(s.text[at+4]) || (at < s.title) != (at+3 < s.title) {
		return false
	}
	text := it.Title
	if at >= s.title {
		text = it.Summary
	}
	i := int(s.from[at])
	return i < len(text) && (text[i] == ',' || text[i] == '.' || text[i] == ' ' || text[i] >= 0x80)
}

// strangeBeside reports whether what stands directly beside a number makes it
// count nothing: 60%, 9-year-old, $5, 12:30, 3.5.
func strangeBeside(s *scratch, it *feed.Item, n numeral) bool {
	text := it.Title
	if n.start >= s.title {
		text = it.Summary
	}
	start := int(s.from[n.start])
	end := start
	for end < len(text) && (text[end] >= '0' && text[end] <= '9') {
		end++
	}
	if start > 0 && slices.Contains([]byte("$-:./#'"), text[start-1]) || start > 2 && text[start-3:start] == "€" {
		return true
	}
	if end < len(text) && slices.Contains([]byte("%:-/"), text[end]) {
		return true
	}
	return end+1 < len(text) && text[end] == '.' && text[end+1] >= '0' && text[end+1] <= '9' && end-start != 3 && n.value < 1000
}

// reach is how many symbols may stand between a number of people and the word
// that says what became of them: "12 people, among them two children, were killed".
// Of weapons and captives the number stands directly before them, but for an
// adjective: "30 ballistic missiles".
const (
	reach       = 34
	reachDirect = 10
)

// gap is how far a number is from a word that may say what it counts; more than
// reach if it cannot.
func (c *Classifier) gap(s *scratch, it *feed.Item, n numeral, w counter) int {
	gap := gapOf(n, w)
	switch kind := feed.CountKinds[w.kind]; {
	case gap > reach:
	case kind != "deaths" && kind != "wounded" && (w.start < n.end || gap > reachDirect),
		parted(s, it, min(n.start, w.start), max(n.start, w.start)):
		return reach + 1
	}
	return gap
}

// pairUp gives each number the word that says what it counts, or -1: in order,
// each word once, as many pairs as can be and as close as can be.
func pairUp(numbers []numeral, words []counter, gapOf func(numeral, counter) int) []int {
	const more = 1000
	best := make([][]int, len(numbers)+1)
	for i := range best {
		best[i] = make([]int, len(words)+1)
	}
	for i := len(numbers) - 1; i >= 0; i-- {
		for k := len(words) - 1; k >= 0; k-- {
			best[i][k] = max(best[i+1][k], best[i][k+1])
			if gap := gapOf(numbers[i], words[k]); gap <= reach {
				best[i][k] = max(best[i][k], best[i+1][k+1]+more-gap)
			}
		}
	}
	pairs := make([]int, len(numbers))
	for i, k := 0, 0; i < len(numbers); {
		pairs[i] = -1
		switch {
		case k == len(words) || best[i][k] == best[i+1][k]:
			i++
		case best[i][k] == best[i][k+1]:
			k++
		default:
			pairs[i] = k
			i, k = i+1, k+1
		}
	}
	return pairs
}

func gapOf(n numeral, w counter) int {
	switch {
	case w.start >= n.end:
		return int(w.start - n.end)
	case n.start >= w.end:
		return int(n.start - w.end)
	}
	return reach + 1
}
