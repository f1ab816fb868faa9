package feed

import (
	"cmp"
	"unicode/utf8"
)

// detailedRunes is how long a summary must be to tell more than the title.
const detailedRunes = 80

// Lead is the report that stands for the story: the chosen one, or without a
// choice the first that is not a copy of another. It never looks elsewhere when
// the choice is gone.
func (s Story) Lead() Item {
	if i := s.find(s.LeadID); i >= 0 && s.LeadID != 0 {
		return s.Items[i]
	}
	for _, it := range s.Items {
		if it.original() {
			return it
		}
	}
	return s.Items[0]
}

// elect gives the story another lead where the present one is clearly beaten:
// it is a copy, is withdrawn, or has no summary and another has. Among those
// who then may lead, it takes the best by rank, and of equals the first.
func (s *Story) elect() {
	lead := s.Lead()
	best := lead
	for i := range s.Items {
		it := &s.Items[i]
		beaten := !lead.original() || lead.Summary == "" && it.Summary != ""
		if beaten && rank(it, &best) < 0 {
			best = *it
		}
	}
	s.LeadID = best.ID
}

// rank is negative if a is the better report of the two to stand for a story:
// one that stands, is no copy, is told by its own newsroom, and says more than
// its title. Which of equals is read in what language the story cannot know.
func rank(a, b *Item) int {
	return cmp.Or(
		first(!a.Withdrawn, !b.Withdrawn),
		first(a.CopyOf == 0, b.CopyOf == 0),
		first(a.Summary != "", b.Summary != ""),
		first(a.speaker() == a.Publisher, b.speaker() == b.Publisher),
		first(detailed(a), detailed(b)),
	)
}

func detailed(it *Item) bool { return utf8.RuneCountInString(it.Summary) > detailedRunes }

// first orders true before false.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
