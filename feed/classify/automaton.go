package classify

import (
	"cmp"
	"slices"
)

// automaton is an Aho-Corasick machine over symbols, laid out as a double
// array: the child of state s by symbol c is cell base(s)+c if that cell's
// parent is s. A step costs one look at one cell, which also holds everything
// that the next step needs.
type automaton struct {
	cells  []cell
	out    []int32 // by state: the first of its patterns in ends, or -1
	ends   []int32 // pattern numbers, by state; the last one of a state is stored as its complement
	starts []int32 // the children of the root, by symbol: most steps from it lead nowhere
}

// cell is a state, or a hole.
type cell struct {
	parent int32 // -1 in a hole
	base   int32
	fail   int32 // the longest proper suffix that is a state
	link   int32 // the nearest state on the fail path, itself included, that ends a pattern; 0 if none
}

const root = 0

// pattern is a string of symbols and what to report when it is met.
type pattern struct {
	syms []uint16
	id   int32
}

// newAutomaton compiles the patterns, of which none may be empty. The result
// depends on them only, not on their order.
func newAutomaton(patterns []pattern, alphabet int) *automaton {
	width := int(symFirst) + alphabet
	patterns = sortPatterns(patterns, width)
	b := builder{automaton: new(automaton), width: width}
	states := countStates(patterns)
	b.queue = make([]span16, 0, states)
	b.cells = make([]cell, 0, states+states/8+4*width)
	b.out = make([]int32, 0, cap(b.cells))
	b.ends = make([]int32, 0, len(patterns))
	b.reserve(width)
	b.grow(patterns)
	b.starts = make([]int32, width)
	for sym := range b.starts {
		if c := b.cells[root].base + int32(sym); b.cells[c].parent == root && c != root {
			b.starts[sym] = c
		}
	}
	b.connect()
	return b.automaton
}

// radix is how many symbols of a pattern are sorted by counting; most patterns
// differ in them.
const radix = 4

// sortPatterns returns the patterns sorted by symbols, then by number.
func sortPatterns(patterns []pattern, width int) []pattern {
	sorted, other := slices.Clone(patterns), make([]pattern, len(patterns))
	starts := make([]int32, width+2)
	for n := radix - 1; n >= 0; n-- { // the last symbol first: each pass keeps the order of those before
		clear(starts)
		for i := range sorted {
			starts[sorted[i].digit(n)+1]++
		}
		for d := range width {
			starts[d+1] += starts[d]
		}
		for i := range sorted {
			d := sorted[i].digit(n)
			other[starts[d]] = sorted[i]
			starts[d]++
		}
		sorted, other = other, sorted
	}
	for from := 0; from < len(sorted); {
		to := from + 1
		for to < len(sorted) && sorted[to].sameStart(&sorted[from]) {
			to++
		}
		slices.SortFunc(sorted[from:to], func(a, b pattern) int {
			return cmp.Or(slices.Compare(a.syms, b.syms), cmp.Compare(a.id, b.id))
		})
		from = to
	}
	return sorted
}

// digit is symbol n counted from 1, or 0 where the pattern has ended.
func (p *pattern) digit(n int) int {
	if n >= len(p.syms) {
		return 0
	}
	return int(p.syms[n]) + 1
}

func (p *pattern) sameStart(q *pattern) bool {
	for n := range radix {
		if p.digit(n) != q.digit(n) {
			return false
		}
	}
	return true
}

// countStates says how many states sorted patterns need: each its symbols, but
// for those that it shares with the one before.
func countStates(patterns []pattern) int {
	n := 1
	var last []uint16
	for _, p := range patterns {
		shared := 0
		for shared < len(last) && shared < len(p.syms) && last[shared] == p.syms[shared] {
			shared++
		}
		n += len(p.syms) - shared
		last = p.syms
	}
	return n
}

// builder lays out the states. Holes form a list: the base of a hole is the
// next hole, its fail the one before; hole 0, the root, is head and end of it.
type builder struct {
	*automaton
	width int
	queue []span16 // states in breadth-first order
	next  int32    // hole after the root
	probe int32    // hole at which to look for more room
	last  int32    // hole before the root
	top   int32    // no state is here or beyond
}

// span16 is a state while the trie grows: the patterns that pass through it.
type span16 struct {
	lo, hi, depth int32
	state         int32
	sym           uint16
}

// grow makes the trie breadth first from sorted patterns.
func (b *builder) grow(patterns []pattern) {
	b.cells[root].parent = root
	b.queue = append(b.queue, span16{hi: int32(len(patterns))})
	var kids []span16
	for at := 0; at < len(b.queue); at++ {
		s := b.queue[at]
		lo := s.lo
		for ; lo < s.hi && len(patterns[lo].syms) == int(s.depth); lo++ {
			b.end(s.state, patterns[lo].id)
		}
		kids = kids[:0]
		for lo < s.hi {
			hi, sym := lo+1, patterns[lo].syms[s.depth]
			for hi < s.hi && patterns[hi].syms[s.depth] == sym {
				hi++
			}
			kids = append(kids, span16{lo: lo, hi: hi, depth: s.depth + 1, sym: sym})
			lo = hi
		}
		b.place(s.state, kids)
	}
}

