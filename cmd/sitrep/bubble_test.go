package main

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"strings"
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
// that a poll reads is kept for ever. Each host answers at an instant of its
// own, so that every run sees the reports in one order.
func newBubble(t *testing.T, cfg *config.Config, network *feedtest.PipeListener) *bubble {
	t.Helper()
	h, err := openHouse(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	h.client.Close()
	h.client = fetch.New(fetch.Options{Dial: inTurn(cfg.Sources, network)})
	b := &bubble{house: h, notes: &notes{h.db, map[feed.ItemID]float64{}}}
	b.poller, err = poll.New(poll.Options{
		Store: b.notes, Fetch: h.client, Judge: h.judge, Index: dedupe.New(dedupe.Options{}),
		Sources: cfg.Sources, Interval: cfg.Poll.Interval, MinInterval: time.Minute,
		HostGap: cfg.Poll.HostGap, Concurrency: len(cfg.Sources),
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// inTurn reaches the host of each source a little later than that of the one
// before. Connections do not last from one poll to the next.
func inTurn(sources []feed.Source, network *feedtest.PipeListener) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, kind, address string) (net.Conn, error) {
		host, _, _ := net.SplitHostPort(address)
		at := slices.IndexFunc(sources, func(s feed.Source) bool { return strings.HasPrefix(s.URL, "http://"+host+"/") })
		select {
		case <-time.After(time.Duration(at+1) * 100 * time.Millisecond):
			return network.Dial(ctx, kind, address)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
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
