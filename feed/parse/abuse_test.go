package parse_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/parse"
)

// inItem puts text into an item of a feed that has a good one before it.
func inItem(text string) []byte {
	return []byte(`<rss version="2.0"><channel><title>t</title><item><title>good</title><guid>good</guid></item><item><title>bad</title>` +
		text + `</item></channel></rss>`)
}

func mustFeed(t *testing.T, body []byte) *parse.Document {
	t.Helper()
	doc, err := parse.Feed(feed.Source{ID: "x"}, pageOf(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestA20DeepNesting feeds two million nested elements, which overflow the
// stack of a process that gives them to gofeed. That cannot be recovered from,
// so the test runs in a process of its own.
func TestA20DeepNesting(t *testing.T) {
	if os.Getenv("SITREP_PARSE_CHILD") == "" {
		child := exec.Command(os.Args[0], "-test.run=^TestA20DeepNesting$")
		child.Env = append(os.Environ(), "SITREP_PARSE_CHILD=1")
		if out, err := child.CombinedOutput(); err != nil {
			t.Fatalf("the process did not survive: %v\n%.2000s", err, out)
		}
		return
	}
	for _, level := range []string{"<a:a>", "<description>", "<media:group>", "<atom:link>"} {
		doc := mustFeed(t, inItem(strings.Repeat(level, 2_000_000)))
		if len(doc.Items) != 1 || !doc.Salvaged {
			t.Errorf("%s: %d items, salvaged %v; want the good one, salvaged", level, len(doc.Items), doc.Salvaged)
		}
	}
	for _, level := range []string{"<title>", "<x:y>", "<image>"} {
		body := []byte(`<rss><channel>` + strings.Repeat(level, 2_000_000))
		if _, err := parse.Feed(feed.Source{}, pageOf(body)); err == nil {
			t.Errorf("a channel of nested %s was accepted", level)
		}
		body = []byte(`<feed><entry><id>1</id></entry>` + strings.Repeat(level, 2_000_000))
		mustFeed(t, body)
	}
	json := `{"version":"https://jsonfeed.org/version/1","items":[` + strings.Repeat(`{"a":[`, 1_000_000)
	if _, err := parse.Feed(feed.Source{}, pageOf([]byte(json))); err == nil {
		t.Error("nested JSON was accepted")
	}
}

// abuses are bodies that ask for more than a feed may. keep is how many items
// may be expected from them at least.
var abuses = []struct {
	name string
	body func() []byte
	keep int
}{
	{"A21 million attributes", func() []byte {
		return inItem("<description " + strings.Repeat(`a="b" `, 1_000_000) + ">x</description>")
	}, 1},
	{"A21 long attribute", func() []byte {
		return inItem(`<enclosure url="` + strings.Repeat("a", 5<<20) + `"/>`)
	}, 1},
	{"A21 long name", func() []byte {
		return inItem(`<` + strings.Repeat("a", 5<<20) + `>x`)
	}, 1},
	{"A22 200k items", func() []byte {
		return []byte("<rss><channel>" + strings.Repeat("<item><title>x</title></item>", 200_000) + "</channel></rss>")
	}, 1},
	{"A22 elements without end", func() []byte {
		return inItem(strings.Repeat("<x/>", 2_000_000))
	}, 1},
	{"A23 ten megabytes of title", func() []byte {
		return inItem("<title>" + strings.Repeat("war ", 2_500_000) + "</title>")
	}, 2},
	{"A23 ten megabytes of references", func() []byte {
		return inItem("<description>" + strings.Repeat("&amp;", 2_000_000) + "</description>")
	}, 2},
	{"A24 comment before the root", func() []byte {
		return append(append([]byte("<!--"), bytes.Repeat([]byte("x<rss> "), 3_000_000)...), append([]byte("-->"), inItem("")...)...)
	}, 2},
	{"A24 comments never closed", func() []byte {
		return inItem(strings.Repeat("<!--", 1_000_000))
	}, 1},
	{"A24 sections never closed", func() []byte {
		return inItem(strings.Repeat("<![CDATA[", 500_000))
	}, 1},
	{"A24 stray end tags", func() []byte {
		return inItem(strings.Repeat("<b>", 4_000) + strings.Repeat("</c>", 1_000_000))
	}, 1},
	{"A24 brackets", func() []byte { return inItem(strings.Repeat("<", 5_000_000)) }, 1},
	{"A25 quoted doctype", func() []byte {
		return append([]byte(`<!DOCTYPE rss [`+strings.Repeat(`<!ENTITY a "`, 500_000)), inItem("")...)
	}, 0},
	{"A29 tags in a description", func() []byte {
		return inItem("<description><![CDATA[" + strings.Repeat("<b>", 1_000_000) + "]]></description>")
	}, 2},
	{"A29 quotes in a description", func() []byte {
		return inItem("<description><![CDATA[" + strings.Repeat(`<a b="`, 500_000) + "]]></description>")
	}, 2},
	{"A30 extensions split by children", func() []byte {
		return inItem("<itunes:summary>" + strings.Repeat("xxxxxxxxxxxxxxxx<b/>", 150_000) + "</itunes:summary>")
	}, 2},
}

// TestAbuse asks that each of them costs at most a second of a quiet machine
// and 64 MiB beside its own body, three copies of which are allowed for.
func TestAbuse(t *testing.T) {
	for _, c := range abuses {
		t.Run(c.name, func(t *testing.T) {
			body := c.body()
			for _, content := range []bool{false, true} {
				page := pageOf(body)
				page.Content = content
				begin := cpu()
				var doc *parse.Document
				var err error
				peak := peakHeap(func() { doc, err = parse.Feed(feed.Source{ID: "x"}, page) })
				if took := cpu() - begin; took > 2*time.Second {
					t.Errorf("took %v of processor time", took)
				}
				if limit := 64<<20 + 3*len(body); peak > uint64(limit) {
					t.Errorf("needed %d MiB, want at most %d", peak>>20, limit>>20)
				}
				if c.keep > 0 && (err != nil || len(doc.Items) < c.keep) {
					t.Fatalf("want %d items, got %+v, %v", c.keep, doc, err)
				}
			}
		})
	}
}

// peakHeap runs f and gives by how much the heap grew meanwhile, as far as a
// sampler every few milliseconds can see.
func peakHeap(f func()) uint64 {
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	var before, m runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	peak := before.HeapAlloc
	for tick := time.NewTicker(5 * time.Millisecond); ; {
		select {
		case <-done:
			tick.Stop()
			runtime.ReadMemStats(&m)
			return max(peak, m.HeapAlloc) - min(before.HeapAlloc, max(peak, m.HeapAlloc))
		case <-tick.C:
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
	}
}

func TestA22ItemCap(t *testing.T) {
	var b strings.Builder
	b.WriteString("<rss><channel>")
	for i := range 5_000 {
		fmt.Fprintf(&b, "<item><title>t%d</title></item>", i)
	}
	b.WriteString("</channel></rss>")
	doc := mustFeed(t, []byte(b.String()))
	if doc.Entries != 5_000 || len(doc.Items) != 2_000 || len(doc.Listed) != 2_000 {
		t.Errorf("%d entries, %d items, %d listed; want 5000, 2000, 2000", doc.Entries, len(doc.Items), len(doc.Listed))
	}
}

func TestA25EntitiesAreNotExpanded(t *testing.T) {
	dtd := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">
<!ENTITY % p SYSTEM "https://evil.example/p"> %p;]>`
	doc := mustFeed(t, append([]byte(dtd), inItem("<description>[&b;|&x;]</description>")...))
	if got := doc.Items[1].Summary; got != "[&b;|&x;]" {
		t.Errorf("summary %q", got)
	}
}

func TestA26CharsetConfusion(t *testing.T) {
	for name, body := range map[string][]byte{
		"utf-7":           []byte(`<?xml version="1.0" encoding="utf-7"?><rss><channel><item><title>+ADw-script+AD4-x</title></item></channel></rss>`),
		"overlong":        inItem("<description>\xc0\xbcscript\xc0\xbe</description>"),
		"mark in middle":  inItem("<description>a\xef\xbb\xbfb \xff\xfe c</description>"),
		"replacement":     []byte(`<?xml version="1.0" encoding="iso-2022-kr"?><rss><channel><item><title>x</title></item></channel></rss>`),
		"half utf-16":     []byte("\xff\xfe<\x00r\x00s\x00s\x00>\x00<"),
		"surrogate bytes": inItem("<description>\xed\xa0\xbd\xed\xb8\x80</description>"),
	} {
		doc, err := parse.Feed(feed.Source{}, pageOf(body))
		if err != nil {
			continue
		}
		for _, it := range doc.Items {
			checkText(t, name+" title", it.Title)
			checkText(t, name+" summary", it.Summary)
			if strings.ContainsAny(it.Title+it.Summary, "<>") {
				t.Errorf("%s: a tag came out of it: %q %q", name, it.Title, it.Summary)
			}
		}
	}
}

func TestA27JSON(t *testing.T) {
	head := `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"good","title":"good"},`
	for name, item := range map[string]string{
		"depth":        `{"id":"x","a":` + strings.Repeat("[", 4_000) + strings.Repeat("]", 4_000) + `}`,
		"huge number":  `{"id":1e400,"title":"n"}`,
		"wrong type":   `{"id":"x","title":{"a":1}}`,
		"object id":    `{"id":{"b":[1]},"title":"o"}`,
		"null":         `null`,
		"bad string":   `{"id":"x","title":"\ud800 \u0000 \u202e"}`,
		"same key":     `{"id":"x","id":"y","title":"a","title":"b"}`,
		"no such date": `{"id":"x","date_published":-1}`,
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustFeed(t, []byte(head+item+"]}"))
			if len(doc.Items) == 0 || doc.Items[0].Title != "good" {
				t.Fatalf("the good item is lost: %+v", doc)
			}
			for _, it := range doc.Items {
				checkText(t, "title", it.Title)
				checkText(t, "guid", it.GUID)
			}
		})
	}
}

func TestNotAFeed(t *testing.T) {
	for body, want := range map[string]string{
		"":                                 "empty",
		" \n\t":                            "empty",
		"<!DOCTYPE html><html><body>x":     "HTML page",
		"<html><head><title>x":             "HTML page",
		"<opml version='2.0'><body/>":      "<opml>",
		"Not Found":                        "neither XML nor JSON",
		`{"error":"rate limit"}`:           "no JSON Feed",
		"<rss><channel><item><title>x":     "before its first whole entry",
		"<rss><channel><title>x</title><i": "before its first whole entry",
	} {
		_, err := parse.Feed(feed.Source{}, pageOf([]byte(body)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one that says %q", body, err, want)
		}
		if errors.Unwrap(err) != nil {
			t.Errorf("%q: %v wraps a foreign error", body, err)
		}
	}
}

// poison is text that an outlet, or somebody who writes in its name, could put
// anywhere.
const poison = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e\x1b[31m\u2066\nnext\u2028line&lt;iframe srcdoc=x&gt;&amp;lt;svg onload=y&amp;gt; ]]&gt; &#x202E; \u0085"

// TestA32PoisonEverywhere puts poison into each field that is shown somewhere
// as text.
func TestA32PoisonEverywhere(t *testing.T) {
	p := "<![CDATA[" + poison + "]]>"
	body := `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>` + p +
		`</title><link>` + p + `</link><language>` + p + `</language><item><title>` + p + `</title><link>` + p + `</link><guid>` + p +
		`</guid><description>` + p + `</description><author>` + p + `</author><dc:creator>` + p + `</dc:creator><category>` + p +
		`</category><dc:language>` + p + `</dc:language><dc:rights>` + p + `</dc:rights><source url="javascript:alert(1)">` + p +
		`</source><enclosure url="javascript:alert(1)" type="` + "a\nb" + `"/><media:content url="javascript:alert(2)"/><pubDate>` + p +
		`</pubDate></item></channel></rss>`
	page := pageOf([]byte(body))
	page.Content = true
	doc, err := parse.Feed(feed.Source{ID: "x"}, page)
	if err != nil || len(doc.Items) != 1 {
		t.Fatal(doc, err)
	}
	it := doc.Items[0]
	shown := append([]string{doc.Title, doc.Language, it.Title, it.Summary, it.GUID, it.Language, it.Rights, it.Origin.Title}, it.Authors...)
	for _, s := range append(shown, it.Categories...) {
		checkText(t, "field", s)
	}
	for _, s := range []string{doc.Title, it.Title, it.Summary} {
		if strings.Contains(s, "<script") || strings.Contains(s, "onerror") || strings.Contains(s, "<iframe") {
			t.Errorf("tags are left in %q", s)
		}
	}
	if it.URL != "" || doc.Site != "" || it.Image != "" || len(it.Enclosures) > 0 || it.Origin.URL != "" {
		t.Errorf("a scheme that runs code got through: %q %q %q %v %q", it.URL, doc.Site, it.Image, it.Enclosures, it.Origin.URL)
	}
	checkHTML(t, it.HTML)
}

// TestA34IllegalCharacters checks that nothing comes out that XML cannot carry.
func TestA34IllegalCharacters(t *testing.T) {
	var all strings.Builder
	for r := rune(0); r < 0x3000; r++ {
		if r != '<' && r != '&' {
			all.WriteRune(r)
		}
	}
	all.WriteString("\uFFFE\uFFFF\U0001FFFF]]>\xff\xfe\xed\xa0\x80")
	for r := range 0x120 {
		fmt.Fprintf(&all, "&#%d;&#x%X;", r, r+0xD7F0)
	}
	page := pageOf(inItem("<title>" + all.String() + "</title><description>" + all.String() + "</description><category>" + all.String() + "</category>"))
	page.Content = true
	doc, err := parse.Feed(feed.Source{ID: "x"}, page)
	if err != nil || len(doc.Items) != 2 {
		t.Fatal(doc, err)
	}
	it := doc.Items[1]
	for _, s := range append([]string{it.Title, it.Summary}, it.Categories...) {
		checkText(t, "field", s)
	}
	checkHTML(t, it.HTML)
}

func TestA36FutureAndAncientDates(t *testing.T) {
	for date, want := range map[string]time.Time{
		"Thu, 31 Dec 9999 23:59:59 GMT": now, "Thu, 01 Jan 1970 00:00:00 GMT": now, "0": now,
		"Sun, 22 Nov 2026 12:00:01 GMT": now,
		"Sat, 21 Nov 2026 12:00:00 GMT": now.Add(-24 * time.Hour),
	} {
		it := mustFeed(t, []byte("<rss><channel><item><title>x</title><pubDate>"+date+"</pubDate></item></channel></rss>")).Items[0]
		if !it.Published.Equal(want) || it.Updated.After(now) {
			t.Errorf("%s: published %v, want %v", date, it.Published, want)
		}
	}
}
