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
	behind
	again
	regular
)

var kinds = map[string]kind{
	"label": label, "generic": generic, "stop": little, "credit": credit, "weekday": weekday,
	"month": month, "count": counter, "alias": alias, "behind": behind, "again": again, "regular": regular,
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

// lexicon maps hashes of folded words to what they mean. It knows none of the
// scripts without spaces, where a word is several tokens.
//
// It is a table of its own because every word of every item is asked for, most
// of them in vain: a fifth of the time of a map.
type lexicon struct {
	keys     []uint64 // open addressing, a power of two; zero is free
	meanings []meaning
}

// of returns what is known of the word with this hash; mostly nothing.
func (lex *lexicon) of(hash uint64) meaning {
	mask := uint64(len(lex.keys) - 1)
	for i := hash & mask; lex.keys[i] != 0; i = (i + 1) & mask {
		if lex.keys[i] == hash {
			return lex.meanings[i]
		}
	}
	return meaning{}
}

func (lex *lexicon) set(hash uint64, m meaning) {
	mask := uint64(len(lex.keys) - 1)
	i := hash & mask
	for lex.keys[i] != 0 && lex.keys[i] != hash {
		i = (i + 1) & mask
	}
	lex.keys[i], lex.meanings[i] = hash, m
}

// newLexicon reads the embedded table. A line that it cannot read is left out;
// a test holds the file to none.
func newLexicon() *lexicon {
	size := 1
	for size < 2*len(strings.Fields(lexiconText)) { // at most half full
		size *= 2
	}
	lex := &lexicon{keys: make([]uint64, size), meanings: make([]meaning, size)}
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

func (lex *lexicon) add(k kind, value, words string) {
	n, _ := strconv.ParseUint(value, 10, 8)
	for w := range strings.FieldsSeq(words) {
		s := scan(w)
		t, ok := s.next()
		if !ok {
			continue
		}
		m := lex.of(t.hash)
		m.kinds |= 1 << k
		if n > 0 {
			m.value = uint8(n)
		}
		if k == alias {
			s := scan(value)
			to, _ := s.next()
			m.other = to.hash
		}
		lex.set(t.hash, m)
	}
}
