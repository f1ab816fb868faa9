package publish

import (
	"cmp"
	"io"
	"strconv"
	"time"

	"sitrep/feed"
)

// ttl is how many minutes a reader may keep the document before it asks again.
const ttl = "5"

func writeRSS(w io.Writer, f feed.Feed) error {
	ed := edit(f)
	s := start(sizeOf(ed), asTitle)
	s.stylesheet(ed.css)
	s.open("rss", "version", "2.0",
		"xmlns:atom", "http://www.w3.org/2005/Atom",
		"xmlns:content", "http://purl.org/rss/1.0/modules/content/",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/")
	s.raw("\n")
	s.open("channel")
	s.raw("\n")
	s.rssHead(&ed)
	var body, summary []byte
	for i := range ed.entries {
		e := &ed.entries[i]
		body = ed.appendBody(body[:0], e)
		summary = appendEscaped(summary[:0], excerpt(e.summary, maxExcerpt), asHTML)
		s.rssItem(&ed, e, summary, body)
	}
	s.close("channel")
	s.close("rss")
	_, err := w.Write(s.buf)
	return err
}

func (s *sheet) rssHead(ed *edition) {
	s.element("title", ed.title)
	s.element("link", ed.home)
	s.element("description", cmp.Or(said(ed.Subtitle), ed.title))
	s.element("language", tongue(ed.Language))
	s.element("lastBuildDate", rfc822(ed.updated))
	s.element("generator", said(ed.Generator))
	s.element("docs", "https://www.rssboard.org/rss-specification")
	s.element("ttl", ttl)
	s.empty("atom:link", "rel", "self", "type", rssType, "href", ed.self+rssSuffix)
}

func (s *sheet) rssItem(ed *edition, e *entry, summary, body []byte) {
	s.open("item")
	s.raw("\n")
	s.element("title", e.title)
	s.element("link", e.url)
	s.element("guid", e.id, "isPermaLink", "false")
	s.element("pubDate", rfc822(e.published))
	for _, name := range e.authors() {
		s.element("dc:creator", name)
	}
	s.element("dc:language", e.language)
	for _, c := range ed.categories(e) {
		s.element("category", c.term, "domain", c.scheme)
	}
	if len(summary) > 0 {
		s.markup("description", summary)
	} else {
		s.element("description", e.title)
	}
	s.markup("content:encoded", body)
	s.rssEnclosure(e)
	if address := link(e.source.URL); address != "" {
		s.element("source", outlet(e.source, e.lead), "url", address)
	}
	s.close("item")
}

// rssEnclosure writes at most one enclosure, with all three attributes. A
// length that nobody knows is 0, as the profile asks.
func (s *sheet) rssEnclosure(e *entry) {
	for _, enc := range e.enclosures() {
		if enc.Type != "" {
			s.empty("enclosure", "url", enc.URL, "length", strconv.FormatInt(enc.Length, 10), "type", enc.Type)
			return
		}
	}
}

// rfc822 is t with a four-digit year in +0000; "" for no time.
func rfc822(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return sane(t).Format(time.RFC1123Z)
}
