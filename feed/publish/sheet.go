package publish

// sheet is an XML document that grows in one buffer. Whatever text it is
// given, it stays well-formed as long as every open has its close.
type sheet struct {
	buf  []byte
	text *escapes // how the text of elements is escaped
}

// start begins a document: UTF-8 without a byte order mark, no DOCTYPE.
func start(size int, text *escapes) *sheet {
	s := &sheet{buf: make([]byte, 0, size), text: text}
	s.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	return s
}

func (s *sheet) raw(markup string) { s.buf = append(s.buf, markup...) }

// open writes a start tag. Attributes are pairs of name and value; a pair with
// an empty value is left out.
func (s *sheet) open(name string, attrs ...string) {
	s.tag(name, attrs)
	s.raw(">")
}

func (s *sheet) close(name string) {
	s.raw("</")
	s.raw(name)
	s.raw(">\n")
}

// empty writes an element without content.
func (s *sheet) empty(name string, attrs ...string) {
	s.tag(name, attrs)
	s.raw("/>\n")
}

// element writes an element with text in it, or nothing if there is no text.
func (s *sheet) element(name, text string, attrs ...string) {
	if text == "" {
		return
	}
	s.tag(name, attrs)
	s.raw(">")
	s.buf = appendEscaped(s.buf, text, s.text)
	s.close(name)
}

// markup writes an element that holds HTML as escaped text.
func (s *sheet) markup(name string, html []byte, attrs ...string) {
	s.tag(name, attrs)
	s.raw(">")
	s.buf = appendMarkup(s.buf, html)
	s.close(name)
}

func (s *sheet) tag(name string, attrs []string) {
	s.raw("<")
	s.raw(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		s.raw(" ")
		s.raw(attrs[i])
		s.raw(`="`)
		s.buf = appendEscaped(s.buf, attrs[i+1], asAttr)
		s.raw(`"`)
	}
}

// appendMarkup escapes HTML that was scrubbed when it was made.
func appendMarkup(dst, html []byte) []byte {
	last := 0
	for i, c := range html {
		if esc := asText[c&0x7f]; c < 0x80 && esc != "" {
			dst = append(dst, html[last:i]...)
			dst = append(dst, esc...)
			last = i + 1
		}
	}
	return append(dst, html[last:]...)
}
