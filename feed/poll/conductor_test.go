package poll_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/dedupe"
	"sitrep/feed/feedtest"
	"sitrep/feed/fetch"
	"sitrep/feed/poll"
	"sitrep/store"
)

// desk is a daemon's write side with a newsroom in memory as its network. All
// of it lives inside a synctest bubble, where days pass in a moment.
type desk struct {
	t         *testing.T
	room      *feedtest.Newsroom
	listen    *feedtest.PipeListener
	path      string
	sources   []feed.Source
	judge     classify.Options
	options   poll.Options
	retention time.Duration
}

// newDesk opens a newsroom of the given outlets, each at a host of its own
// (alpha.example), all visited every ten minutes.
func newDesk(t *testing.T, outlets ...feedtest.Outlet) *desk {
	d := &desk{t: t, room: feedtest.New(feedtest.Options{Bare: true}), listen: feedtest.NewPipeListener()}
	d.path = filepath.Join(t.TempDir(), "sitrep.db")
	for _, o := range outlets {
		if err := d.room.Add(o); err != nil {
			t.Fatal(err)
		}
		src := feed.Source{ID: o.ID, Title: o.ID, Publisher: o.ID, URL: "http://" + o.ID + ".example" + o.FeedPath(), Schedule: "@every 10m"}
		d.sources = append(d.sources, src)
	}
	d.options = poll.Options{Interval: 30 * time.Minute, MinInterval: time.Minute, HostGap: time.Second, Concurrency: 8}
	d.judge = classify.Options{KeepAll: true}
	go func() { _ = d.room.Serve(d.listen) }()
	return d
}

func (d *desk) close() {
	if err := d.room.Close(); err != nil {
		d.t.Error(err)
	}
	_ = d.listen.Close()
	synctest.Wait()
}

// with opens the store and a poller on it, as a daemon does when it starts, and
// closes both afterwards.
func (d *desk) with(f func(p *poll.Poller, db *store.DB)) {
	d.t.Helper()
	db, err := store.Open(d.path, store.Options{NoSync: true})
	if err != nil {
		d.t.Fatal(err)
	}
	judge, err := classify.New(d.judge)
	if err != nil {
		d.t.Fatal(err)
	}
	client := fetch.New(fetch.Options{Dial: d.listen.Dial})
	o := d.options
	o.Store, o.Fetch, o.Judge, o.Index, o.Sources = db, client, judge, dedupe.New(dedupe.Options{}), d.sources
	if d.retention > 0 {
		o.Expire = func(now time.Time, gone func([]feed.ItemID)) (int, error) {
			return db.Expire(store.Retention{Age: d.retention, Removed: gone}, now)
		}
	}
	p, err := poll.New(o)
	if err != nil {
		d.t.Fatal(err)
	}
	f(p, db)
	client.Close()
	if err := db.Check(); err != nil {
		d.t.Error(err)
	}
	if err := db.Close(); err != nil {
		d.t.Error(err)
	}
}

// run lets the daemon live for a while.
func (d *desk) run(life time.Duration) {
	d.t.Helper()
	d.with(func(p *poll.Poller, _ *store.DB) {
		ctx, stop := context.WithTimeout(context.Background(), life)
		defer stop()
		if err := p.Run(ctx); err != nil {
			d.t.Error(err)
		}
	})
}

// once polls every source one time.
func (d *desk) once(force bool) (reports []poll.Report) {
	d.t.Helper()
	d.with(func(p *poll.Poller, _ *store.DB) {
		if err := p.Once(context.Background(), force, func(r poll.Report) { reports = append(reports, r) }); err != nil {
			d.t.Error(err)
		}
	})
	slices.SortFunc(reports, func(a, b poll.Report) int { return strings.Compare(a.Source, b.Source) })
	return reports
}

// stories are those that the test itself published: every outlet also has
// articles of its own.
func (d *desk) stories() (stories []feed.Story) {
	d.t.Helper()
	d.with(func(_ *poll.Poller, db *store.DB) {
		all, err := db.Stories(feed.Query{})
		if err != nil {
			d.t.Fatal(err)
		}
		for _, s := range all {
			if strings.Contains(s.Lead().Title, "kills nine") {
				stories = append(stories, s)
			}
		}
	})
	return stories
}

func (d *desk) publish(outlet string, a feedtest.Article) {
	d.t.Helper()
	if a.Published.IsZero() {
		a.Published = time.Now().Add(-time.Minute)
	}
	if _, err := d.room.Publish(outlet, a); err != nil {
		d.t.Fatal(err)
	}
}

func shelling(town string) feedtest.Article {
	return feedtest.Article{
		Title:   "Shelling of " + town + " kills nine, officials say",
		Summary: "Nine people were killed when shells struck a market in " + town + ", the governor of the region said on Monday.",
	}
}

// requestTimes are when an outlet was asked.
func (d *desk) requestTimes(outlet string) (times []time.Time) {
	for _, r := range d.room.Requests() {
		if r.Outlet == outlet {
			times = append(times, r.At)
		}
	}
	return times
}

