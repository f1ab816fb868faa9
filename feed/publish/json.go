package publish

import (
	"bytes"
	"encoding/json"
	"io"

	"sitrep/feed"
)

type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID          string           `json:"id"`
	URL         string           `json:"url,omitempty"`
	Title       string           `json:"title"`
	ContentHTML string           `json:"content_html"`
	Summary     string           `json:"summary,omitempty"`
	Published   string           `json:"date_published,omitempty"`
	Modified    string           `json:"date_modified"`
	Authors     []jsonAuthor     `json:"authors"`
	Tags        []string         `json:"tags,omitempty"`
	Language    string           `json:"language,omitempty"`
	Attachments []jsonAttachment `json:"attachments,omitempty"`
	Sitrep      jsonStory        `json:"_sitrep"`
}

type jsonAttachment struct {
	URL      string `json:"url"`
	MimeType string `json:"mime_type"`
	Size     int64  `json:"size_in_bytes,omitempty"`
}

// jsonStory is our extension: who carries the story.
type jsonStory struct {
	About      string       `json:"about"`
	Story      string       `json:"story"`
	Publishers []string     `json:"publishers"`
	Reports    []jsonReport `json:"reports"`
}

type jsonReport struct {
	Source    string `json:"source"`
	Publisher string `json:"publisher"`
	URL       string `json:"url,omitempty"`
	Language  string `json:"language,omitempty"`
	Published string `json:"published,omitempty"`
	Copy      bool   `json:"copy"`
}

func writeJSON(w io.Writer, f feed.Feed) error {
	ed := edit(f)
	doc := jsonFeed{
		Version:     "https://jsonfeed.org/version/1.1",
		Title:       ed.title,
		HomePageURL: ed.home,
		FeedURL:     ed.self + jsonSuffix,
		Description: said(f.Subtitle),
		Language:    tongue(f.Language),
		Authors:     []jsonAuthor{{ed.title}},
		Items:       make([]jsonItem, len(ed.entries)),
	}
	var body []byte
	for i := range ed.entries {
		body = ed.appendBody(body[:0], &ed.entries[i])
		doc.Items[i] = ed.jsonItem(&ed.entries[i], string(body))
	}
	var out bytes.Buffer
	out.Grow(sizeOf(ed))
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // the document is never inside HTML, and < would cost six bytes
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := w.Write(out.Bytes())
	return err
}

func (ed *edition) jsonItem(e *entry, body string) jsonItem {
	it := jsonItem{
		ID:          e.id,
		URL:         e.url,
		Title:       e.title,
		ContentHTML: body,
		Summary:     excerpt(e.summary, maxExcerpt),
		Published:   rfc3339(e.published),
		Modified:    rfc3339(e.updated),
		Language:    e.language,
		Sitrep:      ed.jsonStory(e),
	}
	for _, name := range e.authors() {
		it.Authors = append(it.Authors, jsonAuthor{name})
	}
	for _, c := range ed.categories(e) {
		it.Tags = append(it.Tags, c.term)
	}
	for _, enc := range e.enclosures() {
		if enc.Type != "" {
			it.Attachments = append(it.Attachments, jsonAttachment{enc.URL, enc.Type, enc.Length})
		}
	}
	return it
}

func (ed *edition) jsonStory(e *entry) jsonStory {
	reports := e.reports()
	s := jsonStory{
		About:      ed.Base + "/#json",
		Story:      e.story.ID.String(),
		Publishers: e.story.Publishers(),
		Reports:    make([]jsonReport, 0, min(len(reports), maxReports)),
	}
	for i, name := range s.Publishers {
		s.Publishers[i] = clean(name)
	}
	for _, it := range reports[:min(len(reports), maxReports)] {
		s.Reports = append(s.Reports, jsonReport{
			Source:    clean(it.Source),
			Publisher: clean(it.Publisher),
			URL:       link(it.URL),
			Language:  tongue(it.Language),
			Published: rfc3339(it.Published),
			Copy:      it.CopyOf != 0,
		})
	}
	return s
}
