package feedtest_test

import (
	"testing"

	"sitrep/feed/feedtest"
)

// TestLoadIsTheWorldOfTheSpeedGoals holds the default load world to its
// figures: 44 MB, 1,257 bytes an item, a fifth copies, a quarter war.
func TestLoadIsTheWorldOfTheSpeedGoals(t *testing.T) {
	n := feedtest.Load(feedtest.LoadOptions{})
	n.Sources("http://127.0.0.1:9000")
	if size := n.Prepare(); size < 43_600_000 || size > 44_400_000 {
		t.Errorf("1,000 feeds hold %d bytes, want 44 MB within 1 %%", size)
	}
	var copies, war int
	titles := map[string]string{}
	truths := n.Truths()
	for _, tr := range truths {
		if tr.Conflict {
			war++
		}
		if tr.CopyOf != "" {
			copies++
			continue
		}
		if other, ok := titles[tr.Title]; ok {
			t.Errorf("%s and %s have one headline by accident: %q", tr.Path, other, tr.Title)
		}
		titles[tr.Title] = tr.Path
	}
	share := func(n int) float64 { return float64(n) / float64(len(truths)) }
	if len(truths) != 35_000 || share(copies) < 0.19 || share(copies) > 0.21 || share(war) < 0.23 || share(war) > 0.28 {
		t.Errorf("%d items, %.3f copies, %.3f war", len(truths), share(copies), share(war))
	}
}
