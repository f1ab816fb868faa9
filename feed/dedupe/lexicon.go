package dedupe

import (
	_ "embed"
	"strconv"
	"strings"
)

// kind is what the lexicon knows of a word.
type kind uint8

const (
	plain kind = iota
	label
	generic
	little
	credit
	weekday
	month
	counter
	alias
)

var kinds = map[string]kind{
	"label": label, "generic": generic, "stop": little, "credit": credit, "weekday": weekday,
	"month": month, "count": counter, "alias": alias,
}

//go:embed lexicon.txt
var lexiconText string

// meaning is one row: what a word is, and its value where the kind has one.
type meaning struct {
	kinds uint16 // bit set of kind
	value uint8  // weekday 1 to 7, month 1 to 12
	other uint64 // hash of the word that an alias stands for
}

func (m meaning) is(k kind) bool { return m.kinds&(1<<k) != 0 }

// lexicon maps hashes of folded words. Words of unspaced scripts are known by
// the hash of their characters' pairs; only single tokens are looked up.
type lexicon map[uint64]meaning

// newLexicon reads the embedded table. A line that it cannot read is left out;
// a test holds the file to none.
func newLexicon() lexicon {
	lex := make(lexicon, 1200)
	for line := range strings.Lines(lexiconText) {
		head, words, found := strings.Cut(strings.TrimSpace(line), ":")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, _ := strings.Cut(head, " ")
		lex.add(kinds[name], value, words)
	}
	return lex
}

func (lex lexicon) add(k kind, value, words string) {
	n, _ := strconv.ParseUint(value, 10, 8)
	for w := range strings.FieldsSeq(words) {
		s := scan(w)
		t, ok := s.next()
		if !ok {
			continue
		}
		m := lex[t.hash]
		m.kinds |= 1 << k
		if n > 0 {
			m.value = uint8(n)
		}
		if k == alias {
			s := scan(value)
			to, _ := s.next()
			m.other = to.hash
		}
		lex[t.hash] = m
	}
}
