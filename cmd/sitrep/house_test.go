package main

import (
	"testing"
	"time"

	"sitrep/config"
	"sitrep/feed"
)

func TestHearSides(t *testing.T) {
	cfg := &config.Config{
		Sources: []feed.Source{{ID: "a", Publisher: "a", Country: "AA"}, {ID: "b", Publisher: "b", Country: "BB"}},
		Topics:  []feed.Topic{{ID: "sideless"}, {ID: "river", Sides: [][]string{{"AA"}, {"BB"}}}},
	}
	dawn := time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)
	for topic, want := range map[string]int{"river": 1, "sideless": 0, "unknown": 0} {
		var s feed.Story
		for i, source := range []string{"a", "b"} {
			s.Apply(feed.Placement{Item: feed.Item{ID: feed.ItemID(i + 1), Source: source, Publisher: source, Topics: []string{topic}, Seen: dawn}})
		}
		hearSides(cfg)(&s)
		sides := 0
		for _, c := range s.Changes {
			if c.Kind == feed.ChangeSide {
				sides++
			}
		}
		if sides != want {
			t.Errorf("%s: %d sides in %+v, want %d", topic, sides, s.Changes, want)
		}
	}
	if cfg.Topics = cfg.Topics[:1]; hearSides(cfg) != nil {
		t.Error("an ear for no sides")
	}
}
