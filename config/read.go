package config

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// reader turns the tree of a file into values. It goes on after a mistake, so
// that a user sees all of them at once.
type reader struct {
	origin // of the node being read
	lookup func(string) (string, bool)
	Mistakes
}

func newReader(file string, lookup func(string) (string, bool)) *reader {
	return &reader{origin: origin{file: file, lines: map[string]int{}, bad: map[string]bool{}}, lookup: lookup}
}

// document reads a whole file.
func (r *reader) document(data []byte, valid keys) {
	root, mistake := parseTree(r.file, data)
	if mistake != nil {
		r.Mistakes = append(r.Mistakes, *mistake)
	} else if !isNull(root) {
		r.mapping(valid)(root)
	}
}

// taker takes the value of a key; the reader stands at that key.
type taker func(ast.Node)

// keys are the keys that a mapping may have.
type keys map[string]taker

func (r *reader) wrong(text, remedy string) {
	m := r.mistake("", text, remedy)
	m.Line = max(1, m.Line)
	r.Mistakes = append(r.Mistakes, m)
	r.bad[r.path] = true
}

// within reads a node that stands under a key or index of the present one.
func (r *reader) within(key string, n ast.Node, take taker) {
	outer := r.path
	r.path = join(outer, key)
	take(n)
	r.path = outer
}

// mapping reads a mapping. A key without a value is as good as absent.
func (r *reader) mapping(valid keys) taker {
	return func(n ast.Node) {
		m, ok := n.(ast.MapNode)
		if !ok {
			r.wrong(r.name()+" must hold \"key: value\" pairs, not "+kindOf(n), "write the keys below it, indented")
			return
		}
		for it := m.MapRange(); it.Next(); {
			r.pair(keyText(it.Key()), lineOf(it.Key()), it.Value(), valid)
		}
	}
}

func (r *reader) pair(key string, line int, value ast.Node, valid keys) {
	take, known := valid[key]
	path := join(r.path, key)
	if !known || r.lines[path] > 0 {
		m := Mistake{File: r.file, Line: line, Text: fmt.Sprintf("unknown key %q%s", key, r.in()), Remedy: didYouMean(key, slices.Collect(maps.Keys(valid)))}
		if known {
			m.Text = fmt.Sprintf("key %q%s stands here again", key, r.in())
			m.Remedy = fmt.Sprintf("it is on line %d already; keep one of them", r.lines[path])
		}
		r.Mistakes = append(r.Mistakes, m)
		return
	}
	r.lines[path] = line
	if !isNull(value) {
		r.within(key, value, take)
	}
}

// list reads a list, one element after the other. A single value is a list of
// one.
func (r *reader) list(take taker) taker {
	return func(n ast.Node) {
		if _, ok := scalar(n); ok {
			take(n)
			return
		}
		seq, ok := n.(*ast.SequenceNode)
		if !ok {
			r.wrong(r.name()+" must be a list, not "+kindOf(n), "write [a, b], or one \"- a\" per line")
			return
		}
		if len(seq.Values) > maxElements {
			r.wrong(fmt.Sprintf("%s has more than %d elements", r.name(), maxElements), "this is not a configuration of sitrep")
			return
		}
		for i, v := range seq.Values {
			key := fmt.Sprintf("[%d]", i)
			r.lines[join(r.path, key)] = lineOf(v)
			if isNull(v) {
				r.within(key, v, func(ast.Node) { r.wrong(r.name()+" is empty", "leave it out") })
				continue
			}
			r.within(key, v, take)
		}
	}
}

// words reads a list of texts.
func (r *reader) words(into *[]string) taker {
	one := r.list(func(n ast.Node) {
		var s string
		if r.text(&s)(n); s != "" {
			*into = append(*into, s)
		}
	})
	return func(n ast.Node) {
		*into = []string{}
		one(n)
	}
}

// text reads a scalar as it is written, without white space around it.
func (r *reader) text(into *string) taker {
	return func(n ast.Node) {
		s, ok := scalar(n)
		if !ok {
			r.wrong(r.name()+" must be text, not "+kindOf(n), "write one value, in quotes if it has special characters")
			return
		}
		*into = strings.TrimSpace(s)
	}
}

func (r *reader) integer(into *int) taker {
	return scan(r, into, strconv.Atoi, "a whole number", "write digits alone, as in 32")
}

func (r *reader) fraction(into *float64) taker {
	return scan(r, into, parseFraction, "a number", "write it as in 0.5")
}

func (r *reader) duration(into *time.Duration) taker {
	return scan(r, into, parseDuration, "a duration", "write it with a unit, as in 90s, 30m, 12h, 30d or 2w")
}

func (r *reader) size(into *int64) taker {
	return scan(r, into, parseSize, "a size", "write bytes, or a unit as in 10 MiB")
}

// scan reads a scalar by a function that knows its form.
func scan[T any](r *reader, into *T, parse func(string) (T, error), what, remedy string) taker {
	return func(n ast.Node) {
		s, ok := scalar(n)
		if !ok {
			r.wrong(fmt.Sprintf("%s must be %s, not %s", r.name(), what, kindOf(n)), remedy)
			return
		}
		v, err := parse(strings.TrimSpace(s))
		if err != nil {
			r.wrong(fmt.Sprintf("%s must be %s, not %s", r.name(), what, quote(s)), remedy)
			return
		}
		*into = v
	}
}

func parseFraction(s string) (float64, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err == nil && (math.IsNaN(f) || math.IsInf(f, 0)) {
		err = strconv.ErrRange
	}
	return f, err
}

// name is the present path as a message shows it.
func (r *reader) name() string {
	if r.path == "" {
		return "the file"
	}
	return r.path
}

func (r *reader) in() string {
	if r.path == "" {
		return ""
	}
	return " in " + r.path
}
