package measure

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Grouped is an item with its labels, as [ReadStories] reads them, and with the
// place that it was given. Only items of one window are compared.
type Grouped struct {
	Window    string
	ID        string // unique in its window
	Outlet    string
	Language  string
	Title     string
	Summary   string
	Published time.Time // zero if unknown
	Line      int       // in its file

	Truth  string // label: the story that it belongs to
	CopyOf string // label: whose text it repeats; "?" if it is not known whose

	Placed string  // answer: the story that it was placed in
	Copied string  // answer: the ID of the item whose text it repeats
	Rule   string  // by which it was placed
	Chance float64 // of the answer, where a probability decided; else zero
}

// Rates are how often an answer is right.
type Rates struct {
	Right, Answered, Wanted float64
}

// Precision is the share of the answers that are right; 1 where there are none.
func (r Rates) Precision() float64 { return share(r.Right, r.Answered) }

// Recall is the share of what was wanted that was answered; 1 where nothing was.
func (r Rates) Recall() float64 { return share(r.Right, r.Wanted) }

// F1 is the harmonic mean of the two.
func (r Rates) F1() float64 { return harmonic(r.Precision(), r.Recall()) }

// none reports whether there was nothing to answer, and nothing was.
func (r Rates) none() bool { return r.Answered == 0 && r.Wanted == 0 }

func (r *Rates) add(o Rates) {
	r.Right += o.Right
	r.Answered += o.Answered
	r.Wanted += o.Wanted
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

// Cubed are B-cubed precision and recall: the mean over items of the share of
// right ones among their story as it was placed, and as it is labelled.
type Cubed struct{ Precision, Recall float64 }

// StoryReport is how well items were put into stories.
type StoryReport struct {
	Windows, Items   int
	Stories, Several int // by the labels: all, and those of two items or more
	Pairs            Rates
	Cubed            Cubed
	Copies           Rates
	Languages        map[string]Rates // pairs within one language, by its primary subtag
	Across           Rates            // pairs of two languages
	Merged           []Misplaced      // wrong merges, the largest first
	Parted           []Misplaced      // missed merges, the largest first
}

// Misplaced is two stories in one, or one in two: so many pairs of items, of
// which A and B are the first.
type Misplaced struct {
	A, B  Grouped
	Pairs int
}

// bigStory is the size from which a story by the labels counts as one of this
// size, so that one great event does not outweigh all others.
const bigStory = 10

// weightWithin is what a pair counts of a story of n items: all pairs of a big one
// together as much as those of bigStory items.
func weightWithin(n int) float64 {
	if n <= bigStory {
		return 1
	}
	return float64(bigStory*(bigStory-1)) / float64(n*(n-1))
}

// weightAcross is what a pair counts of items of two stories of m and n items: all
// such pairs together as much as if no more than bigStory were of either.
func weightAcross(m, n int) float64 {
	return min(1, bigStory/float64(m)) * min(1, bigStory/float64(n))
}

// Stories compares the stories in which items were placed with the labels.
func Stories(items []Grouped) StoryReport { return StoriesWithin(items, 0) }

// StoriesWithin is Stories that leaves out pairs which were published further
// apart; 0 leaves out none.
func StoriesWithin(items []Grouped, apart time.Duration) StoryReport {
	c := comparison{apart: apart, merged: map[mistake]int{}, parted: map[mistake]int{}}
	c.Languages = map[string]Rates{}
	for _, window := range Windows(items) {
		c.window(window)
	}
	if c.Items > 0 {
		c.Cubed.Precision /= float64(c.Items)
		c.Cubed.Recall /= float64(c.Items)
	}
	largest := func(a, b Misplaced) int { return cmp.Compare(b.Pairs, a.Pairs) }
	slices.SortStableFunc(c.Merged, largest)
	slices.SortStableFunc(c.Parted, largest)
	return c.StoryReport
}

// Windows parts items by their windows, in the order in which windows first come.
func Windows(items []Grouped) [][]Grouped {
	var parts [][]Grouped
	at := map[string]int{}
	for _, it := range items {
		i, known := at[it.Window]
		if !known {
			i = len(parts)
			at[it.Window] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], it)
	}
	return parts
}

