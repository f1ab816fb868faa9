package feedtest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sitrep/feed/feedtest"
)

// TestLoadIsTheWorldOfTheSpeedGoals holds the default load world to its
// figures: 44 MB, 1,257 bytes an item, a fifth copies, a quarter war.
func TestLoadIsTheWorldOfTheSpeedGoals(t *testing.T) {
	n := feedtest.Load(feedtest.LoadOptions{})
	n.Sources("http://127.0.0.1:9000")
	if size := n.Prepare(); size < 43_600_000 || size > 44_400_000 {
		t.Errorf("1,000 feeds hold %d bytes, want 44 MB within 1 %%", size)
	}
	var copies, war int
	titles := map[string]string{}
	truths := n.Truths()
	for _, tr := range truths {
		if tr.Conflict {
			war++
		}
		if tr.CopyOf != "" {
			copies++
			continue
		}
		if other, ok := titles[tr.Title]; ok {
			t.Errorf("%s and %s have one headline by accident: %q", tr.Path, other, tr.Title)
		}
		titles[tr.Title] = tr.Path
	}
	share := func(n int) float64 { return float64(n) / float64(len(truths)) }
	if len(truths) != 35_000 || share(copies) < 0.19 || share(copies) > 0.21 || share(war) < 0.23 || share(war) > 0.28 {
		t.Errorf("%d items, %.3f copies, %.3f war", len(truths), share(copies), share(war))
	}
}

func TestLoadIsDeterministicAndAdvances(t *testing.T) {
	small := feedtest.LoadOptions{Seed: 7, Feeds: 40, Items: 35, Start: opening}
	a, b := feedtest.Load(small), feedtest.Load(small)
	paths := map[string]string{}
	for _, o := range a.Outlets() {
		paths[o.FeedPath()] = get(a, o.FeedPath()).Body.String()
		if paths[o.FeedPath()] != get(b, o.FeedPath()).Body.String() {
			t.Fatalf("%s differs", o.ID)
		}
	}
	if got := a.Advance(0.1, 2); got != 4 {
		t.Errorf("%d feeds advanced, want 4", got)
	}
	b.Advance(0.1, 2)
	changed := 0
	for path, before := range paths {
		after := get(a, path).Body.String()
		if after != get(b, path).Body.String() {
			t.Errorf("%s differs after Advance", path)
		}
		if after == before {
			continue
		}
		changed++
		was, _ := readFeed([]byte(before))
		is, err := readFeed([]byte(after))
		if err != nil || len(is) != 35 || is[2] != was[0] || is[1] == was[0] {
			t.Errorf("%s: want two new items before the old ones, error %v", path, err)
		}
	}
	if changed != 4 {
		t.Errorf("%d feeds changed, want 4", changed)
	}
}

// TestLoadCopiesAreCopies: what the truth calls a copy shares most of its
// words in order with its original, and what it does not call so, few.
func TestLoadCopiesAreCopies(t *testing.T) {
	n := feedtest.Load(feedtest.LoadOptions{Feeds: 60, Start: opening})
	texts := map[string]map[string]bool{}
	for _, o := range n.Outlets() {
		all, err := readFeed(get(n, o.FeedPath()).Body.Bytes())
		if err != nil || len(all) != 35 {
			t.Fatalf("%s: %d entries, error %v", o.ID, len(all), err)
		}
		for _, e := range all {
			tr, ok := n.Truth(e.Link)
			if !ok || tr.Title != e.Title {
				t.Fatalf("%s leads to %+v", e.Link, tr)
			}
			texts[tr.Path] = shingles(e.Text)
		}
	}
	var before string
	for _, tr := range n.Truths() {
		if tr.CopyOf != "" {
			if s := overlap(texts[tr.Path], texts[tr.CopyOf]); s < 0.5 {
				t.Errorf("%s shares %.2f with its original", tr.Path, s)
			}
			continue
		}
		if before != "" {
			if s := overlap(texts[tr.Path], texts[before]); s > 0.2 {
				t.Errorf("%s shares %.2f with %s by accident", tr.Path, s, before)
			}
		}
		before = tr.Path
	}
}

// shingles are the runs of three words in a text without its tags.
func shingles(text string) map[string]bool {
	for _, tag := range []string{"<p>", "</p>", "<b>", "</b>", "\n"} {
		text = strings.ReplaceAll(text, tag, " ")
	}
	text, _, _ = strings.Cut(text, "<a href")
	words, set := strings.Fields(text), map[string]bool{}
	for i := 0; i+3 <= len(words); i++ {
		set[strings.Join(words[i:i+3], " ")] = true
	}
	return set
}

func overlap(a, b map[string]bool) float64 {
	both := 0
	for s := range a {
		if b[s] {
			both++
		}
	}
	return float64(both) / float64(max(min(len(a), len(b)), 1))
}

// BenchmarkLoadServe measures what serving costs the process under test: all
// feeds of the default world, once unconditionally.
func BenchmarkLoadServe(b *testing.B) {
	n := feedtest.Load(feedtest.LoadOptions{})
	n.Sources("http://newsroom.example")
	b.SetBytes(n.Prepare())
	outlets := n.Outlets()
	for b.Loop() {
		for _, o := range outlets {
			n.ServeHTTP(discard{http.Header{}}, httptest.NewRequest(http.MethodGet, o.FeedPath(), nil))
		}
	}
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(p []byte) (int, error) { return len(p), nil }
func (d discard) WriteHeader(int)             {}

func BenchmarkLoadOpen(b *testing.B) {
	for b.Loop() {
		feedtest.Load(feedtest.LoadOptions{}).Prepare()
	}
}

func BenchmarkWorldOpen(b *testing.B) {
	for b.Loop() {
		feedtest.New(feedtest.Options{}).Truths()
	}
}
