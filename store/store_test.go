package store_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitrep/feed"
	"sitrep/store"
)

// testDB is a store that is checked after each test, and again after a reopening.
type testDB struct {
	*store.DB
	t    testing.TB
	path string
}

func open(t testing.TB) *testDB {
	t.Helper()
	db := &testDB{t: t, path: filepath.Join(t.TempDir(), "sitrep.db")}
	db.open()
	t.Cleanup(db.close)
	return db
}

func (db *testDB) open() {
	db.t.Helper()
	opened, err := store.Open(db.path, store.Options{NoSync: true})
	if err != nil {
		db.t.Fatal(err)
	}
	db.DB = opened
}

func (db *testDB) close() {
	db.t.Helper()
	if err := db.Check(); err != nil {
		db.t.Errorf("check after the test: %v", err)
	}
	if err := db.Close(); err != nil {
		db.t.Error(err)
	}
}

func (db *testDB) reopen() {
	db.t.Helper()
	db.close()
	db.open()
}

func (db *testDB) commit(visits ...feed.Visit) {
	db.t.Helper()
	if err := db.Commit(visits); err != nil {
		db.t.Fatal(err)
	}
}

func (db *testDB) stories(q feed.Query) []feed.Story {
	db.t.Helper()
	stories, err := db.Stories(q)
	if err != nil {
		db.t.Fatal(err)
	}
	return stories
}

// diff compares what went in with what came out; an empty list is as good as none.
func diff(want, got any) string {
	if reflect.DeepEqual(want, got) { // cmp takes a hundred times as long
		return ""
	}
	return cmp.Diff(want, got, cmpopts.EquateEmpty())
}

func place(story feed.StoryID, items ...feed.Item) feed.Visit {
	v := feed.Visit{Poll: feed.Poll{Source: "alpha"}}
	for _, it := range items {
		if story == 0 {
			v.Placed = append(v.Placed, feed.Placement{Item: it, Story: it.ID})
		} else {
			v.Placed = append(v.Placed, feed.Placement{Item: it, Story: story})
		}
	}
	return v
}

func TestEverythingOutlivesAReopening(t *testing.T) {
	db := open(t)
	first, second := newsItem("alpha", 1), newsItem("beta", 2)
	v := visit("alpha", 1, 1)
	v.Placed = append(v.Placed, feed.Placement{Item: second, Story: first.ID})
	dropped := newsItem("alpha", 3)
	dropped.Keep = false
	v.Dropped = []feed.Item{dropped}
	db.commit(v)
	db.reopen()

	want := feed.Story{}
	for _, p := range v.Placed {
		want.Apply(p)
	}
	got, err := db.Story(first.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := diff(want, got); d != "" {
		t.Errorf("story (-want +got):\n%s", d)
	}
	polls, err := db.Polls()
	if d := diff([]feed.Poll{v.Poll}, polls); err != nil || d != "" {
		t.Errorf("polls: %v\n%s", err, d)
	}
	listed, err := db.Listed("alpha")
	if d := diff(v.Listed, listed); err != nil || d != "" {
		t.Errorf("listed: %v\n%s", err, d)
	}
	forgotten, err := db.Dropped(0)
	if err != nil || len(forgotten) != 1 || forgotten[0].URL != dropped.URL {
		t.Errorf("dropped: %v, %v", forgotten, err)
	}
}

func TestUnknownThingsAreAbsent(t *testing.T) {
	db := open(t)
	first, second := newsItem("alpha", 1), newsItem("alpha", 2)
	db.commit(place(0, first), place(first.ID, second))
	if _, err := db.Story(second.ID); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a story by the id of its second item: %v", err)
	}
	if _, err := db.Story(77); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an unknown story: %v", err)
	}
	if list, err := db.Listed("nobody"); list != nil || err != nil {
		t.Errorf("listed of an unknown source: %v, %v", list, err)
	}
	for _, url := range []string{"", "https://nowhere.example/"} {
		if _, _, err := db.FindURL(url); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("FindURL(%q): %v", url, err)
		}
	}
}

func TestListedStaysWhereAVisitBringsNone(t *testing.T) {
	db := open(t)
	v := visit("alpha", 1, 3)
	db.commit(v)
	db.commit(feed.Visit{Poll: v.Poll})
	if got, _ := db.Listed("alpha"); len(got) != 3 {
		t.Errorf("after a visit without a list: %d entries, want 3", len(got))
	}
	db.commit(feed.Visit{Poll: v.Poll, Listed: []feed.Listed{}})
	if got, _ := db.Listed("alpha"); len(got) != 0 {
		t.Errorf("after a visit with an empty list: %d entries", len(got))
	}
}

func TestACommitIsAllOrNothing(t *testing.T) {
	db := open(t)
	before := db.Version()
	bad := visit("beta", 1, 2)
	bad.Placed[1].Item.ID = 0
	for _, visits := range [][]feed.Visit{{visit("alpha", 1, 2), bad}, {visit("alpha", 1, 2), {}}} {
		if err := db.Commit(visits); err == nil {
			t.Fatal("a bad visit was committed")
		}
	}
	polls, _ := db.Polls()
	if stories := db.stories(feed.Query{}); len(stories)+len(polls) != 0 || db.Version() != before {
		t.Errorf("after failed commits: %d stories, %d polls, version %d", len(stories), len(polls), db.Version())
	}
}

