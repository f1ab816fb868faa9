package parse

import (
	"html"
	"strings"
	"time"

	"sitrep/feed"
)

// maker turns the drafts of one document into items.
type maker struct {
	src      feed.Source
	page     Page
	base     string // of the document
	language string // that the feed, or else the configuration, declares
	authors  []string
	census   census
	seen     map[feed.ItemID]bool
}

// item normalises a draft. Every field of the item holds what feed.Item says.
func (m *maker) item(d *draft) feed.Item {
	base := m.base
	if d.base != "" {
		base = orElse(absolute(d.base, base), base)
	}
	it := feed.Item{
		Source:    m.src.ID,
		Publisher: m.src.Publisher,
		Seen:      m.page.Now.UTC(),
		Title:     title500(orElse(d.title, d.heading)),
		URL:       d.link(base),
		Rights:    cutRunes(line(d.rights), maxRights),
		Image:     d.image(base),
	}
	it.Summary = summaryOf(d)
	if it.Title == "" {
		it.Title = headline(it.Summary)
	}
	if m.page.Content {
		it.HTML = sanitize(orElse(d.content, d.summary), base)
	}
	it.Authors = names(append(d.authors, d.creators...), maxAuthors, author)
	if len(it.Authors) == 0 {
		it.Authors = names(m.authors, maxAuthors, author)
	}
	it.Categories = names(append(d.categories, d.subjects...), maxCategories, strings.TrimSpace)
	it.Enclosures = d.files(base)
	if d.origin != (feed.Origin{}) {
		it.Origin = feed.Origin{Title: title500(d.origin.Title), URL: Link(d.origin.URL, base)}
	}
	m.date(&it, d)
	it.Language = languageOf(&it, tagOf(d.language), m.language)
	m.identify(&it, d)
	return it
}

// link gives the address of the article: what the entry says, else a GUID that
// is one, else the page of its comments.
func (d *draft) link(base string) string {
	if d.original != "" {
		if u := Link(d.original, base); u != "" {
			return u
		}
	}
	for _, raw := range d.links {
		if u := Link(raw, base); u != "" {
			return u
		}
	}
	if urlShaped(d.guid) {
		if u := Link(d.guid, ""); u != "" {
			return u
		}
	} else if d.permalink && !d.atomID && strings.HasPrefix(d.guid, "/") {
		if u := Link(d.guid, base); u != "" {
			return u
		}
	}
	return Link(d.comments, base)
}

// image is the first https image that the entry names.
func (d *draft) image(base string) string {
	for _, e := range d.enclosures {
		if strings.HasPrefix(e.Type, "image/") {
			d.images = append(d.images, e.URL)
		}
	}
	for _, raw := range append(d.pictures, d.images...) {
		if u := absolute(raw, base); strings.HasPrefix(u, "https://") {
			return u
		}
	}
	return ""
}

func (d *draft) files(base string) []feed.Enclosure {
	var out []feed.Enclosure
	for _, e := range d.enclosures {
		u := absolute(e.URL, base)
		if u == "" || len(out) == maxEnclosures {
			continue
		}
		kind := cutRunes(line(e.Type), maxLabel)
		out = append(out, feed.Enclosure{URL: u, Type: kind, Length: max(e.Length, 0)})
	}
	return out
}

// date reads the entry's dates: never after now, now where there is none.
func (m *maker) date(it *feed.Item, d *draft) {
	published, hasPublished := parseDate(html.UnescapeString(d.published))
	updated, hasUpdated := parseDate(html.UnescapeString(d.updated))
	if !hasPublished {
		published = updated
	}
	if !hasPublished && !hasUpdated {
		published = it.Seen
	}
	if !hasUpdated || updated.Before(published) {
		updated = published
	}
	it.Published, it.Updated = clamp(published, it.Seen), clamp(updated, it.Seen)
}

func clamp(t, now time.Time) time.Time {
	if t.After(now) {
		return now
	}
	return t.UTC()
}
