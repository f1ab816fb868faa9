package feedtest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/feedtest"
)

var opening = time.Date(2031, 5, 6, 7, 0, 0, 0, time.UTC)

func get(n *feedtest.Newsroom, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	n.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://newsroom.example"+path, nil))
	return w
}

// TestWorldIsDeterministic: the same seed, start and speed give the same bytes,
// whenever they are asked for; another seed gives others.
func TestWorldIsDeterministic(t *testing.T) {
	a := feedtest.New(feedtest.Options{Seed: 1, Start: opening})
	b := feedtest.New(feedtest.Options{Seed: 1, Start: opening})
	c := feedtest.New(feedtest.Options{Seed: 2, Start: opening})
	for range 5 {
		b.Skip(time.Hour)
		b.Truths() // asked often, and only at the end: no difference
	}
	a.Skip(5 * time.Hour)
	c.Skip(5 * time.Hour)
	same := 0
	for _, o := range a.Outlets() {
		one := get(a, o.FeedPath()).Body.String()
		if one != get(b, o.FeedPath()).Body.String() {
			t.Errorf("%s: two newsrooms of one seed differ", o.ID)
		}
		if one == get(c, o.FeedPath()).Body.String() {
			same++
		}
	}
	if same > 3 { // those that answer with a page or a redirect
		t.Errorf("%d outlets do not mind the seed", same)
	}
}

func TestWorldTruthIsConsistent(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { consistent(t, seed) })
	}
}

func consistent(t *testing.T, seed uint64) {
	n := feedtest.New(feedtest.Options{Seed: seed, Start: opening})
	n.Skip(24 * time.Hour)
	type facts struct {
		kind     string
		conflict bool
	}
	events, titles := map[string]facts{}, map[string]feedtest.Truth{}
	var copies, conflict, subfeed int
	truths := n.Truths()
	for _, tr := range truths {
		if strings.ContainsAny(tr.Title, "{}") || tr.Title == "" || tr.Event == "" {
			t.Errorf("a slot was left open: %+v", tr)
		}
		if known, ok := events[tr.Event]; ok && known != (facts{tr.Kind, tr.Conflict}) {
			t.Errorf("%s is both %v and %+v", tr.Event, known, tr)
		}
		events[tr.Event] = facts{tr.Kind, tr.Conflict}
		if tr.Conflict {
			conflict++
		}
		if tr.CopyOf == "" {
			key := tr.Title + tr.Outlet
			if other, ok := titles[key]; ok && other.Event != tr.Event && tr.Published.Sub(other.Published) < 30*time.Hour {
				t.Errorf("%s and %s have one headline: %q", other.Event, tr.Event, tr.Title)
			}
			titles[key] = tr
			continue
		}
		copies++
		of, ok := n.Truth(tr.CopyOf)
		if !ok || of.CopyOf != "" || of.Event != tr.Event || of.Language != tr.Language || of.Published.After(tr.Published) {
			t.Errorf("%+v\nis no copy of %+v", tr, of)
		}
		if tr.CopyOf == tr.Path {
			subfeed++
		}
	}
	share := func(n int) float64 { return float64(n) / float64(len(truths)) }
	if share(conflict) < 0.4 || share(conflict) > 0.8 || share(copies) < 0.15 || share(copies) > 0.5 || subfeed == 0 {
		t.Errorf("%d articles of %d events: %.2f conflict, %.2f copies, %d in two feeds of one newsroom",
			len(truths), len(events), share(conflict), share(copies), subfeed)
	}
}

// TestWorldSpeaksOneEventInManyWords: the cases that a story must fold, and
// that a filter must tell apart, do occur.
func TestWorldSpeaksOneEventInManyWords(t *testing.T) {
	n := feedtest.New(feedtest.Options{Seed: 1, Start: opening})
	languages, kinds := map[string]map[string]bool{}, map[string]bool{}
	retitled := 0
	for _, tr := range n.Truths() {
		if languages[tr.Event] == nil {
			languages[tr.Event] = map[string]bool{}
		}
		languages[tr.Event][tr.Language] = true
		kinds[tr.Kind] = true
		retitled += len(tr.Former)
	}
	widest := 0
	for _, spoken := range languages {
		widest = max(widest, len(spoken))
	}
	if widest != 10 || retitled == 0 {
		t.Errorf("the widest event is told in %d languages, %d headlines were changed", widest, retitled)
	}
	for _, kind := range []string{"airstrike", "drones", "talks", "ambush", "missile", "sport", "derby", "tariffs", "film", "crime", "flood", "labour", "results", "health", "council"} {
		if !kinds[kind] {
			t.Errorf("nothing of kind %q in two days", kind)
		}
	}
}

