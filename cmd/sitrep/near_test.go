package main

import (
	"strings"
	"testing"

	"sitrep/feed"
)

func TestPrintNear(t *testing.T) {
	var b strings.Builder
	printNear(&b, []feed.Item{{Title: "Far", Score: 0.02}})
	if b.String() != "" {
		t.Errorf("nothing was near, but %q", b.String())
	}
	items := []feed.Item{{Title: "Far", Score: 0.02}}
	for i, title := range []string{"F", "C", "A\nbroken", "B", "E", "D", "G"} {
		items = append(items, feed.Item{ID: feed.ItemID(i), Title: title, Source: "one", Near: true, Score: 0.29 - float64(title[0]-'A')/100})
	}
	printNear(&b, items)
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 6 || !strings.HasPrefix(lines[0], "7 left out were near") || lines[1] != "  0.29  A broken (one)" || !strings.HasSuffix(lines[5], "E (one)") {
		t.Errorf("%q", lines)
	}
}
