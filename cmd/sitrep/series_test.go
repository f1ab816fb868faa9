package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sitrep/config"
	"sitrep/feed"
	"sitrep/feed/feedtest"
	"sitrep/feed/poll"
	"sitrep/feed/publish"
)

const seriesFolder = "../../../shared/data/feeds/series"

// snapshot is a real feed as it was at a moment.
type snapshot struct {
	at   time.Time
	path string
}

// series serves each real feed, at NAME.example, as it last was by the clock.
type series struct {
	byName map[string][]snapshot // oldest first
	asked  atomic.Int64
}

// TestSeries polls real feeds again and again, as they were at each of the
// moments at which somebody polled them, years apart, and checks after each
// what readers are promised: no story changes its name, no report is lost or
// told twice, and what is published can be read.
func TestSeries(t *testing.T) {
	feeds := readSeries(t)
	for _, keep := range []string{config.KeepConflict, config.KeepAll} {
		t.Run(keep, func(t *testing.T) {
			if testing.Short() && keep == config.KeepAll {
				t.Skip("thousands of reports")
			}
			synctest.Test(t, func(t *testing.T) { replay(t, feeds, keep) })
		})
	}
}

func readSeries(t *testing.T) *series {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(seriesFolder, "*", "*.xml"))
	if len(paths) == 0 {
		t.Skip("the shared series of feeds are not here")
	}
	s := &series{byName: map[string][]snapshot{}}
	for _, path := range paths { // sorted
		at, err := time.Parse("20060102T150405.xml", filepath.Base(path))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(filepath.Dir(path))
		s.byName[name] = append(s.byName[name], snapshot{at, path})
	}
	return s
}

// moments are when a snapshot of any feed was taken.
func (s *series) moments() (all []time.Time) {
	for _, shots := range s.byName {
		for _, shot := range shots {
			all = append(all, shot.at)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

// ServeHTTP answers with the newest snapshot that is not of the future.
func (s *series) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked.Add(1)
	name, _, _ := strings.Cut(r.Host, ".")
	var now *snapshot
	for i, shot := range s.byName[name] {
		if !shot.at.After(time.Now()) {
			now = &s.byName[name][i]
		}
	}
	if now == nil {
		http.NotFound(w, r)
		return
	}
	body, err := os.ReadFile(now.path)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/xml")
	http.ServeContent(w, r, "", now.at, bytes.NewReader(body))
}

// sources are the feeds, each of a publisher of its own.
func (s *series) sources() (all []feed.Source) {
	for name := range s.byName {
		all = append(all, feed.Source{ID: name, Title: name, Publisher: name, URL: "http://" + name + ".example/", Schedule: "@every 10m"})
	}
	slices.SortFunc(all, func(a, b feed.Source) int { return strings.Compare(a.ID, b.ID) })
	return all
}

func replay(t *testing.T, feeds *series, keep string) {
	network := feedtest.NewPipeListener()
	server := &http.Server{Handler: feeds}
	go func() { _ = server.Serve(network) }()
	cfg, err := config.Load("", config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Data, cfg.Sources, cfg.Keep, cfg.Languages = t.TempDir(), feeds.sources(), keep, nil
	cfg.Feed.Limit = 1000
	b := newBubble(t, cfg, network)
	promises := &promises{t: t, b: b, ids: map[feed.StoryID]bool{}, items: map[feed.ItemID]bool{}}
	steps := feeds.moments()
	for _, at := range steps {
		<-time.After(time.Until(at))
		err := b.poller.Once(t.Context(), true, func(r poll.Report) {
			if r.Status == feed.Failed && !strings.Contains(r.Error, "404") {
				t.Errorf("%v: %s: %s", at, r.Source, r.Error)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		promises.check()
		if t.Failed() {
			t.Fatalf("at %v", at)
		}
	}
	summarise(t, b, len(steps))
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	_ = server.Close()
	_ = network.Close()
}

// promises are what holds of the stories from one poll to the next.
type promises struct {
	t       *testing.T
	b       *bubble
	version uint64
	ids     map[feed.StoryID]bool // that readers have met
	items   map[feed.ItemID]bool
}

func (p *promises) check() {
	if v := p.b.db.Version(); v == p.version {
		return
	}
	p.version = p.b.db.Version()
	if err := p.b.db.Check(); err != nil {
		p.t.Error(err)
	}
	here := map[feed.ItemID]feed.StoryID{}
	for _, s := range p.b.stories(p.t) {
		p.ids[s.ID] = true
		for _, it := range s.Items {
			if other, twice := here[it.ID]; twice {
				p.t.Errorf("item %v (%s) is in story %v and in %v", it.ID, it.Title, other, s.ID)
			}
			here[it.ID] = s.ID
			p.items[it.ID] = true
		}
	}
	for id := range p.items {
		if _, ok := here[id]; !ok {
			p.t.Errorf("item %v is in no story any more", id)
		}
	}
	for id := range p.ids {
		s, err := p.b.db.Story(id)
		if err != nil || s.ID != id && !slices.Contains(s.Merged, id) {
			p.t.Errorf("story %v is now %v, which merged %v (%v)", id, s.ID, s.Merged, err)
		}
	}
	p.published()
}

// published reads the feed documents back as a stranger would.
func (p *promises) published() {
	f, err := p.b.server().Feed("")
	if err != nil {
		p.t.Fatal(err)
	}
	ids := publish.IDs(f)
	if slices.Sort(ids); len(slices.Compact(ids)) != len(f.Stories) {
		p.t.Errorf("%d entries have %d ids", len(f.Stories), len(slices.Compact(ids)))
	}
	for _, format := range publish.Formats {
		var doc bytes.Buffer
		if err := format.Write(&doc, f); err != nil {
			p.t.Error(err)
		}
		if err := format.Verify(doc.Bytes(), f); err != nil {
			p.t.Error(err)
		}
	}
}

// summarise shows what became of it, for a person to read.
func summarise(t *testing.T, b *bubble, steps int) {
	t.Helper()
	stories := b.stories(t)
	var items, merged int
	var many []feed.Story
	for _, s := range stories {
		items += len(s.Items)
		merged += len(s.Merged)
		if originals(s) > 1 {
			many = append(many, s)
		}
	}
	t.Logf("%d steps: %d items in %d stories, %d with two publishers or more, %d with two reports or more, %d copies, %d stories merged",
		steps, items, len(stories), len(shared(stories)), len(many), copiesIn(stories), merged)
	if items == 0 || len(many) == 0 {
		t.Error("nothing was folded: this shows nothing")
	}
	const most = 30
	step := max(1, (len(many)+most-1)/most)
	for i := 0; i < len(many); i += step {
		var text strings.Builder
		for _, it := range many[i].Items {
			fmt.Fprintf(&text, "\n    %s %s rule %s chance %.2f: %s", it.Published.Format("2006-01-02T15:04"), it.Source, it.Rule, b.notes.chance[it.ID], it.Title)
		}
		t.Logf("story %v, %v:%s", many[i].ID, many[i].Topics(), text.String())
	}
}
