package publish_test

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"sitrep/feed"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// sample is a feed of n stories, each reported by three sources.
func sample(n int) feed.Feed {
	f := feed.Feed{
		Title: "Conflict news", Subtitle: "One entry a story", Base: "https://news.example.org", Path: "/feed",
		Authority: "sitrep.example.org", Language: "en", Generator: "sitrep 1.2.3",
		Sources: map[string]feed.Source{
			"alpha": {ID: "alpha", Title: "Alpha Post", URL: "https://feeds.alpha.example/a.atom", Site: "https://alpha.example/", Publisher: "alpha", Language: "en"},
			"beta":  {ID: "beta", Title: "Beta TV", URL: "https://beta.example/rss", Publisher: "beta", Country: "ZZ", Language: "ru", StateControlled: true},
			"gamma": {ID: "gamma", Title: "Gamma", URL: "https://gamma.example/rss", Publisher: "gamma", Language: "en"},
		},
		Topics: map[string]feed.Topic{"karsk": {ID: "karsk", Title: "Karsk"}},
	}
	for i := range n {
		f.Stories = append(f.Stories, sampleStory(i))
	}
	return f
}

func sampleStory(i int) feed.Story {
	at := noon.Add(-time.Duration(i) * 7 * time.Minute)
	s := feed.Story{ID: feed.NewItemID("alpha", fmt.Sprint(i)), First: at, Updated: at.Add(time.Minute)}
	for j, source := range []string{"alpha", "beta", "gamma"} {
		it := feed.Item{
			ID: feed.NewItemID(source, fmt.Sprint(i)), Source: source, Publisher: source,
			URL:   fmt.Sprintf("https://%s.example/world/%d?a=1&b=2", source, i),
			Title: fmt.Sprintf("Shelling & drones over Karsk, day %d, as %s tells it", i, source),
			Summary: strings.Repeat("The army said that its forces held the crossing through the night. ", 4) +
				"\"We stay\", a spokesman said.",
			Language: "en", Categories: []string{"World", "Karsk"}, Topics: []string{"karsk"},
			Published: at, Updated: at, Seen: at.Add(time.Duration(j+1) * time.Minute),
		}
		if source == "gamma" {
			it.CopyOf = s.ID
		}
		s.Items = append(s.Items, it)
	}
	return s
}

// nasty are strings that have broken feeds.
var nasty = []string{
	"", " ", "\x00", "\x08\x1b[31m", "\r\n", "]]>", "<![CDATA[x]]>", "<!DOCTYPE x [<!ENTITY e 'x'>]>", "&e;", "&#8;", "&amp;amp;",
	"\u202egnp.exe", "\u2028\u2029", "\u0085\u009f", "\ufffe\uffff", "\xed\xa0\x80", "\xff\xfe", "\xf0\x9f\x98", "\U0001F600",
	`"'<script>alert(1)</script>`, "javascript:alert(1)", "https://user:pw@alpha.example/x", "http://[::1", "https://alpha.example/\u00e9 x",
	"tag:alpha.example,2026:x", "tag:alpha.example,2026:x", "https://alpha.example/id/1", "tag:sitrep.example.org,2026-11-22:0000000000000001",
	"en", "en-GB", "x-", "audio/mpeg", "a/b/c", "؀العربية\u200f", "שלום", "日本語",
}

func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom(nasty),
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.Map(rapid.SampledFrom(nasty), func(s string) string { return strings.Repeat(s+"x ", 2000) }),
	)
}

func moment() *rapid.Generator[time.Time] {
	return rapid.OneOf(
		rapid.SampledFrom([]time.Time{{}, noon, noon.Add(time.Second / 3), time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)}),
		rapid.Map(rapid.Int64(), func(n int64) time.Time { return time.Unix(n/1e6, n%1e9).In(time.FixedZone("x", 3600)) }),
	)
}

// anyFeed makes feeds of any text, addresses, times and shapes.
func anyFeed() *rapid.Generator[feed.Feed] {
	return rapid.Custom(func(t *rapid.T) feed.Feed {
		f := sample(0)
		f.Title, f.Subtitle, f.Language = text().Draw(t, "title"), text().Draw(t, "subtitle"), text().Draw(t, "language")
		f.Authority, f.Generator = text().Draw(t, "authority"), text().Draw(t, "generator")
		f.Stories = rapid.SliceOfN(anyStory(), 0, 6).Draw(t, "stories")
		f.Sources["odd"] = feed.Source{
			ID: "odd", Title: text().Draw(t, "source"), URL: text().Draw(t, "source url"), Site: text().Draw(t, "site"),
			Country: text().Draw(t, "country"), StateControlled: true,
		}
		f.Topics["odd"] = feed.Topic{ID: "odd", Title: text().Draw(t, "topic")}
		return f
	})
}

func anyStory() *rapid.Generator[feed.Story] {
	return rapid.Custom(func(t *rapid.T) feed.Story {
		return feed.Story{
			ID:    feed.StoryID(rapid.Uint64Range(0, 5).Draw(t, "id")),
			Items: rapid.SliceOfN(anyItem(), 0, 5).Draw(t, "items"),
			First: moment().Draw(t, "first"), Updated: moment().Draw(t, "updated"),
		}
	})
}

func anyItem() *rapid.Generator[feed.Item] {
	texts := rapid.SliceOfN(text(), 0, 3)
	return rapid.Custom(func(t *rapid.T) feed.Item {
		return feed.Item{
			ID:        feed.ItemID(rapid.Uint64Range(0, 5).Draw(t, "id")),
			Source:    rapid.SampledFrom([]string{"alpha", "beta", "gamma", "odd", "none"}).Draw(t, "source"),
			Publisher: text().Draw(t, "publisher"), GUID: text().Draw(t, "guid"), AtomID: rapid.Bool().Draw(t, "atomid"),
			URL: text().Draw(t, "url"), Title: text().Draw(t, "title"), Summary: text().Draw(t, "summary"),
			HTML: rapid.SampledFrom([]string{"", "<p>x</p>\x08"}).Draw(t, "html"), Language: text().Draw(t, "language"),
			Authors: texts.Draw(t, "authors"), Categories: texts.Draw(t, "categories"), Topics: texts.Draw(t, "topics"),
			Enclosures: []feed.Enclosure{{URL: text().Draw(t, "media"), Type: text().Draw(t, "type"), Length: rapid.Int64().Draw(t, "length")}},
			Origin:     feed.Origin{Title: text().Draw(t, "origin"), URL: text().Draw(t, "via")},
			Rights:     text().Draw(t, "rights"), CopyOf: feed.ItemID(rapid.Uint64Range(0, 3).Draw(t, "copy")),
			Published: moment().Draw(t, "published"), Updated: moment().Draw(t, "changed"), Seen: moment().Draw(t, "seen"),
		}
	})
}
