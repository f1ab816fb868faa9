package publish

import (
	"io"
	"strconv"
	"strings"

	"sitrep/feed"
)

func writeAtom(w io.Writer, f feed.Feed) error {
	ed := edit(f)
	s := start(sizeOf(ed), asText)
	s.stylesheet(ed.css)
	s.open("feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", tongue(f.Language))
	s.raw("\n")
	s.atomHead(&ed)
	var body []byte
	for i := range ed.entries {
		body = ed.appendBody(body[:0], &ed.entries[i])
		s.atomEntry(&ed, &ed.entries[i], body)
	}
	s.close("feed")
	_, err := w.Write(s.buf)
	return err
}

// sizeOf guesses the size of a document, so that its buffer rarely grows.
func sizeOf(ed edition) int {
	size := 2 << 10
	for i := range ed.entries {
		e := &ed.entries[i]
		size += 1<<10 + 400*len(e.story.Items) + 2*min(len(e.summary), maxSummary)
	}
	return size
}

func (s *sheet) stylesheet(path string) {
	s.raw(`<?xml-stylesheet type="text/css" href="`)
	s.buf = appendEscaped(s.buf, path, asAttr)
	s.raw(`"?>` + "\n")
}

func (s *sheet) atomHead(ed *edition) {
	s.element("id", ed.id)
	s.element("title", ed.title, "type", "text")
	s.element("subtitle", said(ed.Subtitle), "type", "text")
	s.element("updated", rfc3339(sane(ed.updated)))
	s.atomPerson(ed.title)
	name, version, _ := strings.Cut(said(ed.Generator), " ")
	s.element("generator", name, "version", version)
	s.empty("link", "rel", "self", "type", atomType, "href", ed.self+atomSuffix)
	s.empty("link", "rel", "alternate", "type", "text/html", "href", ed.home)
}

func (s *sheet) atomPerson(name string) {
	s.open("author")
	s.element("name", name)
	s.close("author")
}

func (s *sheet) atomEntry(ed *edition, e *entry, body []byte) {
	s.open("entry", "xml:lang", e.language)
	s.raw("\n")
	s.element("id", e.id)
	s.element("title", e.title, "type", "text")
	s.element("updated", rfc3339(e.updated))
	s.element("published", rfc3339(e.published))
	for _, name := range e.authors() {
		s.atomPerson(name)
	}
	s.atomLinks(e)
	for _, c := range ed.categories(e) {
		s.empty("category", "term", c.term, "scheme", c.scheme, "label", c.label)
	}
	s.element("rights", said(e.lead.Rights), "type", "text")
	s.element("summary", excerpt(e.summary, maxExcerpt), "type", "text")
	s.markup("content", body, "type", "html")
	s.atomSource(e)
	s.close("entry")
}

// maxExcerpt is what a list of entries shows of the lead's words, in bytes.
const maxExcerpt = 1 << 10

func (s *sheet) atomLinks(e *entry) {
	if e.url != "" {
		s.empty("link", "rel", "alternate", "type", "text/html", "hreflang", e.language, "href", e.url)
	}
	if via := link(e.lead.Origin.URL); via != "" && via != link(e.source.URL) {
		s.empty("link", "rel", "via", "title", said(e.lead.Origin.Title), "href", via)
	}
	for _, r := range e.others() {
		s.empty("link", "rel", "related", "type", "text/html", "hreflang", r.language, "title", r.title, "href", r.url)
	}
	for _, enc := range e.enclosures() {
		length := ""
		if enc.Length > 0 {
			length = strconv.FormatInt(enc.Length, 10)
		}
		s.empty("link", "rel", "enclosure", "type", enc.Type, "length", length, "href", enc.URL)
	}
}

// atomSource names the feed that the lead came from. Its address serves as its
// id: it is the one thing about it that we know for certain.
func (s *sheet) atomSource(e *entry) {
	address := link(e.source.URL)
	if address == "" {
		return
	}
	s.open("source", "xml:lang", tongue(e.source.Language))
	s.raw("\n")
	s.element("id", address)
	s.element("title", outlet(e.source, e.lead), "type", "text")
	s.element("updated", rfc3339(sane(e.lead.Updated)))
	s.empty("link", "rel", "self", "href", address)
	if site := link(e.source.Site); site != "" {
		s.empty("link", "rel", "alternate", "type", "text/html", "href", site)
	}
	s.close("source")
}
