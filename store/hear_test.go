package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/store"
)

func openHearing(t *testing.T, hear func(*feed.Story)) *testDB {
	t.Helper()
	db := &testDB{t: t, path: filepath.Join(t.TempDir(), "sitrep.db")}
	var err error
	if db.DB, err = store.Open(db.path, store.Options{NoSync: true, Hear: hear}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.close)
	return db
}

// seen is a report that comes so many minutes after the epoch.
func seen(source string, minute int) feed.Item {
	it := newsItem(source, 1)
	it.Seen = epoch.Add(time.Duration(minute) * time.Minute)
	it.Published, it.Updated = it.Seen, it.Seen
	return it
}

func TestACommitHearsWhoSpeaks(t *testing.T) {
	sources := map[string]feed.Source{
		"alpha": {ID: "alpha", Country: "AA"}, "beta": {ID: "beta", Country: "BB"},
		"gamma": {ID: "gamma", Country: "BB"}, "far": {ID: "far", Country: "CC"},
	}
	topic := feed.Topic{ID: "riverland", Sides: [][]string{{"AA"}, {"BB"}}}
	alpha, beta, far := seen("alpha", 0), seen("beta", 200), seen("far", 100)
	sides := func(s feed.Story) (n int) {
		for _, c := range s.Changes {
			if c.Kind == feed.ChangeSide {
				n++
			}
		}
		return n
	}
	for name, c := range map[string]struct {
		visits  []feed.Visit
		updates int
	}{
		"both together":            {[]feed.Visit{place(0, alpha), place(alpha.ID, beta)}, 1}, // confirmed by the same report
		"after one who is of none": {[]feed.Visit{place(0, alpha), place(alpha.ID, far), place(alpha.ID, beta)}, 2},
		"by a merger":              {[]feed.Visit{place(0, alpha), place(0, far), joined(beta, alpha.ID, far.ID)}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			for _, together := range []bool{true, false} {
				db := openHearing(t, func(s *feed.Story) { s.Hear(sources, topic) })
				if together {
					db.commit(c.visits...)
				} else {
					for _, v := range c.visits {
						db.commit(v)
					}
				}
				s, err := db.Story(alpha.ID)
				if err != nil || sides(s) != 1 || s.Updates != c.updates || !s.Updated.Equal(beta.Seen) {
					t.Errorf("together %v: %d updates, the last %v, changes %+v, %v", together, s.Updates, s.Updated, s.Changes, err)
				}
				db.commit(place(alpha.ID, seen("gamma", 400)))
				if again, err := db.Story(alpha.ID); err != nil || sides(again) != 1 || !again.Updated.Equal(s.Updated) {
					t.Errorf("the same side again: updated %v, changes %+v, %v", again.Updated, again.Changes, err)
				}
			}
		})
	}
}

// What Hear moves must be found where it moved to, and what did not change is
// not written, though it is heard again.
func TestHearingMovesTheTimeline(t *testing.T) {
	heard := 0
	late := epoch.Add(500 * time.Minute)
	db := openHearing(t, func(s *feed.Story) { heard++; s.Updated = late })
	it := seen("alpha", 0)
	db.commit(place(0, it))
	if got := db.stories(feed.Query{Since: late.Add(-1)}); len(got) != 1 || heard != 1 {
		t.Errorf("%d stories after %d hearings", len(got), heard)
	}
	before := db.Version()
	db.commit(place(0, it))
	if heard != 2 || db.Version() != before {
		t.Errorf("unchanged: %d hearings, version %d, was %d", heard, db.Version(), before)
	}
}
