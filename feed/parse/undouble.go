package parse

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// undouble repairs text that was UTF-8, was taken for windows-1252 and made
// UTF-8 once more: "niÃ±os" for "niños". Text that is not that has, somewhere,
// a letter that the reverse does not make UTF-8 of.
func undouble(s string) string {
	if strings.IndexByte(s, 0xC3) < 0 && strings.IndexByte(s, 0xC2) < 0 {
		return s
	}
	var out []byte
	lead := false // the last byte begins a character
	for i, r := range s {
		b := byte(r)
		switch {
		case r < utf8.RuneSelf && lead:
			return s
		case r < utf8.RuneSelf:
		case out == nil && (r < 0xC2 || r > 0xF4):
			return s
		case out == nil:
			out = append(make([]byte, 0, len(s)), s[:i]...)
		}
		if r > 0xFF {
			known := false
			if b, known = charmap.Windows1252.EncodeRune(r); !known {
				return s
			}
		}
		if out != nil {
			out, lead = append(out, b), b >= 0xC2
		}
	}
	if out == nil || !utf8.Valid(out) {
		return s
	}
	return string(out)
}
