package classify_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/measure"
	"sitrep/feed/train"
)

// A gate is a labelled set with the figures that doc.go states of it, below
// which the classifier may not fall by more than a point. Training never sees
// any of these rows.
type gate struct {
	name                      string
	in                        func(r measure.Row) bool
	precision, recall, topics float64
}

// slack is the point by which a figure may fall.
const slack = 0.01

func sure(r measure.Row) bool { return !r.Doubt }
func held(r measure.Row) bool { return train.Held(r.Outlet) }

func (g gate) check(t *testing.T, c *classify.Classifier, rows []measure.Row) {
	t.Helper()
	var judged []measure.Judged
	for _, r := range rows {
		if g.in(r) {
			judged = append(judged, measure.Judged{Row: r, Verdict: c.Judge(r.Item, feed.Source{})})
		}
	}
	report := measure.Judge(judged)
	all := report.Group("all")
	t.Logf("%s: %d items, %d keeps: precision %.3f, recall %.3f, F1 %.3f, topics %.3f",
		g.name, all.All, all.Keeps(), all.Precision(), all.Recall(), all.F1(), report.Topics.F1())
	for figure, of := range map[string][2]float64{
		"precision": {all.Precision(), g.precision}, "recall": {all.Recall(), g.recall}, "topics": {report.Topics.F1(), g.topics},
	} {
		if of[0] < of[1]-slack {
			t.Errorf("%s: %s %.3f is more than a point below the %.3f of doc.go", g.name, figure, of[0], of[1])
		}
	}
}

// TestLabels is the gate on the project's own labels.
func TestLabels(t *testing.T) {
	c := newClassifier(t, classify.Options{})
	gate{"headlines, test part, sure", func(r measure.Row) bool { return r.Part == "test" && sure(r) }, 0.915, 0.952, 0}.
		check(t, c, readRows(t, "labels/headlines.tsv"))
	gate{"headlines, test part, all", func(r measure.Row) bool { return r.Part == "test" }, 0.892, 0.925, 0.856}.
		check(t, c, readRows(t, "labels/headlines.tsv"))
	gate{"titles of held outlets", held, 0.800, 0.822, 0.783}.check(t, c, readRows(t, "labels/items.tsv"))
}

// TestGold is the gate on the sets that lie beside the project, where they do.
func TestGold(t *testing.T) {
	rows := readShared(t, "gold/relevance.tsv")
	c := newClassifier(t, classify.Options{})
	gate{"gold, held", held, 0.910, 0.927, 0.916}.check(t, c, rows)
	gate{"gold, held, sure", func(r measure.Row) bool { return held(r) && sure(r) }, 0.978, 0.957, 0}.check(t, c, rows)
}

// TestEditors is the gate on editors' sentences of years that training does not
// have.
func TestEditors(t *testing.T) {
	rows := readShared(t, "relevance/dev.tsv.gz")
	gate{"editors, development", func(r measure.Row) bool { return r.Tier != "context" }, 0.842, 0.911, 0}.
		check(t, newClassifier(t, classify.Options{}), rows)
}

// readShared reads a labelled set beside the project, or skips the test.
func readShared(t *testing.T, name string) []measure.Row {
	t.Helper()
	rows, err := measure.ReadFile(filepath.Join("../../../shared/data", filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the labelled sets are not beside the project: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestNamesThatNobodyKnows judges the same sets as if every war were one of
// which no file knows a name: most of it must still be found.
func TestNamesThatNobodyKnows(t *testing.T) {
	rows := readRows(t, "labels/headlines.tsv")
	gate{"headlines, test part, without names", func(r measure.Row) bool { return r.Part == "test" && sure(r) }, 0.942, 0.739, 0}.
		check(t, newClassifier(t, classify.Options{Nameless: true}), rows)
}

func newClassifier(t testing.TB, o classify.Options) *classify.Classifier {
	t.Helper()
	c, err := classify.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestModelFitsTheLexicon holds the embedded model to names that the data files
// still have: a concept that was renamed has lost what was learnt of it.
func TestModelFitsTheLexicon(t *testing.T) {
	names := map[string]bool{}
	for _, name := range newClassifier(t, classify.Options{Untrained: true}).FeatureNames() {
		names[name] = true
	}
	text, err := os.ReadFile("model/weights.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if name, _, found := strings.Cut(line, ": "); found && !names[name] && line[0] != '#' {
			t.Errorf("the model weighs %q, which the data files do not have; run go run ./cmd/train", name)
		}
	}
}
