package classify_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// TestEuropeanCases judges titles of our own in thirteen languages of Europe
// and beyond: language, keep, topics, title and summary, one case a line.
func TestEuropeanCases(t *testing.T) {
	text, err := os.ReadFile("testdata/cases-europe.tsv")
	if err != nil {
		t.Fatal(err)
	}
	c := newClassifier(t, classify.Options{})
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 5 {
			t.Fatalf("cases-europe.tsv:%d: %d cells, want 5", n, len(cells))
		}
		v := c.Judge(feed.Item{Language: cells[0], Title: cells[3], Summary: cells[4]}, feed.Source{})
		var topics []string
		if cells[2] != "-" {
			topics = strings.Split(cells[2], ",")
		}
		if v.Keep != (cells[1] == "1") || !slices.Equal(v.Topics, topics) {
			t.Errorf("cases-europe.tsv:%d: %s %q: keep %v %v (%.2f), want %s %v\n\t%v",
				n, cells[0], cells[3], v.Keep, v.Topics, v.Score, cells[1], topics, v.Reasons)
		}
	}
}
