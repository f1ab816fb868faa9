package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/store"
)

func TestExpire(t *testing.T) {
	for name, c := range map[string]struct {
		r    store.Retention
		left int
	}{
		"no limit":       {store.Retention{}, 3000},
		"age":            {store.Retention{Age: 1000 * time.Second}, 1001},
		"count":          {store.Retention{Stories: 700}, 700},
		"age then count": {store.Retention{Age: 1000 * time.Second, Stories: 700}, 700},
		"count then age": {store.Retention{Age: 1000 * time.Second, Stories: 2000}, 1001},
		"all":            {store.Retention{Age: time.Nanosecond}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			db := open(t)
			db.commit(visit("alpha", 0, 3000))
			newest := epoch.Add(2999 * time.Second)
			removed, err := db.Expire(c.r, newest)
			if err != nil || removed != 3000-c.left {
				t.Fatalf("removed %d, %v; want %d", removed, err, 3000-c.left)
			}
			left := db.stories(feed.Query{})
			if len(left) != c.left || !left[0].Updated.Equal(newest) {
				t.Errorf("%d stories left, the newest of %v", len(left), left[0].Updated)
			}
			if c.left < 3000 {
				if _, err := db.Story(newsItem("alpha", 0).ID); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("the oldest story is still found: %v", err)
				}
			}
		})
	}
}

// An item that has expired must not come back while its source lists it.
func TestTombstonesOutliveTheirStories(t *testing.T) {
	db := open(t)
	today := uint16(epoch.Unix() / 86400)
	v := visit("alpha", 1, 4)
	for i, day := range []uint16{today - 60, today - 31, today - 30, today - 2} {
		v.Listed[i].Day = day
	}
	silent := visit("silent", 10, 3) // its last visit with a body was long ago
	for i := range silent.Listed {
		silent.Listed[i].Day = today - 90
	}
	silent.Listed[0].Day--
	db.commit(v, silent)
	if removed, err := db.Expire(store.Retention{Age: 1}, epoch.Add(time.Hour)); err != nil || removed != 7 {
		t.Fatalf("removed %d, %v", removed, err)
	}
	for source, want := range map[string][]feed.Listed{"alpha": v.Listed[2:], "silent": silent.Listed[1:]} {
		got, err := db.Listed(source)
		if d := diff(want, got); err != nil || d != "" {
			t.Errorf("%s: %v\n%s", source, err, d)
		}
	}
}

func TestTombstonesAreBounded(t *testing.T) {
	db := open(t)
	today := uint16(epoch.Unix() / 86400)
	list := func(n int, current int) feed.Visit {
		v := feed.Visit{Poll: feed.Poll{Source: fmt.Sprint(n)}}
		for i := range n {
			day := today - uint16(1+i%20)
			if i < current {
				day = today
			}
			v.Listed = append(v.Listed, feed.Listed{Raw: uint64(i), Day: day})
		}
		return v
	}
	db.commit(list(8000, 10), list(9000, 6000), list(4000, 10))
	if err := expire(db, store.Retention{}); err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]int{"8000": 5000, "9000": 6000, "4000": 4000} {
		got, err := db.Listed(source)
		if err != nil || len(got) != want {
			t.Errorf("%s entries: %d left, %v; want %d", source, len(got), err, want)
		}
		for i, l := range got[:min(len(got), 10)] {
			if l.Day != today {
				t.Errorf("%s entries: entry %d is not of the last visit", source, i)
			}
		}
	}
}

func TestDroppedItemsAreForgotten(t *testing.T) {
	db := open(t)
	var v feed.Visit
	v.Poll.Source = "alpha"
	for n := range 51_000 {
		v.Dropped = append(v.Dropped, feed.Item{ID: feed.ItemID(n + 1), Seen: epoch.Add(time.Duration(n) * time.Second)})
	}
	old := feed.Item{ID: 99_999, Seen: epoch.Add(-8 * 24 * time.Hour)}
	v.Dropped = append(v.Dropped, old)
	db.commit(v)
	for _, c := range []struct {
		now  time.Time
		want int
	}{{epoch, 50_000}, {epoch.Add(7*24*time.Hour + 50_000*time.Second), 1000}} {
		if _, err := db.Expire(store.Retention{}, c.now); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Dropped(0); err != nil || len(got) != c.want {
			t.Errorf("%d dropped items left, %v; want %d", len(got), err, c.want)
		}
	}
}

// A store that expires as much as it takes in must stop growing, though bbolt
// never gives space back.
func TestTheFileStopsGrowing(t *testing.T) {
	db := open(t)
	var sizes []int64
	for day := range 80 {
		for poll := range 4 {
			db.commit(visit(fmt.Sprint("source-", poll), day*400+poll*100, 100))
		}
		if err := expire(db, store.Retention{Stories: 2000}); err != nil {
			t.Fatal(err)
		}
		size, err := db.Size()
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, size)
	}
	// Fragments add up to a third, most of it soon; without reuse it would be eight times.
	if early, late := sizes[9], sizes[79]; late > early+early/2 {
		t.Errorf("from %d bytes after 10 days to %d after 80", early, late)
	}
}
