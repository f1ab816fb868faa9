package publish

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"sitrep/feed"
)

// edition is a feed made ready for any format: ids settled, times clamped,
// order fixed.
type edition struct {
	feed.Feed
	id      string
	title   string
	self    string // address of the feed without a format's suffix
	home    string // address of the HTML page beside it
	css     string // the style sheet of the XML formats, as a path
	updated time.Time
	entries []entry

	newsrooms map[string]string // names of publishers
}

// entry is a story as one format-independent record. Its texts are not yet
// escaped, its addresses and tags are checked.
type entry struct {
	story     feed.Story
	lead      feed.Item
	source    feed.Source // of the lead; zero if it is not in the feed's table
	id        string
	title     string
	summary   string // the lead's words, scrubbed
	url       string
	language  string
	published time.Time // zero if unknown
	updated   time.Time
}

// edit makes a feed ready. Stories without items are left out, and so is a
// second story with the same id.
func edit(f feed.Feed) edition {
	ed := edition{
		Feed:  f,
		id:    feedID(f),
		title: cmp.Or(said(f.Title), "sitrep"),
		self:  f.Base + (&url.URL{Path: f.Path}).EscapedPath(),
		css:   "/feed.css",

		newsrooms: newsrooms(f.Sources),
	}
	ed.home = strings.TrimSuffix(ed.self, "feed")
	if u, err := url.Parse(f.Base); err == nil {
		ed.css = u.Path + ed.css
	}
	ed.entries = make([]entry, 0, len(f.Stories))
	owners := idOwners(f)
	taken := make(map[string]bool, len(f.Stories))
	for _, s := range f.Stories {
		if len(s.Items) == 0 {
			continue
		}
		e := newEntry(f, s, owners)
		if !taken[e.id] {
			taken[e.id] = true
			ed.entries = append(ed.entries, e)
		}
	}
	slices.SortStableFunc(ed.entries, newestFirst)
	if len(ed.entries) > 0 {
		ed.updated = ed.entries[0].updated
	}
	return ed
}

func newestFirst(a, b entry) int {
	return cmp.Or(b.updated.Compare(a.updated), cmp.Compare(a.story.ID, b.story.ID))
}

// idOwners says which story has each outlet-given id: the earliest that claims
// it, so that the answer does not depend on which of them moved last.
func idOwners(f feed.Feed) map[string]feed.Story {
	owners := map[string]feed.Story{}
	for _, s := range f.Stories {
		id := keptID(f, s)
		if id == "" {
			continue
		}
		if o, claimed := owners[id]; !claimed || cmp.Or(s.First.Compare(o.First), cmp.Compare(s.ID, o.ID)) < 0 {
			owners[id] = s
		}
	}
	return owners
}

func newEntry(f feed.Feed, s feed.Story, owners map[string]feed.Story) entry {
	lead := s.Lead()
	e := entry{
		story:    s,
		lead:     lead,
		source:   f.Sources[lead.Source],
		id:       keptID(f, s),
		summary:  said(lead.Summary),
		url:      link(lead.URL),
		language: tongue(lead.Language),
		updated:  updated(s),
	}
	if e.id == "" || owners[e.id].ID != s.ID {
		e.id = mintedID(f, s)
	}
	if !lead.Published.IsZero() {
		e.published = sane(lead.Published)
	}
	e.title = cmp.Or(said(lead.Title), excerpt(e.summary, 100), "Report by "+outlet(e.source, lead))
	return e
}

// updated is the story's last material change, but never later than a change
// may be shown after we last met one of its items: a future date sticks to the top.
func updated(s feed.Story) time.Time {
	var seen time.Time
	for _, it := range s.Items {
		if it.Seen.After(seen) {
			seen = it.Seen
		}
	}
	at := s.Updated
	if at.IsZero() {
		at = s.First
	}
	if latest := seen.Add(feed.MaxPending); !seen.IsZero() && at.After(latest) {
		at = seen
	} else if at.IsZero() {
		at = seen
	}
	return sane(at)
}

// sane is t in UTC inside the years that RFC 3339 can write; zero becomes 1970.
func sane(t time.Time) time.Time {
	t = t.UTC()
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return time.Unix(0, 0).UTC()
	}
	return t
}

func appendTime(dst []byte, t time.Time) []byte { return sane(t).AppendFormat(dst, time.RFC3339) }

// rfc3339 is t to the second, as Atom and JSON Feed write it; "" for no time.
func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return string(appendTime(make([]byte, 0, len(time.RFC3339)), t.Truncate(time.Second)))
}

// outlet is the name by which readers know who reports.
func outlet(src feed.Source, it feed.Item) string {
	return cmp.Or(said(src.Title), said(src.Publisher), said(it.Publisher), said(it.Source), "an unnamed outlet")
}

// authors are the people whom the lead names, or else its outlet.
func (e *entry) authors() []string {
	var names []string
	for _, name := range e.lead.Authors {
		if name = said(name); name != "" && !slices.Contains(names, name) && len(names) < maxAuthors {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		names = append(names, outlet(e.source, e.lead))
	}
	return names
}

// What one entry may carry at most of each, so that a hostile or a very large
// story does not crowd out the others.
const (
	maxAuthors    = 10
	maxCategories = 20
	maxRelated    = 50
	maxReports    = 100
	maxEnclosures = 10
)

// category is a term of our taxonomy or, without a scheme, of the outlet's.
type category struct{ term, scheme, label string }

func (ed *edition) categories(e *entry) []category {
	var all []category
	scheme := topicScheme(ed.Feed)
	for _, id := range e.story.Topics() {
		if id = said(id); id != "" {
			all = append(all, category{term: id, scheme: scheme, label: said(ed.Topics[id].Title)})
		}
	}
	own := len(all) + maxCategories
	for _, term := range e.lead.Categories {
		c := category{term: said(term)}
		if c.term != "" && len(all) < own && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// enclosures are the lead's media files that can be linked to.
func (e *entry) enclosures() []feed.Enclosure {
	var all []feed.Enclosure
	for _, enc := range e.lead.Enclosures {
		enc.URL, enc.Type, enc.Length = link(enc.URL), mediaType(enc.Type), max(enc.Length, 0)
		if enc.URL != "" && len(all) < maxEnclosures {
			all = append(all, enc)
		}
	}
	return all
}

// related is a report beside the lead that has an address of its own.
type related struct{ url, title, language string }

func (e *entry) others() []related {
	all := make([]related, 0, min(len(e.story.Items), maxRelated))
	for i := range e.story.Items {
		it := &e.story.Items[i]
		r := related{url: link(it.URL), title: said(it.Title), language: tongue(it.Language)}
		known := func(other related) bool { return other.url == r.url }
		if r.url != "" && r.url != e.url && len(all) < maxRelated && !slices.ContainsFunc(all, known) {
			all = append(all, r)
		}
	}
	return all
}
