package train

import (
	"hash/fnv"
	"io"
	"maps"
	"math"
	"slices"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// Validated is the logit that an example got from a model that had not seen
// its group.
type Validated struct {
	Example int
	Sum     float64
}

// Validate fits as many models as there are folds, each without the groups of
// one fold, and returns what each says of that fold. Examples without a group
// are learnt from in all of them and judged by none.
func Validate(c, nameless *classify.Classifier, examples []Example, o Options) []Validated {
	return newData(c, nameless, examples).validate(o)
}

func (d *data) validate(o Options) []Validated {
	examples := d.examples
	var out []Validated
	for fold := range o.Folds {
		f := d.fit(o, func(i int) bool { return examples[i].Group == "" || Fold(examples[i].Group, o.Folds) != fold })
		for i, e := range examples {
			if e.Group != "" && Fold(e.Group, o.Folds) == fold {
				out = append(out, Validated{i, f.sum(d.feats[0][i])})
			}
		}
	}
	return out
}

// Fold puts a group into one of n folds.
func Fold(group string, n int) int { return int(feed.Hash("fold", group) % uint64(n)) }

// Held reports whether an outlet belongs to the third that no tuning may look at.
func Held(outlet string) bool {
	h := fnv.New32a()
	_, _ = io.WriteString(h, outlet)
	return h.Sum32()%3 == 2
}

// Fit learns a model from the examples. The probabilities are calibrated on
// probes judged by models that had not seen their group.
func Fit(c, nameless *classify.Classifier, examples []Example, o Options) *classify.Model {
	d := newData(c, nameless, examples)
	slope, shift := Calibrate(d.validate(o), examples)
	f := d.fit(o, func(int) bool { return true })
	m := &classify.Model{Weights: map[string]float64{}, Words: f.keyed, Classes: d.fitClasses(o)}
	for i, name := range c.FeatureNames() {
		w := f.numbered[i] * slope
		if i == 0 {
			w += shift
		}
		if name != "" && w != 0 {
			m.Weights[name] = w
		}
	}
	for key := range m.Words {
		m.Words[key] *= slope
	}
	maps.DeleteFunc(m.Words, func(_ uint64, w float64) bool { return math.Abs(w) < negligible })
	return m
}

// negligible is the weight below which a word is not worth its five bytes.
const negligible = 0.02

// Calibrate finds the line through the logits of probes under which they are
// most likely.
func Calibrate(validated []Validated, examples []Example) (slope, shift float64) {
	p := problem{x: newMatrix(), prior: []float64{1, 0}, penalty: []float64{1e-6, 1e-6}}
	for _, v := range validated {
		if e := examples[v.Example]; e.Probe {
			p.x.cell(0, v.Sum)
			p.x.cell(1, 1)
			p.x.endRow()
			p.label = append(p.label, e.Keep)
			p.weight = append(p.weight, 1)
		}
	}
	w := p.solve(50)
	return w[0], w[1]
}

// fitClasses learns for each class what tells its items from those of others.
func (d *data) fitClasses(o Options) map[string][]float64 {
	var used []int
	for i, e := range d.examples {
		if e.Keep && slices.Contains(feed.Classes, e.Class) {
			used = append(used, i)
		}
	}
	names := d.c.FeatureNames()
	out := map[string][]float64{}
	for k, class := range feed.Classes {
		p := d.problem(used, Options{Nameless: o.Nameless}, nil, len(names))
		for r := range p.label {
			p.label[r] = d.examples[used[r%len(used)]].Class == class
		}
		for j := range p.penalty {
			p.penalty[j] = classPenalty
		}
		for j, w := range p.solve(100) {
			if names[j] == "" || math.Abs(w) < negligible {
				continue
			}
			if out[names[j]] == nil {
				out[names[j]] = make([]float64, len(feed.Classes))
			}
			out[names[j]][k] = w
		}
	}
	return out
}

// classPenalty holds the weights of classes to zero; there are few examples.
const classPenalty = 3
