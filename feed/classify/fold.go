package classify

import (
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
// normal width. Nil means that r leaves no trace; a blank, that it separates.
func foldRune(r rune) []rune {
	if to, ok := special[r]; ok {
		return []rune(to)
	}
	switch {
	case skipped(r):
		return nil
	case r >= 0xac00 && r <= 0xd7a3, r >= 0x3040 && r <= 0x30ff:
		return []rune{r} // Hangul syllables and kana mean another thing without their parts
	}
	var letters []rune
	for _, d := range norm.NFKD.String(string(r)) {
		if to, ok := special[d]; ok {
			letters = append(letters, []rune(to)...)
			continue
		}
		if !skipped(d) && wordRune(d) {
			letters = append(letters, unicode.ToLower(d))
		}
	}
	if len(letters) == 0 {
		return []rune{' '}
	}
	return letters
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

// foldText folds a form of the data files, for the making of the alphabet.
func foldText(s string) []rune {
	var out []rune
	for _, r := range s {
		out = append(out, foldRune(r)...)
	}
	return out
}

// newFolder numbers the letters of the alphabet, in order, and maps every rune
// that folds to them.
func newFolder(alphabet []rune) *folder {
	symbols := make(map[rune]uint16, len(alphabet))
	for i, r := range alphabet {
		symbols[r] = symFirst + uint16(i)
	}
	f := &folder{bmp: make([]uint16, 0x10000), math: make([]uint16, mathLast-mathFirst+1)}
	for r := range rune(0x3400) {
		f.bmp[r] = f.entry(r, symbols)
	}
	for r := rune(0xd800); r < 0x10000; r++ {
		f.bmp[r] = symSep
	}
	for r := rune(0xf900); r < 0x10000; r++ {
		f.bmp[r] = f.entry(r, symbols)
	}
	for r, sym := range symbols { // ideographs and Hangul fold to themselves
		if r >= 0x3400 && r < 0xf900 {
			f.bmp[r] = sym
		}
	}
	for r := rune(mathFirst); r <= mathLast; r++ {
		f.math[r-mathFirst] = f.entry(r, symbols)
	}
	return f
}

func (f *folder) entry(r rune, symbols map[rune]uint16) uint16 {
	letters := foldRune(r)
	if len(letters) == 0 {
		return symSkip
	}
	seq := make([]uint16, len(letters))
	for i, l := range letters {
		seq[i] = symbols[l] // symOther where no form has it
		if l == ' ' {
			seq[i] = symSep
		}
		if unicode.IsUpper(r) {
			seq[i] |= symUpper
		}
	}
	if len(seq) == 1 {
		return seq[0]
	}
	f.multi = append(f.multi, seq)
	return symMulti | uint16(len(f.multi)-1)
}

// appendText appends the symbols of at most limit runes of s to dst, never two
// separators in a row.
func (f *folder) appendText(dst []uint16, s string, limit int) []uint16 {
	for i := 0; i < len(s) && limit > 0; limit-- {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		sym := symSep
		switch {
		case r < 0x10000:
			sym = f.bmp[r]
		case r >= mathFirst && r <= mathLast:
			sym = f.math[r-mathFirst]
		}
		switch {
		case sym == symSkip:
		case sym&symMulti != 0:
			dst = append(dst, f.multi[sym&symMask]...)
		case sym == symSep && len(dst) > 0 && dst[len(dst)-1] == symSep:
		default:
			dst = append(dst, sym)
		}
	}
	return dst
}
