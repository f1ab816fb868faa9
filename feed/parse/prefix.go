package parse

import (
	"bytes"
	"html"
	"strings"
)

// prefix is one namespace declaration of the root element.
type prefix struct {
	name, uri, canonical string
}

// maxPrefixes bounds the list that each element's prefix is looked up in.
const maxPrefixes = 64

// readPrefixes collects the namespace declarations of a start tag. They are
// treated as if the root element had made them; a prefix that means one thing
// here and another there is not met in feeds.
func (s *scanner) readPrefixes(tag span) {
	raw := s.doc[tag.start:tag.end]
	if !bytes.Contains(raw, []byte("xmlns:")) {
		return
	}
	p := nameEnd(raw, 1)
	for a := nextAttr(raw, p); a.next >= 0 && !a.end; a = nextAttr(raw, a.next) {
		name, ok := strings.CutPrefix(string(raw[a.name.start:a.name.end]), "xmlns:")
		if !ok || name == "" || strings.Contains(name, ":") || len(s.prefixes) == maxPrefixes || s.declared(name) {
			continue
		}
		uri := strings.TrimSpace(html.UnescapeString(string(raw[a.value.start:a.value.end])))
		canonical := namespaces[uri]
		if contains(s.dialect.core, uri) || canonical == "" && tag == s.root.tag && bytes.HasPrefix(raw[1:], []byte(name+":")) {
			canonical = "" // the root element's own vocabulary is the feed's
		} else if canonical == "" {
			canonical = strings.ToLower(name)
		}
		s.prefixes = append(s.prefixes, prefix{name, uri, canonical})
	}
}

func (s *scanner) declared(name string) bool {
	for i := range s.prefixes {
		if s.prefixes[i].name == name {
			return true
		}
	}
	return false
}

// canonical gives the usual prefix for the one that this feed uses.
func (s *scanner) canonical(name []byte) string {
	for i := range s.prefixes {
		if s.prefixes[i].name == string(name) {
			return s.prefixes[i].canonical
		}
	}
	if contains(s.dialect.core, string(name)) {
		return ""
	}
	return string(name)
}

// field looks up the child element of an entry.
func (s *scanner) field(name []byte) field {
	var buf [64]byte
	key := buf[:0]
	if colon := bytes.IndexByte(name, ':'); colon > 0 {
		if key = append(key, s.canonical(name[:colon])...); len(key) > 0 {
			key = append(key, ':')
		}
		name = name[colon+1:]
	}
	key = append(key, name...)
	for i, c := range key {
		if 'A' <= c && c <= 'Z' {
			key[i] = c + 'a' - 'A'
		}
	}
	return s.dialect.fields[string(key)]
}

// core reports whether the element's name is in the vocabulary of the format
// itself, not of an extension.
func (s *scanner) core(name []byte) bool {
	colon := bytes.IndexByte(name, ':')
	return colon <= 0 || s.canonical(name[:colon]) == ""
}
