package dedupe

import (
	"cmp"
	"iter"
	"math/bits"
	"slices"

	"sitrep/feed"
)

// register is a set of reports with one hash table over their keys, as layer is
// one of entries. The index has one; a batch being judged has another beside it.
type register struct {
	pages [][]report
	room  int // reports of a page to begin with
	n     int
	nodes int
	heads []uint32                // node number + 1 of the newest key in the bucket
	last  map[feed.StoryID]uint32 // position + 1 of the newest report of a story
	by    map[feed.ItemID]uint32  // position + 1 of an item's report
}

func newRegister(n int) *register {
	size := 64
	for size < n*reportKeys/2 {
		size *= 2
	}
	return &register{
		room: min(max(n, 1), pageSize), heads: make([]uint32, size),
		last: map[feed.StoryID]uint32{}, by: map[feed.ItemID]uint32{},
	}
}

// growing is the least number of reports for which a register that grows is made.
const growing = 1 << 17 / reportKeys

// without returns a register without the reports of some items.
func (g *register) without(gone map[feed.ItemID]bool, rarity *rarity) *register {
	kept := newRegister(max(g.n, growing))
	for i := range g.n {
		r := g.at(i)
		if gone[r.id] {
			rarity.add(r, -1)
			continue
		}
		w := rarity.weigh(r)
		kept.add(r, reportKeysOf(&w))
	}
	return kept
}

func (g *register) at(i int) *report { return &g.pages[i/pageSize][i%pageSize] }

// add appends a report, enters its keys and joins it to its story.
func (g *register) add(rep *report, keys []uint32) {
	if g.n%pageSize == 0 {
		g.pages = append(g.pages, make([]report, 0, g.room))
	}
	page := len(g.pages) - 1
	g.pages[page] = append(g.pages[page], *rep)
	i := g.n
	g.n++
	r := g.at(i)
	r.next, r.before = [reportKeys]uint32{}, 0
	for slot, key := range keys {
		b := int(key) & (len(g.heads) - 1)
		r.tags[slot] = uint16(key >> 16)
		r.next[slot], g.heads[b] = g.heads[b], uint32(i*reportKeys+slot)+1
		g.nodes++
	}
	if g.nodes > 2*len(g.heads) {
		g.rehash()
	}
	g.by[r.id] = uint32(i) + 1
	g.join(i)
}

// rehash doubles the table. Of a key the tag has the bits above the sixteenth,
// which tell its new bucket: no table that grows is smaller.
func (g *register) rehash() {
	old := len(g.heads)
	bit := bits.TrailingZeros(uint(old)) - 16
	heads := make([]uint32, 2*old)
	var chain []uint32
	for bucket := range g.heads {
		chain = chain[:0]
		for node := g.heads[bucket]; node != 0; {
			chain = append(chain, node-1)
			node = g.at(int(node-1) / reportKeys).next[int(node-1)%reportKeys]
		}
		for _, at := range slices.Backward(chain) {
			r, slot := g.at(int(at)/reportKeys), at%reportKeys
			b := bucket + old*int(r.tags[slot]>>bit&1)
			r.next[slot], heads[b] = heads[b], at+1
		}
	}
	g.heads = heads
}

// join appends a report to the chain of its story.
func (g *register) join(i int) {
	r := g.at(i)
	r.before, g.last[r.story] = g.last[r.story], uint32(i)+1
}

// members gives the reports of a story, the newest first.
func (g *register) members(story feed.StoryID) iter.Seq[*report] {
	return func(yield func(*report) bool) {
		for p := g.last[story]; p != 0; {
			r := g.at(int(p - 1))
			if !yield(r) {
				return
			}
			p = r.before
		}
	}
}

// merge makes one story of two.
func (g *register) merge(from, to feed.StoryID) {
	p := g.last[from]
	if p == 0 || from == to {
		return
	}
	for q := p; q != 0; {
		r := g.at(int(q - 1))
		r.story = to
		if r.before == 0 {
			r.before = g.last[to]
			break
		}
		q = r.before
	}
	g.last[to] = p
	delete(g.last, from)
}

// reportKeysOf is keysOf, but of a copy no keys: whoever repeats its text is
// found by the original.
func reportKeysOf(w *weighted) []uint32 {
	if w.copied {
		return nil
	}
	keys, _ := keysOf(make([]uint32, 0, reportKeys), make([]float32, 0, reportKeys), w)
	return keys
}

