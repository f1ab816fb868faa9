package classify

import (
	"slices"

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
func (c *Classifier) counts(s *scratch, it *feed.Item) []feed.Count {
	var all []feed.Count
	s.counters = s.counters[:0]
	for _, sp := range s.spans {
		e := &c.entries[sp.id]
		if e.kind != formConcept || int(e.ref) >= len(c.counters) || c.counters[e.ref] < 0 {
			continue
		}
		k := counter{sp.start, sp.end, c.counters[e.ref]}
		if n := len(s.counters); n > 0 && s.counters[n-1].end > k.start {
			continue // within another
		}
		s.counters = append(s.counters, k)
	}
	if len(s.counters) == 0 {
		return nil
	}
	s.numerals = c.numerals(s, it, s.numerals[:0])
	for i, k := range pairUp(s.numerals, s.counters) {
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
		if e := &c.entries[sp.id]; e.kind == formNumeral && !sp.covered {
			list = append(list, numeral{sp.start, sp.end, int(e.ref)})
		}
	}
	slices.SortFunc(list, func(a, b numeral) int { return int(a.start - b.start) })
	return list
}

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

// reach is how many symbols may stand between a number and the word that says
// what it counts: "12 people, among them two children, were killed".
const reach = 34

// pairUp gives each number the word that says what it counts, or -1: in order,
// each word once, as many pairs as can be and as close as can be.
func pairUp(numbers []numeral, words []counter) []int {
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
