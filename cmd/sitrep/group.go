package main

import (
	"bufio"
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"sitrep/config"
	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/dedupe"
)

type groupCommand struct {
	configured
}

// Help is shown by group --help.
func (groupCommand) Help() string {
	return `Reads what judge reads, and publisher (a name, domain or address of the outlet; else source
or url stand for it), in time order, or in any order if every line has a time. Reads all of
it and then writes, in the order of the input, {"id","story","copy_of","rule","chance",
"previous"} for each line: the story in which it ended, named by the id of its first item;
the id of the item whose text this one repeats, or ""; the rule that placed it, and the
probability, where one decided; the story that this one continues, or "". A line without an
id is named by its number.`
}

// grouping is one line of group's output.
type grouping struct {
	ID       string  `json:"id"`
	Story    string  `json:"story"`
	CopyOf   string  `json:"copy_of"`
	Rule     string  `json:"rule"`
	Chance   float64 `json:"chance,omitempty"` // rounded to three digits
	Previous string  `json:"previous"`
}

// Run groups standard input as the daemon would group items that arrive one by
// one. It writes at the end: a later item may show that two stories are one.
func (c groupCommand) Run(io streams) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	g, err := newGrouper(cfg)
	if err != nil {
		return err
	}
	if err := readLines(io.in, g.read); err != nil {
		return err
	}
	out := bufio.NewWriter(io.out)
	encoder := newEncoder(out)
	for _, answer := range g.groupings() {
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
	return out.Flush()
}

// grouper puts lines into stories.
type grouper struct {
	judge    *classify.Classifier
	sources  map[string]feed.Source
	now      time.Time
	arrivals []arrival
	untimed  bool // some line has no time, so that the order of the input stands
}

// arrival is a line on its way into a story.
type arrival struct {
	item   feed.Item
	name   string
	placed feed.Placement
}

func newGrouper(cfg *config.Config) (*grouper, error) {
	judge, err := newJudge(cfg)
	return &grouper{judge: judge, sources: sourcesByID(cfg.Sources), now: time.Now().UTC()}, err
}

// read takes one line in.
func (g *grouper) read(n int, l line) error {
	it, err := l.item(n, g.now)
	if err != nil {
		return err
	}
	it.Publisher = g.publisher(l)
	it.About = g.judge.About(it, g.sources[l.Source])
	g.arrivals = append(g.arrivals, arrival{item: it, name: cmp.Or(string(l.ID), strconv.Itoa(n))})
	g.untimed = g.untimed || l.Published == ""
	return nil
}

// publisher is the family that stands behind a line.
func (g *grouper) publisher(l line) string {
	if src, ok := g.sources[l.Source]; ok && l.Publisher == "" {
		return src.Publisher
	}
	return config.Family(cmp.Or(l.Publisher, l.Source, l.URL))
}

// groupings places all that was read, in time order, and answers in the order in
// which it was read. Lines read afterwards are a new day.
func (g *grouper) groupings() []grouping {
	all := g.arrivals
	inOrder := make([]*arrival, len(all))
	for i := range all {
		inOrder[i] = &all[i]
	}
	if !g.untimed {
		slices.SortStableFunc(inOrder, func(a, b *arrival) int { return a.item.Published.Compare(b.item.Published) })
	}
	names, ended := place(inOrder)
	answers := make([]grouping, len(all))
	for i, a := range all {
		answers[i] = a.grouping(names, ended)
	}
	g.arrivals, g.untimed = nil, false
	return answers
}

// merges are stories that became part of another.
type merges map[feed.StoryID]feed.StoryID

// end is the story in which a story ended.
func (m merges) end(id feed.StoryID) feed.StoryID {
	for into, merged := m[id]; merged; into, merged = m[id] {
		id = into
	}
	return id
}

// place puts items one by one into an empty index.
func place(inOrder []*arrival) (names map[feed.ItemID]string, ended merges) {
	index := dedupe.New(dedupe.Options{})
	names, ended = map[feed.ItemID]string{}, merges{}
	for _, a := range inOrder {
		names[a.item.ID] = a.name
		placed := index.Place([]feed.Item{a.item})
		index.Add(placed)
		a.placed = placed[0]
		into := ended.end(a.placed.Story)
		for _, from := range a.placed.Merge {
			if from = ended.end(from); from != into {
				ended[from] = into
			}
		}
	}
	return names, ended
}

// grouping says where a line ended. One that is an item already met (the same
// address or title of the same source) joined that item's story and repeats its
// text.
func (a arrival) grouping(names map[feed.ItemID]string, ended merges) grouping {
	p := a.placed
	answer := grouping{ID: a.name, Story: names[ended.end(p.Story)], CopyOf: names[p.Item.CopyOf], Rule: p.Item.Rule}
	if p.Update && p.Item.ID != a.item.ID {
		answer.CopyOf = names[p.Item.ID]
	}
	answer.Chance = math.Round(p.Chance*1000) / 1000
	if previous := names[ended.end(p.Previous)]; previous != answer.Story {
		answer.Previous = previous
	}
	return answer
}
