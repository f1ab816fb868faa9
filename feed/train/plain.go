package train

import (
	"math"
	"strings"
	"unicode"

	"sitrep/feed"
)

// Plain is TF-IDF and logistic regression over words: what one would try first,
// and what a model with knowledge has to beat.
type Plain struct {
	columns map[string]int
	rarity  []float64 // by column: the logarithm of how rare the word is
	weights []float64 // and after the last one what to begin with
}

// Limits of Plain, the usual ones: words that three items have, and an L2
// penalty of one.
const (
	plainLeast   = 3
	plainPenalty = 1
)

// FitPlain learns from the examples, all of which count the same.
func FitPlain(examples []Example) *Plain {
	p := &Plain{columns: map[string]int{}}
	count := map[string]int{}
	for _, e := range examples {
		for word := range wordsOf(e.Item) {
			count[word]++
		}
	}
	for _, e := range examples { // in the order of the examples, not of the map
		for _, word := range strings.FieldsFunc(strings.ToLower(e.Item.Title+" "+e.Item.Summary), NotWord) {
			if _, known := p.columns[word]; !known && count[word] >= plainLeast {
				p.columns[word] = len(p.rarity)
				p.rarity = append(p.rarity, math.Log(float64(len(examples))/float64(count[word]))+1)
			}
		}
	}
	q := problem{x: newMatrix(), prior: make([]float64, len(p.rarity)+1), penalty: make([]float64, len(p.rarity)+1)}
	for j := range p.rarity {
		q.penalty[j] = plainPenalty
	}
	for _, e := range examples {
		p.row(q.x, e.Item)
		q.label = append(q.label, e.Keep)
		q.weight = append(q.weight, 1)
	}
	p.weights = q.solve(steps)
	return p
}

// Score is the probability, by Plain, that the item is coverage.
func (p *Plain) Score(it feed.Item) float64 {
	x := newMatrix()
	p.row(x, it)
	return sigmoid(x.dot(0, p.weights))
}

// row appends the item's words, each with its count times its rarity, in all of
// length one.
func (p *Plain) row(x *matrix, it feed.Item) {
	words := wordsOf(it)
	length := 0.0
	for word, n := range words {
		if j, ok := p.columns[word]; ok {
			length += math.Pow(float64(n)*p.rarity[j], 2)
		}
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(it.Title+" "+it.Summary), NotWord) {
		if j, ok := p.columns[word]; ok && words[word] > 0 {
			x.cell(j, float64(words[word])*p.rarity[j]/math.Sqrt(length))
			words[word] = 0
		}
	}
	x.cell(len(p.rarity), 1)
	x.endRow()
}

func wordsOf(it feed.Item) map[string]int {
	words := map[string]int{}
	for _, word := range strings.FieldsFunc(strings.ToLower(it.Title+" "+it.Summary), NotWord) {
		words[word]++
	}
	return words
}

// NotWord reports whether a rune stands between words.
func NotWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }
