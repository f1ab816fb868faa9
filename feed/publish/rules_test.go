package publish_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"sitrep/feed/publish"
)

// faultsOf holds a document to the rules of its format, written out here from
// RFC 4287, the RSS Best Practices Profile and JSON Feed 1.1.
func faultsOf(schema *jsonschema.Schema, format publish.Format, doc []byte) []string {
	var faults faults
	switch format.Name {
	case "atom":
		faults.atom(doc)
	case "rss":
		faults.rss(doc)
	case "json":
		faults.json(schema, doc)
	}
	return faults
}

type faults []string

func (fs *faults) unless(ok bool, format string, args ...any) {
	if !ok {
		*fs = append(*fs, fmt.Sprintf(format, args...))
	}
}

type atomFeed struct {
	ID      []string     `xml:"id"`
	Title   []string     `xml:"title"`
	Updated []string     `xml:"updated"`
	Author  []atomPerson `xml:"author"`
	Links   []atomLink   `xml:"link"`
	Entries []atomEntry  `xml:"entry"`
}

type atomPerson struct {
	Name  string `xml:"name"`
	Email string `xml:"email"`
}

type atomLink struct {
	Rel    string `xml:"rel,attr"`
	Type   string `xml:"type,attr"`
	Lang   string `xml:"hreflang,attr"`
	Href   string `xml:"href,attr"`
	Length string `xml:"length,attr"`
	Title  string `xml:"title,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomEntry struct {
	Lang      string         `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID        []string       `xml:"id"`
	Title     []atomText     `xml:"title"`
	Updated   []string       `xml:"updated"`
	Published []string       `xml:"published"`
	Author    []atomPerson   `xml:"author"`
	Links     []atomLink     `xml:"link"`
	Summary   []atomText     `xml:"summary"`
	Content   []atomText     `xml:"content"`
	Rights    []atomText     `xml:"rights"`
	Source    []atomFeed     `xml:"source"`
	Category  []atomCategory `xml:"category"`
}

type atomCategory struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr"`
	Label  string `xml:"label,attr"`
}

func (fs *faults) atom(doc []byte) {
	var f atomFeed
	if err := xml.Unmarshal(doc, &f); err != nil {
		fs.unless(false, "%v", err)
		return
	}
	fs.unless(len(f.ID) == 1 && len(f.Title) == 1 && len(f.Updated) == 1, "4.1.1: one id, title, updated in feed")
	fs.dates(time.RFC3339, f.Updated...)
	seen := map[string]bool{}
	for _, e := range f.Entries {
		fs.atomEntry(e)
		fs.unless(len(e.ID) == 1 && !seen[e.ID[0]], "4.1.1: entry ids differ")
		seen[strings.Join(e.ID, " ")] = true
	}
}

func (fs *faults) atomEntry(e atomEntry) {
	fs.unless(len(e.Title) == 1 && len(e.Updated) == 1, "4.1.2: one title, updated in entry")
	fs.unless(len(e.Title) == 1 && strings.TrimSpace(e.Title[0].Text) != "", "title is empty")
	fs.unless(len(e.Author) > 0 && e.Author[0].Name != "", "4.1.2: an author with a name")
	fs.unless(len(e.Content) == 1 && e.Content[0].Type == "html", "4.1.2: content")
	fs.unless(len(e.Published) <= 1 && len(e.Summary) <= 1 && len(e.Rights) <= 1 && len(e.Source) <= 1, "4.1.2: at most one of each")
	fs.dates(time.RFC3339, append(e.Updated, e.Published...)...)
	alternates := map[string]bool{}
	for _, l := range e.Links {
		fs.unless(absolute(l.Href), "link %q", l.Href)
		if l.Rel == "alternate" {
			fs.unless(!alternates[l.Type+l.Lang], "4.1.2: alternates differ in type or language")
			alternates[l.Type+l.Lang] = true
		}
	}
	for _, p := range e.Author {
		fs.unless(p.Email == "", "O07: invented e-mail %q", p.Email)
	}
	for _, s := range e.Source {
		fs.unless(len(s.ID) == 1 && len(s.Title) == 1 && len(s.Updated) == 1, "O06: id, title, updated in source")
	}
	for _, c := range e.Content {
		fs.unless(len(c.Text) <= 10<<10, "O11: body of %d bytes", len(c.Text))
	}
}

func (fs *faults) dates(layout string, dates ...string) {
	for _, d := range dates {
		_, err := time.Parse(layout, d)
		fs.unless(err == nil, "date %q", d)
	}
}