// TestDay: over a day a source on a ten-minute schedule is asked every ten
// minutes, always conditionally after the first time, and its news is stored once.
func TestDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha", Behaves: []string{}})
		defer d.close()
		d.publish("alpha", shelling("Mirna"))
		d.run(24 * time.Hour)
		times := d.requestTimes("alpha")
		if len(times) < 140 || len(times) > 145 {
			t.Errorf("%d requests in a day", len(times))
		}
		for i := 1; i < len(times); i++ {
			if gap := times[i].Sub(times[i-1]); gap < 10*time.Minute {
				t.Fatalf("requests %v apart", gap)
			}
		}
		if n := len(d.stories()); n != 1 {
			t.Errorf("%d stories", n)
		}
	})
}

// TestRestartAsksNothingEarly is P27: however often the daemon restarts, even when it
// is cut off within the first request, a source is not asked before its time.
func TestRestartAsksNothingEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha", Behaves: []string{"slow-headers=5s"}})
		defer d.close()
		for range 50 {
			d.run(2 * time.Second)
		}
		if n := len(d.requestTimes("alpha")); n != 1 {
			t.Errorf("%d requests from 50 restarts", n)
		}
	})
}

// TestRetryAfterSurvivesRestart is P17 and P19: a 429 holds all sources of its host for
// as long as it says, across restarts, and other hosts not at all.
func TestRetryAfterSurvivesRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha", Behaves: []string{"retry-after=7200", "status=429"}},
			feedtest.Outlet{ID: "sister"}, feedtest.Outlet{ID: "beta"})
		defer d.close()
		d.sources[1].URL = strings.Replace(d.sources[1].URL, "sister.example", "www.alpha.example", 1)
		d.sources[0].Schedule, d.sources[1].Schedule = "@every 1m", "@every 1m"
		began := time.Now()
		d.run(time.Hour)
		d.run(50 * time.Minute)
		sister := d.requestTimes("sister")
		if n := len(d.requestTimes("alpha")); n != 1 {
			t.Errorf("the source that was told to wait two hours was asked %d times in 110 minutes", n)
		}
		if len(sister) > 1 {
			t.Errorf("its sister on the same host was asked at %v", sister)
		}
		if n := len(d.requestTimes("beta")); n < 10 {
			t.Errorf("another host was asked %d times only", n)
		}
		d.run(30 * time.Minute)
		if times := d.requestTimes("alpha"); len(times) < 2 || times[1].Sub(began) < 2*time.Hour {
			t.Errorf("asked at %v, want again after two hours", times)
		}
	})
}

// TestHostGap is P41: one request at a time for a host, and a second between.
func TestHostGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var outlets []feedtest.Outlet
		for _, id := range []string{"a", "b", "c", "d", "e"} {
			outlets = append(outlets, feedtest.Outlet{ID: id, Behaves: []string{"slow-headers=3s"}})
		}
		d := newDesk(t, outlets...)
		defer d.close()
		for i := range d.sources {
			d.sources[i].URL = "http://feeds.alpha.example/" + outlets[i].ID + "/feed.xml"
		}
		d.once(false)
		requests := d.room.Requests()
		if len(requests) != 5 {
			t.Fatalf("%d requests", len(requests))
		}
		for i := 1; i < len(requests); i++ {
			if gap := requests[i].At.Sub(requests[i-1].At.Add(requests[i-1].Took)); gap < time.Second {
				t.Errorf("request %d came %v after the end of the one before", i, gap)
			}
		}
	})
}

// TestOnce: a second round right away waits, and with force it is conditional.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha"}, feedtest.Outlet{ID: "beta", Behaves: []string{"status=500"}}, feedtest.Outlet{ID: "gamma", Behaves: []string{"challenge"}})
		defer d.close()
		d.publish("alpha", shelling("Mirna"))
		statuses := func(reports []poll.Report) (all string) {
			for _, r := range reports {
				all += string(r.Status) + " "
			}
			return all
		}
		if got := statuses(d.once(false)); got != "fetched failed failed " {
			t.Errorf("first round: %s", got)
		}
		if got := statuses(d.once(false)); got != "waiting waiting waiting " {
			t.Errorf("second round at once: %s", got)
		}
		if got := statuses(d.once(true)); got != "unchanged failed failed " {
			t.Errorf("forced round: %s", got)
		}
		time.Sleep(time.Hour)
		if got := statuses(d.once(false)); got != "unchanged failed failed " {
			t.Errorf("an hour later: %s", got)
		}
	})
}

// TestNoFlood: a source that renames, re-dates or retitles everything at each visit
// brings each article once.
func TestNoFlood(t *testing.T) {
	for _, behaviour := range []string{"guid-churn", "guid-fragment", "guid-duplicate", "new-links", "tracking", "redated", "retitled", "no-guid", "no-dates"} {
		t.Run(behaviour, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, feedtest.Outlet{ID: "alpha", Behaves: []string{behaviour}})
				defer d.close()
				towns := []string{"Mirna", "Old Harbour", "Kastel", "Dunes", "Three Bridges", "Varn", "Lower Town", "Sollen"}
				for i, town := range towns {
					a := shelling(town)
					a.Published = time.Now().Add(-time.Duration(i) * time.Hour)
					d.publish("alpha", a)
				}
				d.run(3 * time.Hour)
				d.run(3 * time.Hour) // and across a restart
				if n := len(d.stories()); n != len(towns) {
					t.Errorf("%d stories of %d articles", n, len(towns))
				}
			})
		})
	}
}

