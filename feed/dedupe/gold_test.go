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

// TestLabelledStories places 1,417 real items of 17 windows: nothing of two
// stories is merged, and the copies that the reader marked are found.
func TestLabelledStories(t *testing.T) {
	items, byID := labelled(t)
	x := dedupe.New(dedupe.Options{})
	row := func(id feed.ItemID) map[string]string { return byID[id] }
	merged, marked, found := 0, 0, 0
	for _, it := range items {
		placed := x.Place([]feed.Item{it})
		x.Add(placed)
		p, mine := placed[0], row(it.ID)
		if mine["copy_of"] != "" {
			marked++
		}
		if p.Story == it.ID {
			continue
		}
		merged++
		if mine["copy_of"] != "" {
			found++
		}
		if other := row(p.Story); other["story"] != mine["story"] {
			t.Errorf("%s merges two stories:\n  %s: %s\n  %s: %s", p.Item.Rule, other["story"], other["title"], mine["story"], mine["title"])
		}
		t.Logf("%-10s %s = %s", p.Item.Rule, it.Title, row(p.Story)["title"])
	}
	t.Logf("merged %d; of %d marked copies %d", merged, marked, found)
}

// TestHardPairs places the pairs that words get wrong, two by two: different
// stories stay apart.
func TestHardPairs(t *testing.T) {
	items, byID := labelled(t)
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
		placed := dedupe.New(dedupe.Options{}).Place([]feed.Item{a, b})
		if placed[0].Story == placed[1].Story {
			t.Errorf("%s merges %q and %q", placed[1].Item.Rule, a.Title, b.Title)
		}
	}
}

// TestClusters places headlines on lethal events and pairs of articles from
// other collections: same war, same week, other event.
func TestClusters(t *testing.T) {
	for _, name := range []string{"ucdp_clusters_syria_2016_2019.tsv", "ucdp_clusters_mexico.tsv"} {
		x := dedupe.New(dedupe.Options{})
		truth := map[feed.ItemID]string{}
		for i, row := range rows(t, "../stories/"+name) {
			at := when(row["date"])
			it := feed.Item{
				ID: feed.ItemID(i + 1), Source: row["outlet"], Title: row["title"], Published: at, Seen: at.Add(time.Hour),
			}
			truth[it.ID] = row["cluster"]
			placed := x.Place([]feed.Item{it})
			x.Add(placed)
			if other := truth[placed[0].Story]; other != row["cluster"] {
				t.Errorf("%s merges clusters %s and %s: %s", placed[0].Item.Rule, other, row["cluster"], row["title"])
			}
		}
	}
}
