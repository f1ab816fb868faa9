package main

import (
	"cmp"
	"strconv"
	"time"

	"sitrep/feed"
	"sitrep/feed/dedupe"
)

type groupCommand struct {
	configured
}

// Help is shown by group --help.
func (groupCommand) Help() string {
	return `Reads what judge reads, in time order, and writes {"id","story","copy_of"} for each
line: the story is named by the id of its first item, copy_of is the id of the item
whose text this one repeats, or "". A line without an id is named by its number.`
}

// grouping is one line of group's output.
type grouping struct {
	ID     string `json:"id"`
	Story  string `json:"story"`
	CopyOf string `json:"copy_of"`
}

// Run groups standard input as the daemon would group items that arrive one by one.
func (c groupCommand) Run(io streams) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	g := grouper{
		index: dedupe.New(dedupe.Options{}), families: sourcesByID(cfg.Sources),
		names: make(map[feed.ItemID]string), now: time.Now().UTC(),
	}
	return eachLine(io, g.place)
}

// grouper places lines and remembers their names.
type grouper struct {
	index    *dedupe.Index
	families map[string]feed.Source
	names    map[feed.ItemID]string
	now      time.Time
}

// place puts one line into its story. A line that is an item already met (the
// same address or title of the same source) joins that item's story and repeats
// its text.
func (g grouper) place(n int, l line) (any, error) {
	it, err := l.item(n, g.now)
	if err != nil {
		return nil, err
	}
	it.Publisher = cmp.Or(g.families[l.Source].Publisher, it.Publisher)
	own := it.ID
	g.names[own] = cmp.Or(string(l.ID), strconv.Itoa(n))
	placed := g.index.Place([]feed.Item{it})
	g.index.Add(placed)
	pl := placed[0]
	copyOf := pl.Item.CopyOf
	if pl.Update && pl.Item.ID != own {
		copyOf = pl.Item.ID
	}
	return grouping{ID: g.names[own], Story: g.names[pl.Story], CopyOf: g.names[copyOf]}, nil
}
