package parse

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/mmcdole/gofeed/atom"

	"sitrep/feed"
)

// readAtom has gofeed parse Atom 1.0 or 0.3.
func readAtom(doc []byte) (channel, []draft, error) {
	f, err := new(atom.Parser).Parse(bytes.NewReader(doc))
	if err != nil {
		return channel{}, nil, err
	}
	c := channel{title: f.Title}
	for _, l := range f.Links {
		c.link(l.Rel, l.Href)
	}
	for _, p := range f.Authors {
		c.authors = append(c.authors, p.Name)
	}
	drafts := make([]draft, len(f.Entries))
	for i, e := range f.Entries {
		drafts[i] = atomDraft(e)
	}
	return c, drafts, nil
}

func atomDraft(e *atom.Entry) draft {
	d := draft{title: e.Title, summary: e.Summary, atomID: true}
	for _, l := range e.Links {
		d.atomLink(l.Rel, l.Href, l.Type, l.Length)
	}
	if c := e.Content; c != nil {
		d.content = c.Value
		if c.Src != "" {
			d.links = append(d.links, c.Src)
		}
		if strings.HasPrefix(c.Type, "image/") || strings.HasPrefix(c.Type, "audio/") || strings.HasPrefix(c.Type, "video/") {
			d.content = ""
		}
	}
	for _, p := range e.Authors {
		d.authors = append(d.authors, p.Name)
	}
	for _, c := range e.Categories {
		d.categories = append(d.categories, orElse(c.Label, c.Term))
	}
	if s := e.Source; s != nil {
		var c channel
		for _, l := range s.Links {
			c.link(l.Rel, l.Href)
		}
		d.origin = feed.Origin{Title: s.Title, URL: orElse(orElse(c.self, c.site), s.ID)}
	}
	if len(e.Extensions) > 0 {
		d.extend(e.Extensions)
	}
	return d
}

// atomLink takes an atom:link of an entry. The article is the first alternate,
// an HTML one before all others.
func (d *draft) atomLink(rel, href, kind, length string) {
	switch rel {
	case "", "alternate":
		if strings.HasPrefix(kind, "text/html") {
			d.links = append([]string{href}, d.links...)
			return
		}
		d.links = append(d.links, href)
	case "enclosure":
		n, _ := strconv.ParseInt(strings.TrimSpace(length), 10, 64)
		d.enclosures = append(d.enclosures, feed.Enclosure{URL: href, Type: kind, Length: n})
	}
}
