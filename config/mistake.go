package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing that is wrong or doubtful in a configuration, and what
// to do about it. It never holds the value of a request header.
type Mistake struct {
	File   string // as it was given to Load or Parse; empty if no file is to blame
	Line   int    // counted from 1; 0 if no line is to blame
	Text   string // what is wrong, naming the key
	Remedy string // what to write instead; may be empty
}

// String gives "file:line: what is wrong; remedy", without the parts that are
// unknown.
func (m Mistake) String() string {
	var b strings.Builder
	if m.File != "" {
		b.WriteString(m.File + ":")
	}
	if m.Line > 0 {
		fmt.Fprintf(&b, "%d:", m.Line)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(m.Text)
	if m.Remedy != "" {
		b.WriteString("; " + m.Remedy)
	}
	return b.String()
}

// Mistakes are all mistakes of a configuration, in the order of its lines. It
// is the error that Load, Parse and Check return.
type Mistakes []Mistake

// Error gives the mistakes, one per line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, one := range m {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// err is nil if there are no mistakes, and otherwise holds them in order.
func (m Mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	return m.sorted()
}

func (m Mistakes) sorted() Mistakes {
	m = slices.Clone(m)
	slices.SortStableFunc(m, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.Compact(m)
}

// origin says where something was written: in which file, and under which path
// of keys. The zero origin means that no file is to blame.
type origin struct {
	file  string
	path  string          // "sources.add[2]"
	lines map[string]int  // of the file: line by path
	bad   map[string]bool // of the file: paths whose value could not be read
}

// mistake blames the line of a key below the origin or, if that key was not
// written, the line of what should hold it. An empty key blames the origin.
func (o origin) mistake(key, text, remedy string) Mistake {
	m := Mistake{File: o.file, Text: text, Remedy: remedy}
	for path := join(o.path, key); m.Line == 0 && path != ""; path = parent(path) {
		m.Line = o.lines[path]
	}
	return m
}

// failed reports whether the key below the origin was written but could not be
// read: a mistake was found then, and its value is not worth a second one.
func (o origin) failed(key string) bool { return o.bad[join(o.path, key)] }

func join(path, key string) string {
	if path == "" || key == "" || key[0] == '[' {
		return path + key
	}
	return path + "." + key
}

func parent(path string) string {
	return path[:max(0, strings.LastIndexAny(path, ".["))]
}