// TestEventsOfAKindStayApart: no two air strikes on one town within a day and
// a half, for nobody could tell which of them a report means.
func TestEventsOfAKindStayApart(t *testing.T) {
	n := feedtest.New(feedtest.Options{Seed: 4, Start: opening})
	n.Skip(48 * time.Hour)
	places := map[string]map[string][]time.Time{}
	for _, tr := range n.Truths() {
		town, ok := strings.CutSuffix(tr.Title, " counts its dead after bombing raid")
		if ok && tr.CopyOf == "" {
			if places[town] == nil {
				places[town] = map[string][]time.Time{}
			}
			places[town][tr.Event] = append(places[town][tr.Event], tr.Published)
		}
	}
	if len(places) == 0 {
		t.Fatal("no air strike in four days")
	}
	for town, events := range places {
		var firsts []time.Time
		for _, at := range events {
			firsts = append(firsts, slices.MinFunc(at, time.Time.Compare))
		}
		slices.SortFunc(firsts, time.Time.Compare)
		for i := 1; i < len(firsts); i++ {
			if gap := firsts[i].Sub(firsts[i-1]); gap < 30*time.Hour {
				t.Errorf("%s: two strikes within %v", town, gap)
			}
		}
	}
}

func TestStoriesHavePages(t *testing.T) {
	n := feedtest.New(feedtest.Options{Seed: 1, Start: opening})
	for i, tr := range n.Truths() {
		if i%50 != 0 {
			continue
		}
		w := get(n, tr.Path+"?utm_source=x")
		if w.Code != 200 || !strings.Contains(w.Body.String(), "<h1>") || len(w.Body.String()) > 4<<10 {
			t.Errorf("%s: status %d", tr.Path, w.Code)
		}
	}
	for path, code := range map[string]int{"/": 200, "/meridian/": 200, "/meridian/none.html": 404, "/none/feed.xml": 404} {
		if w := get(n, path); w.Code != code {
			t.Errorf("%s: status %d, want %d", path, w.Code, code)
		}
	}
}

func TestSourcesAreReadyToPoll(t *testing.T) {
	n := feedtest.New(feedtest.Options{Speed: 60})
	sources := n.Sources("http://127.0.0.1:9000")
	languages, publishers := map[string]bool{}, map[string]bool{}
	for _, s := range sources {
		languages[s.Language], publishers[s.Publisher] = true, true
		if !strings.HasPrefix(s.URL, "http://127.0.0.1:9000/"+s.ID+"/feed.") || s.Schedule != "@every 10s" || s.Title == "" || !slices.Contains(feed.Kinds, s.Kind) {
			t.Errorf("%+v", s)
		}
	}
	if len(sources) < 30 || len(languages) != 10 || len(publishers) >= len(sources) {
		t.Errorf("%d sources, %d languages, %d publishers", len(sources), len(languages), len(publishers))
	}
	if s := n.Sources("http://{outlet}.example")[0]; s.URL != "http://meridian.example/meridian/feed.xml" {
		t.Errorf("a host for each outlet: %s", s.URL)
	}
	for _, topic := range feedtest.Topics() {
		if topic.Title == "" || len(topic.Terms) < 20 {
			t.Errorf("%+v", topic)
		}
	}
}

// TestPublishAndBehave: what tests do to a bare newsroom by hand.
func TestPublishAndBehave(t *testing.T) {
	n := feedtest.New(feedtest.Options{Bare: true, Start: opening})
	for _, bad := range []feedtest.Outlet{{ID: "No Slug"}, {ID: "x", Format: "rss9"}, {ID: "x", Charset: "ebcdic"}, {ID: "x", Behaves: []string{"well"}}, {ID: "x", Behaves: []string{"empty=1"}}} {
		if err := n.Add(bad); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
	if err := n.Add(feedtest.Outlet{ID: "x", Items: 2}); err != nil {
		t.Fatal(err)
	}
	if err := n.Add(feedtest.Outlet{ID: "x"}); err == nil {
		t.Error("two outlets of one id")
	}
	path, err := n.Publish("x", feedtest.Article{Title: "First words", Truth: feedtest.Truth{Conflict: true}})
	if err != nil {
		t.Fatal(err)
	}
	n.Skip(time.Minute)
	if _, err := n.Publish("x", feedtest.Article{Path: path, Title: "Second words"}); err != nil {
		t.Fatal(err)
	}
	all, err := readFeed(get(n, "/x/feed.xml").Body.Bytes())
	if err != nil || len(all) != 2 || all[0].Title != "Second words" {
		t.Errorf("%+v, error %v", all, err)
	}
	if tr, ok := n.Truth("https://anywhere.example" + path + "#top"); !ok || fmt.Sprint(tr.Former) != "[First words]" {
		t.Errorf("%+v", tr)
	}
	if err := n.Behave("x", "status=410"); err != nil || get(n, "/x/feed.xml").Code != 410 {
		t.Errorf("still well, error %v", err)
	}
	if err := n.Behave("x"); err != nil || get(n, "/x/feed.xml").Code != 200 {
		t.Errorf("still ill, error %v", err)
	}
}
