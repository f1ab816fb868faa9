package dedupe_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sitrep/feed"
	"sitrep/feed/dedupe"
)

// TestModelFiles: the embedded model can be read, uses only features that there
// are, and writes itself as it stands.
func TestModelFiles(t *testing.T) {
	m, err := dedupe.Built()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range m.Files() {
		stands, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil || !bytes.Equal(stands, text) {
			t.Errorf("%s is not what it was read as: %v", name, err)
		}
	}
	if len(m.Pairs[0].Trees) < 50 || len(m.Pairs[1].Trees) < 50 || len(m.Story.Linear) != len(dedupe.StoryFeatureNames) {
		t.Error("the model is not whole")
	}
}

// drawTree draws a tree of at most depth decisions on a way.
func drawTree(t *rapid.T, depth int) dedupe.Tree {
	var tree dedupe.Tree
	var grow func(depth int) int
	grow = func(depth int) int {
		at := len(tree)
		tree = append(tree, dedupe.Node{Feature: -1, Value: float32(rapid.IntRange(-400, 400).Draw(t, "value")) / 100})
		if depth > 0 && rapid.Bool().Draw(t, "decides") {
			n := dedupe.Node{Feature: rapid.IntRange(0, 3).Draw(t, "feature"), At: float32(rapid.IntRange(-99, 99).Draw(t, "at")) / 10}
			n.Left = grow(depth - 1)
			n.Right = grow(depth - 1)
			tree[at] = n
		}
		return at
	}
	grow(depth)
	return tree
}

var someFeatures = []string{"title", "rarest 2", "places, apart", "days"}

func TestTreesSurviveWriting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := drawTree(t, 4)
		again, err := dedupe.ParseTree(tree.Format(someFeatures), someFeatures)
		if err != nil || !slices.Equal(again, tree) {
			t.Fatalf("%v became %v: %v", tree, again, err)
		}
	})
}

func FuzzParseTree(f *testing.F) {
	for _, seed := range []string{"=0.5", "title<0.5 =1 =-1", "rarest_2<1e9 days<-1 =0 =1 =2", "title<", "=NaN", ""} {
		f.Add(seed)
	}
	x := make([]float32, len(someFeatures))
	f.Fuzz(func(t *testing.T, line string) {
		tree, err := dedupe.ParseTree(line, someFeatures)
		if err != nil {
			return
		}
		tree.Value(x) // ends, and stays within the tree
		if _, err := dedupe.ParseTree(tree.Format(someFeatures), someFeatures); err != nil {
			t.Errorf("%q became %q: %v", line, tree.Format(someFeatures), err)
		}
	})
}

// TestOrderOfArrival shuffles the labelled days within each hour: of all pairs of
// items of a window under 2 % change between one story and two. Of those that are
// in one story a fifth does: which report founds a story decides who finds it.
func TestOrderOfArrival(t *testing.T) {
	items, byID := labelled(t)
	for i := range items {
		items[i].About = about(t, items[i])
	}
	stories := func(seed uint64) map[feed.ItemID]feed.StoryID {
		order := slices.Clone(items)
		rng := rand.New(rand.NewPCG(seed, 0))
		for from := 0; from < len(order); {
			to := from + 1
			for to < len(order) && order[to].Published.Truncate(3600e9).Equal(order[from].Published.Truncate(3600e9)) {
				to++
			}
			if seed > 0 {
				rng.Shuffle(to-from, func(i, j int) { order[from+i], order[from+j] = order[from+j], order[from+i] })
			}
			from = to
		}
		return placedIn(order, byID)
	}
	plain := stories(0)
	changed, joined, pairs := 0, 0, 0
	for seed := range uint64(5) {
		other := stories(seed + 1)
		for i, a := range items {
			for _, b := range items[:i] {
				one, two := plain[a.ID] == plain[b.ID], other[a.ID] == other[b.ID]
				if byID[a.ID]["window"] != byID[b.ID]["window"] {
					continue
				}
				pairs++
				if one || two {
					joined++
				}
				if one != two {
					changed++
				}
			}
		}
	}
	t.Logf("%d of %d pairs change by the order, %.2f %%; %d are in one story", changed, pairs, 100*float64(changed)/float64(pairs), joined)
	if 100*changed > 2*pairs || 100*changed > 30*joined {
		t.Errorf("%d of %d pairs change, %d in one story", changed, pairs, joined)
	}
}

// placedIn places items one by one, each window by itself, and follows merges.
func placedIn(items []feed.Item, byID map[feed.ItemID]map[string]string) map[feed.ItemID]feed.StoryID {
	indexes := map[string]*dedupe.Index{}
	in, now := map[feed.ItemID]feed.StoryID{}, map[feed.StoryID]feed.StoryID{}
	for _, it := range items {
		w := byID[it.ID]["window"]
		if indexes[w] == nil {
			indexes[w] = dedupe.New(dedupe.Options{})
		}
		placed := indexes[w].Place([]feed.Item{it})
		indexes[w].Add(placed)
		in[it.ID] = placed[0].Story
		for _, from := range placed[0].Merge {
			now[from] = placed[0].Story
		}
	}
	for id, s := range in {
		for to, ok := now[s]; ok; to, ok = now[s] {
			s = to
		}
		in[id] = s
	}
	return in
}