// place finds cells for the children of a state.
func (b *builder) place(state int32, kids []span16) {
	if len(kids) == 0 {
		return
	}
	base := b.fit(kids)
	b.cells[state].base = base
	for _, k := range kids {
		k.state = base + int32(k.sym)
		b.take(k.state)
		b.cells[k.state] = cell{parent: state}
		b.queue = append(b.queue, k)
	}
}

// maxTries bounds the search for room; what is not found by then goes to the
// end. It trades memory for time.
const maxTries = 200

// fit returns a base at which all children fall on holes. An only child takes
// the first hole there is; brothers look on from where the last ones found
// room, for the holes before are mostly such as brothers do not fit.
func (b *builder) fit(kids []span16) int32 {
	first, h := int32(kids[0].sym), b.next
	if len(kids) > 1 {
		h = b.probe
	}
	for tries := 0; h != root && tries < maxTries; tries++ {
		if b.reserve(int(h) + b.width); h >= first && b.free(h-first, kids) {
			return h - first
		}
		if h = b.cells[h].base; len(kids) > 1 {
			b.probe = h
		}
	}
	top := max(b.top, first)
	b.reserve(int(top) + b.width)
	b.probe = b.next
	return top - first
}

// take removes a hole from the list.
func (b *builder) take(c int32) {
	before, after := b.cells[c].fail, b.cells[c].base
	if before == root {
		b.next = after
	} else {
		b.cells[before].base = after
	}
	if after == root {
		b.last = before
	} else {
		b.cells[after].fail = before
	}
	b.top = max(b.top, c+1)
	if b.probe == c {
		b.probe = after
	}
}

func (b *builder) free(base int32, kids []span16) bool {
	for _, k := range kids {
		if b.cells[base+int32(k.sym)].parent >= 0 {
			return false
		}
	}
	return true
}

// reserve makes room for n cells and a row of children beyond, so that no step
// can leave the array.
func (b *builder) reserve(n int) {
	for n += b.width; len(b.cells) < n; {
		c := int32(len(b.cells))
		b.cells = append(b.cells, cell{parent: -1, fail: b.last})
		b.out = append(b.out, -1)
		switch {
		case c == root: // no hole
		case b.last == root:
			b.next, b.last = c, c
		default:
			b.cells[b.last].base, b.last = c, c
		}
	}
}

func (a *automaton) end(state, id int32) {
	if a.out[state] < 0 {
		a.out[state] = int32(len(a.ends))
	} else {
		last := len(a.ends) - 1
		a.ends[last] = ^a.ends[last] // no longer the last
	}
	a.ends = append(a.ends, ^id)
}

// connect computes the fail and output links; states come breadth first, so
// that every suffix is done before it is needed.
func (b *builder) connect() {
	for _, s := range b.queue {
		at := &b.cells[s.state]
		if s.depth > 1 {
			at.fail = b.step(b.cells[at.parent].fail, s.sym)
		}
		at.link = s.state
		if b.out[s.state] < 0 {
			at.link = b.cells[at.fail].link
		}
	}
}

// step follows one symbol, over fail links where there is no child.
func (a *automaton) step(s int32, sym uint16) int32 {
	for s != root {
		at := &a.cells[s]
		if c := at.base + int32(sym); a.cells[c].parent == s {
			return c
		}
		s = at.fail
	}
	return a.starts[sym]
}

// hit is a pattern met in a text: its number, and where it ends (exclusive).
type hit struct {
	id  int32
	end int32
}

// appendHits appends every pattern that occurs in text, in the order of their
// ends, at most maxHits.
func (a *automaton) appendHits(dst []hit, text []uint16) []hit {
	s, cells := int32(root), a.cells
	for i, sym := range text {
		sym &= symMask
		for s != root {
			at := &cells[s]
			if c := at.base + int32(sym); cells[c].parent == s {
				s = c
				break
			}
			s = at.fail
		}
		if s == root {
			if s = a.starts[sym]; s == root {
				continue // most words of a text begin nothing
			}
		}
		if o := cells[s].link; o != root {
			if dst = a.report(dst, o, int32(i+1)); len(dst) >= maxHits {
				break
			}
		}
	}
	return dst
}

// report appends the patterns that end in state o and in those behind it.
func (a *automaton) report(dst []hit, o, end int32) []hit {
	for ; o != root; o = a.cells[a.cells[o].fail].link {
		for at := a.out[o]; ; at++ {
			id := a.ends[at]
			dst = append(dst, hit{id: max(id, ^id), end: end})
			if id < 0 {
				break
			}
		}
	}
	return dst
}

// maxHits bounds the work on one item, whatever its text; real ones have some
// thirty hits, function words included.
const maxHits = 400
