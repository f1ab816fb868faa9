package feed

import "time"

// Reached is when a story was told by so many: element k is the instant at which
// sitrep knew of k+1 of them. Reports that were taken back do not count.
type Reached struct {
	Publishers  []time.Time // families that carry it, copies included
	Independent []time.Time // see Independent
}

// Since is when the story had so many publishers, of them so many independent;
// false if it has not. It reads two times and no items.
func (r Reached) Since(publishers, independent int) (at time.Time, ok bool) {
	if publishers > len(r.Publishers) || independent > len(r.Independent) {
		return at, false
	}
	if publishers > 0 {
		at = r.Publishers[publishers-1]
	}
	if independent > 0 && r.Independent[independent-1].After(at) {
		at = r.Independent[independent-1]
	}
	return at, true
}

// Recount makes Reached from the items. Apply and Absorb keep it; it is for
// stories that were stored before there was one.
func (s *Story) Recount() {
	s.Reached = Reached{}
	if len(s.Items) == 1 { // most stories, and each at its beginning
		s.Reached = s.Items[0].alone()
		return
	}
	var at time.Time
	publishers := make(map[string]bool, len(s.Items))
	count := s.counter()
	for i := range s.Items {
		it := &s.Items[i]
		if it.Seen.After(at) {
			at = it.Seen
		}
		if it.Withdrawn {
			continue
		}
		if !publishers[it.Publisher] {
			publishers[it.Publisher] = true
			s.Reached.Publishers = append(s.Reached.Publishers, at)
		}
		if count(it) {
			s.Reached.Independent = append(s.Reached.Independent, at)
		}
	}
}

// alone is what a story of this one item has reached.
func (it *Item) alone() (r Reached) {
	if !it.Withdrawn {
		r.Publishers = []time.Time{it.Seen}
	}
	if it.original() {
		r.Independent = []time.Time{it.Seen}
	}
	return r
}

// Independent are the publishers that stand behind the story, in the order in
// which they came. One is independent if a report of its own is neither a copy
// nor told by an agency that was heard before: of those who carry one wire,
// the agency among them, the first counts.
func (s Story) Independent() []string {
	var all []string
	count := s.counter()
	for i := range s.Items {
		if it := &s.Items[i]; count(it) {
			all = append(all, it.Publisher)
		}
	}
	return all
}

// counter gives a function that is asked about each item in turn and says
// whether that makes its publisher an independent one that was none before.
func (s *Story) counter() func(*Item) bool {
	heard := make(map[string]bool, len(s.Items))
	counted := make(map[string]bool, len(s.Items))
	return func(it *Item) bool {
		if !it.original() || heard[it.speaker()] {
			return false
		}
		heard[it.speaker()] = true
		if counted[it.Publisher] {
			return false
		}
		counted[it.Publisher] = true
		return true
	}
}
