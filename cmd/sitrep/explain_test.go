package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sitrep/config"
	"sitrep/feed"
	"sitrep/store"
)

func TestExplainTellsOfTheStory(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "sitrep.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	cfg := &config.Config{}
	judge, err := newJudge(cfg)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{cfg: cfg, db: db, judge: judge}
	dawn := time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)
	item := func(id feed.ItemID, source, title string, minute int) feed.Item {
		at := dawn.Add(time.Duration(minute) * time.Minute)
		return feed.Item{
			ID: id, Source: source, Publisher: source, Title: title, URL: fmt.Sprintf("https://%s.example/%d", source, id),
			Published: at, Updated: at, Seen: at, Keep: true, Rule: "event",
		}
	}
	commit := func(placed ...feed.Placement) {
		t.Helper()
		if err := db.Commit([]feed.Visit{{Poll: feed.Poll{Source: "alpha"}, Placed: placed}}); err != nil {
			t.Fatal(err)
		}
	}
	copied, untold := item(4, "gamma", "Port hit", 20), item(6, "delta", "Port still burns", 40)
	copied.CopyOf = 2
	lead := item(2, "alpha", "Port hit", 0)
	commit(feed.Placement{Item: item(1, "alpha", "Ships near the port", -60), Story: 1})
	commit(feed.Placement{Item: lead, Story: 2, Previous: 1})
	commit(feed.Placement{Item: item(3, "beta", "Strike on port", 10), Story: 2}, feed.Placement{Item: copied, Story: 2})
	commit(feed.Placement{Item: untold, Story: 6, Previous: 99})
	for minute := 30; minute < 36; minute++ {
		lead.Title, lead.Seen = fmt.Sprint("Port hit, minute ", minute), dawn.Add(time.Duration(minute)*time.Minute)
		commit(feed.Placement{Item: lead, Story: 2})
	}
	for url, want := range map[string][]string{
		"https://beta.example/3": {
			`story 0000000000000002, joined by the rule "event"` + "\n  3 publishers, 2 independent\n  1 copy of a text by nobody that we know\n" +
				"  2026-11-22 06:35 retitled by a source, before: Port hit, minute 34\n",
			"  2026-11-22 06:31 retitled by a source, before: Port hit, minute 30\n  continues story 0000000000000001: Ships near the port\n  also alpha: ",
		},
		"https://gamma.example/4": {"  a copy of https://alpha.example/2\n  3 publishers"},
		"https://delta.example/6": {"  1 publisher, 1 independent\n  continues story 0000000000000063: it has expired\n"},
	} {
		e, err := h.explain(url)
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		e.print(&said)
		for _, w := range want {
			if !strings.Contains(said.String(), w) {
				t.Errorf("%s: lacks\n%s\nin\n%s", url, w, said.String())
			}
		}
	}
}
