package parse

import (
	"bytes"
	"html"
	"strings"
)

// tag is what is known of a start tag behind its name.
type tag struct {
	end    int  // behind its '>'; -1 if there is none
	empty  bool // it is <name/>
	clean  bool // encoding/xml accepts it as it is
	excess bool // too many or too long attributes
}

// attr is one step through a start tag: an attribute, its end, or junk.
type attr struct {
	name, value span
	next        int // where to go on; -1 if the tag is broken off
	end, empty  bool
	junk        bool // not an attribute that encoding/xml would accept as it is
}

// readTag finds the end of the start tag whose name ends at p.
func readTag(doc []byte, p int) tag {
	t := tag{clean: true}
	for count := 0; ; count++ {
		a := nextAttr(doc, p)
		t.clean = t.clean && !a.junk
		switch {
		case a.next < 0:
			t.end = -1
			return t
		case a.end:
			t.end, t.empty = a.next, a.empty
			return t
		case count >= maxAttrs, a.name.end-a.name.start > maxName, a.value.end-a.value.start > maxValue:
			t.excess, t.end = true, a.next
			return t
		}
		p = a.next
	}
}

// nextAttr reads what follows at p inside a start tag. It never takes a '<'
// outside quotes for a part of the tag.
func nextAttr(doc []byte, p int) attr {
	p = skipSpace(doc, p)
	if p >= len(doc) || doc[p] == '<' {
		return attr{next: -1}
	}
	switch c := doc[p]; {
	case c == '>':
		return attr{next: p + 1, end: true}
	case c == '/' && p+1 < len(doc) && doc[p+1] == '>':
		return attr{next: p + 2, end: true, empty: true}
	case nameByte[c]&nameStart == 0:
		return attr{next: p + 1, junk: true}
	}
	a := attr{name: span{p, nameEnd(doc, p)}}
	a.junk = !goodName(doc[a.name.start:a.name.end])
	a.next = skipSpace(doc, a.name.end)
	if a.next >= len(doc) || doc[a.next] != '=' {
		a.value = a.name
		a.next = a.name.end
		return a
	}
	p = skipSpace(doc, a.next+1)
	if p >= len(doc) {
		return attr{next: -1}
	}
	if doc[p] == '"' || doc[p] == '\'' {
		return a.quoted(doc, p)
	}
	return a.bare(doc, p)
}

// goodName reports a name that encoding/xml accepts: at most one colon.
func goodName(name []byte) bool {
	colon := bytes.IndexByte(name, ':')
	return colon < 0 || bytes.IndexByte(name[colon+1:], ':') < 0
}

// quoted reads a value in quotes. Where the closing quote is missing, the next
// quote is one of a tag further on; the value then ends at the '>'.
func (a attr) quoted(doc []byte, p int) attr {
	n := bytes.IndexByte(doc[p+1:], doc[p])
	if n < 0 {
		a.value, a.next, a.junk = span{p, p}, p+1, true
		return a
	}
	a.value = span{p + 1, p + 1 + n}
	a.next = a.value.end + 1
	value := doc[a.value.start:a.value.end]
	if n > maxValue || bytes.IndexByte(value, '<') < 0 {
		return a
	}
	a.junk = true
	if bytes.Contains(value, []byte("</")) || bytes.Contains(value, []byte("/>")) {
		if gt := bytes.IndexByte(value, '>'); gt >= 0 {
			if gt > 0 && value[gt-1] == '/' {
				gt--
			}
			a.value.end = a.value.start + gt
			a.next = a.value.end
		}
	}
	return a
}

// bare reads a value without quotes.
func (a attr) bare(doc []byte, p int) attr {
	a.value = span{p, p}
	for ; p < len(doc); p++ {
		c := doc[p]
		if c <= ' ' || c == '>' || c == '<' || c == '/' && p+1 < len(doc) && doc[p+1] == '>' {
			break
		}
		a.junk = a.junk || c == '.' || nameByte[c] == 0
	}
	a.value.end, a.next = p, p
	return a
}

// mendTag writes the start tag in raw so that encoding/xml accepts it.
func mendTag(raw []byte, empty bool) string {
	var out strings.Builder
	p := nameEnd(raw, 1)
	out.Write(raw[:p])
	for a := nextAttr(raw, p); a.next >= 0 && !a.end; a = nextAttr(raw, p) {
		p = a.next
		name := raw[a.name.start:a.name.end]
		if len(name) == 0 || !goodName(name) {
			continue
		}
		value := strings.NewReplacer("<", "&lt;", `"`, "&quot;").Replace(string(raw[a.value.start:a.value.end]))
		out.WriteString(" " + string(name) + `="` + value + `"`)
	}
	if empty {
		out.WriteByte('/')
	}
	out.WriteByte('>')
	return out.String()
}

// attribute gives the value of the named attribute of a start tag, or "".
func (s *scanner) attribute(tag span, name string) string {
	at := s.valueOf(tag, func(have []byte) bool { return string(have) == name })
	return html.UnescapeString(string(s.doc[at.start:at.end]))
}

// about gives the raw rdf:about of an RSS 1.0 item, which is its identity.
func (s *scanner) about(e *entry) []byte {
	if !s.dialect.nested || e.tag.end-e.tag.start <= len("<item>") {
		return nil
	}
	at := s.valueOf(e.tag, func(have []byte) bool { return sameLocal(have, []byte("about")) })
	return bytes.TrimSpace(s.doc[at.start:at.end])
}

// valueOf gives where the value of the first attribute is whose name is wanted.
func (s *scanner) valueOf(tag span, wanted func(name []byte) bool) span {
	doc := s.doc[:tag.end]
	p := nameEnd(doc, tag.start+1)
	for a := nextAttr(doc, p); a.next >= 0 && !a.end; a = nextAttr(doc, a.next) {
		if wanted(doc[a.name.start:a.name.end]) {
			return a.value
		}
	}
	return span{}
}
