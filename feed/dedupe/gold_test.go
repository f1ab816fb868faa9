package dedupe_test

import (
	"slices"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/dedupe"
)

// labelled reads the labelled real items in time order, each with the outlet
// as its source.
func labelled(t *testing.T) (items []feed.Item, byID map[feed.ItemID]map[string]string) {
	byID = map[feed.ItemID]map[string]string{}
	table := rows(t, "stories.tsv")
	slices.SortStableFunc(table, func(a, b map[string]string) int {
		return when(a["published"]).Compare(when(b["published"]))
	})
	for _, row := range table {
		at := when(row["published"])
		it := feed.Item{
			ID: feed.NewItemID(row["outlet"], row["id"]), Source: row["outlet"], Publisher: row["outlet"],
			Title: row["title"], Summary: row["summary"], Published: at, Seen: at,
		}
		items, byID[it.ID] = append(items, it), row
	}
	return items, byID
}

// TestLabelledStories places 1,417 real items of 17 windows, of which half may
// have taught the model: copies are never wrong, and of the items that join a
// story by its event few join a wrong one.
func TestLabelledStories(t *testing.T) {
	items, byID := labelled(t)
	indexes := map[string]*dedupe.Index{}
	copies, joined, wrong := 0, 0, 0
	for _, it := range items {
		mine := byID[it.ID]
		window := mine["window"]
		if indexes[window] == nil {
			indexes[window] = dedupe.New(dedupe.Options{})
		}
		placed := indexes[window].Place([]feed.Item{it})
		indexes[window].Add(placed)
		p := placed[0]
		if p.Story == it.ID {
			continue
		}
		other := byID[p.Story]
		same := other["story"] == mine["story"]
		switch {
		case p.Item.CopyOf != 0 && !same:
			t.Errorf("%s takes for a copy:\n  %s\n  %s", p.Item.Rule, other["title"], mine["title"])
		case p.Item.CopyOf != 0:
			copies++
		case !same:
			wrong++
			t.Logf("%.2f wrong: %s = %s", p.Chance, other["title"], mine["title"])
			joined++
		default:
			joined++
		}
	}
	t.Logf("%d copies; %d joined a story by its event, %d of them a wrong one", copies, joined, wrong)
	if joined < 110 || wrong*100 > 14*joined || copies < 4 {
		t.Errorf("%d copies, %d joined, %d wrong", copies, joined, wrong)
	}
}

// TestHardPairs places the pairs that words get wrong, two by two: nearly all
// different stories stay apart.
func TestHardPairs(t *testing.T) {
	items, byID := labelled(t)
	pairs, merged := 0, 0
	find := func(id string) feed.Item {
		for _, it := range items {
			if byID[it.ID]["id"] == id {
				return it
			}
		}
		return feed.Item{}
	}
	for _, pair := range rows(t, "stories_hard_pairs.tsv") {
		a, b := find(pair["id_a"]), find(pair["id_b"])
		if pair["same"] == "1" || a.ID == 0 || b.ID == 0 {
			continue
		}
		pairs++
		placed := dedupe.New(dedupe.Options{}).Place([]feed.Item{a, b})
		if placed[0].Story != placed[1].Story {
			continue
		}
		merged++
		if t.Logf("%s merges %q and %q", placed[1].Item.Rule, a.Title, b.Title); placed[1].Item.Rule != "event" {
			t.Error("a rule that should be sure is wrong")
		}
	}
	if merged > 3 || pairs < 30 {
		t.Errorf("%d of %d hard pairs are merged, want at most 3", merged, pairs)
	}
}

// TestClusters places headlines on lethal events and pairs of articles from
// other collections: same war, same week, other event. Hardly any is merged.
func TestClusters(t *testing.T) {
	for _, name := range []string{"ucdp_clusters_syria_2016_2019.tsv", "ucdp_clusters_mexico.tsv"} {
		x := dedupe.New(dedupe.Options{})
		truth := map[feed.ItemID]string{}
		joined, wrong := 0, 0
		for i, row := range rows(t, "../stories/"+name) {
			at := when(row["date"])
			it := feed.Item{
				ID: feed.ItemID(i + 1), Source: row["outlet"], Title: row["title"], Published: at, Seen: at.Add(time.Hour),
			}
			truth[it.ID] = row["cluster"]
			placed := x.Place([]feed.Item{it})
			x.Add(placed)
			if placed[0].Story != it.ID {
				joined++
			}
			if other := truth[placed[0].Story]; other != row["cluster"] {
				wrong++
				if t.Logf("%s merges clusters %s and %s: %s", placed[0].Item.Rule, other, row["cluster"], row["title"]); placed[0].Item.Rule != "event" {
					t.Error("a rule that should be sure is wrong")
				}
			}
		}
		t.Logf("%s: %d joined, %d of them another cluster", name, joined, wrong)
		if wrong*100 > 12*joined {
			t.Errorf("%s: %d of %d joined another cluster", name, wrong, joined)
		}
	}
}
