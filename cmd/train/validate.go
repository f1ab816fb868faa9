package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"sitrep/feed"
	"sitrep/feed/measure"
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
	{"gold, sure", func(r row) bool { return r.of.file == gold.file && !r.Doubt }},
	{"gold, French", func(r row) bool { return r.of.file == gold.file && r.Item.Language == "fr" }},
	{"own items, sure", func(r row) bool { return r.of.file == items.file && !r.Doubt }},
	{"headlines, sure", func(r row) bool { return r.of.file == heads.file && !r.Doubt }},
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
		var of []measure.Judged
		for _, v := range validated {
			if r := rows[v.Example]; p.in(r) {
				score := 1 / (1 + math.Exp(-slope*v.Sum-shift))
				of = append(of, measure.Judged{Row: r.Row, Verdict: feed.Verdict{Score: score}})
			}
		}
		fmt.Fprintf(w, "\n%s: %d items, average precision %.3f\n", p.name, len(of), averagePrecision(of))
		for _, t := range thresholds {
			got := from(of, t)
			fmt.Fprintf(w, "  from %.2f: precision %.3f, recall %.3f, F1 %.3f\n", t, got.Precision(), got.Recall(), got.F1())
		}
	}
	return nil
}

// from counts as if all were kept from a threshold on.
func from(of []measure.Judged, threshold float64) measure.Counts {
	judged := slices.Clone(of)
	for i := range judged {
		judged[i].Verdict.Keep = judged[i].Verdict.Score >= threshold
	}
	return measure.Judge(judged).Group("all")
}

// averagePrecision is the mean, over the keeps from the highest score down, of
// the precision at each; 0 where nothing is to be kept.
func averagePrecision(of []measure.Judged) float64 {
	of = slices.Clone(of)
	slices.SortStableFunc(of, func(a, b measure.Judged) int { return cmp.Compare(b.Verdict.Score, a.Verdict.Score) })
	sum, right := 0.0, 0
	for i, j := range of {
		if j.Keep {
			right++
			sum += float64(right) / float64(i+1)
		}
	}
	return sum / float64(max(1, right))
}
