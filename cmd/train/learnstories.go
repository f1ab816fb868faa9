package main

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/dedupe"
	"sitrep/feed/measure"
	"sitrep/feed/parse"
	"sitrep/feed/train"
)

// lesson is a row to learn from.
type lesson struct {
	train.PairRow
	fold string
}

// lessons are all pairs, by kind.
type lessons [2][]lesson

// bigStory is the size from which a story counts as one of this size.
const bigStory = 10

// add takes in the pairs of a set that the index would compare.
func (ls *lessons) add(x *dedupe.Index, set days) {
	size := map[string]int{}
	for _, it := range set.items {
		size[it.story]++
	}
	near(x, set, func(a, b storyItem, c dedupe.Compared) {
		w := set.weight
		if k := size[a.story]; a.story == b.story && k > bigStory {
			w *= bigStory * (bigStory - 1) / float64(k*(k-1))
		}
		ls[c.Kind] = append(ls[c.Kind], lesson{train.PairRow{Values: c.Values, Same: a.story == b.story, Weight: w}, set.fold})
	})
}

// Growth of the trees of pairs, and the sum by which stories are weighed: chosen
// by leaving out one window at a time.
var (
	pairGrowth  = train.Growth{Trees: 120, Depth: 3, Rate: .07, MinHess: 2, Lambda: 3}
	storyGrowth = train.Growth{Linear: true, Lambda: 3}
)

// fit grows the forests of pairs of all folds but one.
func (ls *lessons) fit(without string) (m dedupe.Model) {
	for kind, all := range ls {
		m.Pairs[kind] = forest(all, without, pairGrowth)
	}
	m.JoinAt, m.MergeAt, m.LinkAt = dedupe.JoinAt, dedupe.MergeAt, dedupe.LinkAt
	return m
}

func forest(all []lesson, without string, g train.Growth) dedupe.Forest {
	var rows []train.PairRow
	for _, l := range all {
		if l.fold != without || without == "" {
			rows = append(rows, l.PairRow)
		}
	}
	return train.FitPairs(rows, g)
}

// crowds tells of each item of a set beside the stories of the items before it,
// the five nearest by a model of pairs that has not seen the set.
func crowds(x *dedupe.Index, m *dedupe.Model, set days) (all []lesson) {
	logit := func(c dedupe.Compared) float64 { return float64(m.Pairs[c.Kind].Sum(c.Values)) }
	closest := map[feed.ItemID]map[string]float64{}
	near(x, set, func(a, b storyItem, c dedupe.Compared) {
		if closest[b.ID] == nil {
			closest[b.ID] = map[string]float64{}
		}
		if best, ok := closest[b.ID][a.story]; !ok || logit(c) > best {
			closest[b.ID][a.story] = logit(c)
		}
	})
	size := map[string]int{}
	for _, it := range set.items {
		size[it.story]++
	}
	for i, it := range set.items {
		best := closest[it.ID]
		names := slices.SortedFunc(maps.Keys(best), func(a, b string) int { return cmp.Or(cmp.Compare(best[b], best[a]), cmp.Compare(a, b)) })
		for _, name := range names[:min(5, len(names))] {
			var story []feed.Item
			for _, earlier := range set.items[:i] {
				if earlier.story == name {
					story = append(story, earlier.Item)
				}
			}
			w := set.weight
			if k := size[name]; it.story == name && k > bigStory {
				w *= bigStory / float64(k)
			}
			all = append(all, lesson{train.PairRow{Values: x.Crowd(it.Item, story, logit), Same: it.story == name, Weight: w}, set.fold})
		}
	}
	return all
}

// learnt is a model with what it was made of.
type learnt struct {
	model   *dedupe.Model
	sets    []days
	pairs   map[string]*dedupe.Model // by fold: the model of pairs that has not seen it
	stories []lesson
}

