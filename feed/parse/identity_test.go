package parse_test

import (
	"fmt"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/feed/parse"
)

// reader polls a source again and again, knowing what it has seen before.
type reader struct {
	known map[uint64]bool
	items map[feed.ItemID]string // id to title
}

func (r *reader) poll(t *testing.T, body string) (fresh int) {
	t.Helper()
	page := pageOf([]byte(body))
	page.Known = func(raw uint64) bool { return r.known[raw] }
	doc, err := parse.Feed(feed.Source{ID: "s"}, page)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range doc.Items {
		if _, ok := r.items[it.ID]; !ok {
			fresh++
		}
		r.items[it.ID] = it.Title
	}
	for _, l := range doc.Listed {
		r.known[l.Raw] = true
	}
	return fresh
}

func newReader() *reader {
	return &reader{known: map[uint64]bool{}, items: map[feed.ItemID]string{}}
}

// entries writes a feed of the items from to to-1.
func entries(from, to int, item func(n int) string) string {
	var b strings.Builder
	b.WriteString("<rss><channel>")
	for n := from; n < to; n++ {
		b.WriteString("<item>" + item(n) + "</item>")
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

// TestIdentityAcrossPolls lets a window of ten items move over feeds that name
// their items badly: each item must be new exactly once.
func TestIdentityAcrossPolls(t *testing.T) {
	fetch := 0
	for name, item := range map[string]func(n int) string{
		"good guid": func(n int) string { return fmt.Sprintf("<title>T%d</title><guid>g%d</guid>", n, n) },
		"same guid": func(n int) string {
			return fmt.Sprintf("<title>T%d</title><guid>g</guid><link>https://a.example/%d</link>", n, n)
		},
		"all the same": func(n int) string {
			return fmt.Sprintf("<title>T%d</title><guid>https://a.example/</guid><link>https://a.example/</link>", n)
		},
		"no guid": func(n int) string {
			return fmt.Sprintf("<title>T%d</title><link>https://a.example/%d?utm_x=1</link>", n, n)
		},
		"only a title": func(n int) string { return fmt.Sprintf("<title>T%d</title>", n) },
		"only a text":  func(n int) string { return fmt.Sprintf("<description>Number %d of many</description>", n) },
		"same title": func(n int) string {
			return fmt.Sprintf("<title>T</title><link>https://a.example/</link><pubDate>2026-11-%02d</pubDate>", n%20+1)
		},
		"link fragment": func(n int) string {
			return fmt.Sprintf("<title>T%d</title><link>https://a.example/live#%d</link>", n, n)
		},
		"guid fragment changes at each fetch": func(n int) string {
			return fmt.Sprintf("<title>T%d</title><guid>https://a.example/%d#%d</guid><link>https://a.example/%d</link>", n, n, fetch, n)
		},
		"counter changes at each fetch": func(n int) string {
			return fmt.Sprintf("<title>T%d</title><guid>%d</guid><slash:comments>%d</slash:comments>", n, n, fetch)
		},
		"tracking changes at each fetch": func(n int) string {
			return fmt.Sprintf("<title>T%d</title><link>https://a.example/%d?utm_id=%d</link>", n, n, fetch)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newReader()
			fetch = 0
			if got := r.poll(t, entries(0, 10, item)); got != 10 {
				t.Fatalf("first poll: %d new items, want 10", got)
			}
			for n := 1; n < 8; n++ {
				fetch++
				if got := r.poll(t, entries(n, n+10, item)); got != 1 {
					t.Errorf("poll %d: %d new items, want 1", n, got)
				}
			}
		})
	}
}

func TestRetitledItemKeepsItsID(t *testing.T) {
	r := newReader()
	r.poll(t, entries(0, 5, func(n int) string { return fmt.Sprintf("<title>T%d</title><guid>g%d</guid>", n, n) }))
	got := r.poll(t, entries(0, 5, func(n int) string { return fmt.Sprintf("<title>New %d</title><guid>g%d</guid>", n, n) }))
	if got != 0 || len(r.items) != 5 {
		t.Errorf("%d new items, %d in all; want 0 and 5", got, len(r.items))
	}
}

// TestKnown checks that known entries are neither parsed nor forgotten.
func TestKnown(t *testing.T) {
	body := newsFeed(10)
	first := mustFeed(t, body)
	page := pageOf(body)
	page.Known = func(raw uint64) bool { return raw != first.Listed[3].Raw }
	doc, err := parse.Feed(feed.Source{ID: "x"}, page)
	if err != nil || len(doc.Items) != 1 || doc.Entries != 10 || len(doc.Listed) != 10 {
		t.Fatalf("%+v, %v", doc, err)
	}
	if doc.Items[0].ID != first.Items[3].ID || doc.Items[0].Title != first.Items[3].Title {
		t.Errorf("read %q, want %q", doc.Items[0].Title, first.Items[3].Title)
	}
	for i, l := range doc.Listed {
		if l.Raw != first.Listed[i].Raw || (l.Item != 0) != (i == 3) {
			t.Errorf("entry %d is listed as %+v", i, l)
		}
	}
	page.Known = func(uint64) bool { return true }
	if doc, err = parse.Feed(feed.Source{ID: "x"}, page); err != nil || doc.Entries != 10 || len(doc.Items) != 0 {
		t.Errorf("all known: %+v, %v", doc, err)
	}
}

// TestHash pins the sums, because they are stored.
func TestHash(t *testing.T) {
	for in, want := range map[string]uint64{
		"": 0xe6d24d7e0390ae94, "a": 0x441ddc124003785f, "sixteen bytes!!!": 0xe08224441e4def81, strings.Repeat("The river rose. ", 20) + "End": 0xe8983411be129217,
	} {
		if got := parse.Hash64(1, []byte(in)); got != want {
			t.Errorf("%.20q: %#x, want %#x", in, got, want)
		}
	}
}