// comparison is a report in the making.
type comparison struct {
	StoryReport
	apart          time.Duration
	merged, parted map[mistake]int // positions in Merged and Parted
}

// mistake is what pairs share that are wrong for one reason: the story that they
// are in, and the two that they should be in, or the reverse.
type mistake struct{ window, in, a, b string }

func (c *comparison) window(items []Grouped) {
	truth, placed, both := map[string]int{}, map[string]int{}, map[[2]string]int{}
	for _, it := range items {
		truth[it.Truth]++
		placed[it.Placed]++
		both[[2]string{it.Truth, it.Placed}]++
	}
	c.Windows++
	c.Items += len(items)
	c.Stories += len(truth)
	for _, n := range truth {
		if n > 1 {
			c.Several++
		}
	}
	for i, b := range items {
		right := float64(both[[2]string{b.Truth, b.Placed}])
		c.Cubed.Precision += right / float64(placed[b.Placed])
		c.Cubed.Recall += right / float64(truth[b.Truth])
		for _, a := range items[:i] {
			if c.apart == 0 || a.Published.Sub(b.Published).Abs() <= c.apart {
				c.pair(a, b, truth[a.Truth], truth[b.Truth])
			}
		}
	}
	c.copies(items)
}

// pair counts a pair of items, whose stories by the labels have m and n items.
func (c *comparison) pair(a, b Grouped, m, n int) {
	same, answered := a.Truth == b.Truth, a.Placed == b.Placed
	var one Rates
	switch {
	case same && answered:
		w := weightWithin(n)
		one = Rates{w, w, w}
	case same:
		one.Wanted = weightWithin(n)
		c.Parted = collect(c.Parted, c.parted, mistake{a.Window, a.Truth, a.Placed, b.Placed}, a, b)
	case answered:
		one.Answered = weightAcross(m, n)
		c.Merged = collect(c.Merged, c.merged, mistake{a.Window, a.Placed, a.Truth, b.Truth}, a, b)
	default:
		return
	}
	c.Pairs.add(one)
	if lang := primary(a.Language); lang == primary(b.Language) {
		l := c.Languages[lang]
		l.add(one)
		c.Languages[lang] = l
	} else {
		c.Across.add(one)
	}
}

func collect(list []Misplaced, at map[mistake]int, m mistake, a, b Grouped) []Misplaced {
	m.a, m.b = min(m.a, m.b), max(m.a, m.b)
	i, known := at[m]
	if !known {
		i = len(list)
		at[m] = i
		list = append(list, Misplaced{A: a, B: b})
	}
	list[i].Pairs++
	return list
}

// primary is the language of a tag without region or script.
func primary(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	return strings.ToLower(lang)
}

// copies counts the answers about copies of a window. Which of two equal texts
// is the copy depends on the order of arrival, so that of a text that has n
// copies by the labels any n answers among its bearers are right.
func (c *comparison) copies(items []Grouped) {
	text := map[string]string{} // by the ID of a bearer: the ID of another, up to the original
	for _, it := range items {
		if it.CopyOf != "" && it.CopyOf != "?" {
			text[it.ID] = it.CopyOf
		}
	}
	wanted, right := map[string]float64{}, map[string]float64{}
	original := func(id string) string {
		for range len(text) {
			next, ok := text[id]
			if !ok {
				break
			}
			id = next
		}
		return id
	}
	for _, it := range items {
		if it.CopyOf != "" {
			wanted[original(it.ID)]++
			c.Copies.Wanted++
		}
		if it.Copied != "" {
			right[original(it.ID)]++
			c.Copies.Answered++
		}
	}
	for id, n := range right {
		c.Copies.Right += min(n, wanted[id])
	}
}
