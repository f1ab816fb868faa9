package store_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/store"
)

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const prose = "Officials said on Tuesday that negotiators had agreed to extend the truce along the river by two weeks, " +
	"although shelling was reported near the northern crossing during the night. Aid convoys are to use the southern road. "

// newsItem is an item of the size that real feeds bring: about 800 bytes of text.
func newsItem(source string, n int) feed.Item {
	url := fmt.Sprintf("https://news.example.org/%s/2026/03/01/%d-negotiators-extend-the-truce", source, n)
	at := epoch.Add(time.Duration(n) * time.Second)
	return feed.Item{
		ID: feed.NewItemID(source, url), Source: source, Publisher: source, GUID: url, URL: url,
		Title:   fmt.Sprintf("Negotiators extend the truce along the river, report %d of %s", n, source),
		Summary: strings.Repeat(prose, 2), Language: "en-GB", Authors: []string{"A. Reporter"},
		Categories: []string{"World", "Conflict"}, Published: at, Updated: at, Seen: at.Add(time.Hour),
		Keep: true, Score: 0.87, Topics: []string{"riverland"}, Rule: "new", Print: feed.Hash(url),
	}
}

// visit brings count new items of one source, each a story.
func visit(source string, first, count int) feed.Visit {
	v := feed.Visit{Poll: feed.Poll{
		Source: source, URL: "https://news.example.org/" + source, At: epoch, Status: feed.Fetched, Code: 200,
		Validators: feed.Validators{URL: "https://news.example.org/" + source, ETag: `"abc"`}, Next: epoch.Add(time.Hour), Reason: "schedule",
	}}
	for n := first; n < first+count; n++ {
		it := newsItem(source, n)
		v.Placed = append(v.Placed, feed.Placement{Item: it, Story: it.ID})
		v.Listed = append(v.Listed, feed.Listed{Raw: it.Print, Item: it.ID, Link: it.Print, Kept: true, Day: 20513})
	}
	return v
}

func visits(sources, items int) (list []feed.Visit) {
	for s := range sources {
		list = append(list, visit(fmt.Sprintf("source-%d", s), s*items, items))
	}
	return list
}

func openBench(b *testing.B, o store.Options) *store.DB {
	b.Helper()
	db, err := store.Open(filepath.Join(b.TempDir(), "sitrep.db"), o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// BenchmarkCommit/items=10k is the largest commit of a first poll: 300 sources.
func BenchmarkCommit(b *testing.B) {
	b.Run("items=10k", func(b *testing.B) {
		load := visits(300, 34)
		b.ReportAllocs()
		for range b.N {
			b.StopTimer()
			db := openBench(b, store.Options{})
			before := cpu()
			b.StartTimer()
			if err := db.Commit(load); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(cpu()-before)/float64(time.Microsecond)/(300*34), "cpu-µs/item")
		}
	})
	b.Run("unchanged=100", func(b *testing.B) {
		db := openBench(b, store.Options{})
		load := visits(1000, 0)
		if err := db.Commit(load); err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for range b.N {
			if err := db.SavePolls(polls(load[:100])); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func polls(visits []feed.Visit) (list []feed.Poll) {
	for _, v := range visits {
		list = append(list, v.Poll)
	}
	return list
}

// BenchmarkLoad is a first poll of 1,000 sources of 35 items, 100 visits a commit.
func BenchmarkLoad(b *testing.B) {
	for range b.N {
		b.StopTimer()
		db := openBench(b, store.Options{})
		runtime.GC()
		peak := watchHeap()
		before := cpu()
		data := 0
		b.StartTimer()
		for k := range 10 {
			var load []feed.Visit
			for s := range 100 {
				load = append(load, visit(fmt.Sprintf("source-%d", k*100+s), (k*100+s)*35, 35))
			}
			for _, v := range load {
				for _, p := range v.Placed {
					data += len(p.Item.Title) + len(p.Item.Summary) + 2*len(p.Item.URL)
				}
			}
			if err := db.Commit(load); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(cpu()-before)/float64(time.Microsecond)/35000, "cpu-µs/item")
		b.ReportMetric(float64(peak())/(1<<20), "peak-heap-MB")
		size, _ := db.Size()
		b.ReportMetric(float64(size)/float64(data), "file/text")
		b.ReportMetric(float64(size)/(1<<20), "file-MB")
	}
}

// BenchmarkOpen is the start of a daemon with 100,000 stories, without reading them.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "sitrep.db")
	fill(b, path, 100_000)
	b.ResetTimer()
	for range b.N {
		db, err := store.Open(path, store.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func fill(b *testing.B, path string, n int) {
	b.Helper()
	db, err := store.Open(path, store.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	load(b, db, n)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// load fills a store with n stories, one in a thousand of a rare topic.
func load(b *testing.B, db *store.DB, n int) {
	b.Helper()
	for first := 0; first < n; first += 5000 {
		v := visit("source", first, 5000)
		v.Listed = nil
		for i := range v.Placed {
			if it := &v.Placed[i].Item; i%1000 == 0 {
				it.Topics = []string{"hillside", "riverland"}
			}
		}
		if err := db.Commit([]feed.Visit{v}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStories(b *testing.B) {
	db := openBench(b, store.Options{NoSync: true})
	load(b, db, 100_000)
	for name, q := range map[string]feed.Query{
		"100k-rare-topic": {Topic: "hillside", Limit: 200},
		"100k-newest":     {Languages: []string{"en"}, Limit: 200},
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if _, err := db.Stories(q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("100k-each", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			if err := db.Each(func(feed.Story) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("100k-find-url", func(b *testing.B) {
		for range b.N {
			if _, _, err := db.FindURL(newsItem("source", 0).URL); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("100k-check", func(b *testing.B) {
		for range b.N {
			if err := db.Check(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// watchHeap samples the live heap and gives its peak when asked.
func watchHeap() (peak func() uint64) {
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		var most uint64
		var m runtime.MemStats
		for {
			select {
			case <-stop:
				done <- most
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	return func() uint64 { close(stop); return <-done }
}
