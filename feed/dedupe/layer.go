package dedupe

import "sitrep/feed"

// entry is what the index keeps of an item: no texts and no pointers, so that
// the garbage collector never walks it. What a walk along a chain reads stands
// together: every jump to an entry is a cache miss, and it should be one.
type entry struct {
	story     feed.StoryID
	copyOf    feed.ItemID
	source    uint64 // hash of the source's id; zero if the item names none
	published uint32 // Unix seconds
	seen      uint32

	id     feed.ItemID
	url    uint64 // hash of Key(URL); zero if that is empty
	titled uint64 // hash of the normalised title; zero if it has no word
	state  state
	fresh  bool          // of the batch being judged
	next   [slots]uint32 // the chains of layer.heads
	traits
}

// state is where an entry stands in its layer.
type state uint8

const (
	waiting state = iota // of a batch, not judged yet: rules see only its address
	placed
	dead // replaced by a newer version, or forgotten
)

// The slots of an entry: the keys under which it is found.
const (
	byID = iota
	byURL
	byTitle
	byShingle // and the following
	slots     = byShingle + anchors
	anchors   = 6
)

// key returns the key of a slot. The smallest shingles serve as anchors: two
// texts that share half of theirs miss all six with a probability of 1.6 %.
func (e *entry) key(slot int) uint64 {
	switch slot {
	case byID:
		return uint64(e.id)
	case byURL:
		return e.url
	case byTitle:
		return e.titled
	}
	return uint64(e.sketch[slot-byShingle])
}

// keyed reports whether the entry has a key in the slot.
func (e *entry) keyed(slot int) bool {
	if slot < byShingle {
		return e.key(slot) != 0
	}
	return slot-byShingle < int(e.kept)
}

// sort folds the anchors to one: any anchor of an entry may meet any of another's.
func sort(slot int) int { return min(slot, byShingle) }

// layer is a set of entries with one hash table over all their keys. The index
// is one layer; a batch being judged is another, laid over it.
type layer struct {
	pages [][]entry
	n     int
	dead  int
	nodes int
	heads []uint32 // node number + 1 of the newest key in the bucket; zero for none
}

const pageSize = 1024

// newLayer makes room for n entries.
func newLayer(n int) *layer {
	size := 16
	for size < n*slots/2 {
		size *= 2
	}
	return &layer{heads: make([]uint32, size)}
}

func (l *layer) at(i int) *entry { return &l.pages[i/pageSize][i%pageSize] }

// grow appends an empty entry, not yet linked; room is how many more will come.
func (l *layer) grow(room int) (*entry, int) {
	if l.n%pageSize == 0 {
		l.pages = append(l.pages, make([]entry, 0, min(max(room, 1), pageSize)))
	}
	last := len(l.pages) - 1
	l.pages[last] = append(l.pages[last], entry{})
	l.n++
	return l.at(l.n - 1), l.n - 1
}

// link enters the keys of entry i into the table.
func (l *layer) link(i int) {
	e := l.at(i)
	for slot := range slots {
		if !e.keyed(slot) {
			continue
		}
		b := l.bucket(slot, e.key(slot))
		e.next[slot], l.heads[b] = l.heads[b], uint32(i*slots+slot)+1
		l.nodes++
	}
	if l.nodes > len(l.heads)*3/2 {
		l.rehash()
	}
}

func (l *layer) bucket(slot int, key uint64) uint64 {
	return mix(key, uint64(sort(slot))) & uint64(len(l.heads)-1)
}

func (l *layer) rehash() {
	l.heads = make([]uint32, 2*len(l.heads))
	l.nodes = 0
	for i := range l.n {
		if l.at(i).state != dead {
			l.link(i)
		}
	}
}

// cursor walks the entries of one key, newest first.
type cursor struct {
	layer *layer
	slot  int
	key   uint64
	node  uint32
	left  int // matches still to be shown
}

// find starts a walk over at most limit entries that have the key in the slot
// (any anchor's for byShingle).
func (l *layer) find(slot int, key uint64, limit int) cursor {
	return cursor{l, slot, key, l.heads[l.bucket(slot, key)], limit}
}

// next returns the next entry that is not dead, or nil.
func (c *cursor) next() *entry {
	for c.node != 0 && c.left > 0 {
		at := int(c.node - 1)
		e, slot := c.layer.at(at/slots), at%slots
		c.node = e.next[slot]
		if sort(slot) == c.slot && e.key(slot) == c.key && e.state != dead {
			c.left--
			return e
		}
	}
	return nil
}

// compact returns a layer of the live entries that keep accepts, in order.
func (l *layer) compact(keep func(*entry) bool) *layer {
	fresh := newLayer(l.n - l.dead)
	for i := range l.n {
		old := l.at(i)
		if old.state == dead || !keep(old) {
			continue
		}
		e, at := fresh.grow(pageSize)
		*e = *old
		e.next = [slots]uint32{}
		fresh.link(at)
	}
	return fresh
}
