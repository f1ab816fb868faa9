package poll

import (
	"time"

	"sitrep/feed"
	"sitrep/feed/dedupe"
)

// memory is what a source has listed so far. It keeps known entries from being
// parsed again, and entries whose story has expired from coming back.
type memory struct {
	index *dedupe.Index
	raw   map[uint64]feed.Listed
	id    map[feed.ItemID]feed.Listed
	link  map[uint64]feed.Listed // only links that one entry alone has
}

func newMemory(old []feed.Listed, index *dedupe.Index) *memory {
	m := &memory{
		index: index,
		raw:   make(map[uint64]feed.Listed, len(old)),
		id:    make(map[feed.ItemID]feed.Listed, len(old)),
		link:  make(map[uint64]feed.Listed, len(old)),
	}
	for _, l := range old {
		m.raw[l.Raw], m.id[l.Item] = l, l
		if other, twice := m.link[l.Link]; twice && other.Item != l.Item {
			l = feed.Listed{} // says nothing
		}
		m.link[l.Link] = l
	}
	delete(m.link, 0)
	return m
}

// known reports whether an entry of these raw bytes was read before.
func (m *memory) known(raw uint64) bool {
	_, ok := m.raw[raw]
	return ok
}

// before finds the entry as it was listed earlier, by id or by its own link.
func (m *memory) before(it feed.Item) (feed.Listed, bool) {
	if l, ok := m.id[it.ID]; ok {
		return l, true
	}
	l, ok := m.link[linkHash(it)]
	return l, ok && l.Item != 0
}

// alive leaves out the items that were kept once and whose story has expired
// since: a source that rewrites an old entry does not bring it back.
func (m *memory) alive(items []feed.Item) []feed.Item {
	alive := make([]feed.Item, 0, len(items))
	for _, it := range items {
		if l, ok := m.before(it); ok && l.Kept && !m.index.Has(l.Item) {
			continue
		}
		alive = append(alive, it)
	}
	return alive
}

// fresh counts the items that were never listed before.
func (m *memory) fresh(items []feed.Item) (n int) {
	for _, it := range items {
		if _, ok := m.before(it); !ok {
			n++
		}
	}
	return n
}

// list is the memory after this visit: what the source lists today, and what
// it listed before and might list again.
func (m *memory) list(today []feed.Listed, kept []feed.Item, now time.Time) []feed.Listed {
	day := uint16(now.Unix() / (24 * 60 * 60))
	keep := make(map[feed.ItemID]bool, len(kept))
	for _, it := range kept {
		keep[it.ID] = true
	}
	all := make([]feed.Listed, 0, len(today)+len(m.raw))
	current := make(map[uint64]bool, len(today))
	items := make(map[feed.ItemID]bool, len(today))
	for _, l := range today {
		if current[l.Raw] {
			continue
		}
		if l.Item == 0 { // cut out before parsing
			l = m.raw[l.Raw]
		} else {
			l.Kept = keep[l.Item] || m.id[l.Item].Kept
		}
		l.Day = day
		current[l.Raw], items[l.Item] = true, true
		all = append(all, l)
	}
	for raw, l := range m.raw {
		if !current[raw] && !items[l.Item] {
			all = append(all, l)
		}
	}
	return all
}

// linkHash is the key of an item's address in Listed.
func linkHash(it feed.Item) uint64 {
	if it.URL == "" {
		return 0
	}
	return feed.Hash(it.URL)
}
