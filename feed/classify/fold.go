package classify

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text becomes symbols before it meets the automaton: one small number for each
// letter that occurs in some form, after folding. Everything that is no letter
// or digit becomes one separator, so that a form with a blank also matches a
// hyphen, an apostrophe or two blanks.
const (
	symOther uint16 = iota // a letter that no form has: ends every match
	symSep
	symFirst // the first letter of the alphabet

	symMask  uint16 = 0x3fff
	symSkip  uint16 = 0x3fff // leaves no trace: combining marks, joiners
	symUpper uint16 = 0x4000 // the letter was a capital
	symMulti uint16 = 0x8000 // the rest is an index into folder.multi
)

// mathFirst..mathLast are the letters by which some channels write in "bold".
const mathFirst, mathLast = 0x1d400, 0x1d7ff

// folder maps runes to symbols. It is filled once and then only read.
type folder struct {
	bmp   []uint16 // by rune, up to U+FFFF
	math  []uint16 // by rune - mathFirst
	multi [][]uint16
}

// special holds the letters that Unicode does not decompose, and Arabic-script
// letters that Persian, Urdu and Arabic keyboards write differently.
var special = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l",
	'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ı': "i", 'ħ': "h",
	'ґ': "г", 'Ґ': "г", 'ہ': "ه", 'ھ': "ه", 'ۂ': "ه", 'ۃ': "ه", 'ة': "ه", 'ى': "ي", 'ی': "ي", 'ې': "ي", 'ے': "ي",
	'ک': "ك", 'ٱ': "ا", 'ς': "σ",
}

// foldRune gives the letters for which r stands: lower case, without marks, in
// normal width. None means that r leaves no trace; a blank, that it separates.
func foldRune(dst []rune, r rune) []rune {
	switch {
	case r < utf8.RuneSelf && unicode.IsLetter(r), r >= '0' && r <= '9':
		return append(dst, unicode.ToLower(r))
	case special[r] != "":
		return append(dst, []rune(special[r])...)
	case skipped(r):
		return dst
	case r >= 0xac00 && r <= 0xd7a3, r >= 0x3040 && r <= 0x30ff:
		return append(dst, r) // Hangul syllables and kana mean another thing without their parts
	}
	n := len(dst)
	var utf [utf8.UTFMax]byte
	text := utf[:utf8.EncodeRune(utf[:], r)]
	if parts := norm.NFKD.Properties(text).Decomposition(); parts != nil {
		text = parts
	}
	for len(text) > 0 {
		d, size := utf8.DecodeRune(text)
		text = text[size:]
		switch to := special[d]; {
		case to != "":
			dst = append(dst, []rune(to)...)
		case !skipped(d) && wordRune(d):
			dst = append(dst, unicode.ToLower(d))
		}
	}
	for i := range dst[n:] {
		if dst[n+i] > 0xffff { // no form is written in the scripts up there
			dst[n+i] = ' '
		}
	}
	if len(dst) == n {
		return append(dst, ' ')
	}
	return dst
}

// wordRune reports whether r is part of a word. The vowel signs of Indic
// scripts are, although Unicode calls them marks.
func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.In(r, unicode.Mn, unicode.Mc)
}

// skipped holds for marks without which a word is still the same word: accents,
// Hebrew points, Arabic vowel signs and stretching, the nukta, joiners and
// direction marks.
func skipped(r rune) bool {
	for _, s := range skippedRanges {
		if r >= s[0] && r <= s[1] {
			return true
		}
	}
	return false
}

var skippedRanges = [][2]rune{
	{0x00ad, 0x00ad}, {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c7},
	{0x0610, 0x061a}, {0x0640, 0x0640}, {0x064b, 0x065f}, {0x0670, 0x0670}, {0x06d6, 0x06ed}, {0x093c, 0x093c},
	{0x09bc, 0x09bc}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2069}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
	{0xfeff, 0xfeff},
}

// foldTable is foldRune for every rune, worked out once.
type foldTable struct {
	bmp   []rune // by rune: the letter it stands for, noTrace, or ^index of multi
	math  []rune // by rune - mathFirst
	multi [][]rune
}

// noTrace in a foldTable marks a rune that is skipped.
const noTrace rune = 0