func TestVersionMovesWithStoriesOnly(t *testing.T) {
	db := open(t)
	moves := func(what string, want bool, do func() error) {
		t.Helper()
		before := db.Version()
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if got := db.Version() != before; got != want {
			t.Errorf("%s: version moved %v, want %v", what, got, want)
		}
	}
	v := visit("alpha", 1, 2)
	moves("new stories", true, func() error { return db.Commit([]feed.Visit{v}) })
	moves("the same again", false, func() error { return db.Commit([]feed.Visit{v}) })
	moves("polls", false, func() error { return db.SavePolls([]feed.Poll{v.Poll}) })
	moves("nothing to expire", false, func() error { return expire(db, store.Retention{Stories: 2}) })
	moves("a story expired", true, func() error { return expire(db, store.Retention{Stories: 1}) })
	v.Placed[1].Item.Title = "Another title"
	v.Placed[1].Update = true
	moves("a retitled item", true, func() error { return db.Commit([]feed.Visit{v}) })
}

func expire(db *testDB, r store.Retention) error {
	_, err := db.Expire(r, epoch)
	return err
}

func TestAnItemStaysInItsStory(t *testing.T) {
	db := open(t)
	a, b := newsItem("alpha", 1), newsItem("alpha", 2)
	db.commit(place(0, a), place(0, b))
	db.commit(place(b.ID, a))
	if got := db.stories(feed.Query{}); len(got) != 2 {
		t.Fatalf("%d stories, want 2", len(got))
	}
	if s, err := db.Story(b.ID); err != nil || len(s.Items) != 1 {
		t.Errorf("story %v holds %d items, %v", b.ID, len(s.Items), err)
	}
}

func TestAMissingStoryIsFoundedAnew(t *testing.T) {
	db := open(t)
	a, b, c := newsItem("alpha", 1), newsItem("beta", 2), newsItem("gamma", 3)
	const gone = feed.StoryID(99)
	db.commit(place(gone, a, b), place(0, c))
	s, err := db.Story(a.ID)
	if err != nil || len(s.Items) != 2 {
		t.Errorf("the items of a missing story: %d together, %v", len(s.Items), err)
	}
	lost := newsItem("delta", 4)
	lost.ID = gone // the lost item itself comes back, in the same commit as one that names it
	db.commit(place(gone, newsItem("delta", 5)), place(0, lost))
}

func TestFindURLPrefersWhatWasKept(t *testing.T) {
	db := open(t)
	it, other := newsItem("alpha", 1), newsItem("alpha", 2)
	v := place(0, it)
	v.Dropped = []feed.Item{it, other}
	db.commit(v)
	if got, s, err := db.FindURL(it.URL); err != nil || !got.Keep || s.ID != it.ID {
		t.Errorf("kept: %v in story %v, %v", got.Keep, s.ID, err)
	}
	if got, s, err := db.FindURL(other.URL); err != nil || got.Keep || got.ID != other.ID || s.ID != 0 {
		t.Errorf("dropped: %v in story %v, %v", got.ID, s.ID, err)
	}
}

func TestEachMayWriteAndStop(t *testing.T) {
	db := open(t)
	db.commit(visits(3, 300)...)
	seen := map[feed.StoryID]bool{}
	err := db.Each(func(s feed.Story) error {
		seen[s.ID] = true
		return db.SavePolls([]feed.Poll{{Source: s.Items[0].Source}})
	})
	if err != nil || len(seen) != 900 {
		t.Errorf("%d stories seen, %v", len(seen), err)
	}
	enough := errors.New("enough")
	if err := db.Each(func(feed.Story) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("Each gave %v", err)
	}
}

func TestABackupIsAStore(t *testing.T) {
	db := open(t)
	db.commit(visits(2, 10)...)
	var copied bytes.Buffer
	if err := db.Backup(&copied); err != nil {
		t.Fatal(err)
	}
	db.commit(visit("late", 100, 1))
	other := &testDB{t: t, path: filepath.Join(t.TempDir(), "copy.db")}
	if err := os.WriteFile(other.path, copied.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	other.open()
	t.Cleanup(other.close)
	if got := len(other.stories(feed.Query{})); got != 20 {
		t.Errorf("the backup holds %d stories, want 20", got)
	}
	if size, err := other.Size(); err != nil || size != int64(copied.Len()) {
		t.Errorf("size %d of %d, %v", size, copied.Len(), err)
	}
}

func TestOnlyTheOwnerReadsTheFile(t *testing.T) {
	db := open(t)
	info, err := os.Stat(db.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestDroppedIsShortAndNewestFirst(t *testing.T) {
	db := open(t)
	long, later := newsItem("alpha", 1), newsItem("alpha", 2)
	long.Summary = string(bytes.Repeat([]byte("ї"), 600))
	later.Seen = later.Seen.Add(time.Minute)
	later.Near = true
	db.commit(feed.Visit{Poll: feed.Poll{Source: "alpha"}, Dropped: []feed.Item{later, long}})
	got, err := db.Dropped(1)
	if err != nil || len(got) != 1 || got[0].ID != later.ID || !got[0].Near {
		t.Fatalf("the newest: %+v, %v", got, err)
	}
	got, _ = db.Dropped(0)
	if n := len([]rune(got[1].Summary)); n != 500 {
		t.Errorf("%d runes of summary, want 500", n)
	}
}
