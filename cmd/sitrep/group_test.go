package main

import (
	"testing"

	"sitrep/config"
	"sitrep/feed"
)

// TestMerges: a line's story is the one that it ended in, however many merges later.
func TestMerges(t *testing.T) {
	ended := merges{3: 2, 2: 1, 5: 4}
	names := map[feed.ItemID]string{1: "one", 4: "four", 6: "six"}
	for _, c := range []struct {
		placed feed.Placement
		want   grouping
	}{
		{feed.Placement{Story: 3}, grouping{Story: "one"}},
		{feed.Placement{Story: 6, Previous: 5}, grouping{Story: "six", Previous: "four"}},
		{feed.Placement{Story: 1, Previous: 3}, grouping{Story: "one"}},
		{feed.Placement{Story: 4, Chance: 0.87654}, grouping{Story: "four", Chance: 0.877}},
		{feed.Placement{Story: 4, Item: feed.Item{CopyOf: 4, Rule: "copy"}}, grouping{Story: "four", CopyOf: "four", Rule: "copy"}},
		{feed.Placement{Story: 4, Item: feed.Item{ID: 4, Rule: "id"}, Update: true}, grouping{Story: "four", CopyOf: "four", Rule: "id"}},
	} {
		a := arrival{item: feed.Item{ID: 9}, placed: c.placed}
		if got := a.grouping(names, ended); got != c.want {
			t.Errorf("%+v: %+v, want %+v", c.placed, got, c.want)
		}
	}
}

// TestPublisherOfLine: the publisher of a line, else that of its source, else
// the house of its address.
func TestPublisherOfLine(t *testing.T) {
	cfg := config.Defaults()
	cfg.Sources = append(cfg.Sources, feed.Source{ID: "mine", Publisher: "my-house"})
	g, err := newGrouper(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for want, l := range map[string]line{
		"bbc":              {Publisher: "BBC News", Source: "tass-en", URL: "https://www.rt.com/1"},
		"tass":             {Source: "tass-en", URL: "https://www.rt.com/1"},
		"my-house":         {Source: "mine"},
		"rt":               {URL: "https://www.rt.com/1"},
		"alpha":            {Source: "Alpha"},
		"mirna.example":    {URL: "https://www.mirna.example/1"},
		"":                 {Title: "A title"},
		"rossiya-segodnya": {Publisher: "https://ria.ru/20260302/1.html", Source: "mine"},
	} {
		if got := g.publisher(l); got != want {
			t.Errorf("%+v is of %q, want %q", l, got, want)
		}
	}
}
