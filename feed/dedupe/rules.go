package dedupe

import "sitrep/feed"

// rule finds the earlier entry that an entry belongs to, or nil.
type rule struct {
	name string
	// update means that both are the same item of one source; otherwise the
	// later one is a copy of the earlier.
	update bool
	find   func(c *court, e *entry) *entry
}

// rules are asked in this order; the first that finds something decides.
var rules = []rule{
	{"id", true, (*court).sameID},
	{"same-url", true, (*court).sameURL},
	{"same-title", true, (*court).sameTitle},
	{"url", false, (*court).urlElsewhere},
	{"title", false, (*court).titleElsewhere},
	{"copy", false, (*court).copied},
}

// founding is the Rule of an item for which no rule found anything.
const founding = "new"

const (
	hour = 3600 // seconds, as entries count them
	day  = 24 * hour
	// chainLimit is how many entries of one address, title or shingle are
	// looked at, the newest: what is more common than that identifies nothing,
	// and a flood of equal titles must not slow down the rest.
	chainLimit = 32
)

// court judges one batch against the index and against itself.
type court struct {
	base, batch *layer
	window      uint32
	desk        desk
	reader      *reader
	found       [4 * chainLimit]*entry // scratch
}

// judge fills a placement from the entry at a position of the batch and marks
// that entry as placed.
func (c *court) judge(at int, p *feed.Placement) {
	if id := c.ownID(c.batch.at(at), p.Item.Source); id != p.Item.ID {
		p.Item.ID = id
		at = c.rename(at, id)
	}
	e := c.batch.at(at)
	c.desk.forms = c.desk.forms[:0]
	name, update, old := c.decide(e)
	p.Item.Rule, p.Update = name, update
	switch {
	case old == nil:
		e.story, e.copyOf = e.id, 0
	case update:
		e.story, e.copyOf = old.story, old.copyOf
		if old.id != e.id {
			at = c.rename(at, old.id)
			e = c.batch.at(at)
		}
	default:
		e.story, e.copyOf = old.story, original(old)
	}
	p.Item.ID, p.Item.CopyOf, p.Story = e.id, e.copyOf, e.story
	if !update {
		c.desk.place(c.reader, p)
		e.story = p.Story
	}
	e.state = placed
}

func (c *court) decide(e *entry) (name string, update bool, old *entry) {
	for i := range rules {
		if old := rules[i].find(c, e); old != nil {
			return rules[i].name, rules[i].update, old
		}
	}
	return founding, false, nil
}

// ownID returns the entry's id, or another where a different source has that
// one already: whatever a source writes, it never reaches another's item.
func (c *court) ownID(e *entry, source string) feed.ItemID {
	for _, l := range [...]*layer{c.base, c.batch} {
		w := l.find(byID, uint64(e.id), chainLimit)
		for o := w.next(); o != nil; o = w.next() {
			if o.state == placed && o.source != e.source {
				return feed.NewItemID(source, e.id.String())
			}
		}
	}
	return e.id
}

// rename gives an entry of the batch another id, under which it is found from
// now on, and returns its new position.
func (c *court) rename(at int, id feed.ItemID) int {
	renamed := *c.batch.at(at)
	c.batch.at(at).state = dead
	renamed.id, renamed.next = id, [slots]uint32{}
	e, at := c.batch.grow(chainLimit)
	*e = renamed
	c.batch.link(at)
	return at
}

// original is the id of the text that an entry carries.
func original(e *entry) feed.ItemID {
	if e.copyOf != 0 {
		return e.copyOf
	}
	return e.id
}

// gather collects the entries of one key, other than e's own, oldest first,
// the index before the batch. It holds until the next gather.
func (c *court) gather(slot int, key uint64, e *entry) []*entry {
	n := 0
	for _, l := range [...]*layer{c.base, c.batch} {
		from := n
		w := l.find(slot, key, chainLimit)
		for o := w.next(); o != nil; o = w.next() {
			if o != e {
				c.found[n] = o
				n++
			}
		}
		for i, j := from, n-1; i < j; i, j = i+1, j-1 {
			c.found[i], c.found[j] = c.found[j], c.found[i]
		}
	}
	return c.found[:n]
}

func (c *court) sameID(e *entry) *entry {
	if old := c.batch.byID(e.id, e.source); old != nil {
		return old
	}
	return c.base.byID(e.id, e.source)
}

// sameURL finds the item that a source now names anew at the old address. An
// address at which the source has two items, now or earlier, says less: only a
// later version with much the same title is the same item there.
func (c *court) sameURL(e *entry) *entry {
	if e.url == 0 || e.source == 0 {
		return nil
	}
	var old, retitled *entry
	several := false
	for _, o := range c.gather(byURL, e.url, e) {
		switch {
		case o.source != e.source || o.id == e.id || o.state == dead:
			continue
		case o.state == waiting:
			several = true
			continue
		case old != nil && old.id != o.id:
			several = true
		}
		old = o
		if revises(e, o) {
			retitled = o
		}
	}
	switch {
	case several:
		return retitled
	case old == nil || !continues(e, old):
		return nil
	}
	return old
}

// sameTitle finds the item that a source now names anew and elsewhere. Two
// items that it listed at once have to have the same text, too.
func (c *court) sameTitle(e *entry) *entry {
	if e.titled == 0 || e.source == 0 {
		return nil
	}
	for _, o := range c.gather(byTitle, e.titled, e) {
		if o.state != placed || o.source != e.source || o.published/day != e.published/day {
			continue
		}
		if sameText(e, o) || !o.fresh && e.distinct && !contradicts(e, o) {
			return o
		}
	}
	return nil
}

func (c *court) urlElsewhere(e *entry) *entry {
	if e.url == 0 {
		return nil
	}
	carriers := c.gather(byURL, e.url, e)
	if shared(e, carriers) {
		return nil
	}
	for _, o := range carriers {
		if o.state == placed && c.foreign(e, o) && !strangers(e, o) {
			return o
		}
	}
	return nil
}

// shared reports whether some source has two items at the address.
func shared(e *entry, carriers []*entry) bool {
	for i, o := range carriers {
		if o.source == 0 {
			continue
		}
		if o.source == e.source && o.id != e.id {
			return true
		}
		for _, other := range carriers[:i] {
			if o.source == other.source && o.id != other.id {
				return true
			}
		}
	}
	return false
}

// titleElsewhere finds the same distinctive title within a day.
func (c *court) titleElsewhere(e *entry) *entry {
	if e.titled == 0 || !e.distinct {
		return nil
	}
	for _, o := range c.gather(byTitle, e.titled, e) {
		if o.state == placed && apart(e, o) <= day && c.foreign(e, o) && !contradicts(e, o) {
			return o
		}
	}
	return nil
}

// foreign reports whether an entry can be the original of e: neither it nor
// the text that it copies is of e's own source.
func (c *court) foreign(e, o *entry) bool {
	if e.source == 0 {
		return true
	}
	if o.source == e.source {
		return false
	}
	return o.copyOf == 0 || c.base.byID(o.copyOf, e.source) == nil && c.batch.byID(o.copyOf, e.source) == nil
}

// apart is the time between two publications in seconds.
func apart(a, b *entry) uint32 {
	return max(a.published, b.published) - min(a.published, b.published)
}
