package classify

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// entry is a compiled form: what a hit of its pattern means.
type entry struct {
	langs    langSet
	capitals uint64 // bit i: the i-th symbol must be a capital
	ref      int32
	topic    int32
	length   int32 // symbols, without the separators at its ends
	kind     formKind
	bound    uint8 // 1: its pattern ends with a separator
	tailed   bool  // something must follow after a star within the form
	clitic   bool  // what stands before it in its word must be proclitics
	anyway   bool  // its script has no word boundaries
	own      bool  // the operator's: no mask voids it
}

// compiler turns forms into patterns and entries.
type compiler struct {
	table   *foldTable
	symbols []uint16 // by letter
	letters []rune   // room for one form
	arena   []uint16 // where the patterns stand
	pats    []pattern
	entries []entry
	tails   map[int32][][]uint16
}

// matcher finds forms in texts.
type matcher struct {
	machine *automaton
	folds   *folder
	entries []entry              // by number of the pattern
	tails   map[int32][][]uint16 // by number: what must follow after stars within the form
	letters []rune               // by symbol
}

// compile makes the matcher of all forms.
func compile(forms []form) (matcher, error) {
	c := compiler{table: newFoldTable(), symbols: make([]uint16, 0x10000), tails: map[int32][][]uint16{}}
	alphabet, size := c.number(forms)
	c.arena = make([]uint16, 0, size)
	c.pats = make([]pattern, 0, len(forms)+1)
	c.entries = make([]entry, 0, len(forms))
	for i := range forms {
		if err := c.add(&forms[i]); err != nil {
			return matcher{}, err
		}
	}
	letters := make([]rune, int(symFirst)+alphabet)
	for r, sym := range c.symbols {
		if sym >= symFirst {
			letters[sym] = rune(r)
		}
	}
	return matcher{newAutomaton(c.pats, alphabet), newFolder(c.table, c.symbols), c.entries, c.tails, letters}, nil
}

// number gives the letters of the forms their symbols, in the order of Unicode.
// It returns how many there are and how many symbols all forms have together.
func (c *compiler) number(forms []form) (alphabet, size int) {
	seen := make([]bool, len(c.symbols))
	for i := range forms {
		c.fold(forms[i].text)
		for _, r := range c.letters {
			seen[r] = true
		}
		size += len(c.letters) + 2 // separators
	}
	seen[' '], seen[star] = false, false
	for r, is := range seen {
		if is && alphabet < int(symSkip-symFirst) {
			c.symbols[r] = symFirst + uint16(alphabet)
			alphabet++
		}
	}
	c.symbols[' '] = symSep
	return alphabet, size
}

// star stands for a star within a form while it is folded.
const star = '\ue000'

// fold folds a form into c.letters; stars in its middle become star.
func (c *compiler) fold(text string) {
	c.letters = c.letters[:0]
	for _, r := range strings.Trim(text, "*^") {
		if r == '*' {
			c.letters = append(c.letters, star)
			continue
		}
		c.letters = c.table.appendFolded(c.letters, r)
	}
}

// add compiles one form: a separator at each end that is a word boundary. Of a
// form with a star in its middle the automaton knows only what stands before.
func (c *compiler) add(f *form) error {
	left := !strings.HasPrefix(f.text, "*") && !f.anyway && !f.clitic
	right := !strings.HasSuffix(f.text, "*") && !f.anyway && !f.open
	e := entry{
		langs: f.langs, ref: int32(f.ref), topic: int32(f.topic), kind: f.kind,
		clitic: f.clitic && !strings.HasPrefix(f.text, "*"), anyway: f.anyway, own: f.own,
	}
	c.fold(f.text)
	head := c.letters
	for len(head) > 0 && head[0] == ' ' { // "(dockers)": the blank before a word is there already
		head = head[1:]
	}
	if at := slices.Index(head, star); at >= 0 {
		parts := c.tail(head[at+1:], right)
		head = head[:at]
		for _, part := range parts {
			if len(part) < 2 || part[0] != symSep {
				return fmt.Errorf("form %q: a star within a form wants a blank and a word after it", f.text)
			}
		}
		e.tailed, right = true, false
		c.tails[int32(len(c.entries))] = parts
	}
	start := len(c.arena)
	if left {
		c.arena = append(c.arena, symSep)
	}
	first := len(c.arena)
	c.arena = c.appendSymbols(c.arena, head)
	e.length = int32(len(c.arena) - first)
	if e.length < 1 || (e.length < 2 && !f.anyway && f.kind != formStop) {
		return fmt.Errorf("form %q: too short to look for", f.text)
	}
	if strings.HasPrefix(f.text, "^") {
		e.capitals = capitalBits(strings.Trim(f.text, "*^"))
	}
	if right {
		c.arena = append(c.arena, symSep)
		e.bound = 1
	}
	c.pats = append(c.pats, pattern{syms: c.arena[start:len(c.arena):len(c.arena)], id: int32(len(c.entries))})
	c.entries = append(c.entries, e)
	return nil
}

// tail turns what stands after a star into symbols, cut at further stars. The
// last part ends with a separator if the form ends at the end of a word.
func (c *compiler) tail(letters []rune, right bool) [][]uint16 {
	var parts [][]uint16
	for {
		at := slices.Index(letters, star)
		if at < 0 {
			break
		}
		parts = append(parts, c.appendSymbols(nil, letters[:at]))
		letters = letters[at+1:]
	}
	last := c.appendSymbols(nil, letters)
	if right {
		last = append(last, symSep)
	}
	return append(parts, last)
}

// appendSymbols appends the symbols of letters without double separators, and
// without one at the end.
func (c *compiler) appendSymbols(dst []uint16, letters []rune) []uint16 {
	n := len(dst)
	for _, r := range letters {
		sym := c.symbols[r]
		if sym == symSep && len(dst) > n && dst[len(dst)-1] == symSep {
			continue
		}
		dst = append(dst, sym)
	}
	for len(dst) > n && dst[len(dst)-1] == symSep {
		dst = dst[:len(dst)-1]
	}
	return dst
}

// capitalBits marks the capitals of a form, which must be capitals in the text.
func capitalBits(text string) uint64 {
	var bits uint64
	for i, r := range []rune(text) {
		if i < 64 && unicode.IsUpper(r) {
			bits |= 1 << i
		}
	}
	return bits
}

// usable tells why an operator's term cannot be looked for, if it cannot.
func usable(text string) error {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
		}
	}
	if letters < 2 && !unsegmented(text) {
		return fmt.Errorf("term %q: want at least two letters", text)
	}
	return nil
}
