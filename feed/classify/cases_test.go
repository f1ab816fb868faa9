package classify_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// kase is one line of testdata/cases.tsv.
type kase struct {
	line   int
	keep   bool
	topics []string
	item   feed.Item
}

func readCases(t testing.TB) []kase {
	t.Helper()
	text, err := os.ReadFile("testdata/cases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var cases []kase
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) < 4 || (cells[1] != "keep" && cells[1] != "drop") {
			t.Fatalf("cases.tsv:%d: want language, keep or drop, topics, title", n+1)
		}
		k := kase{line: n + 1, keep: cells[1] == "keep", item: feed.Item{Language: cells[0], Title: cells[3]}}
		if k.keep {
			k.topics = strings.Fields(cells[2])
		}
		if len(cells) > 4 {
			k.item.Summary = cells[4]
		}
		cases = append(cases, k)
	}
	return cases
}

// TestCases holds every invented headline to its verdict, exactly.
func TestCases(t *testing.T) {
	c := newClassifier(t, classify.Options{})
	cases := readCases(t)
	wrong := 0
	for _, k := range cases {
		v := c.Judge(k.item, feed.Source{})
		if v.Keep != k.keep || !slices.Equal(v.Topics, k.topics) {
			wrong++
			t.Errorf("cases.tsv:%d: %s: %q: keep %v %v (%.2f), want %v %v\n\t%v",
				k.line, k.item.Language, k.item.Title, v.Keep, v.Topics, v.Score, k.keep, k.topics, v.Reasons)
		}
	}
	if len(cases) < 250 {
		t.Errorf("only %d cases", len(cases))
	}
	if wrong > 0 {
		t.Logf("%d of %d cases are wrong", wrong, len(cases))
	}
}
