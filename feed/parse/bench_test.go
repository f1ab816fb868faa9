package parse_test

import (
	"bytes"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"

	"sitrep/feed"
	"sitrep/feed/parse"
)

// newsFeed writes a feed of n items of some 1.2 KB, as a news site does: an
// escaped description, categories, an image, a dozen namespaces.
func newsFeed(n int) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
	<title>The Harbour Gazette</title>
	<atom:link href="https://gazette.example/feed/" rel="self" type="application/rss+xml" />
	<link>https://gazette.example</link>
	<description>News from the harbour</description>
	<lastBuildDate>Sun, 22 Nov 2026 11:00:00 +0000</lastBuildDate>
	<language>en-GB</language>
`)
	for i := range n {
		fmt.Fprintf(&b, `	<item>
		<title>Shelling damages bridge number %[1]d near the river crossing, officials say</title>
		<link>https://gazette.example/2026/11/22/shelling-damages-bridge-%[1]d/</link>
		<comments>https://gazette.example/2026/11/22/shelling-damages-bridge-%[1]d/#respond</comments>
		<dc:creator><![CDATA[Ada Reporter]]></dc:creator>
		<pubDate>Sun, 22 Nov 2026 09:%02[2]d:00 +0000</pubDate>
		<category><![CDATA[World]]></category>
		<category><![CDATA[Conflict]]></category>
		<guid isPermaLink="false">https://gazette.example/?p=%[3]d</guid>
		<description>&lt;p&gt;Officials in the district said that shelling overnight had damaged a bridge near the river crossing and cut the only road to the villages on the eastern bank. &amp;#8220;We are repairing it,&amp;#8221; the mayor said. No one was hurt, he added, but some 400 people were without power, and the ferry would not run before the morning. Repair crews were waiting for the all-clear.&lt;/p&gt; &lt;a href="https://gazette.example/2026/11/22/shelling-damages-bridge-%[1]d/"&gt;Read more&lt;/a&gt;</description>
		<media:content url="https://img.gazette.example/2026/11/bridge-%[1]d.jpg" medium="image" width="1200" height="800"><media:title type="html">Bridge</media:title></media:content>
		<slash:comments>%[2]d</slash:comments>
	</item>
`, i, i%60, 10000+i)
	}
	b.WriteString("</channel>\n</rss>\n")
	return []byte(b.String())
}

// cpu is the processor time of this process so far. On a busy machine the wall
// clock says nothing.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkFeed compares a first poll, one that brings nothing new and one that
// brings two new items with gofeed alone over the same bytes.
func BenchmarkFeed(b *testing.B) {
	const items = 35
	body := newsFeed(items)
	src := feed.Source{ID: "gazette", Publisher: "gazette", Language: "en"}
	first, err := parse.Feed(src, pageOf(body))
	if err != nil || len(first.Items) != items {
		b.Fatal(err, len(first.Items))
	}
	lean, _ := parse.Lean(body, false) // what gofeed is shown of it
	known := map[uint64]bool{}
	for _, l := range first.Listed {
		known[l.Raw] = true
	}
	two := map[uint64]bool{first.Listed[0].Raw: true, first.Listed[1].Raw: true}
	page := func(know func(uint64) bool, full bool) func() error {
		p := pageOf(body)
		p.Known, p.Content = know, full
		return func() error { _, err := parse.Feed(src, p); return err }
	}
	for _, c := range []struct {
		name string
		run  func() error
	}{
		{"gofeed-lean", func() error { _, err := new(rss.Parser).Parse(bytes.NewReader(lean)); return err }},
		{"gofeed", func() error { _, err := gofeed.NewParser().Parse(bytes.NewReader(body)); return err }},
		{"first", page(nil, false)},
		{"known", page(func(raw uint64) bool { return known[raw] }, false)},
		{"two-new", page(func(raw uint64) bool { return !two[raw] }, false)},
		{"content", page(nil, true)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			begin := cpu()
			for b.Loop() {
				if err := c.run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cpu()-begin).Nanoseconds())/float64(b.N)/items, "cpu-ns/item")
		})
	}
}
