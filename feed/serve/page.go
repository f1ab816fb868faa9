package serve

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"sitrep/feed"
	"sitrep/feed/publish"
)

// pageCSP allows our own style sheet and icon; there is no script.
const pageCSP = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pageKind is the page of newest stories, of all or of one topic.
func pageKind(s *Server) kind {
	tmpl := template.Must(template.ParseFS(web, "web/page.html"))
	return kind{
		name: "page",
		live: true,
		header: http.Header{
			"Content-Type":            {"text/html; charset=utf-8"},
			"Cache-Control":           {"public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"},
			"Content-Security-Policy": {pageCSP},
		},
		render: func(topic string) (printed, error) {
			f, err := s.newest(topic, s.o.PageLimit)
			if err != nil {
				return printed{}, err
			}
			var out bytes.Buffer
			if err := tmpl.Execute(&out, s.page(f, topic)); err != nil {
				return printed{}, err
			}
			return printed{body: out.Bytes(), modified: changed(f)}, nil
		},
	}
}

// page is what page.html shows.
type page struct {
	Title    string
	Site     string // title of the whole
	Subtitle string
	Topic    string // id; empty on the first page
	Home     string // address of the first page, as a path
	Self     string // absolute address of this page
	Prefix   string // before the paths of style sheet and icon
	Feeds    []subscription
	Days     []day
	Topics   []topicLink
	Sources  int
	Outlets  int // publishers behind the sources
	OPML     string
	Program  string
}

// subscription is one way to subscribe.
type subscription struct {
	Name, URL string
	Folder    string // URL without its file name, where a long line may break
	File      string
	Type      template.HTMLAttr // the type attribute as it stands: simple readers do not decode &#43;
	Reader    template.URL      // URL under the feed: scheme, which readers claim
}

type topicLink struct {
	Title, Href string
	Current     bool
}

// day is the stories that last changed on one UTC day.
type day struct {
	Date, Label string
	Stories     []card
}

// card is a story in the list.
type card struct {
	Title, URL, Language string
	Stamp, Clock         string // when it last changed
	Lead                 report
	Others               []report
	More                 int    // publishers beyond those shown
	Behind               string // who stands behind it, in words
	Toll                 string // the dead and wounded that are reported, in words; empty if none
	Unconfirmed          bool
	Topics               []topicLink
}

// report is who carries a story, and where.
type report struct {
	Outlet, URL, Language string
	StateControlled       bool
	Copy                  bool
}

func (s *Server) page(f feed.Feed, topic string) page {
	p := page{
		Title:    f.Title,
		Site:     s.o.Title,
		Subtitle: s.o.Subtitle,
		Topic:    topic,
		Home:     s.prefix + "/",
		Self:     f.Base + strings.TrimSuffix(f.Path, "feed"),
		Prefix:   s.prefix,
		Topics:   s.topicLinks(topic),
		Sources:  len(s.o.Sources),
		Outlets:  s.outlets(),
		OPML:     f.Base + "/sources.opml",
		Program:  f.Generator,
	}
	if topic != "" {
		p.Title = s.topicTitle(topic)
		p.Subtitle = "The newest stories of this topic, one entry for each event."
	}
	for _, format := range subscriptions {
		at, file := f.Base+f.Path+format.Suffix, "feed"+format.Suffix
		p.Feeds = append(p.Feeds, subscription{
			Name: format.title, URL: at, Folder: strings.TrimSuffix(at, file), File: file,
			Type:   template.HTMLAttr(`type="` + format.MediaType + `"`),
			Reader: template.URL("feed:" + at), // from our configuration, not from a source
		})
	}
	p.Days = s.days(f.Stories, topic)
	return p
}

// subscriptions are the formats as readers know them, the richest first.
var subscriptions = []struct {
	publish.Format
	title string
}{{publish.Atom, "Atom"}, {publish.RSS, "RSS"}, {publish.JSONFeed, "JSON Feed"}}

