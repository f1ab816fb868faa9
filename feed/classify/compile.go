package classify

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// entry is a compiled form: what a hit of its pattern means.
type entry struct {
	text     string // as the data file has it, without stars
	langs    langSet
	ref      int32
	topic    int32
	length   int32 // symbols, without the separators at its ends
	kind     formKind
	bound    uint8      // 1: its pattern ends with a separator
	capitals uint64     // bit i: the i-th symbol must be a capital
	tail     [][]uint16 // what must follow after stars within the form
	clitic   bool       // what stands before it in its word must be proclitics
}

// compiler turns forms into patterns and entries.
type compiler struct {
	symbols map[rune]uint16
	pats    []pattern
	entries []entry
}

// compile makes the automaton of all forms.
func compile(forms []form) (*automaton, *folder, []entry, error) {
	folded := make([][]rune, len(forms))
	var alphabet []rune
	seen := map[rune]bool{' ': true, star: true}
	for i, f := range forms {
		folded[i] = foldForm(f.text)
		for _, r := range folded[i] {
			if !seen[r] {
				seen[r] = true
				alphabet = append(alphabet, r)
			}
		}
	}
	slices.Sort(alphabet)
	c := compiler{symbols: map[rune]uint16{' ': symSep}}
	for i, r := range alphabet {
		c.symbols[r] = symFirst + uint16(i)
	}
	for i, f := range forms {
		if err := c.add(f, folded[i]); err != nil {
			return nil, nil, nil, err
		}
	}
	return newAutomaton(c.pats, len(alphabet)), newFolder(alphabet), c.entries, nil
}

// star stands for a star within a form while it is folded.
const star = '\ue000'

// foldForm folds a form of the data files; stars in its middle become star.
func foldForm(text string) []rune {
	var out []rune
	for i, part := range strings.Split(strings.Trim(text, "*^"), "*") {
		if i > 0 {
			out = append(out, star)
		}
		out = append(out, foldText(part)...)
	}
	return out
}

// add compiles one form: a separator at each end that is a word boundary. Of a
// form with a star in its middle the automaton knows only what stands before.
func (c *compiler) add(f form, folded []rune) error {
	left := !strings.HasPrefix(f.text, "*") && !f.anyway && !f.clitic
	right := !strings.HasSuffix(f.text, "*") && !f.anyway && !f.open
	e := entry{
		text: strings.Trim(f.text, "*^"), langs: f.langs, ref: int32(f.ref), topic: int32(f.topic), kind: f.kind,
		clitic: f.clitic && !strings.HasPrefix(f.text, "*"),
	}
	parts := c.parts(folded)
	syms := parts[0]
	if len(parts) > 1 {
		e.tail = parts[1:]
		if last := len(e.tail) - 1; right {
			e.tail[last] = append(e.tail[last], symSep)
		}
		right = false
	}
	for _, part := range e.tail {
		if len(part) < 2 || part[0] != symSep {
			return fmt.Errorf("form %q: a star within a form wants a blank and a word after it", f.text)
		}
	}
	e.length = int32(len(syms))
	if e.length < 1 || (e.length < 2 && !f.anyway && f.kind != formStop) {
		return fmt.Errorf("form %q: too short to look for", f.text)
	}
	if strings.HasPrefix(f.text, "^") {
		e.capitals = capitalBits(e.text)
	}
	if left {
		syms = append([]uint16{symSep}, syms...)
	}
	if right {
		syms = append(syms, symSep)
		e.bound = 1
	}
	c.pats = append(c.pats, pattern{syms: syms, id: int32(len(c.entries))})
	c.entries = append(c.entries, e)
	return nil
}

// parts cuts a folded form at the stars in its middle and turns it into
// symbols, without double separators.
func (c *compiler) parts(folded []rune) [][]uint16 {
	parts := [][]uint16{nil}
	for _, r := range folded {
		last := len(parts) - 1
		sym, known := c.symbols[r]
		switch {
		case r == star:
			parts = append(parts, nil)
		case !known, sym == symSep && len(parts[last]) > 0 && parts[last][len(parts[last])-1] == symSep:
		default:
			parts[last] = append(parts[last], sym)
		}
	}
	last := len(parts) - 1
	for n := len(parts[last]); n > 0 && parts[last][n-1] == symSep; n-- {
		parts[last] = parts[last][:n-1]
	}
	return parts
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
