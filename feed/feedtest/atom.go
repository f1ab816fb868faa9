package feedtest

import (
	"strings"
	"time"
)

func appendAtom1(b []byte, c channel, articles []Article) []byte {
	b = append(c.appendProlog(b), `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="`...)
	b = append(append(b, escaped(c.Language)...), "\">\n"...)
	b = element(b, "title", c.Title)
	b = element(b, "subtitle", c.About)
	b = element(b, "id", c.self())
	b = atomLink(b, "self", c.self())
	b = atomLink(b, "alternate", c.site())
	b = dated(b, "updated", time.RFC3339, c.Updated)
	b = append(b, "<author><name>"...)
	b = append(escape(b, c.Title), "</name></author>\n"...)
	b = append(b, c.Module...)
	for _, a := range articles {
		b = c.appendAtomEntry(b, a)
	}
	return append(b, "</feed>\n"...)
}

func (c channel) appendAtomEntry(b []byte, a Article) []byte {
	b = append(b, "<entry>\n"...)
	b = element(b, "title", a.Title)
	b = atomLink(b, "alternate", c.link(a))
	if a.GUID != noGUID {
		b = element(b, "id", c.guid(a))
	}
	b = dated(b, "published", time.RFC3339, a.Published)
	b = dated(b, "updated", time.RFC3339, a.Updated)
	if a.Author != "" {
		b = append(b, "<author><name>"...)
		b = append(escape(b, a.Author), "</name></author>\n"...)
	}
	if a.Category != "" {
		b = append(append(append(b, `<category term="`...), escaped(a.Category)...), "\"/>\n"...)
	}
	if a.Credit != "" {
		b = append(b, "<source><title>"...)
		b = append(escape(b, a.Credit), "</title></source>\n"...)
	}
	kind := "text"
	if a.HTML != "" {
		kind = "html"
	}
	b = append(append(append(b, `<summary type="`...), kind...), `">`...)
	b = append(escape(b, a.text()), "</summary>\n"...)
	return append(b, "</entry>\n"...)
}

func appendAtom03(b []byte, c channel, articles []Article) []byte {
	b = append(c.appendProlog(b), `<feed version="0.3" xmlns="http://purl.org/atom/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="`...)
	b = append(append(b, escaped(c.Language)...), "\">\n"...)
	b = element(b, "title", c.Title)
	b = element(b, "tagline", c.About)
	b = atomLink(b, "alternate", c.site())
	b = dated(b, "modified", time.RFC3339, c.Updated)
	b = append(b, c.Module...)
	for _, a := range articles {
		b = append(b, "<entry>\n"...)
		b = element(b, "title", a.Title)
		b = atomLink(b, "alternate", c.link(a))
		if a.GUID != noGUID {
			b = element(b, "id", c.guid(a))
		}
		b = dated(b, "issued", time.RFC3339, a.Published)
		b = dated(b, "modified", time.RFC3339, a.Updated)
		b = optional(b, "dc:subject", a.Category)
		b = append(b, `<summary type="text/html" mode="escaped">`...)
		b = append(escape(b, a.text()), "</summary>\n</entry>\n"...)
	}
	return append(b, "</feed>\n"...)
}

func atomLink(b []byte, rel, href string) []byte {
	kind := `" type="text/html" href="`
	if rel == "self" {
		kind = `" type="application/atom+xml" href="`
	}
	b = append(append(append(b, `<link rel="`...), rel...), kind...)
	return append(append(b, escaped(href)...), "\"/>\n"...)
}

func element(b []byte, name, text string) []byte {
	b = append(append(append(b, '<'), name...), '>')
	b = escape(b, text)
	return append(append(append(b, '<', '/'), name...), '>', '\n')
}

func optional(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	return element(b, name, text)
}

// dated writes nothing for the zero time.
func dated(b []byte, name, layout string, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return element(b, name, t.Format(layout))
}

func escape(b []byte, text string) []byte {
	for {
		i := strings.IndexAny(text, "&<>")
		if i < 0 {
			return append(b, text...)
		}
		b = append(b, text[:i]...)
		b = append(b, entities[text[i]]...)
		text = text[i+1:]
	}
}

var entities = map[byte]string{'&': "&amp;", '<': "&lt;", '>': "&gt;"}

// escaped is escape for an attribute value in double quotes.
func escaped(text string) string {
	return strings.ReplaceAll(string(escape(nil, text)), `"`, "&quot;")
}
