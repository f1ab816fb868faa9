package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"sitrep/feed"
	"sitrep/feed/feedtest"
)

// What the stories of the invented world reach: pairs of reports of different
// events in one story, and the share of the pairs of reports of one event that
// are in one story. The goal is none, and 0.90. Every run gives the same figures.
const (
	mostFalseMerges = 688
	leastTogether   = 0.199
)

// TestStoriesAreTrue polls the invented world for thirty hours, as the daemon
// does, and holds each pair of reports against what the newsroom knows: are the
// two of one event, and are they in one story?
func TestStoriesAreTrue(t *testing.T) {
	if testing.Short() {
		t.Skip("thirty hours of news")
	}
	synctest.Test(t, func(t *testing.T) {
		room := feedtest.New(feedtest.Options{Seed: 7})
		network := feedtest.NewPipeListener()
		go func() { _ = room.Serve(network) }()
		cfg, err := demoConfig(t.TempDir(), "127.0.0.1:0", room.Sources("http://{outlet}.example"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range cfg.Sources {
			cfg.Sources[i].Schedule = "@every 10m"
		}
		b := newBubble(t, cfg, network)
		ctx, stop := context.WithTimeout(t.Context(), 30*time.Hour)
		defer stop()
		if err := b.poller.Run(ctx); err != nil {
			t.Fatal(err)
		}
		compareWithTruth(t, b, room.Truths())
		if err := b.db.Check(); err != nil {
			t.Error(err)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		_ = room.Close()
		_ = network.Close()
	})
}

// toldReport is a stored report with what the newsroom knows of it.
type toldReport struct {
	feed.Item
	story feed.StoryID
	truth feedtest.Truth
}

// score counts the pairs of reports of one event, and those in one story.
type score struct{ pairs, together int }

func (s score) share() float64 { return float64(s.together) / float64(max(s.pairs, 1)) }

func compareWithTruth(t *testing.T, b *bubble, truths []feedtest.Truth) {
	t.Helper()
	byPath := map[string]feedtest.Truth{}
	for _, truth := range truths {
		byPath[truth.Path] = truth
	}
	var all []toldReport
	var unknown int
	stories := b.stories(t)
	for _, s := range stories {
		for _, it := range s.Items {
			truth, ok := byPath[pathOf(it.URL)]
			if !ok {
				unknown++
				continue
			}
			all = append(all, toldReport{it, s.ID, truth})
		}
	}
	var whole score
	var merges, missed [][2]toldReport
	languages, kinds := map[string]score{}, map[string]score{}
	for i, x := range all {
		for _, y := range all[:i] {
			same, together := x.truth.Event == y.truth.Event, x.story == y.story
			switch {
			case x.truth.Path == y.truth.Path:
			case same:
				whole = whole.plus(together)
				lang := min(x.truth.Language, y.truth.Language) + "-" + max(x.truth.Language, y.truth.Language)
				languages[lang] = languages[lang].plus(together)
				kinds[x.truth.Kind] = kinds[x.truth.Kind].plus(together)
				if !together {
					missed = append(missed, [2]toldReport{y, x})
				}
			case together:
				merges = append(merges, [2]toldReport{y, x})
			}
		}
	}
	t.Logf("%d reports (%d more that the newsroom does not know) in %d stories, %d with two publishers or more, %d copies",
		len(all), unknown, len(stories), len(shared(stories)), copiesIn(stories))
	t.Logf("false merges: %d pairs; together: %d of %d pairs of one event, %.1f %%",
		len(merges), whole.together, whole.pairs, 100*whole.share())
	logScores(t, "languages", languages)
	logScores(t, "kind", kinds)
	logPairs(t, b, "false merge", merges, 15)
	logPairs(t, b, "apart", missed, 25)
	if len(merges) > mostFalseMerges || whole.share() < leastTogether {
		t.Errorf("%d false merges, %.3f together; want at most %d, at least %.3f",
			len(merges), whole.share(), mostFalseMerges, leastTogether)
	}
	if whole.pairs < 1000 || unknown > len(all)/100 {
		t.Errorf("%d pairs, %d reports unknown to the newsroom: this measures nothing", whole.pairs, unknown)
	}
}

func (s score) plus(together bool) score {
	s.pairs++
	if together {
		s.together++
	}
	return s
}

func logScores(t *testing.T, what string, scores map[string]score) {
	t.Helper()
	keys := slices.SortedFunc(maps.Keys(scores), func(a, b string) int {
		return cmp.Or(cmp.Compare(scores[b].pairs, scores[a].pairs), cmp.Compare(a, b))
	})
	for _, k := range keys {
		t.Logf("%s %s: %d of %d, %.0f %%", what, k, scores[k].together, scores[k].pairs, 100*scores[k].share())
	}
}

// logPairs shows some pairs, at even distances.
func logPairs(t *testing.T, b *bubble, what string, pairs [][2]toldReport, most int) {
	t.Helper()
	step := max(1, (len(pairs)+most-1)/most)
	for i := 0; i < len(pairs); i += step {
		t.Logf("%s:\n    %s\n    %s", what, b.line(pairs[i][0]), b.line(pairs[i][1]))
	}
}

func (b *bubble) line(r toldReport) string {
	return fmt.Sprintf("%s %s %s/%s story %v rule %s chance %.2f topics %v counts %v: %s", r.Published.Format("02T15:04"), r.truth.Event,
		r.Source, r.truth.Language, r.story, r.Rule, b.notes.chance[r.ID], r.Topics, r.About.Counts, r.Title)
}

func pathOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	return u.Path
}
