package store_test

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sitrep/feed"
	"sitrep/store"
)

// A model is what a store should hold, in plain maps.
type model struct {
	stories map[feed.StoryID]*feed.Story
	polls   map[string]feed.Poll
	listed  map[string][]feed.Listed
	dropped []feed.ItemID
}

func (m *model) commit(visits []feed.Visit) {
	missing := map[feed.StoryID]*feed.Story{}
	for _, v := range visits {
		m.polls[v.Poll.Source] = v.Poll
		if v.Listed != nil {
			m.listed[v.Poll.Source] = v.Listed
		}
		for _, it := range v.Dropped {
			m.dropped = append(m.dropped, it.ID)
		}
	}
	for _, founders := range []bool{true, false} {
		for _, v := range visits {
			for _, p := range v.Placed {
				if (p.Story == p.Item.ID) == founders {
					m.place(p, missing)
				}
			}
		}
	}
}

func (m *model) place(p feed.Placement, missing map[feed.StoryID]*feed.Story) {
	s := m.holder(p.Item.ID)
	if s == nil && m.holder(p.Story) != nil {
		s = m.holder(p.Story)
	}
	if s == nil && missing[p.Story] != nil {
		s = missing[p.Story]
	}
	if s == nil {
		s = &feed.Story{}
		m.stories[p.Item.ID] = s
		if p.Story != p.Item.ID {
			missing[p.Story] = s
		}
	}
	s.Apply(p)
	for _, id := range p.Merge {
		if o := m.holder(id); o != nil && o != s {
			s = m.merge(s, o, missing, p.Item.Seen)
		}
	}
}

// merge makes two stories one, which no id is lost by.
func (m *model) merge(s, o *feed.Story, missing map[feed.StoryID]*feed.Story, at time.Time) *feed.Story {
	if o.Older(*s) {
		s, o = o, s
	}
	delete(m.stories, o.ID)
	s.Absorb(*o, at)
	for id, founded := range missing {
		if founded == o {
			missing[id] = s
		}
	}
	return s
}

func (m *model) settle(now time.Time) (settled int) {
	for _, s := range m.stories {
		if s.Settle(now) {
			settled++
		}
	}
	return settled
}

func (m *model) holder(id feed.ItemID) *feed.Story {
	for _, s := range m.stories {
		if slices.ContainsFunc(s.Items, func(it feed.Item) bool { return it.ID == id }) {
			return s
		}
	}
	return nil
}

func (m *model) query(q feed.Query) (found []feed.Story) {
	for _, s := range m.stories {
		if q.Topic != "" && !slices.Contains(s.Topics(), q.Topic) || !s.Updated.After(q.Since) {
			continue
		}
		found = append(found, *s)
	}
	slices.SortFunc(found, func(a, b feed.Story) int {
		return cmp.Or(b.Updated.Compare(a.Updated), cmp.Compare(a.ID, b.ID))
	})
	if q.Limit > 0 && len(found) > q.Limit {
		found = found[:q.Limit]
	}
	return found
}

func (m *model) expire(r store.Retention, now time.Time) (removed int) {
	for i, s := range m.query(feed.Query{}) {
		if r.Stories > 0 && i >= r.Stories || r.Age > 0 && s.Updated.Before(now.Add(-r.Age)) {
			delete(m.stories, s.ID)
			removed++
		}
	}
	return removed
}

// drawItem takes items from a small world, so that they meet again.
func drawItem(t *rapid.T) feed.Item {
	it := newsItem("world", rapid.IntRange(1, 30).Draw(t, "item"))
	it.Title = rapid.SampledFrom([]string{"Truce extended", "Truce broken", "Talks resume"}).Draw(t, "title")
	it.Publisher = rapid.SampledFrom([]string{"alpha", "beta", "gamma"}).Draw(t, "publisher")
	it.Topics = rapid.SampledFrom([][]string{nil, {"riverland"}, {"hillside", "riverland"}}).Draw(t, "topics")
	it.Seen = it.Seen.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "delay")) * time.Minute)
	if n := rapid.IntRange(0, 20).Draw(t, "deaths"); n > 0 {
		it.About.Counts = []feed.Count{{Kind: "deaths", Value: n}}
	}
	it.Withdrawn = rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0
	if rapid.IntRange(0, 3).Draw(t, "copy") == 0 {
		it.CopyOf = newsItem("world", 1).ID
	}
	return it
}

