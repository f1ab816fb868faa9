package main

import (
	"fmt"
	"slices"
	"time"

	"sitrep/config"
	"sitrep/feed/measure"
)

type benchGroupCommand struct {
	configured
	Mistakes int           `help:"How many of the worst mistakes of either kind to list." default:"20"`
	Within   time.Duration `help:"Compare only pairs published so close together, as in 96h. Default: all pairs of a window." placeholder:"DURATION"`
	Compare  bool          `help:"Also tell how simple systems fare on the same items: title Jaccard 0.5, TF-IDF cosine at the threshold that is best for these very items, and copies only."`
	Files    []string      `arg:"" name:"file" help:"Labelled items or pairs, tab-separated." type:"existingfile"`
}

// Help is shown by bench group --help.
func (benchGroupCommand) Help() string {
	return `A file begins with a line that names its columns: title and story (or cluster); if it has
them also id, window, copy_of, language (or lang), outlet, published (or date) and summary.
Cells are separated by tabs, without quoting. Each window is grouped by itself in time order,
as sitrep group would. A file of pairs has title_a, title_b and label (1, 0, or ? to leave a
pair out), and may have text_a, text_b and lang; each pair is grouped by itself.

Prints precision, recall and F1 by pairs (a story of more than 10 items counts as one of 10)
and B-cubed, of all, of each language and across languages, those of copies, and the worst
mistakes. Each file is told by itself.`
}

// Run groups the windows of each file.
func (c benchGroupCommand) Run(io streams) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	for i, name := range c.Files {
		items, err := measure.ReadStoriesFile(name)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			return fmt.Errorf("%s: no labelled items below the header", name)
		}
		if len(c.Files) > 1 {
			fmt.Fprintf(io.out, "%s%s\n", map[bool]string{true: "\n"}[i > 0], name)
		}
		if err := c.tell(io, cfg, items); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (c benchGroupCommand) tell(io streams, cfg *config.Config, items []measure.Grouped) error {
	items, err := groupWindows(cfg, items)
	if err != nil {
		return err
	}
	report := measure.StoriesWithin(items, c.Within)
	if c.Compare {
		names, reports := []string{"sitrep"}, []measure.StoryReport{report}
		for _, b := range measure.Baselines(items, c.Within) {
			names, reports = append(names, b.Name), append(reports, measure.StoriesWithin(b.Items, c.Within))
		}
		if err := measure.WriteComparison(io.out, names, reports); err != nil {
			return err
		}
		fmt.Fprintln(io.out)
	}
	return report.Write(io.out, c.Mistakes)
}

// groupWindows places each window by itself, and gives the items in the order of
// arrival.
func groupWindows(cfg *config.Config, items []measure.Grouped) ([]measure.Grouped, error) {
	g, err := newGrouper(cfg)
	if err != nil {
		return nil, err
	}
	var out []measure.Grouped
	for _, window := range measure.Windows(items) {
		untimed := slices.ContainsFunc(window, func(it measure.Grouped) bool { return it.Published.IsZero() })
		if !untimed {
			slices.SortStableFunc(window, func(a, b measure.Grouped) int { return a.Published.Compare(b.Published) })
		}
		for i, it := range window {
			if err := g.read(i+1, lineOf(it)); err != nil {
				return nil, fmt.Errorf("line %d: %w", it.Line, err)
			}
		}
		for i, answer := range g.groupings() {
			it := &window[i]
			it.Placed, it.Copied, it.Rule, it.Chance = answer.Story, answer.CopyOf, answer.Rule, answer.Chance
		}
		out = append(out, window...)
	}
	return out, nil
}

// lineOf is a labelled item as group would read it.
func lineOf(it measure.Grouped) line {
	l := line{ID: name(it.ID), Title: it.Title, Summary: it.Summary, Language: it.Language, Source: it.Outlet}
	if !it.Published.IsZero() {
		l.Published = it.Published.Format(time.RFC3339)
	}
	return l
}
