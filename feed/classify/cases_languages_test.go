package classify_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// TestLanguages holds every invented headline of testdata/cases-*.tsv to its
// verdict, exactly. A line is language, keep (0 or 1), topics (or -), title and summary.
func TestLanguages(t *testing.T) {
	files, err := filepath.Glob("testdata/cases-*.tsv")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d case files, %v", len(files), err)
	}
	c := newClassifier(t, classify.Options{})
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
			if line != "" && line[0] != '#' {
				judgeCase(t, c, file, i+1, line)
			}
		}
	}
}

func judgeCase(t *testing.T, c *classify.Classifier, file string, n int, line string) {
	t.Helper()
	cells := append(strings.Split(line, "\t"), "")
	if len(cells) < 5 {
		t.Errorf("%s:%d: want language, 0 or 1, topics, title, summary", file, n)
		return
	}
	keep := cells[1] == "1"
	v := c.Judge(feed.Item{Language: cells[0], Title: cells[3], Summary: cells[4]}, feed.Source{})
	if v.Keep != keep || keep && !slices.Equal(v.Topics, strings.Split(cells[2], ",")) {
		t.Errorf("%s:%d: %s %q: keep %v %v (%.2f), want %v %s\n\t%v",
			file, n, cells[0], cells[3], v.Keep, v.Topics, v.Score, keep, cells[2], v.Reasons)
	}
}