// maxChain is how many reports of one key are looked at, the newest: what more
// have in common tells nothing. It keeps the cost of an item flat.
const maxChain = 40

// tally is how much of a report's keys another one shares.
type tally struct {
	report *report
	weight float32
}

// tallies adds up what reports share with one: a table by their ids, and the
// reports in the order in which they were met.
type tallies struct {
	slots [tallySlots]uint16 // position in list + 1
	list  []tally
}

// tallySlots is more than twice what all chains of a report can show.
const tallySlots = 1 << 12

func (t *tallies) reset() {
	clear(t.slots[:])
	t.list = t.list[:0]
}

func (t *tallies) add(r *report, weight float32) {
	for at := uint64(r.id) >> 52; ; at = (at + 1) % tallySlots {
		switch n := t.slots[at]; {
		case n == 0:
			t.list = append(t.list, tally{r, weight})
			t.slots[at] = uint16(len(t.list))
			return
		case t.list[n-1].report == r:
			t.list[n-1].weight += weight
			return
		}
	}
}

// best gives the n reports that share most, the one that shares most first.
func (t *tallies) best(n int) []tally {
	top := make([]tally, 0, n+1)
	for _, c := range t.list {
		if len(top) == n && !c.before(top[n-1]) {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, c, func(a, b tally) int {
			if a.before(b) {
				return -1
			}
			return 1
		})
		top = slices.Insert(top, at, c)
		top = top[:min(n, len(top))]
	}
	return top
}

// before orders tallies; ties by id, so that the answer does not depend on the
// order of the chains.
func (t tally) before(o tally) bool {
	return t.weight > o.weight || t.weight == o.weight && t.report.id < o.report.id
}

// search adds to the tallies the reports that share a key and were published
// within the window of one another.
func (g *register) search(t *tallies, rep *report, keys []uint32, weights []float32) {
	for slot, key := range keys {
		left, steps := maxChain, 4*maxChain
		for node := g.heads[int(key)&(len(g.heads)-1)]; node != 0 && left > 0 && steps > 0; steps-- {
			at := int(node - 1)
			r := g.at(at / reportKeys)
			node = r.next[at%reportKeys]
			if r.tags[at%reportKeys] != uint16(key>>16) || r.id == rep.id || r.story == 0 {
				continue
			}
			left--
			if max(r.published, rep.published)-min(r.published, rep.published) <= eventWindow {
				t.add(r, weights[slot])
			}
		}
	}
}

// keysOf lists under what a report is found, and what each key is worth.
func keysOf(keys []uint32, weights []float32, w *weighted) ([]uint32, []float32) {
	put := func(key uint32, weight float32) {
		if len(keys) < reportKeys && !slices.Contains(keys, key) {
			keys, weights = append(keys, key), append(weights, weight)
		}
	}
	order := make([]int, 0, titleTerms)
	for i := range w.titleN {
		order = append(order, int(i))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(w.title[b], w.title[a]) })
	for _, i := range order[:min(9, len(order))] {
		put(w.report.title[i], w.title[i]*w.title[i])
	}
	for i, p := range w.places[:w.placeN] {
		for k, a := range w.acts[:min(w.actN, 3)] {
			if i < 2 && k < 3 {
				put(p.at^uint32(a)*0x9e3779b1, 0.5)
			}
		}
	}
	for i, o := range w.actors[:w.actorN] {
		for k, a := range w.acts[:min(w.actN, 2)] {
			if i < 2 && k < 2 {
				put(o.who^uint32(a)*0x85ebca6b, 0.4)
			}
		}
	}
	for i, p := range w.places[:w.placeN] {
		for k, o := range w.actors[:w.actorN] {
			if i < 1 && k < 2 {
				put(p.at^o.who*0xc2b2ae35, 0.4)
			}
		}
	}
	for i, s := range w.sounds[:w.soundN] {
		if i < 3 {
			put(s^0x27d4eb2f, 0.5)
		}
	}
	order = order[:0]
	for i := range w.bodyN {
		order = append(order, int(i))
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(w.body[b], w.body[a]) })
	for _, i := range order[:min(6, len(order))] {
		put(w.report.body[i], w.body[i]*w.body[i])
	}
	return keys, weights
}
