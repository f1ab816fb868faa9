package measure

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Baseline is a simple system to compare with, and its answer.
type Baseline struct {
	Name  string
	Items []Grouped
}

// sameTitle is the share of common words from which two titles are one story to
// the simplest baseline.
const sameTitle = 0.5

// Baselines places the same items, which stand in the order of arrival, by three
// simple systems. Two put an item into the story of the most similar earlier one,
// if it is similar enough: by the words that titles share, and by the cosine of
// TF-IDF vectors of title and summary, whose threshold is the best for these very
// items and so flatters it. The third follows the copies that were answered and
// nothing else. Pairs are compared as by [StoriesWithin].
func Baselines(items []Grouped, apart time.Duration) []Baseline {
	words := join(items, neighbours(items, titleOverlap), sameTitle)
	near := neighbours(items, cosines)
	best, bestF1, at := items, -1.0, 0.0
	for step := 1; step < 20; step++ {
		threshold := float64(step) / 20
		placed := join(items, near, threshold)
		if f1 := StoriesWithin(placed, apart).Pairs.F1(); f1 > bestF1 {
			best, bestF1, at = placed, f1, threshold
		}
	}
	return []Baseline{
		{fmt.Sprintf("title Jaccard %.1f", sameTitle), words},
		{fmt.Sprintf("TF-IDF cosine %.2f (best of this file)", at), best},
		{"copies only", copiesOnly(items)},
	}
}

// neighbour is the most similar earlier item of the same window.
type neighbour struct {
	at    int // -1 if there is none
	alike float64
}

// neighbours finds the most similar earlier item of each, window by window.
func neighbours(items []Grouped, measure func([]Grouped) func(i, j int) float64) []neighbour {
	out := make([]neighbour, len(items))
	windows := map[string][]int{}
	alike := measure(items)
	for i, it := range items {
		out[i] = neighbour{at: -1}
		for _, j := range windows[it.Window] {
			if a := alike(i, j); a > out[i].alike {
				out[i] = neighbour{j, a}
			}
		}
		windows[it.Window] = append(windows[it.Window], i)
	}
	return out
}

// join puts each item into the story of its neighbour, if that is near enough.
func join(items []Grouped, near []neighbour, threshold float64) []Grouped {
	out := make([]Grouped, len(items))
	for i, it := range items {
		it.Placed, it.Copied, it.Rule, it.Chance = it.ID, "", "", 0
		if n := near[i]; n.at >= 0 && n.alike >= threshold {
			it.Placed = out[n.at].Placed
		}
		out[i] = it
	}
	return out
}

// copiesOnly leaves items in the story of the item that they copy, and no other.
func copiesOnly(items []Grouped) []Grouped {
	out := make([]Grouped, len(items))
	story := map[[2]string]string{}
	for i, it := range items {
		it.Placed = it.ID
		if of, ok := story[[2]string{it.Window, it.Copied}]; ok && it.Copied != "" {
			it.Placed = of
		}
		story[[2]string{it.Window, it.ID}] = it.Placed
		out[i] = it
	}
	return out
}

// wordsOf are the lower-case words of a text, each once.
func wordsOf(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) }) {
		set[w] = true
	}
	return set
}

// titleOverlap is the Jaccard index of the words of two titles.
func titleOverlap(items []Grouped) func(i, j int) float64 {
	sets := make([]map[string]bool, len(items))
	for i, it := range items {
		sets[i] = wordsOf(it.Title)
	}
	return func(i, j int) float64 {
		common := 0
		for w := range sets[i] {
			if sets[j][w] {
				common++
			}
		}
		if common == 0 {
			return 0
		}
		return float64(common) / float64(len(sets[i])+len(sets[j])-common)
	}
}

// weight is a word of an item with what it weighs there.
type weight struct {
	word   string
	weight float64
}

// cosines is the cosine of the words of two items, each weighed by its rarity
// among all items.
func cosines(items []Grouped) func(i, j int) float64 {
	in := map[string]float64{}
	sets := make([]map[string]bool, len(items))
	for i, it := range items {
		sets[i] = wordsOf(it.Title + " " + it.Summary)
		for w := range sets[i] {
			in[w]++
		}
	}
	vectors := make([][]weight, len(items))
	for i, set := range sets {
		length := 0.0
		for _, w := range slices.Sorted(maps.Keys(set)) {
			idf := math.Log(1 + float64(len(items))/in[w])
			vectors[i] = append(vectors[i], weight{w, idf})
			length += idf * idf
		}
		for k := range vectors[i] {
			vectors[i][k].weight /= math.Sqrt(length)
		}
	}
	return func(i, j int) float64 { return dot(vectors[i], vectors[j]) }
}

// dot is the product of two vectors, which are sorted by word.
func dot(a, b []weight) (sum float64) {
	for len(a) > 0 && len(b) > 0 {
		switch strings.Compare(a[0].word, b[0].word) {
		case -1:
			a = a[1:]
		case 1:
			b = b[1:]
		default:
			sum += a[0].weight * b[0].weight
			a, b = a[1:], b[1:]
		}
	}
	return sum
}
