package classify

import (
	"cmp"
	"slices"
)

// automaton is an Aho-Corasick machine over symbols. The children of a state
// have consecutive numbers, so that a state costs its label and four integers;
// the two states with very many children have a table of their own.
type automaton struct {
	label []uint16 // the symbol that leads to the state
	first []int32  // its first child; the children end where the next state's begin
	fail  []int32  // the longest proper suffix that is a state
	out   []int32  // the first of its patterns in ends, or -1
	link  []int32  // the nearest state on the fail path, itself included, that ends a pattern; 0 if none
	ends  []int32  // pattern numbers, by state; the last one of a state is stored as its complement
	dense [2][]int32
}

const root, blank = 0, 1 // blank: the state after one separator, the start of every bounded pattern

// pattern is a string of symbols and what to report when it is met.
type pattern struct {
	syms []uint16
	id   int32
}

// newAutomaton compiles the patterns, of which none may be empty. The result
// depends on them only, not on their order.
func newAutomaton(patterns []pattern, alphabet int) *automaton {
	sep := pattern{syms: []uint16{symSep}, id: -1} // makes sure that blank exists and is state 1
	patterns = append(slices.Clone(patterns), sep)
	slices.SortFunc(patterns, func(a, b pattern) int {
		if c := slices.Compare(a.syms, b.syms); c != 0 {
			return c
		}
		return cmp.Compare(a.id, b.id)
	})
	a := &automaton{}
	a.grow(patterns)
	for s := range a.dense {
		a.dense[s] = make([]int32, int(symFirst)+alphabet)
		for c := a.first[s]; c < a.first[s+1]; c++ {
			a.dense[s][a.label[c]] = c
		}
	}
	a.connect()
	return a
}

// grow makes the trie breadth first from sorted patterns.
func (a *automaton) grow(patterns []pattern) {
	type span struct{ lo, hi, depth int }
	queue := []span{{0, len(patterns), 0}}
	a.label = append(a.label, symOther)
	for at := 0; at < len(queue); at++ {
		s := queue[at]
		a.first = append(a.first, int32(len(queue)))
		a.out = append(a.out, -1)
		lo := s.lo
		for ; lo < s.hi && len(patterns[lo].syms) == s.depth; lo++ {
			a.end(at, patterns[lo].id)
		}
		for lo < s.hi {
			hi, sym := lo+1, patterns[lo].syms[s.depth]
			for hi < s.hi && patterns[hi].syms[s.depth] == sym {
				hi++
			}
			queue = append(queue, span{lo, hi, s.depth + 1})
			a.label = append(a.label, sym)
			lo = hi
		}
	}
	a.first = append(a.first, int32(len(queue)))
}

func (a *automaton) end(state int, id int32) {
	if id < 0 {
		return
	}
	if a.out[state] < 0 {
		a.out[state] = int32(len(a.ends))
	} else {
		last := len(a.ends) - 1
		a.ends[last] = ^a.ends[last] // no longer the last
	}
	a.ends = append(a.ends, ^id)
}

// connect computes the fail and output links; states are numbered breadth
// first, so that every suffix is done before it is needed.
func (a *automaton) connect() {
	n := len(a.label)
	a.fail, a.link = make([]int32, n), make([]int32, n)
	for s := range int32(n) {
		a.link[s] = s
		if a.out[s] < 0 {
			a.link[s] = a.link[a.fail[s]]
		}
		for c := a.first[s]; c < a.first[s+1]; c++ {
			if s != root {
				a.fail[c] = a.step(a.fail[s], a.label[c])
			}
		}
	}
}

// step follows one symbol, over fail links where there is no child.
func (a *automaton) step(s int32, sym uint16) int32 {
	for {
		if s <= blank {
			if c := a.dense[s][sym]; c != 0 || s == root {
				return c
			}
		} else if c := a.child(s, sym); c != 0 {
			return c
		}
		s = a.fail[s]
	}
}

func (a *automaton) child(s int32, sym uint16) int32 {
	lo, hi := a.first[s], a.first[s+1]
	for hi-lo > 8 {
		mid := (lo + hi) / 2
		if a.label[mid] <= sym {
			lo = mid
		} else {
			hi = mid
		}
	}
	for ; lo < hi; lo++ {
		if a.label[lo] == sym {
			return lo
		}
	}
	return 0
}

// hit is a pattern met in a text: its number, and where it ends (exclusive).
type hit struct {
	id  int32
	end int32
}

// appendHits appends every pattern that occurs in text, in the order of their
// ends, at most maxHits.
func (a *automaton) appendHits(dst []hit, text []uint16) []hit {
	s := int32(root)
	for i, sym := range text {
		sym &= symMask
		if sym == symOther {
			s = root
			continue
		}
		s = a.step(s, sym)
		for o := a.link[s]; o != root; o = a.link[a.fail[o]] {
			for at := a.out[o]; ; at++ {
				id := a.ends[at]
				dst = append(dst, hit{id: max(id, ^id), end: int32(i + 1)})
				if id < 0 {
					break
				}
			}
		}
		if len(dst) >= maxHits {
			break
		}
	}
	return dst
}

// maxHits bounds the work on one item, whatever its text; real ones have some
// thirty hits, function words included.
const maxHits = 400
