package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"sitrep/feed/train"
)

// thresholds at which a validation tells precision and recall.
var thresholds = []float64{0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.65, 0.7, 0.8}

// part is a group of validated examples: what it is called, and which are in it.
type part struct {
	name string
	in   func(r row) bool
}

var parts = []part{
	{"gold, sure", func(r row) bool { return r.of.file == "gold/relevance.tsv" && !r.Doubt }},
	{"own items, sure", func(r row) bool { return r.of.file == ":labels/items.tsv" && !r.Doubt }},
	{"headlines, sure", func(r row) bool { return r.of.file == ":labels/headlines.tsv" && !r.Doubt }},
}

// judged is a calibrated probability and what it should be.
type judged struct {
	score float64
	keep  bool
}

// writeValidation judges each example by a model that has not seen its outlet,
// or for headlines its language, and tells how well.
func writeValidation(w io.Writer, l library, o train.Options) error {
	c, nameless, err := judges()
	if err != nil {
		return err
	}
	rows, err := l.training()
	if err != nil {
		return err
	}
	all := examples(rows)
	validated := train.Validate(c, nameless, all, o)
	slope, shift := train.Calibrate(validated, all)
	fmt.Fprintf(w, "calibrated: slope %.2f, shift %.2f\n", slope, shift)
	for _, p := range parts {
		var of []judged
		for _, v := range validated {
			if r := rows[v.Example]; p.in(r) {
				of = append(of, judged{1 / (1 + math.Exp(-slope*v.Sum-shift)), r.Keep})
			}
		}
		fmt.Fprintf(w, "\n%s: %d items, average precision %.3f\n", p.name, len(of), averagePrecision(of))
		for _, t := range thresholds {
			precision, recall := at(of, t)
			fmt.Fprintf(w, "  from %.2f: precision %.3f, recall %.3f, F1 %.3f\n", t, precision, recall, 2*precision*recall/(precision+recall))
		}
	}
	return nil
}

func at(of []judged, threshold float64) (precision, recall float64) {
	right, kept, keeps := 0, 0, 0
	for _, j := range of {
		if j.keep {
			keeps++
		}
		if j.score >= threshold {
			kept++
			if j.keep {
				right++
			}
		}
	}
	return float64(right) / float64(max(1, kept)), float64(right) / float64(max(1, keeps))
}

// averagePrecision is the mean, over the keeps from the highest score down, of
// the precision at each.
func averagePrecision(of []judged) float64 {
	slices.SortStableFunc(of, func(a, b judged) int { return cmp.Compare(b.score, a.score) })
	sum, right := 0.0, 0
	for i, j := range of {
		if j.keep {
			right++
			sum += float64(right) / float64(i+1)
		}
	}
	return sum / float64(max(1, right))
}
