package store_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/store"
)

// joined is the placement of an item that shows stories to be one.
func joined(it feed.Item, story feed.StoryID, merge ...feed.StoryID) feed.Visit {
	return feed.Visit{Poll: feed.Poll{Source: it.Source}, Placed: []feed.Placement{{Item: it, Story: story, Merge: merge}}}
}

func TestMergedStoriesKeepTheOlderID(t *testing.T) {
	a, b, c, d := newsItem("alpha", 1), newsItem("beta", 2), newsItem("gamma", 3), newsItem("delta", 4)
	for name, visits := range map[string][]feed.Visit{
		"stored before":        {place(0, a), place(0, b), place(0, c), joined(d, a.ID, b.ID, c.ID)},
		"named the wrong way":  {place(0, a), place(0, b), place(0, c), joined(d, c.ID, b.ID, a.ID)},
		"one after the other":  {place(0, a), place(0, b), place(0, c), joined(b, b.ID, c.ID), joined(d, a.ID, b.ID)},
		"by an id that is not": {place(0, a), place(0, b), place(0, c), joined(c, b.ID, c.ID, b.ID, 77), joined(d, a.ID, c.ID)},
	} {
		t.Run(name, func(t *testing.T) {
			for _, together := range []bool{false, true} {
				db := open(t)
				if together {
					db.commit(visits...)
				} else {
					for _, v := range visits {
						db.commit(v)
					}
				}
				db.reopen()
				stories := db.stories(feed.Query{})
				if len(stories) != 1 || stories[0].ID != a.ID || len(stories[0].Items) != 4 || stories[0].Items[0].ID != a.ID {
					t.Fatalf("%d stories: %v", len(stories), stories)
				}
				for _, old := range []feed.StoryID{a.ID, b.ID, c.ID} {
					if s, err := db.Story(old); err != nil || s.ID != a.ID {
						t.Errorf("the id %v leads to %v, %v", old, s.ID, err)
					}
				}
				if _, err := db.Story(d.ID); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("an item that was no story leads to one: %v", err)
				}
			}
		})
	}
}

func TestAMergedStoryTakesLaterReports(t *testing.T) {
	db := open(t)
	a, b := newsItem("alpha", 1), newsItem("beta", 2)
	db.commit(place(0, a), place(0, b))
	db.commit(joined(b, b.ID, a.ID))
	db.commit(place(b.ID, newsItem("gamma", 3)))
	if s, err := db.Story(b.ID); err != nil || s.ID != a.ID || len(s.Items) != 3 || !slices.Equal(s.Merged, []feed.StoryID{b.ID}) {
		t.Errorf("%+v, %v", s, err)
	}
	if removed, err := db.Expire(store.Retention{Age: time.Nanosecond}, epoch.Add(1000*time.Hour)); err != nil || removed != 1 {
		t.Fatalf("removed %d, %v", removed, err)
	}
	if _, err := db.Story(b.ID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a merged id outlived its story: %v", err)
	}
}

func TestSettleShowsWhatWaited(t *testing.T) {
	db := open(t)
	lead := newsItem("alpha", 1)
	lead.Published, lead.Updated, lead.Seen = epoch, epoch, epoch
	db.commit(place(0, lead))
	lead.Title, lead.Seen = "Another title", epoch.Add(time.Minute)
	db.commit(place(0, lead))
	due := epoch.Add(5 * time.Minute)
	if s, _ := db.Story(lead.ID); !s.Updated.Equal(epoch) || !s.Pending.Equal(due) {
		t.Fatalf("updated %v, pending %v", s.Updated, s.Pending)
	}
	db.reopen()
	before := db.Version()
	if n, err := db.Settle(due.Add(-1)); n != 0 || err != nil || db.Version() != before {
		t.Errorf("too early: %d, %v", n, err)
	}
	if n, err := db.Settle(due); n != 1 || err != nil || db.Version() == before {
		t.Errorf("in time: %d, %v", n, err)
	}
	if got := db.stories(feed.Query{Since: epoch.Add(time.Minute)}); len(got) != 1 || !got[0].Updated.Equal(due) || !got[0].Pending.IsZero() {
		t.Errorf("after it: %+v", got)
	}
	if n, err := db.Settle(due.Add(time.Hour)); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
}

func TestAContinuationNamesWhatItContinues(t *testing.T) {
	db := open(t)
	it := newsItem("alpha", 2)
	db.commit(feed.Visit{Poll: feed.Poll{Source: "alpha"}, Placed: []feed.Placement{{Item: it, Story: it.ID, Previous: 7}}})
	if s, err := db.Story(it.ID); err != nil || s.Previous != 7 {
		t.Errorf("previous %v, %v", s.Previous, err)
	}
}
