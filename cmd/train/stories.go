package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/dedupe"
	"sitrep/feed/parse"
)

// tuned are the windows of the labelled days from which the model of stories
// may learn; the others are held.
var tuned = []string{"A", "D", "E", "G", "J", "M", "P1", "P3"}

// storyItem is a labelled item.
type storyItem struct {
	feed.Item
	id, window, story, copyOf string
}

// days is a set of items grouped into stories, in time order.
type days struct {
	items  []storyItem
	most   time.Duration // pairs further apart are not looked at
	weight float64       // of a pair
	fold   string        // what is learnt of it is told only to others
}

// table reads a tab-separated file with a header: a map of cells for each row.
func table(name string) ([]map[string]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			if i < len(head) {
				row[head[i]] = strings.TrimRight(cell, "\r")
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// when reads a date of the sets; undated items share one.
func when(s string) time.Time {
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
}

// grouped makes items of rows; story names the column of the label.
func grouped(c *classify.Classifier, rows []map[string]string, story string) (items []storyItem) {
	for _, r := range rows {
		at := when(cmp.Or(r["published"], r["date"]))
		it := storyItem{id: r["id"], story: r[story], copyOf: r["copy_of"]}
		it.window, _, _ = strings.Cut(r["window"], "-")
		outlet := r["outlet"]
		it.Item = feed.Item{
			ID: feed.NewItemID(outlet, r["id"]+r["title"]), Source: outlet, Publisher: outlet, Title: r["title"], Summary: r["summary"],
			Language: cmp.Or(r["language"], r["lang"]), Published: at, Seen: at, Updated: at,
		}
		it.About = c.About(it.Item, feed.Source{})
		items = append(items, it)
	}
	slices.SortStableFunc(items, func(a, b storyItem) int { return a.Published.Compare(b.Published) })
	return items
}

// daysOf reads a file of grouped items, those of the part if that is not empty.
func daysOf(c *classify.Classifier, name, story, part string) ([]storyItem, error) {
	rows, err := table(name)
	rows = slices.DeleteFunc(rows, func(r map[string]string) bool { return part != "" && r["part"] != part })
	return grouped(c, rows, story), err
}

// The sets of grouped items, beside the project and in it.
func (l library) gold() string   { return filepath.Join(l.shared, "gold/stories.tsv") }
func (l library) mexico() string { return filepath.Join(l.shared, "stories/ucdp_clusters_mexico.tsv") }
func (l library) syria() string {
	return filepath.Join(l.shared, "stories/ucdp_clusters_syria_2016_2019.tsv")
}
func (l library) languages() string { return filepath.Join(l.stories, "languages.tsv") }

// days reads the sets that may be learnt from, and the titles of which nothing
// may be learnt. With all, nothing is held.
func (l library) days(c *classify.Classifier, all bool) (sets []days, held map[string]bool, err error) {
	gold, err := daysOf(c, l.gold(), "story", "")
	if err != nil {
		return nil, nil, err
	}
	held = map[string]bool{}
	windows := map[string][]storyItem{}
	for _, it := range gold {
		if all || slices.Contains(tuned, it.window) {
			windows[it.window] = append(windows[it.window], it)
		} else {
			held[key(it.Title)] = true
		}
	}
	for _, w := range slices.Sorted(maps.Keys(windows)) {
		sets = append(sets, days{windows[w], 6 * 24 * time.Hour, 1, "days " + w})
	}
	mexico, err := daysOf(c, l.mexico(), "cluster", "")
	if err != nil {
		return nil, nil, err
	}
	sets = append(sets, days{mexico, 4 * 24 * time.Hour, 0.15, "mexico"})
	part := "tune"
	if all {
		part = ""
	}
	languages, err := daysOf(c, l.languages(), "event", part)
	if err != nil {
		return nil, nil, err
	}
	blocks := map[string][]storyItem{}
	for _, it := range languages {
		block, _, _ := strings.Cut(it.story, "-")
		blocks[block] = append(blocks[block], it)
	}
	for _, b := range slices.Sorted(maps.Keys(blocks)) {
		sets = append(sets, days{blocks[b], 5 * 24 * time.Hour, 1, "languages " + string('0'+b[0]%4)})
	}
	return sets, held, nil
}

// twoItems is a labelled pair.
type twoItems struct {
	items  []feed.Item
	same   bool
	weight float64
}

// pairs reads the sets of pairs, but for every second headline of the largest,
// which is held, and what has a held title.
func (l library) pairs(c *classify.Classifier, held map[string]bool) (all []twoItems, err error) {
	for _, set := range []struct {
		file   string
		weight float64
		every  int
	}{{"sts_headlines_train.tsv", 0.2, 2}, {"telegram_pairs_dev.tsv", 1, 1}} {
		rows, err := table(filepath.Join(l.shared, "stories", set.file))
		if err != nil {
			return nil, err
		}
		for i, r := range rows {
			if r["label"] != "?" && i%set.every == 0 {
				all = append(all, twoItems{headlinePair(c, r), r["label"] == "1", set.weight})
			}
		}
	}
	real, err := l.realPairs(c, held)
	return append(all, real...), err
}

func headlinePair(c *classify.Classifier, r map[string]string) []feed.Item {
	items := make([]feed.Item, 2)
	for i, side := range []string{"a", "b"} {
		at := when(r["date"])
		items[i] = feed.Item{
			ID: feed.ItemID(i + 1), Source: side, Publisher: side, Title: r["title_"+side], Summary: r["text_"+side],
			Language: r["lang"], Published: at, Seen: at,
		}
		items[i].About = c.About(items[i], feed.Source{})
	}
	return items
}

// realPairs reads the pairs of entries of real feeds, which the project names by
// file and position only.
func (l library) realPairs(c *classify.Classifier, held map[string]bool) (all []twoItems, err error) {
	rows, err := table(filepath.Join(l.stories, "pairs.tsv"))
	if err != nil {
		return nil, err
	}
	read := map[string][]feed.Item{}
	for _, r := range rows {
		var items []feed.Item
		for _, side := range []string{"a", "b"} {
			it, err := l.entry(read, r["file_"+side], r["entry_"+side])
			if err != nil {
				return nil, err
			}
			it.ID, it.Language = feed.ItemID(len(items)+1), cmp.Or(r["lang_"+side], it.Language)
			it.About = c.About(it, feed.Source{})
			items = append(items, it)
		}
		if held[key(items[0].Title)] || held[key(items[1].Title)] {
			continue
		}
		if items[0].Published.Sub(items[1].Published).Abs() > 9*24*time.Hour {
			items[0].Published = items[1].Published // a feed without dates
		}
		all = append(all, twoItems{items, r["same"] == "1", 0.7})
	}
	return all, nil
}

// entry gives one entry of a real feed, with its outlet as the source.
func (l library) entry(read map[string][]feed.Item, file, position string) (feed.Item, error) {
	if read[file] == nil {
		body, err := os.ReadFile(filepath.Join(l.shared, "feeds", file))
		if err != nil {
			return feed.Item{}, err
		}
		now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) // after all of them, and the same each time
		doc, err := parse.Feed(feed.Source{ID: file}, parse.Page{Body: body, URL: "https://example.org/feed", Now: now})
		if err != nil {
			return feed.Item{}, fmt.Errorf("%s: %w", file, err)
		}
		read[file] = doc.Items
	}
	n, err := strconv.Atoi(position)
	if err != nil || n >= len(read[file]) {
		return feed.Item{}, fmt.Errorf("%s has no entry %q", file, position)
	}
	it := read[file][n]
	it.Source, _, _ = strings.Cut(strings.TrimPrefix(filepath.Base(file), "headlines-onecloudapps-net-"), ".")
	if series, ok := strings.CutPrefix(file, "series/"); ok {
		it.Source, _, _ = strings.Cut(series, "/")
	}
	it.Publisher = it.Source
	return it, nil
}

// near tells the pairs of a set that the index would compare, and how they look.
func near(x *dedupe.Index, set days, do func(a, b storyItem, c dedupe.Compared)) {
	plain := make([]feed.Item, len(set.items))
	var pairs [][2]int
	for i, it := range set.items {
		plain[i] = it.Item
		for j := range i {
			if it.Published.Sub(set.items[j].Published) <= set.most {
				pairs = append(pairs, [2]int{j, i})
			}
		}
	}
	for n, c := range x.Compare(plain, pairs) {
		if c.Near {
			do(set.items[pairs[n][0]], set.items[pairs[n][1]], c)
		}
	}
}
