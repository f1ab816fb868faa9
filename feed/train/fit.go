package train

import (
	"cmp"
	"maps"
	"slices"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// Example is one labelled item.
type Example struct {
	Item   feed.Item
	Keep   bool
	Class  string  // of a keep, where it is known
	Weight float64 // how much it counts
	Group  string  // examples of one group are never on both sides of a validation
	Probe  bool    // of real feeds as they are: what the probabilities are calibrated on
}

// Options say how far the data may move the beliefs.
type Options struct {
	Numbered float64 // penalty on the weights of concepts, names and rules
	Tags     float64 // on those of tags that meet
	Pairs    float64 // on those of concepts that meet in a title
	Words    float64 // on those of words
	Sentence float64 // on those of concepts and words in titles that are whole sentences
	MinPairs int     // a pair that fewer examples have is left out
	MinWords int     // the same for a word
	Nameless float64 // share of the weight of an example that goes to a copy without names
	Folds    int     // of a validation
}

// Defaults are the options under which the shipped model was trained, chosen by
// cross-validation over outlets.
var Defaults = Options{
	Numbered: 30, Tags: 60, Pairs: 30, Words: 80, Sentence: 5, MinPairs: 4, MinWords: 4, Nameless: 0.1, Folds: 5,
}

// data are examples as rows of features: one row each, and one more each
// without names.
type data struct {
	c        *classify.Classifier
	examples []Example
	feats    [2][][]classify.Feature // with names, without
	sentence map[uint64]bool         // keys that only sentences have
}

func newData(c, nameless *classify.Classifier, examples []Example) *data {
	d := &data{c: c, examples: examples, sentence: map[uint64]bool{}}
	for i, judge := range []*classify.Classifier{c, nameless} {
		for _, e := range examples {
			feats := judge.Features(e.Item, feed.Source{})
			d.feats[i] = append(d.feats[i], feats)
			for _, f := range feats {
				if f.Sentence {
					d.sentence[f.Key] = true
				}
			}
		}
	}
	return d
}

// fitted is a model before it is written: weights by number and by key.
type fitted struct {
	numbered []float64
	keyed    map[uint64]float64
}

// sum is the logit of an example.
func (f *fitted) sum(feats []classify.Feature) float64 {
	z := 0.0
	for _, x := range feats {
		if x.Number >= 0 {
			z += float64(f.numbered[x.Number] * x.Value)
		} else {
			z += float64(f.keyed[x.Key] * x.Value)
		}
	}
	return z
}

// fit learns from the examples for which in holds: first what concepts and
// names weigh, in any language; then what the words of a language add to that.
func (d *data) fit(o Options, in func(int) bool) *fitted {
	var used []int
	for i := range d.examples {
		if in(i) {
			used = append(used, i)
		}
	}
	f := &fitted{numbered: d.c.Beliefs(), keyed: map[uint64]float64{}}
	sums := d.fitConcepts(f, used, o)
	d.fitWords(f, used, o, sums)
	return f
}

// fitConcepts returns the sum that each row has so far.
func (d *data) fitConcepts(f *fitted, used []int, o Options) []float64 {
	p := d.problem(used, o, d.vocabulary(used, o.MinPairs, false), len(f.numbered))
	copy(p.prior, f.numbered)
	names := d.c.FeatureNames()
	for j := range p.penalty {
		switch {
		case j == 0: // where to begin is for the data alone to say
			p.penalty[j] = 0.01
		case j >= len(names):
			p.penalty[j] = o.Pairs
		case classify.OfSentence(names[j]):
			p.penalty[j] = o.Sentence
		case classify.OfTags(names[j]):
			p.penalty[j] = o.Tags
		default:
			p.penalty[j] = o.Numbered
		}
	}
	w := p.solve(steps)
	copy(f.numbered, w)
	for key, j := range p.columns {
		f.keyed[key] = w[j]
	}
	sums := make([]float64, p.x.rows())
	for r := range sums {
		sums[r] = p.x.dot(r, w)
	}
	return sums
}

func (d *data) fitWords(f *fitted, used []int, o Options, sums []float64) {
	p := d.problem(used, o, d.vocabulary(used, o.MinWords, true), 0)
	p.offset = sums
	for key, j := range p.columns {
		p.penalty[j] = o.Words
		if d.sentence[key] {
			p.penalty[j] = o.Sentence
		}
	}
	w := p.solve(steps)
	for key, j := range p.columns {
		f.keyed[key] = w[j]
	}
}

// steps is the most that the minimiser takes.
const steps = 150

// columned is a problem whose last columns belong to keys.
type columned struct {
	problem
	columns map[uint64]int
}

// problem makes the rows of the used examples: numbered features, if numbered
// is not zero, and the keyed ones of the vocabulary.
func (d *data) problem(used []int, o Options, vocabulary []uint64, numbered int) *columned {
	p := &columned{columns: make(map[uint64]int, len(vocabulary))}
	p.x = newMatrix()
	for n, key := range vocabulary {
		p.columns[key] = numbered + n
	}
	for kind, share := range []float64{1 - o.Nameless, o.Nameless} {
		if share == 0 {
			continue
		}
		for _, i := range used {
			for _, x := range d.feats[kind][i] {
				if x.Number >= 0 {
					if numbered > 0 {
						p.x.cell(x.Number, x.Value)
					}
				} else if j, ok := p.columns[x.Key]; ok {
					p.x.cell(j, x.Value)
				}
			}
			p.x.endRow()
			p.label = append(p.label, d.examples[i].Keep)
			p.weight = append(p.weight, d.examples[i].Weight*share)
		}
	}
	p.prior = make([]float64, numbered+len(vocabulary))
	p.penalty = make([]float64, len(p.prior))
	return p
}

// vocabulary lists the keys that at least least of the used examples have.
func (d *data) vocabulary(used []int, least int, words bool) []uint64 {
	count, last := map[uint64]int{}, map[uint64]int{}
	for n, i := range used {
		for _, x := range d.feats[0][i] {
			if x.Number < 0 && x.Words == words && last[x.Key] != n+1 {
				last[x.Key] = n + 1
				count[x.Key]++
			}
		}
	}
	maps.DeleteFunc(count, func(_ uint64, n int) bool { return n < least })
	return slices.SortedFunc(maps.Keys(count), cmp.Compare[uint64])
}
