package classify_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// TestAsianCases holds every invented headline in an Asian or African language
// to its verdict, exactly.
func TestAsianCases(t *testing.T) {
	text, err := os.ReadFile("testdata/cases-asia.tsv")
	if err != nil {
		t.Fatal(err)
	}
	c := newClassifier(t, classify.Options{})
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := append(strings.Split(line, "\t"), "")
		if len(cells) < 5 {
			t.Fatalf("cases-asia.tsv:%d: want language, 0 or 1, topics, title, summary", n+1)
		}
		keep, topics := cells[1] == "1", strings.Split(cells[2], ",")
		v := c.Judge(feed.Item{Language: cells[0], Title: cells[3], Summary: cells[4]}, feed.Source{})
		if v.Keep != keep || keep && !slices.Equal(v.Topics, topics) {
			t.Errorf("cases-asia.tsv:%d: %s: %q: keep %v %v (%.2f), want %v %s\n\t%v",
				n+1, cells[0], cells[3], v.Keep, v.Topics, v.Score, keep, cells[2], v.Reasons)
		}
	}
}
