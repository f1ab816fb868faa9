package store_test

import (
	"slices"
	"testing"
	"time"

	"sitrep/feed"
)

// report is an item of its own story that is told apart by its topic, language and minute.
func report(n int, language string, topics ...string) feed.Item {
	it := newsItem("alpha", n)
	it.Language, it.Topics = language, topics
	it.Updated = epoch.Add(time.Duration(n) * time.Minute)
	return it
}

func TestQuery(t *testing.T) {
	db := open(t)
	items := []feed.Item{
		report(0, "en-GB", "riverland"),
		report(1, "uk", "riverland", "hillside"),
		report(2, "", "hillside"),
		report(3, "EN_us"),
		report(4, "ru", "river"),
		report(5, "en"),
	}
	db.commit(place(0, items...))
	// A report in English joins the story told in Russian.
	joined := report(9, "en", "river")
	joined.Publisher, joined.Seen = "beta", epoch.Add(4*time.Minute)
	db.commit(place(items[4].ID, joined))

	for name, c := range map[string]struct {
		q    feed.Query
		want []int
	}{
		"all":            {feed.Query{}, []int{5, 4, 3, 2, 1, 0}},
		"limit":          {feed.Query{Limit: 2}, []int{5, 4}},
		"topic":          {feed.Query{Topic: "riverland"}, []int{1, 0}},
		"part of topic":  {feed.Query{Topic: "rive"}, nil},
		"language":       {feed.Query{Languages: []string{"en"}}, []int{5, 4, 3, 2, 0}},
		"region asked":   {feed.Query{Languages: []string{"UK-ua"}}, []int{2, 1}},
		"two languages":  {feed.Query{Languages: []string{"uk", "ru"}}, []int{4, 2, 1}},
		"no such":        {feed.Query{Languages: []string{"e"}}, []int{2}},
		"topic+language": {feed.Query{Topic: "riverland", Languages: []string{"en"}}, []int{0}},
		"since":          {feed.Query{Since: epoch.Add(3 * time.Minute)}, []int{5, 4}},
		"since+limit":    {feed.Query{Since: epoch.Add(2*time.Minute + 1), Limit: 2}, []int{5, 4}},
		"since the last": {feed.Query{Since: epoch.Add(time.Hour)}, nil},
	} {
		var got []int
		for _, s := range db.stories(c.q) {
			got = append(got, slices.IndexFunc(items, func(it feed.Item) bool { return it.ID == s.ID }))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: stories %v, want %v", name, got, c.want)
		}
	}
}

func TestTiesAreBrokenByID(t *testing.T) {
	db := open(t)
	for n := range 50 {
		it := newsItem("alpha", n)
		it.Updated = epoch
		db.commit(place(0, it))
	}
	got := db.stories(feed.Query{})
	if !slices.IsSortedFunc(got, func(a, b feed.Story) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	}) {
		t.Error("stories of one moment are not in the order of their ids")
	}
}
