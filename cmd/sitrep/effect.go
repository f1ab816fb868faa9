package main

import (
	"fmt"
	"io"
	"slices"

	"sitrep/config"
	"sitrep/feed"
)

// effect counts what one thing in the configuration does to stored items, were
// they judged again.
type effect struct {
	name  string
	whole bool // it is about every item, so that matches say nothing
	drops bool // it is a rule that only drops

	items, kept       int // it was asked about, and how many of them are kept now
	matches           int
	leaving, entering int
	leaves, enters    []string // a few titles
}

// examples is how many titles are told of either kind.
const examples = 3

func (e *effect) note(it feed.Item, matches, kept, would bool) {
	e.items++
	if kept {
		e.kept++
	}
	if matches {
		e.matches++
	}
	switch {
	case kept && !would:
		e.leaving++
		e.leaves = example(e.leaves, it)
	case would && !kept:
		e.entering++
		e.enters = example(e.enters, it)
	}
}

func example(titles []string, it feed.Item) []string {
	if len(titles) == examples {
		return titles
	}
	return append(titles, fmt.Sprintf("%s (%s)", oneLine(it.Title), it.Source))
}

func (e *effect) print(w io.Writer) {
	if e.whole {
		fmt.Fprintf(w, "%s: %d are kept now, %d would be; %d would leave the feed, %d would enter\n", e.name, e.kept, e.kept-e.leaving+e.entering, e.leaving, e.entering)
	} else {
		fmt.Fprintf(w, "%s: matches %d; %d would leave the feed, %d would enter\n", e.name, e.matches, e.leaving, e.entering)
	}
	for _, title := range e.leaves {
		fmt.Fprintf(w, "  - %s\n", title)
	}
	for _, title := range e.enters {
		fmt.Fprintf(w, "  + %s\n", title)
	}
}

// fewest is how many kept items it takes to call a rule that drops all of them
// a mistake: of fewer, that may be as it should.
const fewest = 20

// refusal is the error of a rule that would empty the feed.
func (e *effect) refusal() error {
	if !e.drops || e.kept < fewest || e.leaving < e.kept {
		return nil
	}
	return fmt.Errorf("%s would drop all %d items that are kept now; narrow it, name the sources it is for with sources: [id], or take it out", e.name, e.kept)
}

// unstored are the fields that the store leaves out of dropped items.
var unstored = []string{"content", "authors", "categories"}

// explainGaps tells where the proof, or a rule, sees less than there is.
func (p *proof) explainGaps(w io.Writer) {
	looks := func(fields ...string) func(feed.Rule) bool {
		return func(r feed.Rule) bool {
			return len(r.In) == 0 || slices.ContainsFunc(fields, func(f string) bool { return slices.Contains(r.In, f) })
		}
	}
	if len(p.dropped) > 0 && slices.ContainsFunc(p.cfg.Rules, looks(unstored...)) {
		fmt.Fprintf(w, "of dropped items the store has title, address and the beginning of the summary, but no content, authors or categories: rules that look there may do more than is told here\n")
	}
	asked := func(r feed.Rule) bool { return len(r.In) > 0 && looks("content")(r) }
	if at := slices.IndexFunc(p.cfg.Rules, asked); at >= 0 && p.cfg.Content != config.ContentFull {
		fmt.Fprintf(w, "rule \"%s\" looks in the content, of which nothing is read unless the configuration says content: full\n", p.cfg.Rules[at].Name)
	}
}
