package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sitrep/feed"
	"sitrep/feed/measure"
	"sitrep/feed/parse"
	"sitrep/feed/train"
)

// library is where labelled items are found.
type library struct {
	shared  string // the sets and feeds that lie beside the project
	own     string // the project's own labels of relevance
	stories string // and of stories
}

// set is one labelled file and what its rows count for.
type set struct {
	file   string  // in the shared folder, or, after a colon, in the project's own
	weight float64 // of a row; zero for a set that is only judged
	doubt  float64 // of a doubtful row
	feeds  bool    // of real feeds: validated over outlets, calibrated on
}

// sets, with weights chosen by cross-validation: what real feeds say counts
// most, editors' sentences least, for there are ten times as many.
var sets = []set{
	{file: "gold/relevance.tsv", weight: 6, doubt: 2, feeds: true},
	{file: ":labels/items.tsv", weight: 6, doubt: 2, feeds: true},
	{file: ":labels/headlines.tsv", weight: 4, doubt: 2},
	{file: ":labels/editors.tsv", weight: 1.5, doubt: 0.5},
	{file: ":cases/theatres.tsv", weight: 4},
	{file: ":cases/europe.tsv", weight: 4},
	{file: ":cases/asia.tsv", weight: 4},
	{file: "relevance/train.tsv.gz", weight: 0.8},
}

// row is a labelled item and the set that it is of.
type row struct {
	measure.Row
	of set
}

// training reads what may be learnt from: all but the held outlets, the parts
// marked as tests, a third of those sets of headlines that have no outlets, and
// the sentences that are only perhaps about war.
func (l library) training() ([]row, error) { return l.read(sets, row.open) }

func (r row) open() bool {
	return !(r.of.feeds && train.Held(r.Outlet)) && r.Part != "test" && !r.heldTitle() && r.Tier != "context"
}

// heldTitle keeps every third title of these sets out of training.
func (r row) heldTitle() bool {
	return (r.Set == "clickbait" || r.Set == "ucdp") && train.Fold(r.Item.Title, 3) == 0
}

// group is whose examples no model may have seen that judges this one.
func (r row) group() string {
	switch {
	case r.of.feeds:
		return r.Outlet
	case r.of.file == ":labels/headlines.tsv":
		return "language " + r.Item.Language
	}
	return ""
}

func examples(rows []row) []train.Example {
	out := make([]train.Example, len(rows))
	for i, r := range rows {
		out[i] = train.Example{Item: r.Item, Keep: r.Keep, Class: r.Class, Weight: r.of.weight, Probe: r.of.feeds, Group: r.group()}
		if r.Doubt {
			out[i].Weight = r.of.doubt
		}
	}
	return out
}

// read reads the rows of sets for which want holds.
func (l library) read(sets []set, want func(row) bool) ([]row, error) {
	var rows []row
	feeds := feedReader{dir: filepath.Join(l.shared, "feeds"), items: map[string]map[string]feed.Item{}}
	feeds.now = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) // after all of them, and the same each time
	for _, s := range sets {
		name := filepath.Join(l.shared, s.file)
		if own, ok := strings.CutPrefix(s.file, ":"); ok {
			name = filepath.Join(l.own, own)
		}
		read, err := measure.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for _, r := range read {
			if r := (row{r, s}); want(r) {
				if err := feeds.complete(&r.Row); err != nil {
					return nil, err
				}
				rows = append(rows, r)
			}
		}
	}
	return rows, nil
}

// feedReader finds the whole items of which the project keeps only the titles,
// with the parser by which the daemon reads feeds.
type feedReader struct {
	dir   string
	now   time.Time
	items map[string]map[string]feed.Item // by file and key of the title
}

// complete fills in summary and language; an item that is not found stays as
// it is.
func (f *feedReader) complete(r *measure.Row) (err error) {
	if r.File == "" || r.Item.Summary != "" {
		return nil
	}
	if f.items[r.File] == nil {
		if f.items[r.File], err = f.read(r.File); err != nil {
			return err
		}
	}
	if it, ok := f.items[r.File][key(r.Item.Title)]; ok {
		r.Item.Title, r.Item.Summary = it.Title, it.Summary
		r.Item.Language = cmp.Or(r.Item.Language, it.Language)
	}
	return nil
}

func (f *feedReader) read(file string) (map[string]feed.Item, error) {
	items := map[string]feed.Item{}
	body, err := os.ReadFile(filepath.Join(f.dir, file))
	if err != nil {
		return nil, err
	}
	doc, err := parse.Feed(feed.Source{ID: "x"}, parse.Page{Body: body, URL: "https://example.org/feed", Now: f.now})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, it := range doc.Items {
		items[key(it.Title)] = it
	}
	return items, nil
}

// key makes titles comparable that two parsers have read.
func key(title string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return r < '0' || r > '9' && r < 'a' || r > 'z' && r < 0xc0 }), "")
}
