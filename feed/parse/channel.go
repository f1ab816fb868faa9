package parse

import (
	"time"
)

// channel is what a feed says of itself, as it says it.
type channel struct {
	title, site, language, self, hub string
	ttl                              time.Duration
	skipHours                        []int
	skipDays                         []time.Weekday
	authors                          []string
}

// link takes an atom:link of the feed; the first of each kind counts.
func (c *channel) link(rel, href string) {
	for _, l := range []struct {
		rel string
		to  *string
	}{{"self", &c.self}, {"hub", &c.hub}, {"alternate", &c.site}, {"", &c.site}} {
		if l.rel == rel && *l.to == "" {
			*l.to = href
		}
	}
}

// describe fills the document's own fields.
func (doc *Document) describe(c channel, base, language string) {
	doc.Title = title500(c.title)
	doc.Site = Link(c.site, base)
	doc.Self, doc.Hub = absolute(c.self, base), absolute(c.hub, base)
	doc.Language = tagOf(orElse(language, c.language))
	doc.TTL, doc.SkipHours, doc.SkipDays = c.ttl, c.skipHours, c.skipDays
}
