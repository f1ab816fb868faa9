package train

import (
	"cmp"
	"slices"

	"sitrep/feed/dedupe"
)

// Growth says how a sum of trees is grown, or that it is no sum of trees.
type Growth struct {
	Linear  bool // a weight for each feature instead of trees
	Trees   int
	Depth   int
	Rate    float64 // what of its correction a tree is allowed
	MinHess float64 // the least weight of p(1-p) on either side of a decision
	Lambda  float64 // how strongly leaves, or weights, are held to zero
}

// boost grows trees one after the other, each fitted to what those before it
// leave unexplained. base is the logit to begin with.
func boost(rows []PairRow, base float64, g Growth) []dedupe.Tree {
	sums, grad, hess := make([]float64, len(rows)), make([]float64, len(rows)), make([]float64, len(rows))
	all := make([]int, len(rows))
	for i := range all {
		all[i], sums[i] = i, base
	}
	cuts := cutsOf(rows)
	var trees []dedupe.Tree
	for range g.Trees {
		for i, r := range rows {
			p, y := sigmoid(sums[i]), 0.0
			if r.Same {
				y = 1
			}
			grad[i], hess[i] = r.Weight*(y-p), r.Weight*p*(1-p)
		}
		t := grower{rows: rows, cuts: cuts, grad: grad, hess: hess, Growth: g}
		t.grow(all, 0)
		for i, r := range rows {
			sums[i] += float64(t.tree.Value(r.Values))
		}
		trees = append(trees, t.tree)
	}
	return trees
}

// quantiles is between how many values of a feature a tree may decide at most.
const quantiles = 25

// cutsOf are the values at which each feature may be split.
func cutsOf(rows []PairRow) [][]float32 {
	cuts := make([][]float32, len(rows[0].Values))
	values := make([]float32, len(rows))
	for f := range cuts {
		for i, r := range rows {
			values[i] = r.Values[f]
		}
		slices.SortFunc(values, cmp.Compare[float32])
		distinct := slices.Compact(slices.Clone(values))
		if len(distinct) <= quantiles {
			for i := 1; i < len(distinct); i++ {
				cuts[f] = append(cuts[f], (distinct[i-1]+distinct[i])/2)
			}
			continue
		}
		for q := 1; q < quantiles; q++ {
			cuts[f] = append(cuts[f], values[q*len(values)/quantiles])
		}
		cuts[f] = slices.Compact(cuts[f])
	}
	return cuts
}

// grower grows one tree.
type grower struct {
	Growth
	rows       []PairRow
	cuts       [][]float32
	grad, hess []float64
	tree       dedupe.Tree
}

// grow appends the node of some rows and what follows from it, and returns its
// position.
func (t *grower) grow(in []int, depth int) int {
	at := len(t.tree)
	var g, h float64
	for _, i := range in {
		g += t.grad[i]
		h += t.hess[i]
	}
	t.tree = append(t.tree, dedupe.Node{Feature: -1, Value: float32(t.Rate * g / (h + t.Lambda))})
	if depth == t.Depth {
		return at
	}
	feature, cut := t.split(in, g, h)
	if feature < 0 {
		return at
	}
	var left, right []int
	for _, i := range in {
		if t.rows[i].Values[feature] < cut {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	l := t.grow(left, depth+1)
	r := t.grow(right, depth+1)
	t.tree[at] = dedupe.Node{Feature: feature, At: cut, Left: l, Right: r}
	return at
}

// split finds the decision that explains most; feature is -1 if none explains anything.
func (t *grower) split(in []int, g, h float64) (feature int, cut float32) {
	best := 1e-6
	feature = -1
	for f, cuts := range t.cuts {
		sums := make([][2]float64, len(cuts)+1)
		for _, i := range in {
			k, found := slices.BinarySearch(cuts, t.rows[i].Values[f])
			if found {
				k++ // what is at a cut is right of it
			}
			sums[k][0] += t.grad[i]
			sums[k][1] += t.hess[i]
		}
		var lg, lh float64
		for k, c := range cuts {
			lg, lh = lg+sums[k][0], lh+sums[k][1]
			rg, rh := g-lg, h-lh
			if lh < t.MinHess || rh < t.MinHess {
				continue
			}
			if gain := lg*lg/(lh+t.Lambda) + rg*rg/(rh+t.Lambda) - g*g/(h+t.Lambda); gain > best {
				best, feature, cut = gain, f, c
			}
		}
	}
	return feature, cut
}
