package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"sitrep/config"
	"sitrep/feed"
)

// effect counts what one thing in the configuration does to stored items, were
// they judged again.
type effect struct {
	name    string
	whole   bool     // it is about every item, so that matches say nothing
	drops   bool     // it is a rule that only drops, or a term that speaks against
	sources []string // that the operator named, for whose items alone it is

	items, kept       int // it was asked about, and how many of them are kept now
	matches           int
	leaving, entering int
	leaves, enters    []feed.Item // a few of them, the strangest first
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
		e.leaves = stranger(e.leaves, it, -1)
	case would && !kept:
		e.entering++
		e.enters = stranger(e.enters, it, +1)
	}
}

// stranger puts an item among the examples if it belongs there: of what leaves
// the surest coverage (sign -1), of what enters the least sure (+1), each title
// once, in whatever order the items come.
func stranger(items []feed.Item, it feed.Item, sign int) []feed.Item {
	order := func(a, b feed.Item) int {
		return cmp.Or(sign*cmp.Compare(a.Score, b.Score), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID))
	}
	if at := slices.IndexFunc(items, func(other feed.Item) bool { return other.Title == it.Title }); at >= 0 {
		if order(items[at], it) <= 0 {
			return items
		}
		items = slices.Delete(items, at, at+1)
	}
	at, _ := slices.BinarySearchFunc(items, it, order)
	items = slices.Insert(items, at, it)
	return items[:min(len(items), examples)]
}

func (e *effect) print(w io.Writer) {
	if e.whole {
		fmt.Fprintf(w, "%s: %d are kept now, %d would be; %d would leave the feed, %d would enter\n", e.name, e.kept, e.kept-e.leaving+e.entering, e.leaving, e.entering)
	} else {
		fmt.Fprintf(w, "%s: matches %d; %d would leave the feed, %d would enter\n", e.name, e.matches, e.leaving, e.entering)
	}
	if e.drops && len(e.sources) > 0 && e.kept > 0 && e.leaving == e.kept {
		fmt.Fprintf(w, "  that is all there is now of %s\n", strings.Join(e.sources, ", "))
	}
	for _, it := range e.leaves {
		fmt.Fprintf(w, "  - %s (%s)\n", oneLine(it.Title), it.Source)
	}
	for _, it := range e.enters {
		fmt.Fprintf(w, "  + %s (%s)\n", oneLine(it.Title), it.Source)
	}
}

// fewest is how many kept items it takes to call a configuration that drops all
// of them a mistake: of fewer, that may be as it should.
const fewest = 20

// refusal is the error of a configuration that would drop every item that is
// kept now. A rule for named sources may drop all of theirs.
func (p *proof) refusal() error {
	kept := p.all.kept
	if kept < fewest || p.all.leaving < kept {
		return nil
	}
	for _, e := range p.rules {
		if e.drops && e.leaving == kept {
			return fmt.Errorf("%s would drop all %d items that are kept now; narrow it, name the sources it is for with sources: [id], or take it out", e.name, kept)
		}
	}
	blame := p.blame()
	switch {
	case len(blame) > 1:
		return fmt.Errorf("%s together would drop all %d items that are kept now; narrow one of them, or take it out", strings.Join(blame, " and "), kept)
	case p.low > 0:
		return fmt.Errorf("%s would drop all %d items that are kept now; choose one that keeps more", p.strictness.name, kept)
	}
	return fmt.Errorf("%s would drop all %d items that are kept now; weigh it less, or take it out", strings.Join(blame, ""), kept)
}

// blame names what has a part in dropping kept items.
func (p *proof) blame() (names []string) {
	for _, e := range p.rules {
		if e.drops && e.leaving > 0 {
			names = append(names, e.name)
		}
	}
	for _, e := range p.terms {
		if p.outweighed > 0 && e.drops && e.matches > 0 {
			names = append(names, e.name)
		}
	}
	if p.low > 0 {
		names = append(names, p.strictness.name)
	}
	return names
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
