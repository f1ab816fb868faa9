package parse

import (
	"bytes"
	"html"
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
	creators  []string
	subjects  []string
	pictures  []string // full ones before thumbnails
	base      string   // xml:base of the entry
}

// values reads the entry's fields; the first of each kind counts.
func (s *scanner) values(e *entry) values {
	v := values{permalink: true}
	for i := range s.kids[e.kids.start:e.kids.end] {
		k := &s.kids[e.kids.start+i]
		if k.field < guid {
			continue
		}
		var to *string
		switch k.field {
		case guid:
			to = &v.guid
			if *to == "" && s.doc[k.inner.start-1] == '>' && bytes.IndexByte(s.doc[k.start:k.inner.start], '=') > 0 {
				v.permalink = !strings.EqualFold(s.attribute(span{k.start, k.inner.start}, "isPermaLink"), "false")
			}
		case published:
			to = &v.published
		case updated:
			to = &v.updated
		case language:
			to = &v.language
		case rights:
			to = &v.rights
		case original:
			to = &v.original
		case comments:
			to = &v.comments
		case creator:
			v.creators = append(v.creators, s.value(k))
			continue
		case media:
			v.pictures = s.pictures(v.pictures, k.span)
			continue
		case subject:
			v.subjects = append(v.subjects, s.value(k))
			continue
		}
		if *to == "" {
			*to = s.value(k)
		}
	}
	if e.tag.end-e.tag.start > len("<entry>") {
		v.base = s.attribute(e.tag, "xml:base")
		if lang := s.attribute(e.tag, "xml:lang"); lang != "" {
			v.language = lang
		}
	}
	return v
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

// decodeText reads character data: CDATA sections as they are, the rest with
// its references decoded. Tags inside stay as they are.
func decodeText(raw []byte) string {
	if bytes.IndexByte(raw, '<') < 0 {
		return unescape(raw)
	}
	var out strings.Builder
	for len(raw) > 0 {
		before, rest, found := bytes.Cut(raw, []byte("<![CDATA["))
		out.WriteString(unescape(before))
		if !found {
			break
		}
		section, after, _ := bytes.Cut(rest, []byte("]]>"))
		out.Write(section)
		raw = after
	}
	return out.String()
}

// longestReference is the length of &CounterClockwiseContourIntegral;.
const longestReference = 33

// unescape decodes the character references in raw that end in a semicolon.
// Those that HTML decodes without one are left: "?a=1&copy=2" is an address.
func unescape(raw []byte) string {
	at := bytes.IndexByte(raw, '&')
	if at < 0 {
		return string(raw)
	}
	out := make([]byte, 0, len(raw))
	for ; at >= 0; at = bytes.IndexByte(raw, '&') {
		out, raw = append(out, raw[:at]...), raw[at:]
		n := bytes.IndexByte(raw[:min(len(raw), longestReference)], ';') + 1
		if n == 0 || bytes.IndexByte(raw[1:n], '&') >= 0 {
			n = 1
		}
		out, raw = appendReference(out, raw[:n]), raw[n:]
	}
	return string(append(out, raw...))
}

// appendReference appends what "&name;" means, or itself if it means nothing.
func appendReference(out, ref []byte) []byte {
	switch string(ref) {
	case "&lt;":
		return append(out, '<')
	case "&gt;":
		return append(out, '>')
	case "&amp;":
		return append(out, '&')
	case "&quot;":
		return append(out, '"')
	}
	decoded := html.UnescapeString(string(ref))
	if len(ref) > 1 && decoded == html.UnescapeString(string(ref[:len(ref)-1]))+";" {
		return append(out, ref...) // only the beginning of it means something
	}
	return append(out, decoded...)
}
