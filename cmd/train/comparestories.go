package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/dedupe"
	"sitrep/feed/measure"
)

// place puts items into stories one by one, each window into an index of its
// own; m is nil for the embedded model.
func place(items []storyItem, m *dedupe.Model) []measure.Grouped {
	indexes := map[string]*dedupe.Index{}
	now := map[feed.StoryID]feed.StoryID{} // what merged stories are now
	stories := make([]feed.StoryID, len(items))
	out := make([]measure.Grouped, len(items))
	for i, it := range items {
		x := indexes[it.window]
		if x == nil {
			x = dedupe.New(dedupe.Options{Model: m})
			indexes[it.window] = x
		}
		placed := x.Place([]feed.Item{it.Item})
		x.Add(placed)
		p := placed[0]
		for _, from := range p.Merge {
			now[from] = p.Story
		}
		stories[i] = p.Story
		out[i] = measure.Grouped{
			Window: it.window, Truth: it.story, Language: it.Language, CopyOf: it.copyOf, ID: it.id, Title: it.Title,
			Outlet: it.Source, Summary: it.Summary, Published: it.Published, Rule: p.Item.Rule, Chance: p.Chance,
		}
		if p.Item.CopyOf != 0 {
			out[i].Copied = p.Item.CopyOf.String()
		}
	}
	for i, s := range stories {
		for to, ok := now[s]; ok; to, ok = now[s] {
			s = to
		}
		out[i].Placed = s.String()
	}
	return out
}

// validateStories places each labelled set by a model that has not seen its fold.
func validateStories(w io.Writer, l library, all bool) error {
	k, err := learnModel(w, l, all)
	if err != nil {
		return err
	}
	models := map[string]*dedupe.Model{}
	for _, set := range k.sets {
		if models[set.fold] == nil {
			models[set.fold] = k.without(set.fold)
		}
	}
	for _, join := range []float32{-1, -0.5, 0, 0.5, 1, 1.5} {
		groups := map[string][]measure.Grouped{}
		for _, set := range k.sets {
			m := *models[set.fold]
			m.JoinAt, m.MergeAt = join, join+dedupe.MergeAt-dedupe.JoinAt
			name, _, _ := strings.Cut(set.fold, " ")
			for _, g := range place(set.items, &m) {
				g.Window = set.items[0].story
				groups[name] = append(groups[name], g)
			}
		}
		for _, name := range []string{"days", "languages", "mexico"} {
			tell(w, fmt.Sprintf("join at %4.1f, %s", join, name), measure.Stories(groups[name]))
		}
	}
	return nil
}

func tell(w io.Writer, name string, r measure.StoryReport) {
	fmt.Fprintf(w, "%-32s precision %.3f recall %.3f F1 %.3f, false pairs %.0f; two languages %.3f %.3f\n",
		name, r.Pairs.Precision(), r.Pairs.Recall(), r.Pairs.F1(), r.Pairs.Answered-r.Pairs.Right, r.Across.Precision(), r.Across.Recall())
}

// compareStories places the held sets by the embedded model.
func compareStories(w io.Writer, l library, mistakes int) error {
	c, err := classify.New(classify.Options{})
	if err != nil {
		return err
	}
	gold, err := daysOf(c, l.gold(), "story", "")
	if err != nil {
		return err
	}
	held := slices.DeleteFunc(slices.Clone(gold), func(it storyItem) bool { return slices.Contains(tuned, it.window) })
	syria, err := daysOf(c, l.syria(), "cluster", "")
	if err != nil {
		return err
	}
	languages, err := daysOf(c, l.languages(), "event", "test")
	if err != nil {
		return err
	}
	for _, set := range []struct {
		name  string
		items []storyItem
	}{{"all labelled days", gold}, {"held days", held}, {"languages, test", languages}, {"syria", syria}} {
		r := measure.Stories(place(set.items, nil))
		tell(w, set.name, r)
		if mistakes > 0 {
			if err := r.Write(w, mistakes); err != nil {
				return err
			}
		}
	}
	return compareHeadlines(w, l, c)
}

// compareHeadlines judges the held half of the pairs of headlines.
func compareHeadlines(w io.Writer, l library, c *classify.Classifier) error {
	rows, err := table(filepath.Join(l.shared, "stories/sts_headlines_train.tsv"))
	if err != nil {
		return err
	}
	x := dedupe.New(dedupe.Options{})
	for _, at := range []float64{0, 0.5, 1} {
		var r measure.Rates
		for i, row := range rows {
			if i%2 == 0 || row["label"] == "?" {
				continue
			}
			same := row["label"] == "1"
			said := x.Compare(headlinePair(c, row), [][2]int{{0, 1}})[0].Logit >= at
			r.Wanted += count(same)
			r.Answered += count(said)
			r.Right += count(same && said)
		}
		fmt.Fprintf(w, "headlines, pairs from logit %.1f   precision %.3f recall %.3f F1 %.3f\n", at, r.Precision(), r.Recall(), r.F1())
	}
	return nil
}

func count(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