func absolute(href string) bool {
	return regexp.MustCompile(`^https?://[^/@\s]+(/[!-~]*|[?#][!-~]*)?$`).MatchString(href)
}

type rssDoc struct {
	Version string `xml:"version,attr"`
	Channel struct {
		Title         []string  `xml:"title"`
		Links         []rssLink `xml:"link"` // the channel's own and atom:link
		Description   []string  `xml:"description"`
		LastBuildDate []string  `xml:"lastBuildDate"`
		Language      []string  `xml:"language"`
		TTL           []string  `xml:"ttl"`
		Docs          []string  `xml:"docs"`
		Generator     []string  `xml:"generator"`
		TextInput     []string  `xml:"textInput"`
		Items         []rssItem `xml:"item"`
	} `xml:"channel"`
}

type rssLink struct {
	XMLName xml.Name
	Rel     string `xml:"rel,attr"`
	Href    string `xml:"href,attr"`
	Text    string `xml:",chardata"`
}

type rssItem struct {
	Title       []string `xml:"title"`
	Link        []string `xml:"link"`
	Description []string `xml:"description"`
	Content     []string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
	Author      []string `xml:"author"`
	Creator     []string `xml:"http://purl.org/dc/elements/1.1/ creator"`
	PubDate     []string `xml:"pubDate"`
	GUID        []struct {
		IsPermaLink string `xml:"isPermaLink,attr"`
		Text        string `xml:",chardata"`
	} `xml:"guid"`
	Category []struct {
		Domain string `xml:"domain,attr"`
		Text   string `xml:",chardata"`
	} `xml:"category"`
	Source []struct {
		URL  string `xml:"url,attr"`
		Text string `xml:",chardata"`
	} `xml:"source"`
	Enclosure []struct {
		URL    string `xml:"url,attr"`
		Length string `xml:"length,attr"`
		Type   string `xml:"type,attr"`
	} `xml:"enclosure"`
}

func (fs *faults) rss(doc []byte) {
	var r rssDoc
	if err := xml.Unmarshal(doc, &r); err != nil {
		fs.unless(false, "%v", err)
		return
	}
	c := r.Channel
	fs.unless(r.Version == "2.0", "version %q", r.Version)
	fs.unless(len(c.Title) == 1 && c.Title[0] != "" && len(c.Description) == 1 && c.Description[0] != "",
		"O12: title and description of the channel")
	fs.unless(len(c.Links) == 2 && absolute(c.Links[0].Text), "O12: link of the channel")
	fs.unless(len(c.Links) == 2 && c.Links[1].XMLName.Space != "" && c.Links[1].Rel == "self" && absolute(c.Links[1].Href), "O12: atom:link self")
	fs.dates("Mon, 02 Jan 2006 15:04:05 +0000", c.LastBuildDate...)
	fs.unless(len(c.TextInput) == 0, "O14: textInput")
	for _, it := range c.Items {
		fs.rssItem(it)
	}
}

func (fs *faults) rssItem(it rssItem) {
	fs.unless(len(it.Title) == 1 && it.Title[0] != "" && len(it.Description) == 1, "O13: one title and description")
	fs.unless(len(it.Content) <= len(it.Description), "O13: content:encoded beside description")
	fs.unless(len(it.GUID) == 1 && it.GUID[0].IsPermaLink == "false", "O13: one guid, not a permalink")
	fs.unless(len(it.Author) == 0 && len(it.Creator) > 0, "O13: dc:creator in place of author")
	fs.unless(len(it.PubDate) <= 1 && len(it.Link) <= 1 && len(it.Enclosure) <= 1 && len(it.Source) <= 1, "O13: at most one of each")
	fs.dates("Mon, 02 Jan 2006 15:04:05 +0000", it.PubDate...)
	for _, e := range it.Enclosure {
		fs.unless(absolute(e.URL) && e.Type != "" && regexp.MustCompile(`^\d+$`).MatchString(e.Length), "O13: enclosure %v", e)
	}
	for _, s := range it.Source {
		fs.unless(absolute(s.URL) && s.Text != "", "O13: source %v", s)
	}
	for _, l := range it.Link {
		fs.unless(absolute(l), "O14: link %q", l)
	}
}

func (fs *faults) json(schema *jsonschema.Schema, doc []byte) {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err == nil {
		err = schema.Validate(value)
	}
	fs.unless(err == nil, "%v", err)
	fs.unless(json.Valid(doc), "not JSON")
}

// jsonFeedSchema is JSON Feed 1.1 as a schema of our own writing.
func jsonFeedSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	const path = "testdata/schema/jsonfeed-1.1.json"
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(path, value); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
