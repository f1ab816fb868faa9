package classify

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"sitrep/feed"
)

// The scale of the sum. Weights are in logits: the score is the logistic
// function of the sum.
const (
	bias          = -2.35 // an item of which nothing is known scores 0.09
	inSummary     = 0.55  // what a concept weighs that only the summary has
	inBoth        = 1.1   // what one weighs that title and summary have
	ruleInSummary = 0.75  // a rule whose tags meet only with the summary's help
	saturation    = 6.0   // many words for one thing are not many things
	outweighed    = 0.12  // each unit of strong evidence takes this share off the traps
)

// maxReasons bounds what a verdict tells; the first few say it all.
const maxReasons = 12

// fired is a rule that applied.
type fired struct {
	rule   int
	weight float64
	title  bool
}

// class is a way in which a name points to a topic.
type class struct {
	name   string
	weight float64 // for the score
	points float64 // for the topic
	tags   []string
}

// classes are the classes of names.txt.
var classes = []class{
	{"place", 0.9, 2, []string{"theatre"}},          // a place at war, or a name that only the war has
	{"party", 1.7, 2, []string{"theatre", "party"}}, // an armed group, an army, an operation
	{"power", 0.4, 1.2, []string{"power"}},          // a government, a leader, a state in the conflict
	{"hint", 0, 1, []string{"hint"}},                // a place or person that is mostly in other news
}

func classNamed(name string) int {
	return slices.IndexFunc(classes, func(c class) bool { return c.name == name })
}

// weigh sums up what was found and returns the score.
func (c *Classifier) weigh(s *scratch) float64 {
	var strong, traps float64
	var title, all tagSet
	for i := range s.found {
		f := &s.found[i]
		weight, tags := c.meaning(f.id)
		switch {
		case f.title && f.summary:
			f.weight = weight * inBoth
		case f.title || s.title <= 1: // an item without a title is its summary
			f.weight = weight
		default:
			f.weight = weight * inSummary
		}
		if f.title || s.title <= 1 {
			title |= tags
		}
		all |= tags
		if f.weight > 0 {
			strong += f.weight
		} else {
			traps += f.weight
		}
	}
	pressed := saturation * (1 - math.Exp(-strong/saturation))
	s.logit = bias + pressed + c.combine(s, title, all) + traps/(1+outweighed*strong)
	return 1 / (1 + math.Exp(-s.logit))
}

// combine applies the rules and returns their sum.
func (c *Classifier) combine(s *scratch, title, all tagSet) float64 {
	sum := 0.0
	s.fired = s.fired[:0]
	for i := range c.rules {
		r := &c.rules[i]
		if all&r.need != r.need || all&r.unless != 0 {
			continue
		}
		f := fired{rule: i, weight: r.weight, title: title&r.need == r.need}
		if !f.title {
			f.weight *= ruleInSummary
		}
		sum += f.weight
		s.fired = append(s.fired, f)
	}
	return sum
}

// meaning is the weight and the tags of an entry.
func (c *Classifier) meaning(id int32) (float64, tagSet) {
	e := &c.entries[id]
	if e.kind == formName {
		return classes[e.ref].weight, c.classTags[e.ref]
	}
	return c.concepts[e.ref].weight, c.concepts[e.ref].tags
}

// reasons lists what moved the sum, strongest first, in the words of the item.
func (c *Classifier) reasons(s *scratch, it feed.Item) []feed.Reason {
	if len(s.found) == 0 {
		return nil
	}
	out := make([]feed.Reason, 0, len(s.found)+len(s.fired))
	for i := range s.found {
		f := &s.found[i]
		if f.weight != 0 {
			out = append(out, feed.Reason{Term: s.words(it, f.span), Weight: round(f.weight), Where: where(f.title, f.summary)})
		}
	}
	for _, f := range s.fired {
		out = append(out, feed.Reason{Term: c.rules[f.rule].name, Weight: round(f.weight), Where: where(f.title, !f.title)})
	}
	slices.SortStableFunc(out, func(a, b feed.Reason) int {
		return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight))
	})
	return out[:min(len(out), maxReasons)]
}

// words gives the span as the item has it.
func (s *scratch) words(it feed.Item, sp span) string {
	text := it.Title
	if sp.start >= s.title {
		text = it.Summary
	}
	return strings.TrimSpace(text[s.from[sp.start]:s.from[sp.end]])
}

func where(title, summary bool) string {
	switch {
	case title && summary:
		return "title, summary"
	case title:
		return "title"
	}
	return "summary"
}

func round(x float64) float64 { return math.Round(x*100) / 100 }
