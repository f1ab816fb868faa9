package measure

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"sitrep/feed"
)

// Judged is a labelled item with the verdict it got.
type Judged struct {
	Row
	Verdict feed.Verdict
}

// wrong reports whether the verdict is not what the label says.
func (j Judged) wrong() bool { return j.Verdict.Keep != j.Keep }

// Counts are the outcomes of a group of judgements: kept rightly, kept wrongly,
// missed, and all.
type Counts struct{ Right, False, Missed, All int }

// Keeps is how many of the group deserve to be kept.
func (c Counts) Keeps() int { return c.Right + c.Missed }

// Precision is the share of the kept that deserves it; 1 where nothing is kept.
func (c Counts) Precision() float64 { return share(c.Right, c.Right+c.False) }

// Recall is the share kept of what deserves it; 1 where nothing does.
func (c Counts) Recall() float64 { return share(c.Right, c.Keeps()) }

// F1 is the harmonic mean of precision and recall.
func (c Counts) F1() float64 { return share(2*c.Right, 2*c.Right+c.False+c.Missed) }

// FalseKeeps is the share of the drops that was kept.
func (c Counts) FalseKeeps() float64 {
	if drops := c.All - c.Keeps(); drops > 0 {
		return float64(c.False) / float64(drops)
	}
	return 0
}

// share is part of whole; 1 where there is no whole to fall short of.
func share[N int | float64](part, whole N) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

func (c *Counts) add(want, got bool) {
	c.All++
	switch {
	case want && got:
		c.Right++
	case got:
		c.False++
	case want:
		c.Missed++
	}
}

// Group is a part of the judgements with its outcomes.
type Group struct {
	Name string
	Counts
}

// Bin is a stretch of scores: how many items, their mean score, the share of
// keeps among them.
type Bin struct {
	Items       int
	Score, Keep float64
}

// Report is how well verdicts agree with labels.
type Report struct {
	Groups   []Group // "all" first, then parts of it
	Bins     [10]Bin
	Error    float64 // of calibration
	Topics   Counts  // one by one, over the items whose label is keep
	Class    float64 // share of the rightly kept items whose class is right; NaN where no label has a class
	Mistakes []Judged
}

// Judge counts.
func Judge(judged []Judged) *Report {
	r := &Report{Class: math.NaN()}
	groups := map[string]*Counts{}
	var class Counts
	for _, j := range judged {
		for _, name := range groupsOf(j.Row) {
			if groups[name] == nil {
				groups[name] = &Counts{}
			}
			groups[name].add(j.Keep, j.Verdict.Keep)
		}
		if j.Keep {
			r.Topics.addTopics(j.Topics, j.Verdict.Topics)
		}
		if j.Keep && j.Verdict.Keep && j.Class != "" {
			class.add(true, j.Class == j.Verdict.Class)
		}
		if j.wrong() {
			r.Mistakes = append(r.Mistakes, j)
		}
	}
	if class.All > 0 {
		r.Class = class.Recall()
	}
	for _, name := range slices.SortedFunc(maps.Keys(groups), byKind) {
		r.Groups = append(r.Groups, Group{name, *groups[name]})
	}
	r.calibration(judged)
	slices.SortStableFunc(r.Mistakes, func(a, b Judged) int { return cmp.Compare(b.distance(), a.distance()) })
	return r
}

// distance is how far off a wrong score is.
func (j Judged) distance() float64 {
	if j.Keep {
		return 1 - j.Verdict.Score
	}
	return j.Verdict.Score
}

// Group gives the outcomes of a group by name; none where it has no items.
func (r *Report) Group(name string) Counts {
	for _, g := range r.Groups {
		if g.Name == name {
			return g.Counts
		}
	}
	return Counts{}
}

// kinds of groups, in the order in which they are told.
var kinds = []string{"all", "sure", "natural mix", "tier", "set", "language", "class", "traps", "trap"}

func byKind(a, b string) int {
	kind := func(name string) int {
		first, _, _ := strings.Cut(name, ": ")
		return slices.Index(kinds, first)
	}
	return cmp.Or(cmp.Compare(kind(a), kind(b)), strings.Compare(a, b))
}

func groupsOf(r Row) []string {
	names := []string{"all"}
	if !r.Doubt {
		names = append(names, "sure")
	}
	if r.Sample == "random" {
		names = append(names, "natural mix")
	}
	language, _, _ := strings.Cut(r.Item.Language, "-") // "en-GB" is English
	for kind, value := range map[string]string{"tier": r.Tier, "set": r.Set, "language": strings.ToLower(language)} {
		if value != "" {
			names = append(names, kind+": "+value)
		}
	}
	switch {
	case r.Class == "":
	case r.Keep:
		names = append(names, "class: "+r.Class)
	case r.Class != unrelated:
		names = append(names, "traps", "trap: "+r.Class)
	}
	return names
}

func (c *Counts) addTopics(want, got []string) {
	for _, id := range want {
		c.add(true, slices.Contains(got, id))
	}
	for _, id := range got {
		if !slices.Contains(want, id) {
			c.add(false, true)
		}
	}
}

func (r *Report) calibration(judged []Judged) {
	for _, j := range judged {
		b := &r.Bins[min(int(j.Verdict.Score*10), 9)]
		b.Items++
		b.Score += j.Verdict.Score
		if j.Keep {
			b.Keep++
		}
	}
	for i := range r.Bins {
		if b := &r.Bins[i]; b.Items > 0 {
			n := float64(b.Items)
			b.Score, b.Keep = b.Score/n, b.Keep/n
			r.Error += math.Abs(b.Score-b.Keep) * n / float64(len(judged))
		}
	}
}
