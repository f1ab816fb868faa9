package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sitrep/feed"
	"sitrep/feed/measure"
	"sitrep/feed/parse"
	"sitrep/feed/train"
)

// set is one labelled file and what its rows count for.
type set struct {
	file   string // in the shared folder, or, after a colon, in that of labels
	weight float64
	doubt  float64 // what its doubtful rows count for
	feeds  bool    // of real feeds: validated over outlets, calibrated on
	skip   func(r measure.Row) bool
}

var sets = []set{
	{file: "gold/relevance.tsv", weight: 6, doubt: 2, feeds: true},
	{file: ":labels/items.tsv", weight: 6, doubt: 2, feeds: true},
	{file: ":labels/editors.tsv", weight: 1.5, doubt: 0.5},
	{file: ":labels/headlines.tsv", weight: 4, doubt: 2},
	{file: ":cases/theatres.tsv", weight: 4},
	{file: ":cases/europe.tsv", weight: 4},
	{file: ":cases/asia.tsv", weight: 4},
	{file: "relevance/train.tsv.gz", weight: 0.8, skip: func(r measure.Row) bool { return r.Tier == "context" }},
	{file: "relevance/dev.tsv.gz", weight: 0, skip: func(r measure.Row) bool { return r.Tier == "context" }},
}

func load(shared, labels string) ([]train.Example, []measure.Row, error) {
	var examples []train.Example
	var all []measure.Row
	feeds := feedReader{dir: filepath.Join(shared, "feeds"), items: map[string]map[string]feed.Item{}}
	for _, s := range sets {
		name := filepath.Join(shared, s.file)
		if own, ok := strings.CutPrefix(s.file, ":"); ok {
			name = filepath.Join(labels, own)
		}
		rows, err := readSet(name)
		if err != nil {
			return nil, nil, err
		}
		for _, r := range rows {
			if s.skip != nil && s.skip(r) || r.Part == "test" || s.feeds && train.Held(r.Outlet) {
				continue
			}
			if r.Item.Summary == "" && r.File != "" {
				feeds.complete(&r)
			}
			e := train.Example{Item: r.Item, Keep: r.Keep, Class: r.Class, Weight: s.weight, Probe: s.feeds}
			if r.Doubt {
				e.Weight = s.doubt
			}
			if s.feeds {
				e.Group = r.Outlet
			}
			if s.weight == 0 {
				e.Group = "dev"
			}
			if strings.Contains(s.file, "headlines") && r.Item.Language != "en" {
				e.Group = "language " + r.Item.Language
			}
			r.Set = s.file
			examples, all = append(examples, e), append(all, r)
		}
	}
	return examples, all, nil
}

func readSet(name string) ([]measure.Row, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, err
		}
	}
	rows, err := measure.Read(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

// feedReader finds the whole items of which only titles are kept here.
type feedReader struct {
	dir   string
	items map[string]map[string]feed.Item // by file and title
}

func (f *feedReader) complete(r *measure.Row) {
	if f.items[r.File] == nil {
		f.items[r.File] = f.read(r.File)
	}
	if it, ok := f.items[r.File][key(r.Item.Title)]; ok {
		it.Language = strings.ToLower(it.Language)
		r.Item = it
	}
}

func (f *feedReader) read(file string) map[string]feed.Item {
	items := map[string]feed.Item{}
	body, err := os.ReadFile(filepath.Join(f.dir, file))
	if err != nil {
		return items
	}
	doc, err := parse.Feed(feed.Source{ID: "x"}, parse.Page{Body: body, URL: "https://example.org/feed", Now: time.Now()})
	if err != nil {
		return items
	}
	for _, it := range doc.Items {
		items[key(it.Title)] = it
	}
	return items
}

// key makes titles comparable that two parsers read.
func key(title string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(title, func(r rune) bool { return r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' && r < 0xc0 }), ""))
}
