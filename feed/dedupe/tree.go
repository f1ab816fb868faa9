package dedupe

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Node is one decision of a tree: what has less than At of the feature goes to
// the left, the rest to the right. A leaf has no feature but a value.
type Node struct {
	Feature     int // -1 in a leaf
	At          float32
	Left, Right int // positions in the tree
	Value       float32
}

// Tree is a list of decisions, of which the first is the root. It is part of a
// sum: many small trees, each of which corrects those before it.
type Tree []Node

// Value is what the tree adds to the logit of a row of features.
func (t Tree) Value(x []float32) float32 {
	n := &t[0]
	for n.Feature >= 0 {
		if x[n.Feature] < n.At {
			n = &t[n.Left]
		} else {
			n = &t[n.Right]
		}
	}
	return n.Value
}

// Format writes a tree on one line, each decision before what follows from it:
// "rarest<0.52 =-0.3 =0.41". A blank in the name of a feature becomes "_".
func (t Tree) Format(names []string) string {
	var words []string
	var write func(n int)
	write = func(n int) {
		if t[n].Feature < 0 {
			words = append(words, fmt.Sprintf("=%.4g", t[n].Value))
			return
		}
		words = append(words, fmt.Sprintf("%s<%.4g", strings.ReplaceAll(names[t[n].Feature], " ", "_"), t[n].At))
		write(t[n].Left)
		write(t[n].Right)
	}
	write(0)
	return strings.Join(words, " ")
}

// ParseTree reads what Format wrote. An error names the word that is wrong.
func ParseTree(line string, names []string) (Tree, error) {
	var t Tree
	words := strings.Fields(line)
	var read func() error
	read = func() error {
		if len(words) == 0 {
			return fmt.Errorf("tree %q ends too early", line)
		}
		word := words[0]
		words = words[1:]
		at := len(t)
		t = append(t, Node{Feature: -1})
		name, value, decision := strings.Cut(word, "<")
		if !decision {
			value = strings.TrimPrefix(word, "=")
		}
		n, err := strconv.ParseFloat(value, 32)
		if err != nil || n != n {
			return fmt.Errorf("%q: want a number", word)
		}
		if !decision {
			t[at].Value = float32(n)
			return nil
		}
		f := slices.Index(names, strings.ReplaceAll(name, "_", " "))
		if f < 0 || at > 1000 {
			return fmt.Errorf("%q: no such feature", word)
		}
		left := len(t)
		if err := read(); err != nil {
			return err
		}
		right := len(t)
		if err := read(); err != nil {
			return err
		}
		t[at] = Node{Feature: f, At: float32(n), Left: left, Right: right}
		return nil
	}
	err := read()
	if err == nil && len(words) > 0 {
		err = fmt.Errorf("%q: more than a tree", words[0])
	}
	return t, err
}
