package main

import (
	"net/url"
	"testing"

	"sitrep/feed/feedtest"
)

// TestOnceFoldsEvents polls the invented world and holds the stories of the
// merged feed against what the newsroom knows: which reports are of one event.
// Its places are in no gazetteer, so that this is what words alone can tell; a
// dozen events a day in each of its few towns are as hard as it gets.
func TestOnceFoldsEvents(t *testing.T) {
	room := newTestNewsroom(t)
	entries, _ := once(t, room.sources, "languages: [all]\nfeed: {limit: 5000}")
	truths := map[string]feedtest.Truth{}
	for _, truth := range room.Truths() {
		if truth.Conflict {
			truths[truth.Path] = truth
		}
	}
	story := map[string]int{} // of each path that is in the feed
	for n, e := range entries {
		for _, link := range e.Links {
			if u, err := url.Parse(link.Href); err == nil && (link.Rel == "related" || link.Rel == "alternate") {
				if _, known := truths[u.Path]; known {
					story[u.Path] = n
				}
			}
		}
	}
	var together, apart, wrong, across, acrossTogether int
	for a, n := range story {
		for b, m := range story {
			if a >= b {
				continue
			}
			x, y := truths[a], truths[b]
			same, two := x.Event == y.Event, x.Language != y.Language
			if same && two {
				across++
			}
			switch {
			case same && n == m:
				together++
				if two {
					acrossTogether++
				}
			case same:
				apart++
			case n == m:
				if wrong++; wrong <= 12 {
					t.Logf("merged: %s | %s", x.Title, y.Title)
				}
			}
		}
	}
	t.Logf("%d reports: %d pairs of one event in one story, %d apart, %d of two events merged; two languages %d of %d", len(story), together, apart, wrong, acrossTogether, across)
	if together < 350 || wrong > together*8/10 { // what arrives first differs from run to run
		t.Errorf("%d pairs right, %d wrong", together, wrong)
	}
}
