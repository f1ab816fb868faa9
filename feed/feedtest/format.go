package feedtest

import (
	"slices"
	"strconv"
	"time"
)

// channel is the head of a feed.
type channel struct {
	Title, About   string
	Base, Path     string // of the feed itself
	ID             string
	Language       string
	Updated        time.Time
	TTL            int // minutes; RSS 2.0 only, like the next two
	SkipHours      []int
	SkipDays       []string
	Declares       string // character set in the XML declaration; empty leaves it out
	Prolog, Module string // raw XML before the root element, and inside the head
}

// format writes a feed as UTF-8.
type format struct {
	mediaType string
	write     func(buf []byte, c channel, articles []Article) []byte
}

// formats are the feed formats that the newsroom speaks.
var formats = map[string]format{
	"rss0.91": {"text/xml", appendRSS091},
	"rss2.0":  {"application/rss+xml", appendRSS2},
	"rdf1.0":  {"application/rdf+xml", appendRDF},
	"atom1.0": {"application/atom+xml", appendAtom1},
	"atom0.3": {"application/atom+xml", appendAtom03},
	"json1.1": {"application/feed+json", appendJSON},
}

// Formats names the feed formats that an outlet can have, sorted.
func Formats() []string { return names(formats) }

func names[V any](table map[string]V) []string {
	all := make([]string, 0, len(table))
	for name := range table {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

func (c channel) self() string { return c.Base + c.Path }
func (c channel) site() string { return c.Base + "/" + c.ID + "/" }

func (c channel) link(a Article) string { return c.Base + a.Path }

func (c channel) guid(a Article) string {
	if a.GUID != "" {
		return a.GUID
	}
	return c.link(a)
}

// text is what the feed carries of the article: HTML if the article has it.
func (a Article) text() string {
	if a.HTML != "" {
		return a.HTML
	}
	return a.Summary
}

func (c channel) appendProlog(b []byte) []byte {
	b = append(b, `<?xml version="1.0"`...)
	if c.Declares != "" {
		b = append(append(append(b, ` encoding="`...), c.Declares...), '"')
	}
	b = append(b, "?>\n"...)
	return append(b, c.Prolog...)
}

func appendRSS091(b []byte, c channel, articles []Article) []byte {
	b = append(c.appendProlog(b), "<rss version=\"0.91\">\n<channel>\n"...)
	b = c.appendRSSHead(b)
	for _, a := range articles {
		b = append(b, "<item>\n"...)
		b = element(b, "title", a.Title)
		b = element(b, "link", c.link(a))
		b = element(b, "description", a.text())
		b = append(b, "</item>\n"...)
	}
	return append(b, "</channel>\n</rss>\n"...)
}

func (c channel) appendRSSHead(b []byte) []byte {
	b = element(b, "title", c.Title)
	b = element(b, "link", c.site())
	b = element(b, "description", c.About)
	b = element(b, "language", c.Language)
	if c.TTL > 0 {
		b = element(b, "ttl", strconv.Itoa(c.TTL))
	}
	if len(c.SkipHours) > 0 {
		b = append(b, "<skipHours>"...)
		for _, h := range c.SkipHours {
			b = element(b, "hour", strconv.Itoa(h))
		}
		b = append(b, "</skipHours>\n"...)
	}
	if len(c.SkipDays) > 0 {
		b = append(b, "<skipDays>"...)
		for _, d := range c.SkipDays {
			b = element(b, "day", d)
		}
		b = append(b, "</skipDays>\n"...)
	}
	return append(b, c.Module...)
}

func appendRSS2(b []byte, c channel, articles []Article) []byte {
	b = append(c.appendProlog(b), `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">`+"\n<channel>\n"...)
	b = c.appendRSSHead(b)
	b = dated(b, "lastBuildDate", time.RFC1123Z, c.Updated)
	b = append(append(append(b, `<atom:link rel="self" type="application/rss+xml" href="`...), escaped(c.self())...), "\"/>\n"...)
	for _, a := range articles {
		b = append(b, "<item>\n"...)
		b = element(b, "title", a.Title)
		b = element(b, "link", c.link(a))
		b = c.appendRSSGUID(b, a)
		b = dated(b, "pubDate", time.RFC1123Z, a.Published)
		b = optional(b, "dc:creator", a.Author)
		b = optional(b, "category", a.Category)
		if a.Credit != "" {
			b = append(append(append(b, `<source url="`...), escaped(c.self())...), `">`...)
			b = append(escape(b, a.Credit), "</source>\n"...)
		}
		b = element(b, "description", a.text())
		b = append(b, "</item>\n"...)
	}
	return append(b, "</channel>\n</rss>\n"...)
}

// noGUID in Article.GUID leaves the element out.
const noGUID = "-"

func (c channel) appendRSSGUID(b []byte, a Article) []byte {
	switch a.GUID {
	case noGUID:
		return b
	case "":
		return element(b, "guid", c.link(a))
	}
	b = append(b, `<guid isPermaLink="false">`...)
	return append(escape(b, a.GUID), "</guid>\n"...)
}

func appendRDF(b []byte, c channel, articles []Article) []byte {
	b = append(c.appendProlog(b), `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">`...)
	b = append(append(append(b, "\n<channel rdf:about=\""...), escaped(c.self())...), "\">\n"...)
	b = element(b, "title", c.Title)
	b = element(b, "link", c.site())
	b = element(b, "description", c.About)
	b = element(b, "dc:language", c.Language)
	b = append(append(b, c.Module...), "<items><rdf:Seq>\n"...)
	for _, a := range articles {
		b = append(append(append(b, `<rdf:li rdf:resource="`...), escaped(c.guid(a))...), "\"/>\n"...)
	}
	b = append(b, "</rdf:Seq></items>\n</channel>\n"...)
	for _, a := range articles {
		b = append(append(append(b, `<item rdf:about="`...), escaped(c.guid(a))...), "\">\n"...)
		b = element(b, "title", a.Title)
		b = element(b, "link", c.link(a))
		b = dated(b, "dc:date", time.RFC3339, a.Published)
		b = optional(b, "dc:creator", a.Author)
		b = optional(b, "dc:subject", a.Category)
		b = element(b, "description", a.text())
		b = append(b, "</item>\n"...)
	}
	return append(b, "</rdf:RDF>\n"...)
}
