package parse

import (
	"bytes"
	"errors"
	"strings"

	"github.com/mmcdole/gofeed/json"

	"sitrep/feed"
)

// looksJSON reports a document that is no XML and begins as JSON does.
func looksJSON(text []byte) bool {
	text = bytes.TrimSpace(text)
	return len(text) > 0 && text[0] == '{'
}

// readJSON reads JSON Feed 1.0 and 1.1.
func (doc *Document) readJSON(src feed.Source, page Page, text []byte) error {
	s := scanJSON(text)
	doc.Entries, doc.Salvaged = len(s.items), s.cut
	switch {
	case s.err != nil && len(s.items) == 0:
		return s.err
	case !s.isFeed():
		return errors.New("this is JSON but no JSON Feed")
	case s.cut && len(s.items) == 0:
		return errors.New("the document ends before its first whole entry")
	}
	s.items = s.items[:min(len(s.items), maxEntries)]
	chosen := doc.choose(page.Known, len(s.items), func(i int) uint64 {
		return hash64(hashSeed, text[s.items[i].start:s.items[i].end])
	})
	doc.Format = s.format()
	if len(chosen) == 0 && len(s.items) > 0 {
		return nil
	}
	c, drafts, refused := s.read(chosen)
	if len(drafts) == 0 && len(chosen) > 0 {
		return errors.New("no entry of the JSON Feed can be read")
	}
	if refused {
		doc.Salvaged = true
		doc.Repairs = append(doc.Repairs, "refused")
	}
	doc.describe(c, page.URL, "")
	m := &maker{src: src, page: page, base: page.URL, language: orElse(doc.Language, tagOf(src.Language)), authors: c.authors}
	m.census = newCensus(len(s.items))
	for _, it := range s.items {
		m.census.count(s.names(it))
	}
	doc.collect(m, drafts)
	return nil
}

// read has gofeed parse the chosen items at once, or one by one.
func (s *jsonScanner) read(chosen []int) (channel, []draft, bool) {
	f, err := s.parse(s.document(chosen))
	if err == nil && len(f.Items) == len(chosen) {
		return jsonChannel(f), s.drafts(f.Items, chosen), false
	}
	c := channel{}
	var drafts []draft
	if head, err := s.parse(s.document(nil)); err == nil {
		c = jsonChannel(head)
	}
	for _, i := range chosen {
		one := append(append([]byte(`{"version":"","items":[`), s.text[s.items[i].start:s.items[i].end]...), "]}"...)
		if f, err := s.parse(one); err == nil && len(f.Items) == 1 {
			drafts = append(drafts, s.drafts(f.Items, []int{i})...)
		}
	}
	return c, drafts, true
}

func (s *jsonScanner) parse(text []byte) (*json.Feed, error) {
	return new(json.Parser).Parse(bytes.NewReader(text))
}

func (s *jsonScanner) drafts(items []*json.Item, chosen []int) []draft {
	var out []draft
	for i, it := range items {
		if it == nil {
			continue // a null in the list
		}
		d := jsonDraft(it)
		d.index = chosen[i]
		d.names = s.names(s.items[chosen[i]])
		out = append(out, d)
	}
	return out
}

func jsonChannel(f *json.Feed) channel {
	c := channel{title: f.Title, site: f.HomePageURL, self: f.FeedURL, language: f.Language}
	c.authors = jsonAuthors(f.Author, f.Authors)
	return c
}

func jsonDraft(it *json.Item) draft {
	d := draft{
		title:      it.Title,
		summary:    it.Summary,
		content:    orElse(it.ContentHTML, textHTML(it.ContentText)),
		links:      []string{it.URL, it.ExternalURL},
		authors:    jsonAuthors(it.Author, it.Authors),
		categories: it.Tags,
		images:     []string{it.Image, it.BannerImage},
	}
	d.guid, d.permalink = strings.TrimSpace(it.ID), true
	d.published, d.updated, d.language = it.DatePublished, it.DateModified, it.Language
	if it.Attachments != nil {
		for _, a := range *it.Attachments {
			d.enclosures = append(d.enclosures, feed.Enclosure{URL: a.URL, Type: a.MimeType, Length: a.SizeInBytes})
		}
	}
	return d
}

func jsonAuthors(one *json.Author, many []*json.Author) []string {
	var out []string
	for _, a := range append(many, one) {
		if a != nil {
			out = append(out, a.Name)
		}
	}
	return out
}

// textHTML escapes plain text, so that it may be treated as HTML from here on.
func textHTML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", "\n", "<br>").Replace(s)
}
