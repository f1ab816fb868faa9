package dedupe

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number, or a character of an unspaced script.
type token struct {
	hash    uint64
	value   uint32 // of a number, as far as it fits
	letters uint8  // runes of a word
	class   class  // word, glyph or digit
	upper   bool   // the word begins with a capital
	opens   bool   // the first of its sentence
	cased   bool   // the word is of a script with capitals
	dated   bool   // the number is written as a date: 07.08.2026
}

// scanner cuts a text into tokens without allocating.
type scanner struct {
	text string
	from int // where the last token begins
	at   int
	open bool // a sentence ended since the last token
	last glyphAt
}

// glyphAt remembers the last glyph, with which the next one makes a pair.
type glyphAt struct {
	r   rune
	end int
}

func scan(text string) scanner { return scanner{text: text, open: true} }

// next returns the next token, and false at the end of the text.
func (s *scanner) next() (token, bool) {
	for s.at < len(s.text) {
		switch b := s.text[s.at]; {
		case b == ' ':
			s.at++
			continue
		case b >= 'A' && wordByte[b] != 0:
			return s.word(rune(b)), true
		}
		r, size := s.rune()
		to, c := fold(r)
		switch c {
		case word:
			return s.word(r), true
		case digit:
			return s.number(), true
		case glyph:
			return s.glyph(to, size), true
		case stop:
			s.stop(r)
		}
		s.at += size
	}
	return token{}, false
}

func (s *scanner) rune() (rune, int) {
	if b := s.text[s.at]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(s.text[s.at:])
}

// stop opens a sentence, unless the mark is a full stop inside a word (U.S).
func (s *scanner) stop(r rune) {
	if r == '.' && s.at+1 < len(s.text) && s.text[s.at+1] != ' ' && s.text[s.at+1] != '"' {
		return
	}
	s.open = true
}

func (s *scanner) take(t token) token {
	t.opens, s.open = s.open, false
	return t
}

func (s *scanner) word(first rune) token {
	text, at := s.text, s.at
	s.from = at
	h, n := uint64(seed), 0
	for {
		for at < len(text) && wordByte[text[at]] != 0 {
			h = (h ^ uint64(wordByte[text[at]])) * prime
			at++
			n++
		}
		if at == len(text) || text[at] < utf8.RuneSelf && text[at] != '\'' {
			break
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		to, c := fold(r)
		if c == word || c == digit {
			h = (h ^ uint64(to)) * prime
			n++
		} else if c != quiet {
			break
		}
		at += size
	}
	s.at = at
	letters := uint8(min(n, 128))
	t := token{class: word, hash: mix(h, uint64(letters)), letters: letters, upper: isUpper(first), cased: first < 0x530, opens: s.open}
	s.open = false
	return t
}

// wordByte folds the ASCII letters and digits; all other bytes are zero.
var wordByte = func() (table [256]byte) {
	for b, a := range ascii {
		if a.class == word || a.class == digit {
			table[b] = a.to
		}
	}
	return table
}()

func isUpper(r rune) bool {
	if r < utf8.RuneSelf {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.IsUpper(r)
}

// glyph hashes a character with the one before it, so that three tokens are
// four characters, about two words of Chinese or one of Thai.
func (s *scanner) glyph(r rune, size int) token {
	before := s.last.r
	if s.last.end != s.at {
		before = 0
	}
	s.from = s.at
	s.at += size
	s.last = glyphAt{r, s.at}
	return s.take(token{class: glyph, hash: mix(uint64(before)+1, uint64(r)), letters: 3})
}

// number reads digits and what joins them: 1,020 and 1 020 and 1.020 are one
// number, whatever the outlet's custom.
func (s *scanner) number() token {
	t := token{class: digit, hash: seed}
	s.from = s.at
	joints, run, runs := 0, 0, 0
	for s.at < len(s.text) {
		r, size := s.rune()
		to, c := fold(r)
		switch {
		case c == digit:
			t.hash = (t.hash ^ uint64(to)) * prime
			t.value = min(t.value, 99_999_999)*10 + uint32(to-'0')
			run++
		case s.joins(r, size, run):
			joints, runs, run = joints+1, max(runs, run), 0
		default:
			return s.take(finish(t, joints, max(runs, run)))
		}
		s.at += size
	}
	return s.take(finish(t, joints, max(runs, run)))
}

func finish(t token, joints, longest int) token {
	t.dated = joints == 2 && (longest == 4 || longest == 2)
	t.hash = mix(t.hash, 0)
	return t
}

// joins reports whether r, between digits, belongs to the number.
func (s *scanner) joins(r rune, size, run int) bool {
	rest := s.text[s.at+size:]
	switch r {
	case ',', '.', '/', '-', ':':
		return rest != "" && rest[0] >= '0' && rest[0] <= '9'
	case ' ', 0xA0, 0x202F, 0x2009:
		return run <= 3 && threeDigits(rest)
	}
	return false
}

func threeDigits(s string) bool {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n == 3
}

const (
	seed  = 0xcbf29ce484222325 // FNV-1a
	prime = 0x100000001b3
)

// mix folds two words into one that depends on every bit of both. It is fixed
// for ever: prints are stored.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^0x9e3779b97f4a7c15, b^0xd6e8feb86659fd93)
	return hi ^ lo
}