func drawVisit(t *rapid.T) feed.Visit {
	v := feed.Visit{Poll: feed.Poll{
		Source: rapid.SampledFrom([]string{"alpha", "beta", "gamma"}).Draw(t, "source"),
		At:     epoch, Failures: rapid.IntRange(0, 9).Draw(t, "failures"),
	}}
	if rapid.Bool().Draw(t, "lists") {
		v.Listed = []feed.Listed{{Raw: rapid.Uint64().Draw(t, "raw"), Day: uint16(epoch.Unix() / 86400)}}
	}
	for range rapid.IntRange(0, 6).Draw(t, "placed") {
		it := drawItem(t)
		story := it.ID
		if rapid.Bool().Draw(t, "joins") {
			story = newsItem("world", rapid.IntRange(1, 40).Draw(t, "story")).ID
		}
		p := feed.Placement{Item: it, Story: story}
		for range rapid.IntRange(0, 8).Draw(t, "merges") - 6 {
			p.Merge = append(p.Merge, newsItem("world", rapid.IntRange(1, 40).Draw(t, "merged")).ID)
		}
		if story == it.ID && rapid.Bool().Draw(t, "continues") {
			p.Previous = newsItem("world", rapid.IntRange(1, 40).Draw(t, "previous")).ID
		}
		v.Placed = append(v.Placed, p)
	}
	if rapid.Bool().Draw(t, "drops") {
		v.Dropped = []feed.Item{drawItem(t)}
	}
	return v
}

func TestAgainstAModel(t *testing.T) {
	folder := t.TempDir()
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		db := &testDB{t: t, path: filepath.Join(folder, time.Duration(runs).String())}
		db.open()
		defer db.close()
		m := &model{stories: map[feed.StoryID]*feed.Story{}, polls: map[string]feed.Poll{}, listed: map[string][]feed.Listed{}}
		rt.Repeat(map[string]func(*rapid.T){
			"commit": func(t *rapid.T) {
				visits := rapid.SliceOfN(rapid.Custom(drawVisit), 1, 4).Draw(t, "visits")
				m.commit(visits)
				db.commit(visits...)
			},
			"expire": func(t *rapid.T) {
				r := store.Retention{
					Age:     time.Duration(rapid.IntRange(0, 60).Draw(t, "age")) * time.Minute,
					Stories: rapid.IntRange(0, 20).Draw(t, "stories"),
				}
				now := epoch.Add(time.Hour)
				want := m.expire(r, now)
				if got, err := db.Expire(r, now); err != nil || got != want {
					t.Fatalf("Expire(%+v) removed %d, %v; want %d", r, got, err, want)
				}
			},
			"settle": func(t *rapid.T) {
				now := epoch.Add(time.Duration(rapid.IntRange(0, 120).Draw(t, "minute")) * time.Minute)
				want := m.settle(now)
				if got, err := db.Settle(now); err != nil || got != want {
					t.Fatalf("Settle(%v) moved %d, %v; want %d", now, got, err, want)
				}
			},
			"reopen": func(*rapid.T) { db.reopen() },
			"": func(t *rapid.T) {
				q := feed.Query{Topic: rapid.SampledFrom([]string{"", "hillside"}).Draw(t, "topic"), Limit: rapid.IntRange(0, 9).Draw(t, "limit")}
				if rapid.Bool().Draw(t, "since") {
					q.Since = epoch.Add(time.Duration(rapid.IntRange(-10, 3600).Draw(t, "second")) * time.Second)
				}
				compare(t, db, m, q)
			},
		})
	})
}

func compare(t *rapid.T, db *testDB, m *model, q feed.Query) {
	t.Helper()
	if d := diff(m.query(q), db.stories(q)); d != "" {
		t.Fatalf("stories of %+v (-want +got):\n%s", q, d)
	}
	polls, err := db.Polls()
	want := slices.SortedFunc(maps.Values(m.polls), func(a, b feed.Poll) int { return cmp.Compare(a.Source, b.Source) })
	if d := diff(want, polls); err != nil || d != "" {
		t.Fatalf("polls: %v\n%s", err, d)
	}
	for source, list := range m.listed {
		got, err := db.Listed(source)
		if d := diff(list, got); err != nil || d != "" {
			t.Fatalf("listed of %s: %v\n%s", source, err, d)
		}
	}
	for id, want := range m.stories {
		for _, id := range append(slices.Clone(want.Merged), id) {
			if s, err := db.Story(id); err != nil || s.ID != want.ID {
				t.Fatalf("story %v: %v, %v; want %v", id, s.ID, err, want.ID)
			}
		}
	}
}
