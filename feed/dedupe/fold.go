package dedupe

import "unicode"

// class says what a rune is to the scanner.
type class uint8

const (
	gap   class = iota // between words
	stop               // ends a sentence
	quiet              // belongs to a word but says nothing: apostrophes, Arabic vowel signs
	word               // a letter of a script that puts spaces between words
	glyph              // a character of a script that does not
	digit              // fold gives '0' to '9'
)

// span is a range of runes with one treatment.
type span struct {
	lo, hi rune
	fold   func(rune) (rune, class)
}

// spans cover the scripts of the sources in ascending order; whatever lies
// between them is asked of package unicode.
var spans = []span{
	{0xA0, 0xBF, inGaps},
	{0xC0, 0x17F, inLatin},
	{0x2B9, 0x2BF, always(quiet)},
	{0x300, 0x36F, always(quiet)}, // combining accents: decomposed text folds like composed
	{0x400, 0x52F, inCyrillic},
	{0x591, 0x5C7, always(quiet)}, // Hebrew points
	{0x600, 0x6FF, inArabic},
	{0x900, 0xDFF, inIndic},
	{0xE00, 0xEFF, inUnspaced},   // Thai, Lao
	{0x1000, 0x109F, inUnspaced}, // Myanmar
	{0x1780, 0x17FF, inUnspaced}, // Khmer
	{0x2000, 0x206F, inPunctuation},
	{0x3000, 0x303F, inIdeographicMarks},
	{0x3040, 0x30FF, always(glyph)}, // kana
	{0x3400, 0x9FFF, always(glyph)}, // Han
	{0xAC00, 0xD7A3, always(word)},  // Hangul
	{0xFF01, 0xFF5E, inFullwidth},
	{0x20000, 0x3FFFF, always(glyph)},
}

// fold maps a rune to the form in which texts are compared: lower case without
// accents, one shape for letters that desks write in two (ё and е, the alefs).
func fold(r rune) (rune, class) {
	if r < 0x80 {
		a := ascii[r]
		return rune(a.to), a.class
	}
	for i := range spans {
		if r <= spans[i].hi {
			if r < spans[i].lo {
				break
			}
			return spans[i].fold(r)
		}
	}
	return foldOther(r)
}

func foldOther(r rune) (rune, class) {
	switch {
	case unicode.IsLetter(r), unicode.IsMark(r):
		return unicode.ToLower(r), word
	default:
		return r, gap
	}
}

func always(c class) func(rune) (rune, class) {
	return func(r rune) (rune, class) { return r, c }
}

type asciiFold struct {
	to    byte
	class class
}

// ascii is the answer of fold for the first 128 runes.
var ascii = func() (table [128]asciiFold) {
	for r := range table {
		b := byte(r)
		switch {
		case 'a' <= b && b <= 'z':
			table[r] = asciiFold{b, word}
		case 'A' <= b && b <= 'Z':
			table[r] = asciiFold{b + 32, word}
		case '0' <= b && b <= '9':
			table[r] = asciiFold{b, digit}
		case b == '\'':
			table[r] = asciiFold{b, quiet}
		case b == '.', b == '!', b == '?', b == '\n':
			table[r] = asciiFold{b, stop}
		default:
			table[r] = asciiFold{b, gap}
		}
	}
	return table
}()

func inGaps(r rune) (rune, class) {
	switch r {
	case 0xAD:
		return r, quiet
	case 0xAA, 0xBA, 0xB5:
		return r, word
	}
	return r, gap
}

// latin holds the base letters of U+00C0 to U+017F.
const latin = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll" +
	"nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"

func inLatin(r rune) (rune, class) {
	base := latin[r-0xC0]
	if base == '*' {
		return r, gap
	}
	return rune(base), word
}

func inCyrillic(r rune) (rune, class) {
	switch {
	case r >= 0x482 && r <= 0x489:
		return r, quiet
	case r < 0x410:
		r += 80
	case r < 0x430:
		r += 32
	case r >= 0x460 && r&1 == 0 && r != 0x4C0:
		r++
	}
	switch r {
	case 'ё':
		r = 'е'
	case 'й':
		r = 'и'
	case 'ї':
		r = 'і'
	}
	return r, word
}

func inArabic(r rune) (rune, class) {
	switch {
	case r == 0x640, r >= 0x64B && r <= 0x65F, r == 0x670, r >= 0x610 && r <= 0x61A:
		return r, quiet
	case r >= 0x660 && r <= 0x669:
		return r - 0x660 + '0', digit
	case r >= 0x6F0 && r <= 0x6F9:
		return r - 0x6F0 + '0', digit
	case r == 0x61F, r == 0x6D4:
		return r, stop
	case r < 0x620, r == 0x66A, r == 0x66B, r == 0x66C, r == 0x66D:
		return r, gap
	}
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		r = 'ا'
	case 'ى', 'ی':
		r = 'ي'
	case 'ک':
		r = 'ك'
	case 'ة':
		r = 'ه'
	}
	return r, word
}

// inIndic serves the nine blocks from Devanagari to Sinhala, which share one
// lay-out: digits at 66 to 6F of each 80. Vowel signs are letters here.
func inIndic(r rune) (rune, class) {
	switch at := r & 0x7F; {
	case r == 0x964, r == 0x965:
		return r, stop
	case at >= 0x66 && at <= 0x6F:
		return at - 0x66 + '0', digit
	}
	return r, word
}

func inUnspaced(r rune) (rune, class) {
	switch {
	case unicode.IsDigit(r):
		return digitValue(r), digit
	case r == 0x104B, r == 0x17D4:
		return r, stop
	case unicode.IsLetter(r), unicode.IsMark(r):
		return r, glyph
	}
	return r, gap
}

// digitValue counts back to the zero of the run of ten that r stands in.
func digitValue(r rune) rune {
	n := rune(0)
	for n < 9 && unicode.IsDigit(r-n-1) {
		n++
	}
	return '0' + n
}

func inPunctuation(r rune) (rune, class) {
	switch {
	case r == 0x2018, r == 0x2019, r >= 0x200B && r <= 0x200F, r >= 0x2060:
		return r, quiet
	case r == 0x2026, r == 0x2028, r == 0x2029:
		return r, stop
	}
	return r, gap
}

func inIdeographicMarks(r rune) (rune, class) {
	switch r {
	case 0x3002:
		return r, stop
	case 0x3005, 0x3007:
		return r, glyph
	}
	return r, gap
}

func inFullwidth(r rune) (rune, class) {
	a := ascii[r-0xFEE0]
	return rune(a.to), a.class
}
