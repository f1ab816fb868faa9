package train

import (
	"math"

	"sitrep/feed/dedupe"
)

// PairRow is one pair of reports, or a report and a story, with what package
// dedupe sees in it.
type PairRow struct {
	Values []float32
	Same   bool // they report one event
	Weight float64
}

// FitPairs learns a sum from rows, which all have the same features: trees, or a
// weight for each feature.
func FitPairs(rows []PairRow, g Growth) dedupe.Forest {
	if len(rows) == 0 {
		return dedupe.Forest{}
	}
	if g.Linear {
		return dedupe.Forest{Linear: linear(rows, g.Lambda)}
	}
	same, sum := 1.0, 2.0
	for _, r := range rows {
		sum += r.Weight
		if r.Same {
			same += r.Weight
		}
	}
	base := math.Log(same / (sum - same))
	return dedupe.Forest{Base: float32(base), Trees: boost(rows, base, g)}
}

// linear is a logistic regression, each weight held to zero.
func linear(rows []PairRow, penalty float64) []float32 {
	n := len(rows[0].Values)
	p := &problem{x: newMatrix(), prior: make([]float64, n), penalty: make([]float64, n)}
	for j := range p.penalty {
		p.penalty[j] = penalty
	}
	for _, r := range rows {
		for j, v := range r.Values {
			if v != 0 {
				p.x.cell(j, float64(v))
			}
		}
		p.x.endRow()
		p.label = append(p.label, r.Same)
		p.weight = append(p.weight, r.Weight)
	}
	weights := make([]float32, n)
	for j, w := range p.solve(400) {
		weights[j] = float32(w)
	}
	return weights
}
