package main

import (
	"log/slog"
	"slices"
	"testing"
	"time"

	"sitrep/config"
	"sitrep/feed"
	"sitrep/feed/dedupe"
	"sitrep/feed/feedtest"
	"sitrep/feed/fetch"
	"sitrep/feed/poll"
	"sitrep/store"
)

// bubble is a house whose network is in memory, for synctest: its sources are
// polled for invented days, at the pace of the configuration, in seconds.
type bubble struct {
	*house
	notes  *notes
	poller *poll.Poller
}

// notes is the store, and remembers how sure the index was of what it joined.
type notes struct {
	*store.DB
	chance map[feed.ItemID]float64
}

// Commit is called by one hand at a time.
func (n *notes) Commit(visits []feed.Visit) error {
	for _, v := range visits {
		for _, p := range v.Placed {
			if !p.Update {
				n.chance[p.Item.ID] = p.Chance
			}
		}
	}
	return n.DB.Commit(visits)
}

// newBubble is built of the same parts as the daemon, but for the network. All
// that a poll reads is kept for ever.
func newBubble(t *testing.T, cfg *config.Config, network *feedtest.PipeListener) *bubble {
	t.Helper()
	h, err := openHouse(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	h.client.Close()
	h.client = fetch.New(fetch.Options{Dial: network.Dial})
	b := &bubble{house: h, notes: &notes{h.db, map[feed.ItemID]float64{}}}
	b.poller, err = poll.New(poll.Options{
		Store: b.notes, Fetch: h.client, Judge: h.judge, Index: dedupe.New(dedupe.Options{}),
		Sources: cfg.Sources, Interval: cfg.Poll.Interval, MinInterval: time.Minute,
		HostGap: cfg.Poll.HostGap, Concurrency: cfg.Poll.Concurrency,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// stories are all that the store holds, in the order in which they were founded.
func (b *bubble) stories(t *testing.T) (stories []feed.Story) {
	t.Helper()
	err := b.db.Each(func(s feed.Story) error {
		stories = append(stories, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return stories
}

// originals counts the reports of a story that are no copies.
func originals(s feed.Story) (n int) {
	for _, it := range s.Items {
		if it.CopyOf == 0 {
			n++
		}
	}
	return n
}

// copiesIn counts the others.
func copiesIn(stories []feed.Story) (n int) {
	for _, s := range stories {
		n += len(s.Items) - originals(s)
	}
	return n
}

// shared are the stories of two publishers or more.
func shared(stories []feed.Story) []feed.Story {
	return slices.DeleteFunc(slices.Clone(stories), func(s feed.Story) bool { return len(s.Publishers()) < 2 })
}