func newFoldTable() *foldTable {
	t := &foldTable{bmp: make([]rune, 0x10000), math: make([]rune, mathLast-mathFirst+1)}
	for r := range rune(0x10000) {
		switch {
		case r >= 0xd800 && r < 0xf900: // surrogates, private use
			t.bmp[r] = ' '
		case r >= 0x3400 && r < 0xf900: // ideographs and Hangul
			t.bmp[r] = r
		default:
			t.bmp[r] = t.entry(r)
		}
	}
	for r := rune(mathFirst); r <= mathLast; r++ {
		t.math[r-mathFirst] = t.entry(r)
	}
	return t
}

func (t *foldTable) entry(r rune) rune {
	var room [24]rune
	switch letters := foldRune(room[:0], r); len(letters) {
	case 0:
		return noTrace
	case 1:
		return letters[0]
	default:
		t.multi = append(t.multi, slices.Clone(letters))
		return ^rune(len(t.multi) - 1)
	}
}

// appendFolded appends what r stands for.
func (t *foldTable) appendFolded(dst []rune, r rune) []rune {
	to := ' '
	switch {
	case r >= mathFirst && r <= mathLast:
		to = t.math[r-mathFirst]
	case r >= 0 && r < 0x10000:
		to = t.bmp[r]
	}
	switch {
	case to == noTrace:
		return dst
	case to < 0:
		return append(dst, t.multi[^to]...)
	}
	return append(dst, to)
}

// newFolder turns the letters of a table into symbols.
func newFolder(t *foldTable, symbols []uint16) *folder {
	f := &folder{bmp: make([]uint16, len(t.bmp)), math: make([]uint16, len(t.math)), multi: make([][]uint16, len(t.multi))}
	for i, letters := range t.multi {
		for _, l := range letters {
			f.multi[i] = append(f.multi[i], symbols[l])
		}
	}
	for i, to := range t.bmp {
		f.bmp[i] = symbolOf(rune(i), to, symbols)
		if to < 0 && unicode.IsUpper(rune(i)) {
			for n := range f.multi[^to] {
				f.multi[^to][n] |= symUpper
			}
		}
	}
	for i, to := range t.math {
		f.math[i] = symbolOf(mathFirst+rune(i), to, symbols)
	}
	return f
}

func symbolOf(r, to rune, symbols []uint16) uint16 {
	switch {
	case to == noTrace:
		return symSkip
	case to < 0:
		return symMulti | uint16(^to)
	case r != to && unicode.IsUpper(r):
		return symbols[to] | symUpper
	}
	return symbols[to]
}

// appendText appends the symbols of at most limit runes of s to dst, never two
// separators in a row, and to at where in s each of them came from; at the end
// of both a separator.
func (f *folder) appendText(dst, at []uint16, s string, limit int) (text, from []uint16) {
	last, i := symSep, 0 // what comes before is a separator
	for i < len(s) && limit > 0 {
		dst, at = slices.Grow(dst, pace), slices.Grow(at, pace)
		n := len(dst)
		text, from := dst[:n+pace], at[:len(at)+pace][:n+pace]
		for stop := min(limit, pace/longestFold); stop > 0 && i < len(s); stop-- {
			limit--
			r, size := rune(s[i]), 1
			if r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(s[i:])
			}
			sym := symSep
			if r < 0x10000 {
				sym = f.bmp[r]
			} else if r >= mathFirst && r <= mathLast {
				sym = f.math[r-mathFirst]
			}
			if sym == symSep && decimal(s, i) {
				sym = symOther
			}
			switch {
			case sym == symSkip, sym == symSep && last == symSep:
			case sym&symMulti != 0:
				for _, part := range f.multi[sym&symMask] {
					text[n], from[n], last = part, uint16(i), part
					n++
				}
			default:
				text[n], from[n], last = sym, uint16(i), sym
				n++
			}
			i += size
		}
		dst, at = dst[:n], at[:n]
	}
	return append(dst, symSep), append(at, uint16(i))
}

// decimal reports whether a point or comma stands within a number: "2.5" is one
// word, and not the result of a match.
func decimal(s string, at int) bool {
	return (s[at] == '.' || s[at] == ',') && at > 0 && at+1 < len(s) && digit(s[at-1]) && digit(s[at+1])
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// Room is made for a stretch of the text at a time: pace symbols, of which one
// rune gives at most longestFold.
const (
	longestFold = 18
	pace        = 64 * longestFold
)
