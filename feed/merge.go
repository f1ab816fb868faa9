package feed

import (
	"cmp"
	"slices"
	"time"
)

// Older reports whether s rather than o keeps its id when the two become one:
// the one whose first item was published first, of equals that of the lower id.
func (s Story) Older(o Story) bool {
	return cmp.Or(s.First.Compare(o.First), cmp.Compare(s.ID, o.ID)) < 0
}

// Absorb makes s and o one story, at the instant at which sitrep learnt that
// they tell of one event. It has the id of the older one; the other's id leads
// to it from then on. Absorbing itself changes nothing.
func (s *Story) Absorb(o Story, at time.Time) {
	if s.ID == o.ID {
		return
	}
	if o.Older(*s) {
		*s, o = o, *s
	}
	independent := max(len(s.Reached.Independent), len(o.Reached.Independent))
	s.Items = together(s.Items, o.Items)
	s.Merged = append(append(slices.Clone(s.Merged), o.ID), o.Merged...)
	if s.Previous == 0 || slices.Contains(s.Merged, s.Previous) {
		s.Previous = o.Previous
	}
	if s.Previous == s.ID || slices.Contains(s.Merged, s.Previous) {
		s.Previous = 0
	}
	s.Updates = max(s.Updates, o.Updates)
	if o.Updated.After(s.Updated) {
		s.Updated = o.Updated
	}
	if o.Pending.After(s.Pending) {
		s.Pending = o.Pending
	}
	if !s.Pending.After(s.Updated) {
		s.Pending = time.Time{}
	}
	s.Changes = slices.Concat(s.Changes, o.Changes)
	slices.SortStableFunc(s.Changes, func(a, b Change) int { return a.At.Compare(b.At) })
	s.note(Change{at, ChangeMerged, o.ID, o.ID.String()})
	s.Recount()
	s.elect()
	if all := s.Independent(); len(all) > 1 {
		s.confirm(independent, Change{at, ChangeConfirmed, o.ID, all[1]})
	}
	s.touch(at)
}

// together are the items of both: the founding one, then the others in the
// order in which they were met, each once.
func together(a, b []Item) []Item {
	all := slices.Clone(a)
	for _, it := range b {
		if !slices.ContainsFunc(a, func(o Item) bool { return o.ID == it.ID }) {
			all = append(all, it)
		}
	}
	slices.SortStableFunc(all[1:], func(x, y Item) int {
		return cmp.Or(x.Seen.Compare(y.Seen), cmp.Compare(x.ID, y.ID))
	})
	return all
}