func (s *Server) topicLinks(current string) []topicLink {
	links := make([]topicLink, 0, len(s.o.Topics))
	for _, topic := range s.o.Topics {
		link := s.topicLink(topic.ID)
		link.Current = topic.ID == current
		links = append(links, link)
	}
	slices.SortStableFunc(links, func(a, b topicLink) int {
		return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
	})
	return links
}

func (s *Server) topicLink(id string) topicLink {
	return topicLink{Title: s.topicTitle(id), Href: s.prefix + "/topic/" + url.PathEscape(id) + "/"}
}

func (s *Server) outlets() int {
	families := map[string]bool{}
	for _, src := range s.o.Sources {
		families[src.Publisher] = true
	}
	return len(families)
}

func (s *Server) days(stories []feed.Story, topic string) []day {
	var days []day
	for _, st := range stories {
		if len(st.Items) == 0 {
			continue
		}
		at := st.Updated.UTC()
		date := at.Format(time.DateOnly)
		if len(days) == 0 || days[len(days)-1].Date != date {
			days = append(days, day{Date: date, Label: at.Format("Monday, 2 January 2006")})
		}
		last := &days[len(days)-1]
		last.Stories = append(last.Stories, s.card(st, topic))
	}
	return days
}

// maxOthers is how many further outlets a card names.
const maxOthers = 6

// card shows a story on the page of a topic, which it need not name again.
func (s *Server) card(st feed.Story, topic string) card {
	lead := st.Lead()
	at := st.Updated.UTC()
	c := card{
		Title:       lead.Title,
		URL:         webLink(lead.URL),
		Language:    lead.Language,
		Stamp:       at.Format(time.RFC3339),
		Clock:       at.Format("15:04"),
		Lead:        s.report(lead),
		Behind:      behind(st.Standing(s.sources, feed.Topic{})),
		Toll:        toll(st),
		Unconfirmed: st.Unconfirmed(),
	}
	if c.Title == "" {
		c.Title = "Report by " + c.Lead.Outlet
	}
	shown := map[string]bool{lead.Publisher: true}
	for _, it := range st.Items {
		if shown[it.Publisher] {
			continue
		}
		shown[it.Publisher] = true
		if len(c.Others) < maxOthers {
			c.Others = append(c.Others, s.report(it))
		} else {
			c.More++
		}
	}
	for _, id := range st.Topics() {
		if _, known := s.topics[id]; known && id != topic {
			c.Topics = append(c.Topics, s.topicLink(id))
		}
	}
	return c
}

// behind says: "5 publishers, 3 of them independent, 2 state-controlled".
func behind(st feed.Standing) string {
	switch st.Publishers {
	case 0:
		return "withdrawn by its publishers"
	case 1:
		return "1 publisher"
	}
	words := fmt.Sprintf("%d publishers, %d of them independent", st.Publishers, st.Independent)
	controlled := 0
	for _, n := range st.StateControlled {
		controlled += n
	}
	if controlled > 0 {
		words += fmt.Sprintf(", %d state-controlled", controlled)
	}
	return words
}

// toll says: "9–17 deaths, 1 wounded reported".
func toll(st feed.Story) string {
	var parts []string
	for _, n := range st.Numbers() {
		switch {
		case n.Kind == "deaths" && n.Min == 1 && n.Max == 1:
			parts = append(parts, "1 death")
		case n.Kind == "deaths", n.Kind == "wounded":
			parts = append(parts, n.Range()+" "+n.Kind)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + " reported"
}

func (s *Server) report(it feed.Item) report {
	src := s.sources[it.Source]
	name := src.Title
	for _, other := range []string{it.Publisher, it.Source, "an unnamed outlet"} {
		if name == "" {
			name = other
		}
	}
	return report{Outlet: name, URL: webLink(it.URL), Language: it.Language, StateControlled: src.StateControlled, Copy: it.CopyOf != 0}
}

// webLink is an address if it is one of the web, else "": the template would
// otherwise let mailto: pass.
func webLink(raw string) string {
	if strings.HasPrefix(raw, "https://") || strings.HasPrefix(raw, "http://") {
		return raw
	}
	return ""
}
