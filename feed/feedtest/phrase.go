package feedtest

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// writer makes sentences for the load world and for filler: patterns of which
// each slot takes a word from a list or an invented name.
type writer struct {
	lists    map[string][]string  // by slot
	patterns map[string][]pattern // by heading
}

// pattern is a sentence: literal text and slots by turns, literal first.
type pattern []string

// newWriter reads the embedded lists. The invented names depend on the seed.
func newWriter(seed uint64) *writer {
	w := &writer{lists: map[string][]string{}, patterns: map[string][]pattern{}}
	slots := map[string]string{"noun": "n", "verb": "v", "adjective": "a", "adverb": "adv"}
	for heading, lines := range readWorld("words.txt") {
		words := strings.Fields(strings.Join(lines, " "))
		for i, word := range words {
			words[i] = strings.ReplaceAll(word, "-", " ")
		}
		slot := heading
		if short, ok := slots[heading]; ok {
			slot = short
		}
		w.lists[slot] = words
	}
	for _, slot := range []string{"n", "weapon", "unit"} {
		for _, word := range w.lists[slot] {
			w.lists[slot+"s"] = append(w.lists[slot+"s"], plural(word))
		}
	}
	for heading, lines := range readWorld("sentences.txt") {
		for _, line := range lines {
			w.patterns[heading] = append(w.patterns[heading], strings.FieldsFunc(" "+line+" ", func(r rune) bool { return r == '{' || r == '}' }))
		}
	}
	w.invent(rand.New(rand.NewPCG(seed, 77)))
	return w
}

// invent fills the lists of names: enough of them that two articles seldom
// speak of the same person.
func (w *writer) invent(r *rand.Rand) {
	name := func(syllables int) string {
		var b strings.Builder
		for range syllables {
			b.WriteString(onsets[r.IntN(len(onsets))])
			b.WriteString(vowels[r.IntN(len(vowels))])
		}
		b.WriteString(codas[r.IntN(len(codas))])
		return sentenceCase(b.String())
	}
	for range 1200 {
		w.lists["P"] = append(w.lists["P"], name(2+r.IntN(2)))
		w.lists["S"] = append(w.lists["S"], name(2+r.IntN(2)))
		w.lists["O"] = append(w.lists["O"], name(2)+" "+institutions[r.IntN(len(institutions))])
	}
	for range 4000 {
		w.lists["N"] = append(w.lists["N"], name(1+r.IntN(2))+" "+w.lists["S"][r.IntN(len(w.lists["S"]))])
	}
	w.lists["d"] = strings.Fields("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
	w.lists["m"] = strings.Fields("January February March April May June July August September October November December")
}

var (
	onsets       = strings.Fields("b br ch d dr f g gr h j k kl kr l m n p pr r s sh sk st t tr v vl w y z")
	vowels       = strings.Fields("a e i o u ai ei o a e")
	codas        = strings.Fields("n r l m k s sh t nd rn ld v d ra na ka do mi len vik sen")
	institutions = strings.Fields("Council Institute University Foundation Agency Society Company Group Bank Trust Federation Board Academy Union Press Holdings Laboratories Shipping Foods Energy")
)

// sentence writes one sentence of a heading.
func (w *writer) sentence(r *rand.Rand, heading string) string {
	all := w.patterns[heading]
	return w.fill(r, all[r.IntN(len(all))])
}

func (w *writer) fill(r *rand.Rand, p pattern) string {
	b := make([]byte, 0, 160)
	for i, part := range p {
		if i%2 == 0 {
			b = append(b, part...)
			continue
		}
		word := w.word(r, part)
		if n := len(b); n >= 3 && word != "" && (string(b[n-3:]) == " a " || string(b[n-3:]) == " A ") && strings.IndexByte("aeio", word[0]) >= 0 {
			b = append(b[:n-1], 'n', ' ')
		}
		b = append(b, word...)
	}
	return sentenceCase(strings.TrimSpace(string(b)))
}

// word fills a slot. The square of a uniform number favours the front of each
// list, so that words differ in frequency as they do in life.
func (w *writer) word(r *rand.Rand, slot string) string {
	switch slot {
	case "num":
		return strconv.Itoa(2 + r.IntN(20)*r.IntN(50) + r.IntN(30))
	case "pct":
		return strconv.Itoa(2+r.IntN(90)) + " per cent"
	case "t":
		return strconv.Itoa(1+r.IntN(12)) + "." + strconv.Itoa(10+5*r.IntN(10)) + []string{"am", "pm"}[r.IntN(2)]
	}
	list := w.lists[slot]
	if len(list) == 0 {
		return ""
	}
	x := r.Float64()
	return list[int((0.3*x+0.7*x*x)*float64(len(list)))]
}

// text writes sentences until they are size bytes long, no two of one pattern
// while there are others.
func (w *writer) text(r *rand.Rand, heading string, size int) []string {
	var out []string
	all := w.patterns[heading]
	var used uint64 // by place in the list; no list is longer than 64
	for total := 0; total < size; {
		i := r.IntN(len(all))
		if used&(1<<i) != 0 && len(out) < len(all) {
			continue
		}
		used |= 1 << i
		s := w.fill(r, all[i])
		out = append(out, s)
		total += len(s) + 1
	}
	return out
}

func plural(word string) string {
	switch {
	case strings.HasSuffix(word, "man"):
		return strings.TrimSuffix(word, "man") + "men"
	case strings.HasSuffix(word, "ay"), strings.HasSuffix(word, "ey"):
		return word + "s"
	case strings.HasSuffix(word, "y"):
		return strings.TrimSuffix(word, "y") + "ies"
	case strings.HasSuffix(word, "s"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"), strings.HasSuffix(word, "x"):
		return word + "es"
	}
	return word + "s"
}

func sentenceCase(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if upper := unicode.ToUpper(first); upper != first {
		return string(upper) + s[size:]
	}
	return s
}
