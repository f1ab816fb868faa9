package parse

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// A repair makes text acceptable that an XML parser would refuse as a whole.
// What concerns the structure (stray tags, comments, quotes) is mended by the
// scanner, which sees the structure; what is wrong with characters, wherever
// they stand, is mended here.
type repair struct {
	name   string
	needed func([]byte) bool
	mend   func([]byte) []byte
}

// repairs are tried in this order on each document; needed must be quick.
var repairs = []repair{
	{"control", hasControl, dropControl},
	{"charref", hasBadReference, mendReferences},
}

// mendCharacters applies the repairs that text needs and names them.
func mendCharacters(text []byte) (mended []byte, names []string) {
	for _, r := range repairs {
		if r.needed(text) {
			text = r.mend(text)
			names = append(names, r.name)
		}
	}
	return text, names
}

// hasControl reports a character that XML 1.0 forbids: C0 controls except tab,
// line feed and carriage return; DEL and C1 are allowed there and are dropped
// later from what people read. Also U+FFFE and U+FFFF. Eight bytes a step.
func hasControl(b []byte) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		if (w-ones*0x20)&^w&highs == 0 { // no byte below 0x20
			continue
		}
		for _, c := range b[i : i+8] {
			if isControl(c) {
				return true
			}
		}
	}
	for _, c := range b[i:] {
		if isControl(c) {
			return true
		}
	}
	return bytes.Contains(b, []byte("\uFFFE")) || bytes.Contains(b, []byte("\uFFFF"))
}

func isControl(c byte) bool { return c < 0x20 && c != '\t' && c != '\n' && c != '\r' }

func dropControl(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		if c := b[0]; c < utf8.RuneSelf {
			if !isControl(c) {
				out = append(out, c)
			}
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r != 0xFFFE && r != 0xFFFF {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	return out
}

// hasBadReference reports a numeric character reference to a character that
// XML forbids, or to half of a surrogate pair.
func hasBadReference(b []byte) bool {
	for {
		at := bytes.Index(b, []byte("&#"))
		if at < 0 {
			return false
		}
		b = b[at:]
		if r, n := reference(b); n > 0 && !isCharacter(r) {
			return true
		}
		b = b[2:]
	}
}

// mendReferences drops references to forbidden characters and joins surrogate
// pairs: &#xD83D;&#xDE00; is one smiling face.
func mendReferences(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for {
		at := bytes.Index(b, []byte("&#"))
		if at < 0 {
			return append(out, b...)
		}
		out, b = append(out, b[:at]...), b[at:]
		r, n := reference(b)
		switch {
		case n == 0:
			out, b = append(out, b[:2]...), b[2:]
		case isCharacter(r):
			out, b = append(out, b[:n]...), b[n:]
		default:
			second, m := reference(b[n:])
			if whole := utf16.DecodeRune(r, second); m > 0 && whole != utf8.RuneError {
				out, n = utf8.AppendRune(out, whole), n+m
			}
			b = b[n:]
		}
	}
}

// reference reads a numeric character reference at the beginning of b: its
// number (above utf8.MaxRune if it is no number of a character) and its
// length, zero if there is none.
func reference(b []byte) (r rune, n int) {
	if len(b) < 4 || b[0] != '&' || b[1] != '#' {
		return 0, 0
	}
	end := bytes.IndexByte(b[:min(len(b), 64)], ';')
	if end < 3 {
		return 0, 0
	}
	digits, base := b[2:end], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(string(digits), base, 64)
	if err != nil {
		return 0, 0
	}
	return rune(min(v, utf8.MaxRune+1)), end + 1
}

// isCharacter reports whether r is a Char of XML 1.0, section 2.2.
func isCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}
