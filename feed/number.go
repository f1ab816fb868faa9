package feed

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Number is a count of a story as it moves: what each publisher says, and
// between which values the newest of them lie. It is never averaged.
type Number struct {
	Kind     string     // one of CountKinds
	History  []Reported // in the order of time; of each publisher only what is new
	Min, Max int        // of what each publisher says last
}

// String is the range in words: "deaths 9–17".
func (n Number) String() string { return n.Kind + " " + n.Range() }

// Range is "9–17", or "9" where all agree.
func (n Number) Range() string {
	if n.Min == n.Max {
		return strconv.Itoa(n.Min)
	}
	return fmt.Sprintf("%d–%d", n.Min, n.Max)
}

// Numbers are the counts of the story in the order of CountKinds, without those
// that nobody tells. Copies and withdrawn reports tell none.
func (s Story) Numbers() []Number {
	return s.numbers(func(*Item) bool { return true })
}

// ranges are the numbers of the independent publishers.
func (s *Story) ranges() []Number {
	counts := func(it Item) bool { return len(it.About.Counts) > 0 }
	if !slices.ContainsFunc(s.Items, counts) {
		return nil
	}
	independent := s.Independent()
	return s.numbers(func(it *Item) bool { return slices.Contains(independent, it.Publisher) })
}

func (s *Story) numbers(counts func(*Item) bool) (all []Number) {
	for _, kind := range CountKinds {
		var history []Reported
		for i := range s.Items {
			if it := &s.Items[i]; it.original() && counts(it) {
				history = append(history, it.reported(kind)...)
			}
		}
		if len(history) == 0 {
			continue
		}
		slices.SortStableFunc(history, func(a, b Reported) int { return a.At.Compare(b.At) })
		all = append(all, number(kind, history))
	}
	return all
}

// number leaves out of a history what its publisher said before, and takes the
// range of what each said last.
func number(kind string, history []Reported) Number {
	n := Number{Kind: kind}
	last := map[string]int{}
	for _, r := range history {
		if said, ok := last[r.Publisher]; !ok || said != r.Value {
			n.History = append(n.History, r)
		}
		last[r.Publisher] = r.Value
	}
	n.Min, n.Max = history[len(history)-1].Value, history[len(history)-1].Value
	for _, value := range last {
		n.Min, n.Max = min(n.Min, value), max(n.Max, value)
	}
	return n
}

// reported are the values of one kind that the versions of the item told.
func (it *Item) reported(kind string) (list []Reported) {
	for _, r := range it.Counted {
		if r.Kind == kind {
			list = append(list, r)
		}
	}
	if value, ok := it.About.count(kind); ok && len(list) == 0 {
		list = append(list, Reported{Count{kind, value}, it.Publisher, it.dated()})
	}
	return list
}

// dated is when the source wrote the present version, as far as it says.
func (it *Item) dated() time.Time {
	if it.Updated.IsZero() {
		return it.Published
	}
	return it.Updated
}

// count is the value of a kind. An item that has several, such as today's and
// those since the war began, means the first.
func (a *About) count(kind string) (value int, ok bool) {
	for _, c := range a.Counts {
		if c.Kind == kind {
			return c.Value, true
		}
	}
	return 0, false
}

// countHistory bounds what a page whose numbers change without end can make us keep.
const countHistory = 20

// recounted is the history of an item whose new version may count anew. A
// version that was written without a new date is dated by when we read it.
func recounted(old, it Item) []Reported {
	history := slices.Clone(old.Counted)
	at := it.Updated
	if !at.After(old.dated()) {
		at = it.Seen
	}
	for _, kind := range CountKinds {
		was, had := old.About.count(kind)
		value, has := it.About.count(kind)
		if !has || had && was == value {
			continue
		}
		if len(old.reported(kind)) > 0 && !slices.ContainsFunc(history, func(r Reported) bool { return r.Kind == kind }) {
			history = append(history, old.reported(kind)...)
		}
		history = append(history, Reported{Count{kind, value}, it.Publisher, at})
	}
	slices.SortStableFunc(history, func(a, b Reported) int { return a.At.Compare(b.At) })
	return history[max(0, len(history)-countHistory):]
}
