package parse

import (
	"bytes"
	"html"
	"strings"
)

// field says what becomes of a child of an entry.
type field uint8

const (
	drop      field = iota // nothing we publish: not hashed, not shown to gofeed
	keep                   // read by gofeed
	title                  // read by gofeed
	link                   // read by gofeed
	summary                // read by gofeed: the short text
	content                // read by gofeed, where there is no short text or the full one is wanted
	guid                   // from here on: read by ourselves, see values.go
	published              //
	updated
	language
	rights
	original // the address behind a FeedBurner redirect
	comments
	creator
	subject
	media // elements of Media RSS, which gofeed files but does not read
)

// dialect is what the scanner has to know of a family of feed formats.
type dialect struct {
	root   string // local name of the root element, lower case
	entry  string
	nested bool // entries may be inside a channel element
	core   []string
	fields map[string]field
}

var rssDialect = &dialect{
	root: "rss", entry: "item", nested: true,
	core: []string{"http://purl.org/rss/1.0/", "http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/rdf/simple/0.9/", "rss"},
	fields: map[string]field{
		"title": title, "link": link, "author": keep, "category": subject, "enclosure": keep,
		"source": keep, "comments": comments, "description": summary, "content:encoded": content,
		"guid": guid, "pubdate": published, "dc:date": published, "dcterms:created": published,
		"dcterms:issued": published, "dcterms:modified": updated, "atom:published": published,
		"atom:updated": updated, "atom:id": drop, "dc:identifier": drop,
		"dc:language": language, "dc:rights": rights, "copyright": rights,
		"dc:creator": creator, "dc:subject": subject, "dc:title": keep, "dc:description": summary,
		"atom:link": keep, "atom:summary": summary, "atom:content": content,
		"media:content": media, "media:thumbnail": media, "media:group": media, "itunes:image": keep,
		"feedburner:origlink": original,
		// Written without their prefix, or under one that nobody declared.
		"encoded": content, "creator": creator, "date": published, "published": published,
		"updated": updated, "language": language, "rights": rights, "content": content, "summary": summary,
		"dc:publisher": drop, "itunes:summary": summary, "fulltext": content, "yandex:full-text": content,
		"body": content, "xhtml:body": content,
	},
}

var atomDialect = &dialect{
	root: "feed", entry: "entry",
	core: []string{atom10, atom03},
	fields: map[string]field{
		"title": title, "link": link, "author": keep, "contributor": drop, "category": keep,
		"source": keep, "summary": summary, "content": content, "id": guid,
		"published": published, "issued": published, "created": published,
		"updated": updated, "modified": updated, "rights": rights, "copyright": rights,
		"dc:creator": creator, "dc:subject": subject, "dc:date": published, "dc:language": language, "dc:rights": rights,
		"media:content": media, "media:thumbnail": media, "media:group": media,
		"feedburner:origlink": original,
	},
}

const (
	atom10 = "http://www.w3.org/2005/Atom"
	atom03 = "http://purl.org/atom/ns#"
)

// namespaces are the vocabularies that fields above name, by the prefix they
// have there, which is also the one that gofeed files them under.
var namespaces = map[string]string{
	"http://purl.org/dc/elements/1.1/":            "dc",
	"http://purl.org/dc/terms/":                   "dcterms",
	"http://purl.org/rss/1.0/modules/content/":    "content",
	"http://search.yahoo.com/mrss":                "media",
	"http://search.yahoo.com/mrss/":               "media",
	"http://www.itunes.com/DTDs/PodCast-1.0.dtd":  "itunes",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":  "itunes",
	"http://rssnamespace.org/feedburner/ext/1.0":  "feedburner",
	"http://news.yandex.ru":                       "yandex",
	"http://www.w3.org/1999/xhtml":                "xhtml",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
	atom10: "atom",
	atom03: "atom",
}

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
		if !ok || len(s.prefixes) == maxPrefixes || s.declared(name) {
			continue
		}
		uri := strings.TrimSpace(html.UnescapeString(string(raw[a.value.start:a.value.end])))
		canonical := namespaces[uri]
		if contains(s.dialect.core, uri) {
			canonical = ""
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

// isEntry reports whether an element of this name, at this level, is an entry.
func (s *scanner) isEntry(name []byte, level int) bool {
	if len(name) < len(s.dialect.entry) || !sameLocal(name, []byte(s.dialect.entry)) || !s.core(name) {
		return false
	}
	return level == 1 || level == 2 && s.inChannel()
}

// inChannel reports whether we are inside an RSS channel, at any depth.
func (s *scanner) inChannel() bool {
	if !s.dialect.nested || len(s.stack) < 2 {
		return false
	}
	own := s.stack[1].name
	return sameLocal(s.doc[own.start:own.end], []byte("channel"))
}

// beforeBegin closes what should have been closed before an entry begins: an
// RSS item whose end tag is missing, or an element of the channel before it. In
// Atom only a direct child of the entry does so: content may hold Atom.
func (s *scanner) beforeBegin(p int, name span) {
	if len(s.stack) < 2 || s.doc[name.end-1]|0x20 != s.dialect.entry[len(s.dialect.entry)-1] {
		return
	}
	level := 1
	if s.inChannel() {
		level = 2
	}
	if s.inEntry {
		level = s.level
	}
	if len(s.stack) <= level || s.inEntry && !s.dialect.nested && len(s.stack) > level+1 {
		return
	}
	if s.isEntry(s.doc[name.start:name.end], level) {
		s.close(p, p, level, true)
	}
}

// afterBegin notes the element whose start tag was just read, if it is the
// root, the channel, an entry or a child of one. first is its first edit.
func (s *scanner) afterBegin(at, name span, first int) {
	level, text := len(s.stack), s.doc[name.start:name.end]
	if level <= 2 || s.inEntry && level == s.level+1 {
		s.readPrefixes(at)
	}
	switch {
	case level == 0:
		s.root.tag, s.root.lo = at, len(s.edits)
	case s.inEntry && s.extra > 0:
	case s.inEntry && level == s.level+1:
		s.kids = append(s.kids, kid{span: at, inner: span{at.end, at.end}, field: s.field(text), lo: first})
	case !s.inEntry && s.isEntry(text, level):
		s.inEntry, s.level = true, level
		if len(s.entries) == maxEntries {
			if s.extra++; s.extra == 1 {
				s.surplus = entry{span: at, lo: first}
			}
			return
		}
		if level == 1 {
			s.outside++
		}
		s.entries = append(s.entries, entry{span: at, tag: at, kids: span{start: len(s.kids)}, lo: first})
	case level == 1 && s.channel.end == 0 && sameLocal(text, []byte("channel")):
		s.channel = at
	}
}
