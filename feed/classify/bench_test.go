package classify_test

import (
	"encoding/xml"
	"net/http/httptest"
	"runtime"
	"syscall"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/feedtest"
)

// wireItems are the articles of the newsroom's RSS outlets: titles and
// summaries of the length that feeds have, a quarter of them about a war.
func wireItems(b *testing.B) []feed.Item {
	n := feedtest.Load(feedtest.LoadOptions{Feeds: 60})
	n.Sources("http://newsroom.example")
	var items []feed.Item
	for _, o := range n.Outlets() {
		if o.Format != "rss2.0" {
			continue
		}
		rec := httptest.NewRecorder()
		n.ServeHTTP(rec, httptest.NewRequest("GET", o.FeedPath(), nil))
		var doc struct {
			Items []struct {
				Title       string `xml:"title"`
				Description string `xml:"description"`
			} `xml:"channel>item"`
		}
		if err := xml.NewDecoder(rec.Body).Decode(&doc); err != nil {
			b.Fatal(err)
		}
		for _, it := range doc.Items {
			items = append(items, feed.Item{Title: it.Title, Summary: it.Description, Language: o.Language})
		}
	}
	return items
}

func BenchmarkJudge(b *testing.B) {
	c := newClassifier(b, classify.Options{})
	items := wireItems(b)
	size := 0
	for _, it := range items {
		size += len(it.Title) + len(it.Summary)
	}
	b.SetBytes(int64(size / len(items)))
	b.ReportAllocs()
	start := cpu(b)
	for i := 0; b.Loop(); i++ {
		c.Judge(items[i%len(items)], feed.Source{Language: "en"})
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N), "cpu-ns/op")
}

// cpu is the processor time of this process: on a busy machine the clock on
// the wall says little.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkNew also reports what a classifier keeps in memory.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var c *classify.Classifier
	start := cpu(b)
	for b.Loop() {
		c = newClassifier(b, classify.Options{})
	}
	b.ReportMetric(float64(cpu(b)-start)/float64(b.N), "cpu-ns/op")
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(c)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB-kept")
}
