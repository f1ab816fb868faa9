package parse

import (
	"bytes"
	"strings"
)

// values are the fields of an entry that are read here and not by gofeed:
// because it alters them (it resolves an atom:id as if it were a link), does
// not know them (a language), or tries a hundred layouts on a date.
type values struct {
	guid      string
	permalink bool // the guid does not say that it is no link
	published string
	updated   string
	language  string
	rights    string
	original  string
	comments  string
	heading   string // a title in another vocabulary
	creators  []string
	subjects  []string
	pictures  []string // full ones before thumbnails
	base      string   // xml:base of the entry
}

// texts are the fields of which the first that is not empty counts.
var texts = map[field]func(*values) *string{
	guid:      func(v *values) *string { return &v.guid },
	published: func(v *values) *string { return &v.published },
	updated:   func(v *values) *string { return &v.updated },
	language:  func(v *values) *string { return &v.language },
	rights:    func(v *values) *string { return &v.rights },
	original:  func(v *values) *string { return &v.original },
	comments:  func(v *values) *string { return &v.comments },
	heading:   func(v *values) *string { return &v.heading },
}

// values reads the entry's fields.
func (s *scanner) values(e *entry) values {
	v := values{permalink: true}
	for i := range s.kids[e.kids.start:e.kids.end] {
		if k := &s.kids[e.kids.start+i]; k.field >= guid {
			s.take(&v, k)
		}
	}
	if v.guid == "" {
		v.guid = unescape(s.about(e))
	}
	if e.tag.end-e.tag.start > len("<entry>") {
		v.base = s.attribute(e.tag, "xml:base")
		v.language = orElse(s.attribute(e.tag, "xml:lang"), v.language)
	}
	return v
}

func (s *scanner) take(v *values, k *kid) {
	switch k.field {
	case media:
		v.pictures = s.pictures(v.pictures, k.span)
	case creator:
		v.creators = append(v.creators, s.value(k))
	case subject:
		v.subjects = append(v.subjects, s.value(k))
	default:
		to := texts[k.field](v)
		if *to != "" {
			return
		}
		*to = s.value(k)
		if k.field == guid && k.inner.start-k.start > len("<guid>") {
			v.permalink = !strings.EqualFold(s.attribute(span{k.start, k.inner.start}, "isPermaLink"), "false")
		}
	}
}

// pictures takes the images out of an element of Media RSS and those in it; a
// thumbnail counts only as long as nothing better is known.
func (s *scanner) pictures(found []string, sp span) []string {
	for p := sp.start; p < sp.end && len(found) < 8; {
		n := bytes.IndexByte(s.doc[p:sp.end], '<')
		if n < 0 {
			break
		}
		p += n + 1
		name := s.doc[p:nameEnd(s.doc, p)]
		isContent := sameLocal(name, []byte("content"))
		if !isContent && !sameLocal(name, []byte("thumbnail")) {
			continue
		}
		tag := span{p - 1, sp.end}
		kind := s.attribute(tag, "medium") + s.attribute(tag, "type")
		if url := s.attribute(tag, "url"); url != "" && (kind == "" || strings.HasPrefix(kind, "image")) {
			if isContent {
				found = append([]string{url}, found...)
			} else {
				found = append(found, url)
			}
		}
	}
	return found
}

// value gives the text of an element, at most 4 KB of it.
func (s *scanner) value(k *kid) string {
	raw := s.doc[k.inner.start:min(k.inner.end, k.inner.start+4096)]
	return strings.TrimSpace(decodeText(raw))
}

// trimMarks takes the white space and the CDATA marks off character data.
func trimMarks(b []byte) []byte {
	b = bytes.TrimSpace(b)
	if inner, ok := bytes.CutPrefix(b, []byte("<![CDATA[")); ok {
		return bytes.TrimSpace(bytes.TrimSuffix(inner, []byte("]]>")))
	}
	return b
}