// learnModel learns from all sets.
func learnModel(w io.Writer, l library, all bool) (*learnt, error) {
	c, err := classify.New(classify.Options{})
	if err != nil {
		return nil, err
	}
	sets, held, err := l.days(c, all)
	if err != nil {
		return nil, err
	}
	words, err := l.words(c)
	if err != nil {
		return nil, err
	}
	x := dedupe.New(dedupe.Options{Model: &dedupe.Model{Words: words}})
	var ls lessons
	for _, set := range sets {
		ls.add(x, set)
	}
	two, err := l.pairs(c, held)
	if err != nil {
		return nil, err
	}
	for _, t := range two {
		p := x.Compare(t.items, [][2]int{{0, 1}})[0]
		ls[p.Kind] = append(ls[p.Kind], lesson{train.PairRow{Values: p.Values, Same: t.same, Weight: t.weight}, "pairs"})
	}
	k := &learnt{sets: sets, pairs: map[string]*dedupe.Model{}}
	for _, set := range sets {
		if k.pairs[set.fold] == nil {
			m := ls.fit(set.fold)
			m.Words = words
			k.pairs[set.fold] = &m
		}
		k.stories = append(k.stories, crowds(x, k.pairs[set.fold], set)...)
	}
	m := ls.fit("")
	m.Words, m.Story = words, forest(k.stories, "", storyGrowth)
	k.model = &m
	for kind, name := range dedupe.PairKinds {
		fmt.Fprintf(w, "%s: %d pairs, %d of one event\n", name, len(ls[kind]), right(ls[kind]))
	}
	fmt.Fprintf(w, "items beside stories: %d, %d of them in their own\n", len(k.stories), right(k.stories))
	return k, nil
}

func right(all []lesson) (n int) {
	for _, l := range all {
		if l.Same {
			n++
		}
	}
	return n
}

// without is the model that has not seen a fold.
func (k *learnt) without(fold string) *dedupe.Model {
	m := *k.pairs[fold]
	m.Story = forest(k.stories, fold, storyGrowth)
	return &m
}

// learnStories learns the model of stories and writes its files.
func learnStories(w io.Writer, l library, out string, all bool) error {
	k, err := learnModel(w, l, all)
	if err != nil {
		return err
	}
	for name, text := range k.model.Files() {
		if err := os.WriteFile(filepath.Join(out, filepath.FromSlash(name)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// words counts in how many texts each word stands: of editors, of headlines in
// many languages, and of the feeds, but for what the labelled days have.
func (l library) words(c *classify.Classifier) ([]byte, error) {
	gold, err := daysOf(c, l.gold(), "story", "")
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, it := range gold {
		seen[key(it.Title)] = true
	}
	x := dedupe.New(dedupe.Options{Model: &dedupe.Model{}})
	var texts uint32
	counts := make([]uint32, dedupe.WordHashes)
	take := func(it feed.Item) {
		if k := key(it.Title); !seen[k] {
			seen[k] = true
			texts++
			x.Terms(it, func(hash uint32) { counts[hash]++ })
		}
	}
	for _, set := range []struct {
		name  string
		every int // so that editors' notes do not drown the feeds
	}{{filepath.Join(l.shared, "relevance/train.tsv.gz"), 2}, {filepath.Join(l.own, "labels/headlines.tsv"), 1}} {
		rows, err := measure.ReadFile(set.name)
		if err != nil {
			return nil, err
		}
		for i, r := range rows {
			if i%set.every == 0 {
				take(r.Item)
			}
		}
	}
	err = l.eachFeedItem(take)
	return dedupe.PackWords(texts, counts), err
}

// eachFeedItem calls do with the items of all feeds that outlets have published.
func (l library) eachFeedItem(do func(feed.Item)) error {
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	return filepath.WalkDir(filepath.Join(l.shared, "feeds"), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.Contains(name, "conformance") || strings.Contains(name, "fixtures") {
			return err
		}
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		doc, err := parse.Feed(feed.Source{ID: "x"}, parse.Page{Body: body, URL: "https://example.org/feed", Now: now})
		if err != nil {
			return nil // not every file is a feed
		}
		for _, it := range doc.Items {
			do(it)
		}
		return nil
	})
}