// TestExpiredStaysAway: a story that retention has removed does not come back
// while its source lists it, not even when the source rewrites it.
func TestExpiredStaysAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha", Behaves: []string{"retitled"}})
		defer d.close()
		d.retention = 48 * time.Hour
		d.publish("alpha", shelling("Mirna"))
		d.run(time.Hour)
		if n := len(d.stories()); n != 1 {
			t.Fatalf("%d stories", n)
		}
		if err := d.room.Behave("alpha"); err != nil {
			t.Fatal(err)
		}
		d.run(96 * time.Hour)
		if n := len(d.stories()); n != 0 {
			t.Fatalf("%d stories after retention", n)
		}
		if err := d.room.Behave("alpha", "retitled"); err != nil {
			t.Fatal(err)
		}
		d.run(time.Hour)
		if n := len(d.stories()); n != 0 {
			t.Errorf("%d stories came back", n)
		}
	})
}

// TestOldAtFirstSight: an entry that is older than retention when it is first
// read goes at the next upkeep, and does not come back when it is rewritten.
func TestOldAtFirstSight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha"})
		defer d.close()
		d.retention = 30 * 24 * time.Hour
		old := shelling("Mirna")
		old.Published = time.Now().Add(-60 * 24 * time.Hour)
		d.publish("alpha", old)
		d.run(3 * time.Hour)
		if err := d.room.Behave("alpha", "retitled"); err != nil {
			t.Fatal(err)
		}
		d.run(3 * time.Hour)
		if n := len(d.stories()); n != 0 {
			t.Errorf("%d stories", n)
		}
	})
}

// TestNewSchedule: another schedule counts from the next start, not from the next
// visit that the old one planned; and a clock that was wrong once does not silence a source.
func TestNewSchedule(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha"})
		defer d.close()
		d.sources[0].Schedule = "@daily"
		d.run(time.Hour)
		d.sources[0].Schedule = "@every 5m"
		d.run(time.Hour)
		if n := len(d.requestTimes("alpha")); n < 11 {
			t.Errorf("%d requests", n)
		}
		d.with(func(_ *poll.Poller, db *store.DB) {
			polls, err := db.Polls()
			if err != nil {
				t.Fatal(err)
			}
			ahead := time.Now().AddDate(5, 0, 0)
			polls[0].At, polls[0].Next, polls[0].Floor = ahead, ahead, ahead
			if err := db.SavePolls(polls); err != nil {
				t.Fatal(err)
			}
		})
		before := len(d.requestTimes("alpha"))
		d.run(time.Hour)
		if len(d.requestTimes("alpha")) == before {
			t.Error("a record from the future silences its source")
		}
	})
}

// TestKeepsConflictOnly: the filter decides, and what it drops is remembered too.
func TestKeepsConflictOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha"})
		defer d.close()
		d.judge = classify.Options{}
		d.publish("alpha", shelling("Mirna"))
		d.publish("alpha", feedtest.Article{Title: "Harbour city wins the cup final after extra time", Summary: "The striker scored twice."})
		d.run(time.Hour)
		if n := len(d.stories()); n != 1 {
			t.Errorf("%d stories", n)
		}
		d.with(func(_ *poll.Poller, db *store.DB) {
			polls, err := db.Polls()
			if err != nil || len(polls) != 1 || polls[0].Totals.Items != 20 || polls[0].Totals.Kept > 3 {
				t.Errorf("polls: %+v, %v", polls, err)
			}
			dropped, err := db.Dropped(100)
			if err != nil || int64(len(dropped)) != 20-polls[0].Totals.Kept {
				t.Errorf("%d dropped, %v", len(dropped), err)
			}
		})
	})
}

// TestCopyBetweenSources: two sources that bring one text in the same round
// make one story that names both.
func TestCopyBetweenSources(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha"}, feedtest.Outlet{ID: "beta"})
		defer d.close()
		d.publish("alpha", shelling("Mirna"))
		d.publish("beta", shelling("Mirna"))
		reports := d.once(false)
		if reports[0].Copies+reports[1].Copies != 1 {
			t.Errorf("reports: %+v", reports)
		}
		if stories := d.stories(); len(stories) != 1 || len(stories[0].Publishers()) != 2 {
			t.Errorf("%d stories", len(stories))
		}
	})
}

// TestChangedAddress is P10: another address for a source starts afresh, without
// the validators of the former.
func TestChangedAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, feedtest.Outlet{ID: "alpha"}, feedtest.Outlet{ID: "beta"})
		defer d.close()
		d.sources = d.sources[:1]
		d.once(false)
		d.sources[0].URL = "http://beta.example/beta/feed.xml"
		d.once(false)
		requests := d.room.Requests()
		if len(requests) != 2 || !requests[1].Unconditional() {
			t.Errorf("requests: %+v", requests)
		}
	})
}
