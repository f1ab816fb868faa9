package parse

import (
	"bytes"
	"strings"
)

// endTag reads the end tag at p. What it leaves open inside is closed; an end
// tag that nothing waits for is cut out.
func (s *scanner) endTag(p int) int {
	name := span{p + 2, nameEnd(s.doc, p+2)}
	end := skipSpace(s.doc, name.end)
	clean := end < len(s.doc) && s.doc[end] == '>'
	if !clean {
		if end = s.badEnd(p, end); end < 0 {
			return end
		}
	} else {
		end++
	}
	level, exact := s.match(name)
	switch {
	case level < 0:
		s.edit("stray-end", p, end, "")
		return end
	case !clean || !exact:
		s.close(p, p, level+1, true)
		if level > 0 {
			s.edit("tag", p, end, s.endTagOf(level))
		}
	case level+1 < len(s.stack):
		s.close(p, p, level+1, true)
	}
	s.pop(p, end)
	return end
}

// badEnd gives the end of a malformed end tag: its '>', or the '<' of the
// markup behind it.
func (s *scanner) badEnd(p, from int) int {
	n := bytes.IndexAny(s.doc[from:min(len(s.doc), from+maxValue)], "<>")
	switch {
	case n < 0:
		s.edit("cut", p, len(s.doc), "")
		return -1
	case s.doc[from+n] == '>':
		n++
	}
	return from + n
}

// nearby is how far up an end tag looks for its start tag before it looks at
// the feed's own structure only. It bounds the work that a thousand unclosed
// elements and a thousand stray end tags can make.
const nearby = 64

// match finds the open element that an end tag of this name closes, from the
// innermost; exact reports that the names are the same byte for byte.
func (s *scanner) match(name span) (level int, exact bool) {
	want := s.doc[name.start:name.end]
	for i := len(s.stack) - 1; i >= 0; i-- {
		if len(s.stack)-i > nearby && i > s.level+1 {
			i = s.level + 1
		}
		have := s.doc[s.stack[i].name.start:s.stack[i].name.end]
		if bytes.Equal(have, want) {
			return i, true
		}
		if sameLocal(have, want) {
			return i, false
		}
	}
	return -1, false
}

// sameLocal compares the local parts of two names without regard to case.
func sameLocal(a, b []byte) bool {
	a, b = a[bytes.IndexByte(a, ':')+1:], b[bytes.IndexByte(b, ':')+1:]
	return len(a) == len(b) && strings.EqualFold(string(a), string(b))
}

// close pops all elements down to level, writing the end tags that are missing.
func (s *scanner) close(p, end, level int, whole bool) {
	for len(s.stack) > level {
		if top := len(s.stack) - 1; top > 0 {
			s.edits = append(s.edits, edit{p, p, s.endTagOf(top)})
		}
		if whole {
			s.note("unclosed")
		}
		s.popWhole(p, end, whole)
	}
}

// endTagOf writes the end tag of an open element. That of the root element is
// never an edit: package-made documents have a root of their own.
func (s *scanner) endTagOf(level int) string {
	own := s.stack[level].name
	return "</" + string(s.doc[own.start:own.end]) + ">"
}

func (s *scanner) pop(inner, end int) { s.popWhole(inner, end, true) }

// popWhole ends the innermost element, whose content ends at inner.
func (s *scanner) popWhole(inner, end int, whole bool) {
	s.stack = s.stack[:len(s.stack)-1]
	if len(s.stack) == 0 {
		s.root.end, s.root.hi = inner, len(s.edits)
	}
	if !s.inEntry {
		return
	}
	if s.extra > 0 {
		if len(s.stack) == s.level {
			s.surplus.end, s.surplus.hi, s.inEntry = end, len(s.edits), false
			if !whole {
				s.extra--
			}
		}
		return
	}
	e := &s.entries[len(s.entries)-1]
	switch len(s.stack) {
	case s.level + 1:
		k := &s.kids[len(s.kids)-1]
		k.inner.end, k.end, k.hi = inner, end, len(s.edits)
	case s.level:
		e.end, e.hi, e.kids.end, e.whole = end, len(s.edits), len(s.kids), whole
		s.inEntry = false
	}
}
