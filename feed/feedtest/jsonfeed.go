package feedtest

import (
	"encoding/json"
	"time"
)

type jsonFeed struct {
	Version     string     `json:"version"`
	Title       string     `json:"title"`
	HomePageURL string     `json:"home_page_url"`
	FeedURL     string     `json:"feed_url"`
	Description string     `json:"description,omitempty"`
	Language    string     `json:"language,omitempty"`
	Items       []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	HTML      string       `json:"content_html,omitempty"`
	Text      string       `json:"content_text,omitempty"`
	Published *time.Time   `json:"date_published,omitempty"`
	Modified  *time.Time   `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

func appendJSON(b []byte, c channel, articles []Article) []byte {
	doc := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: c.Title, Description: c.About,
		HomePageURL: c.site(), FeedURL: c.self(), Language: c.Language, Items: []jsonItem{},
	}
	for _, a := range articles {
		doc.Items = append(doc.Items, c.jsonItem(a))
	}
	text, _ := json.MarshalIndent(doc, "", " ") // strings and times in range: cannot fail
	return append(append(b, text...), '\n')
}

func (c channel) jsonItem(a Article) jsonItem {
	it := jsonItem{ID: c.guid(a), URL: c.link(a), Title: a.Title, HTML: a.HTML}
	if a.HTML == "" {
		it.Text = a.Summary
	}
	if !a.Published.IsZero() {
		it.Published, it.Modified = &a.Published, &a.Updated
	}
	if a.Author != "" {
		it.Authors = []jsonAuthor{{a.Author}}
	}
	if a.Category != "" {
		it.Tags = []string{a.Category}
	}
	return it
}
