package publish

import (
	"strings"
	"unicode/utf8"
)

// escapes says what becomes of each ASCII character: "" keeps it, dropped
// removes it, anything else takes its place.
type escapes [utf8.RuneSelf]string

const dropped = "\x00"

// escaping makes a table out of pairs (character, replacement). Every table
// drops the control characters that XML 1.0 forbids, and DEL; a carriage
// return becomes a space, because XML would read it as a line feed.
func escaping(pairs ...string) *escapes {
	var t escapes
	for c := range 0x20 {
		t[c] = dropped
	}
	t[0x7f], t['\t'], t['\n'], t['\r'] = dropped, "", "", " "
	for i := 0; i < len(pairs); i += 2 {
		t[pairs[i][0]] = pairs[i+1]
	}
	return &t
}

var (
	// asPlain only scrubs: for JSON, which escapes by itself.
	asPlain = escaping()
	// asText is for the text of an XML element. The greater-than sign is
	// escaped because "]]>" may not stand in text.
	asText = escaping("&", "&amp;", "<", "&lt;", ">", "&gt;")
	// asTitle is for plain text in RSS: the profile asks for hexadecimal
	// references, which even readers that decode twice show right.
	asTitle = escaping("&", "&#x26;", "<", "&#x3C;", ">", "&#x3E;")
	// asAttr is for an attribute between double quotes, of XML or HTML.
	asAttr = escaping("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "\t", " ", "\n", " ")
	// asHTML is for text inside our HTML bodies.
	asHTML = escaping("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")
)

// appendEscaped appends s in the dress of table t. It is the one place where
// text is made fit for output: a character that XML 1.0 forbids never passes,
// nor do the C1 controls, which it only discourages, nor the two bidirectional
// overrides, which serve to show a title that is not what it says. A byte that
// is not UTF-8 becomes U+FFFD.
func appendEscaped(dst []byte, s string, t *escapes) []byte {
	last := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if t[c] != "" {
				dst = append(dst, s[last:i]...)
				if t[c] != dropped {
					dst = append(dst, t[c]...)
				}
				last = i + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if sub, ok := substitute(r, n); ok {
			dst = append(dst, s[last:i]...)
			dst = append(dst, sub...)
			last = i + n
		}
		i += n
	}
	return append(dst, s[last:]...)
}

// substitute says whether the rune r, read from n bytes, must not go out, and
// what goes out instead.
func substitute(r rune, n int) (string, bool) {
	switch {
	case r == utf8.RuneError && n == 1:
		return "\uFFFD", true
	case r < 0xA0, r == 0x202D, r == 0x202E, r == 0xFFFE, r == 0xFFFF:
		return "", true
	}
	return "", false
}

// said is the text of s that a reader would see: clean, without space around it.
func said(s string) string { return strings.TrimSpace(clean(s)) }

// clean is s without what may not go out in any format; it copies only when
// something has to go.
func clean(s string) string {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if asPlain[c] != "" {
				return string(appendEscaped(nil, s, asPlain))
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if _, bad := substitute(r, n); bad {
			return string(appendEscaped(nil, s, asPlain))
		}
		i += n
	}
	return s
}
