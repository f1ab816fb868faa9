package classify

import (
	"bytes"
	"regexp"
	"regexp/syntax"
	"unicode"
	"unicode/utf8"

	"sitrep/feed"
)

// expression is a regular expression with what a text must have to match it.
// To look for that first takes a hundredth of the time, and nearly always tells
// that there is no match.
type expression struct {
	*regexp.Regexp
	needs [][]byte // folded by appendCaseless: one of these; none if that is not known
}

func newExpression(source string) (expression, error) {
	re, err := regexp.Compile(source)
	if err != nil {
		return expression{}, err
	}
	e := expression{Regexp: re}
	if tree, err := syntax.Parse(source, syntax.Perl); err == nil {
		e.needs = needs(tree.Simplify())
	}
	return e, nil
}

// mostNeeds bounds how many texts are looked for before an expression.
const mostNeeds = 16

// needs gives texts of which one stands in whatever an expression matches; nil
// if there may be none.
func needs(re *syntax.Regexp) (found [][]byte) {
	switch re.Op {
	case syntax.OpLiteral:
		return [][]byte{appendCaseless(nil, string(re.Rune))}
	case syntax.OpCapture, syntax.OpPlus:
		return needs(re.Sub[0])
	case syntax.OpConcat: // the part whose texts are longest
		for _, sub := range re.Sub {
			if n := needs(sub); shortest(n) > shortest(found) {
				found = n
			}
		}
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			n := needs(sub)
			if found = append(found, n...); n == nil || len(found) > mostNeeds {
				return nil
			}
		}
	}
	return found
}

// shortest is the length of the shortest text; 0 without any.
func shortest(texts [][]byte) (n int) {
	for i, t := range texts {
		if i == 0 || len(t) < n {
			n = len(t)
		}
	}
	return n
}

// possible reports whether a folded text may have a match.
func (e *expression) possible(folded []byte) bool {
	for _, n := range e.needs {
		if bytes.Contains(folded, n) {
			return true
		}
	}
	return e.needs == nil
}

// appendCaseless appends a text so that what differs by case alone, as package
// regexp sees it, becomes the same.
func appendCaseless(dst []byte, s string) []byte {
	for _, r := range s {
		if r >= utf8.RuneSelf {
			first := r
			for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
				first = min(first, o)
			}
			r = first
		}
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// caseless is the whole of a field, folded once for all expressions.
func (l *look) caseless(it *feed.Item, field int) []byte {
	f := &l.folded[field]
	if !f.done {
		f.text, f.done = f.text[:0], true
		for _, s := range l.values(it, field) {
			f.text = append(appendCaseless(f.text, s), '\n')
		}
	}
	return f.text
}
