package dedupe_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/dedupe"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata")

// line is one item of a case file. Its id is the name by which the expected
// placements call it.
type line struct {
	ID        string `json:"id"`
	Source    string `json:"source"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Published string `json:"published"`
	Origin    string `json:"origin"`
	Language  string `json:"language"`
}

// epoch is when the items of the case files are read: after all of them.
var epoch = time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)

// item makes an item; "b@alpha" as id is what source alpha calls b, with the
// id of an item of that source whatever the line's own source.
func (l line) item(t testing.TB) feed.Item {
	it := feed.Item{
		ID: feed.NewItemID(l.Source, l.ID), Source: l.Source, Publisher: l.Source, URL: l.URL,
		Title: l.Title, Summary: l.Summary, Seen: epoch, Published: epoch, Origin: feed.Origin{Title: l.Origin},
	}
	it.Language = l.Language
	it.About = about(t, it)
	if name, source, found := strings.Cut(l.ID, "@"); found {
		it.ID = feed.NewItemID(source, name)
	}
	if l.Published != "" {
		at, err := time.Parse(time.RFC3339, l.Published)
		if err != nil {
			t.Fatal(err)
		}
		it.Published = at
	}
	return it
}

var classifier = sync.OnceValues(func() (*classify.Classifier, error) { return classify.New(classify.Options{}) })

// about is what package classify finds in an item.
func about(t testing.TB, it feed.Item) feed.About {
	c, err := classifier()
	if err != nil {
		t.Fatal(err)
	}
	return c.About(it, feed.Source{})
}

// TestCases plays testdata/*.txtar: each file section but "want" is a batch of
// items that is placed and added.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, archive)
			last := &archive.Files[len(archive.Files)-1]
			if *update {
				last.Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(last.Data), got); diff != "" {
				t.Errorf("placements (-want +got):\n%s", diff)
			}
		})
	}
}

func play(t *testing.T, archive *txtar.Archive) string {
	x := dedupe.New(dedupe.Options{})
	names := map[feed.ItemID]string{0: "-"}
	var out strings.Builder
	for _, file := range archive.Files {
		if file.Name == "want" {
			break
		}
		var items []feed.Item
		var ids []string
		for row := range strings.Lines(string(file.Data)) {
			if row = strings.TrimSpace(row); row == "" {
				continue
			}
			var l line
			if err := json.Unmarshal([]byte(row), &l); err != nil {
				t.Fatalf("%s: %v in %s", file.Name, err, row)
			}
			items, ids = append(items, l.item(t)), append(ids, l.ID)
		}
		placed := x.Place(items)
		for i, p := range placed {
			if _, met := names[p.Item.ID]; !met {
				names[p.Item.ID] = ids[i]
			}
			fmt.Fprintln(&out, describe(ids[i], p, names))
		}
		x.Add(placed)
	}
	return out.String()
}

// describe prints a placement: "b: copy of a in a (title)".
func describe(id string, p feed.Placement, names map[feed.ItemID]string) string {
	switch {
	case p.Update:
		return fmt.Sprintf("%s: update of %s in %s (%s)", id, names[p.Item.ID], names[p.Story], p.Item.Rule)
	case p.Item.CopyOf != 0:
		return fmt.Sprintf("%s: copy of %s in %s (%s)", id, names[p.Item.CopyOf], names[p.Story], p.Item.Rule)
	}
	return fmt.Sprintf("%s: %s in %s", id, p.Item.Rule, names[p.Story])
}
