package parse

import (
	"bytes"
)

// text mends the one thing that plain text must not contain.
func (s *scanner) text(p, end int) {
	for {
		n := bytes.Index(s.doc[p:end], []byte("]]>"))
		if n < 0 {
			return
		}
		p += n + 3
		s.edit("cdata-end", p-1, p, "&gt;")
	}
}

// stray makes text of a '<' that begins no markup.
func (s *scanner) stray(p int) int {
	s.edit("stray-lt", p, p+1, "&lt;")
	return p + 1
}

// specials are the kinds of markup that are no elements. All but CDATA are cut
// out: gofeed has no use for them, and a comment with two hyphens inside would
// cost the whole feed.
var specials = []struct {
	begin, end string
	keep       bool
}{
	{"<![CDATA[", "]]>", true},
	{"<!--", "-->", false},
	{"<?", "?>", false},
	{"<!", ">", false},
}

func (s *scanner) special(p int) int {
	for _, sp := range specials {
		if len(s.doc)-p < len(sp.begin) || string(s.doc[p:p+len(sp.begin)]) != sp.begin {
			continue
		}
		end := s.find(p+len(sp.begin), sp.end)
		if end < 0 {
			return s.stray(p)
		}
		if !sp.keep {
			s.edit("", p, end, "")
		}
		return end
	}
	return s.stray(p)
}

// find gives the place behind the next terminator, or -1. A terminator once
// not found is never looked for again, else a document of a million unclosed
// comments would be read a million times.
func (s *scanner) find(from int, terminator string) int {
	if s.hopeless[terminator] {
		return -1
	}
	n := bytes.Index(s.doc[from:], []byte(terminator))
	if n < 0 {
		if s.hopeless == nil {
			s.hopeless = map[string]bool{}
		}
		s.hopeless[terminator] = true
		return -1
	}
	return from + n + len(terminator)
}

// edit notes an edit, and the repair's name unless it is a matter of course.
// What is cut out behind a bracket leaves a space, else the text around it
// might join to the end of a CDATA section.
func (s *scanner) edit(name string, at, end int, text string) {
	if text == "" && at > 0 && s.doc[at-1] == ']' {
		text = " "
	}
	s.edits = append(s.edits, edit{at, end, text})
	s.note(name)
}

func (s *scanner) note(name string) {
	if name != "" && !contains(s.repairs, name) {
		s.repairs = append(s.repairs, name)
	}
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

// write appends the document's bytes from start to end, with the edits lo to hi.
func (s *scanner) write(out []byte, sp span, lo, hi int) []byte {
	p := sp.start
	for _, e := range s.edits[lo:hi] {
		if e.at < p { // inside something that was replaced already
			continue
		}
		out = append(append(out, s.doc[p:e.at]...), e.text...)
		p = e.end
	}
	return append(out, s.doc[p:max(p, sp.end)]...)
}
