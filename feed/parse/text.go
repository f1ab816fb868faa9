package parse

import (
	"html"
	"strings"
	"unicode/utf8"
)

// Sizes of what people read.
const (
	maxTitle    = 500      // runes
	maxSummary  = 10 << 10 // bytes
	maxHeadline = 120      // runes of a title that is made of a summary
)

// Text gives the plain text of an HTML fragment: tags and what is not shown
// (scripts, styles) removed, character references decoded (twice at most:
// many outlets escape once too often), white space folded to single spaces,
// control and bidirectional characters dropped. It is text, not HTML: '<' may
// occur in it, and whoever shows it escapes it.
func Text(fragment string) string {
	if plain(fragment) {
		return strings.TrimSpace(fragment)
	}
	s := undouble(fragment)
	for range 2 {
		s = stripTags(s)
		if strings.IndexByte(s, '&') < 0 {
			return line(s)
		}
		decoded := html.UnescapeString(s)
		if decoded == s {
			break
		}
		s = decoded
	}
	return line(stripTags(s))
}

// title500 is the policy for titles: Text, on one line, of 500 runes.
func title500(s string) string {
	if len(s) > 8*maxTitle*utf8.UTFMax {
		s = s[:8*maxTitle*utf8.UTFMax]
	}
	return cutRunes(Text(s), maxTitle)
}

// summaryOf is the short text of an entry, else the beginning of its content.
func summaryOf(d *draft) string {
	for _, raw := range []string{d.summary, d.content} {
		if len(raw) > maxField {
			raw = raw[:maxField]
		}
		if s := Text(raw); s != "" {
			return cutBytes(s, maxSummary)
		}
	}
	return ""
}

// plain reports text that needs no work: printable ASCII and letters beyond,
// single spaces.
func plain(s string) bool {
	space := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			if space {
				return false
			}
			space = true
			continue
		case c < 0x20, c == '<', c == '&', c == 0x7f:
			return false
		case c >= 0x80 && suspect(s, i):
			return false
		}
		space = false
	}
	return true
}

// suspect reports whether a character that line treats specially, or a broken
// one, may begin at i. Only six lead bytes can begin one.
func suspect(s string, i int) bool {
	switch s[i] {
	case 0xC3: // a Latin letter, or with another behind it, text that was encoded twice
		return i+2 >= len(s) || s[i+2] >= 0x80
	case 0xC2, 0xE1, 0xE2, 0xE3, 0xEF:
		r, n := utf8.DecodeRuneInString(s[i:])
		return n == 1 || classOf(r) != letter
	}
	return false
}

type class uint8

const (
	letter class = iota
	blank
	gone
)

// classOf sorts the runes: white space is folded; controls, bidirectional
// marks, overrides and isolates, byte order marks, soft hyphens and
// non-characters are dropped. Zero-width joiners stay: Persian and emoji need
// them.
func classOf(r rune) class {
	switch {
	case r == ' ', r >= '\t' && r <= '\r', r == 0x85, r == 0xA0, r == 0x1680, r >= 0x2000 && r <= 0x200A,
		r == 0x2028, r == 0x2029, r == 0x202F, r == 0x205F, r == 0x3000:
		return blank
	case r < 0x20, r >= 0x7F && r < 0xA0, r == 0xAD, r == 0x061C, r == 0x180E, r == 0x200B, r == 0x200E, r == 0x200F,
		r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF,
		r >= 0xFFF9 && r <= 0xFFFB:
		return gone
	}
	return letter
}

// line folds white space to single spaces and drops what must not be printed.
func line(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if plain(s) {
		return strings.TrimSpace(s)
	}
	out := make([]byte, 0, len(s))
	space := false
	for i := 0; i < len(s); {
		n := letterRun(s[i:])
		class := letter
		if n == 0 {
			var r rune
			r, n = utf8.DecodeRuneInString(s[i:])
			class = classOf(r)
		}
		switch class {
		case blank:
			space = len(out) > 0
		case letter:
			if space {
				out, space = append(out, ' '), false
			}
			out = append(out, s[i:i+n]...)
		}
		i += n
	}
	return string(out)
}

// letterRun measures the beginning of s that is to be copied as it is.
func letterRun(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c > ' ' && c < 0x7F, c == 0xC3:
		case c == ' ' && i > 0 && i+1 < len(s) && s[i+1] > ' ' && s[i+1] < 0x7F: // a single one
		case c < 0x80, suspect(s, i):
			return i
		}
	}
	return len(s)
}
