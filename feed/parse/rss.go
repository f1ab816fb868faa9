package parse

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"sitrep/feed"
)

// readRSS has gofeed parse RSS in any version, RDF included.
func readRSS(doc []byte) (channel, []draft, error) {
	f, err := new(rss.Parser).Parse(bytes.NewReader(doc))
	if err != nil {
		return channel{}, nil, err
	}
	drafts := make([]draft, len(f.Items))
	for i, it := range f.Items {
		drafts[i] = rssDraft(it)
	}
	return rssChannel(f), drafts, nil
}

func rssChannel(f *rss.Feed) channel {
	c := channel{title: f.Title, site: f.Link, language: f.Language}
	if len(f.Links) > 0 {
		c.site = f.Links[0]
	}
	if c.language == "" && f.DublinCoreExt != nil {
		c.language = first(f.DublinCoreExt.Language)
	}
	for _, prefix := range []string{"atom", "atom03"} {
		for _, l := range f.Extensions[prefix]["link"] {
			c.link(l.Attrs["rel"], l.Attrs["href"])
		}
	}
	if minutes, err := strconv.Atoi(strings.TrimSpace(f.TTL)); err == nil && minutes > 0 && minutes <= maxTTL {
		c.ttl = time.Duration(minutes) * time.Minute
	}
	for _, h := range f.SkipHours {
		if n, err := strconv.Atoi(strings.TrimSpace(h)); err == nil && n >= 0 && n <= 24 && !slices.Contains(c.skipHours, n%24) {
			c.skipHours = append(c.skipHours, n%24) // RSS 0.91 counted from 1 to 24
		}
	}
	for _, d := range f.SkipDays {
		if day, ok := weekday(d); ok && !slices.Contains(c.skipDays, day) {
			c.skipDays = append(c.skipDays, day)
		}
	}
	return c
}

// maxTTL is the longest <ttl> that is believed, in minutes: a week.
const maxTTL = 7 * 24 * 60

func weekday(s string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(strings.TrimSpace(s), d.String()) {
			return d, true
		}
	}
	return 0, false
}

func rssDraft(it *rss.Item) draft {
	d := draft{
		title:   it.Title,
		summary: it.Description,
		content: it.Content,
		links:   it.Links,
	}
	if it.Author != "" {
		d.authors = append(d.authors, it.Author)
	}
	if s := it.Source; s != nil {
		d.origin = feed.Origin{Title: s.Title, URL: s.URL}
	}
	for _, e := range it.Enclosures {
		length, _ := strconv.ParseInt(strings.TrimSpace(e.Length), 10, 64)
		d.enclosures = append(d.enclosures, feed.Enclosure{URL: e.URL, Type: e.Type, Length: length})
	}
	if len(it.Extensions) > 0 {
		d.extend(it.Extensions)
	}
	for _, name := range customs {
		if v := it.Custom[name.key]; v != "" {
			name.to(&d, v)
		}
	}
	return d
}

// customs are elements that lost their prefix, or have one of no vocabulary.
var customs = []struct {
	key string
	to  func(*draft, string)
}{
	{"encoded", func(d *draft, v string) { d.content = longer(d.content, v) }},
	{"content", func(d *draft, v string) { d.content = longer(d.content, v) }},
	{"body", func(d *draft, v string) { d.content = longer(d.content, v) }},
	{"fulltext", func(d *draft, v string) { d.content = longer(d.content, v) }},
	{"summary", func(d *draft, v string) { d.summary = orElse(d.summary, v) }},
}

// extend takes what an entry says in the vocabularies beside its format's own.
func (d *draft) extend(x ext.Extensions) {
	d.summary = orElse(d.summary, value(x["dc"]["description"]))
	d.summary = orElse(d.summary, value(x["itunes"]["summary"]))
	for _, prefix := range []string{"atom", "atom03"} {
		for _, l := range x[prefix]["link"] {
			d.atomLink(l.Attrs["rel"], l.Attrs["href"], l.Attrs["type"], l.Attrs["length"])
		}
		d.summary = orElse(d.summary, value(x[prefix]["summary"]))
		d.content = longer(d.content, value(x[prefix]["content"]))
	}
	d.content = longer(d.content, value(x["content"]["encoded"]))
	d.content = longer(d.content, value(x["yandex"]["full-text"]))
	for _, e := range x["itunes"]["image"] {
		d.images = append(d.images, e.Attrs["href"])
	}
}

func value(list []ext.Extension) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Value
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func orElse(s, other string) string {
	if strings.TrimSpace(s) == "" {
		return other
	}
	return s
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}
