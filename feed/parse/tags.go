package parse

import "strings"

// hidden elements are dropped with what they contain.
var hidden = map[string]bool{
	"script": true, "style": true, "iframe": true, "noscript": true, "svg": true, "math": true,
	"object": true, "template": true, "head": true, "textarea": true, "select": true, "xmp": true,
}

// inline elements leave no gap between the words around them.
var inline = map[string]bool{
	"a": true, "abbr": true, "acronym": true, "b": true, "bdi": true, "bdo": true, "big": true, "cite": true,
	"code": true, "em": true, "font": true, "i": true, "ins": true, "mark": true, "s": true, "small": true,
	"span": true, "strong": true, "sub": true, "sup": true, "tt": true, "u": true, "wbr": true, "nobr": true,
}

// stripTags removes the tags of an HTML fragment and puts a space where a block
// began or ended. A '<' that begins no tag stays. The time is linear: no
// terminator is looked for again behind a place where it was not found.
func stripTags(s string) string {
	at := strings.IndexByte(s, '<')
	if at < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	lastGT := strings.LastIndexByte(s, '>')
	for {
		out = append(out, s[:at]...)
		s, lastGT = s[at:], lastGT-at
		n, gap := markup(s, lastGT)
		switch {
		case n == 0:
			out, n = append(out, '<'), 1
		case gap:
			out = append(out, ' ')
		}
		s, lastGT = s[n:], lastGT-n
		if at = strings.IndexByte(s, '<'); at < 0 {
			return string(append(out, s...))
		}
	}
}

// markup measures the markup at the beginning of s, zero if there is none; gap
// reports that it parts words. lastGT is where the last '>' of s is.
func markup(s string, lastGT int) (n int, gap bool) {
	if len(s) < 2 || lastGT < 0 {
		return 0, false
	}
	switch c := s[1]; {
	case strings.HasPrefix(s, "<!--"):
		return until(s, "-->"), false
	case c == '!' || c == '?':
		return until(s, ">"), false
	case c == '/', 'a' <= c|0x20 && c|0x20 <= 'z':
		name := tagName(s[1:])
		n := tagEnd(s)
		if hidden[name] && c != '/' && s[n-2] != '/' {
			return n + closing(s[n:], name), true
		}
		return n, !inline[name]
	}
	return 0, false
}

// until measures up to and with the terminator, or all of s.
func until(s, terminator string) int {
	if n := strings.Index(s, terminator); n >= 0 {
		return n + len(terminator)
	}
	return len(s)
}

// tagName gives the lower-case name of a tag whose '<' was cut off.
func tagName(s string) string {
	s = strings.TrimPrefix(s, "/")
	n := 0
	for n < len(s) && n < 12 && (nameByte[s[n]] != 0) {
		n++
	}
	return strings.ToLower(s[:n])
}

// tagEnd measures the tag at the beginning of s, which has a '>' somewhere: up
// to its first '>' outside quotes, or the first at all if a quote is not closed.
func tagEnd(s string) int {
	quote := byte(0)
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return strings.IndexByte(s, '>') + 1
}

// closing measures up to the end of the end tag of name, or all of s.
func closing(s, name string) int {
	for i := 0; ; {
		n := strings.Index(s[i:], "</")
		if n < 0 {
			return len(s)
		}
		i += n + 2
		if len(s)-i >= len(name) && strings.EqualFold(s[i:i+len(name)], name) {
			return i + until(s[i:], ">")
		}
	}
}
