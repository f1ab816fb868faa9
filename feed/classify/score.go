package classify

import (
	"math"
	"slices"

	"sitrep/feed"
)

// What the data files' weights mean where only the summary has a concept, or
// where a rule's tags meet only with its help. Training starts from these.
const (
	bias          = -2.35 // an item of which nothing is known scores 0.09
	inSummary     = 0.55
	ruleInSummary = 0.75
)

// class is a way in which a name points to a topic.
type class struct {
	name   string
	weight float64 // for the score
	points float64 // for the topic
	tags   []string
}

// hintClass is of names that only hint at a topic.
const hintClass = "hint"

// ownClass is of the names of the operator's topics. Of what kind they are is
// not known, so that one alone says little about the score.
const ownClass = "own"

// classes are the classes of names.txt.
var classes = []class{
	{"place", 0.9, 2, []string{"theatre"}},          // a place at war, or a name that only the war has
	{"party", 1.7, 2, []string{"theatre", "party"}}, // an armed group, an army, an operation
	{"power", 0.4, 1.2, []string{"power"}},          // a government, a leader, a state in the conflict
	{ownClass, 0.4, 2, []string{"hint"}},            // of a topic of the operator's
	{hintClass, 0, 1, []string{"hint"}},             // a place or person that is mostly in other news
}

func classNamed(name string) int {
	return slices.IndexFunc(classes, func(c class) bool { return c.name == name })
}

// weigh sums up the features and returns the score. Those with a key were weighed
// when they were found.
func (c *Classifier) weigh(s *scratch) float64 {
	sum := float32(0)
	for i := range s.features {
		f := &s.features[i]
		if f.number >= 0 {
			f.weight = c.weights[f.number] * f.value
		}
		sum += f.weight
	}
	return 1 / (1 + math.Exp(-float64(sum)))
}

// meaning is the stated weight and the tags of an entry.
func (c *Classifier) meaning(id int32) (float64, tagSet) {
	e := &c.entries[id]
	if e.kind == formName {
		return classes[e.ref].weight, c.classTags[e.ref]
	}
	return c.concepts[e.ref].weight, c.concepts[e.ref].tags
}

// classCount is how many feed.Classes there are.
const classCount = 9

// class says which way of being coverage an item is most like.
func (c *Classifier) class(s *scratch) string {
	var sums [classCount]float32
	for i := range s.features {
		f := &s.features[i]
		if f.number < 0 {
			continue
		}
		for k, w := range c.classWeights[f.number] {
			sums[k] += w * f.value
		}
	}
	best := 0
	for k := range sums {
		if sums[k] > sums[best] {
			best = k
		}
	}
	return feed.Classes[best]
}
