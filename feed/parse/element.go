package parse

import (
	"bytes"
)

// Classes of bytes in names, as encoding/xml has them for ASCII. A name with
// other bytes is not taken for a name: no feed format has one.
const (
	nameStart = 1 << iota
	nameRest
)

var nameByte = func() (t [256]uint8) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_', c == ':':
			t[c] = nameStart | nameRest
		case '0' <= c && c <= '9', c == '-', c == '.':
			t[c] = nameRest
		}
	}
	return t
}()

// nameEnd gives the end of the name that begins at p.
func nameEnd(doc []byte, p int) int {
	for p < len(doc) && nameByte[doc[p]] != 0 {
		p++
	}
	return p
}

func skipSpace(doc []byte, p int) int {
	for p < len(doc) && (doc[p] == ' ' || doc[p] == '\n' || doc[p] == '\t' || doc[p] == '\r') {
		p++
	}
	return p
}

// startTag reads the start tag at p.
func (s *scanner) startTag(p int) int {
	name := span{p + 1, nameEnd(s.doc, p+1)}
	if name.end == len(s.doc) {
		s.edit("cut", p, len(s.doc), "")
		return -1
	}
	if !goodName(s.doc[name.start:name.end]) || s.doc[name.end] >= 0x80 {
		return s.stray(p)
	}
	tag := readTag(s.doc, name.end)
	if tag.end < 0 {
		if bytes.IndexByte(s.doc[name.end:min(len(s.doc), name.end+maxValue)], '<') >= 0 {
			return s.stray(p)
		}
		s.edit("cut", p, len(s.doc), "")
		return -1
	}
	s.elements++
	if s.elements > maxElements || name.end-name.start > maxName || tag.excess {
		s.err = errLimit
		return -1
	}
	s.begin(p, name, tag)
	return tag.end
}

// begin opens the element, or handles it whole if it is empty.
func (s *scanner) begin(p int, name span, tag tag) {
	s.beforeBegin(p, name)
	if len(s.stack) >= maxDepth {
		s.err = errLimit
		return
	}
	first := len(s.edits)
	if !tag.clean {
		s.edit("tag", p, tag.end, mendTag(s.doc[p:tag.end], tag.empty))
	}
	s.afterBegin(span{p, tag.end}, name, first)
	s.stack = append(s.stack, open{name})
	s.deepest = max(s.deepest, len(s.stack))
	if tag.empty {
		s.pop(tag.end, tag.end)
	}
}
