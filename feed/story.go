package feed

import (
	"slices"
	"time"
)

// StoryID identifies a story for ever: it is the id of its first item.
type StoryID = ItemID

// Story is the items that report one event.
type Story struct {
	ID      StoryID
	Items   []Item    // the founding one first, then in the order in which sitrep met them; never empty
	First   time.Time // publication of its first item
	Updated time.Time // last material change that readers are shown, see Apply
	Pending time.Time // when a later one may show; zero if none waits
	Updates int       // how often Updated has moved

	LeadID   ItemID    // the report that stands for it; zero for the first original, see Lead
	Previous StoryID   // the story that it continues; zero if it continues none
	Merged   []StoryID // stories that became this one, and whose ids lead here
	Reached  Reached
	Changes  []Change // what became of it, oldest first, at most the newest 50
}

// Apply brings a placed item into the story and reports whether that changes
// it materially. Material are its first item, the first independent
// confirmation, a count that moves the range of what independent publishers
// tell, new words in the lead, and a report taken back. Further publishers,
// copies, new dates and rewritten reports beside the lead are not, so that
// readers are not shown the same story again and again.
//
// A material change moves Updated, but not more often than pace allows: one
// that comes too early waits as Pending.
func (s *Story) Apply(p Placement) (material bool) {
	it := p.Item
	it.Withdrawn = it.Withdrawn || takenBack(it)
	if len(s.Items) == 0 {
		s.found(it, p.Previous)
		return true
	}
	s.Settle(it.Seen)
	before := s.told()
	if i := s.find(it.ID); i >= 0 {
		material = s.replace(i, it)
	} else {
		s.Items = append(s.Items, it)
		material = it.Withdrawn
		if it.Withdrawn {
			s.note(Change{it.Seen, ChangeWithdrawn, it.ID, ""})
		}
	}
	s.Recount()
	s.elect()
	if s.compare(before, it) || material {
		s.touch(it.Seen)
		return true
	}
	return false
}

func (s *Story) found(it Item, previous StoryID) {
	s.ID, s.First, s.Updated = it.ID, it.Published, it.Updated
	if previous != it.ID {
		s.Previous = previous
	}
	s.Items = append(s.Items, it)
	s.LeadID = it.ID
	s.Recount()
}

func (s *Story) find(id ItemID) int {
	return slices.IndexFunc(s.Items, func(it Item) bool { return it.ID == id })
}

// replace puts a new version in place of item i and reports whether its words
// matter to readers. The identity, the first-seen time and the publication date
// stay; a former title is remembered, and so are former counts.
func (s *Story) replace(i int, it Item) (material bool) {
	old := s.Items[i]
	lead := s.Lead().ID == old.ID
	seen := it.Seen
	it.Counted = recounted(old, it)
	it.Seen, it.Published, it.CopyOf, it.Rule, it.Titles = old.Seen, old.Published, old.CopyOf, old.Rule, old.Titles
	if it.Title != old.Title {
		it.Titles = append(slices.Clone(old.Titles), old.Title)
		it.Titles = it.Titles[max(0, len(it.Titles)-titleHistory):]
	}
	s.Items[i] = it
	switch {
	case it.Withdrawn && !old.Withdrawn:
		s.note(Change{seen, ChangeWithdrawn, it.ID, old.Title})
		return true
	case it.Title != old.Title:
		s.note(Change{seen, ChangeRetitled, it.ID, old.Title})
	case it.Summary != old.Summary:
		s.note(Change{seen, ChangeCorrection, it.ID, ""})
	default:
		return false
	}
	return lead
}

// titleHistory bounds what a source that retitles without end can make us keep.
const titleHistory = 10

// told is what a change is measured by.
type told struct {
	independent int
	ranges      []Number
}

func (s *Story) told() told {
	return told{len(s.Reached.Independent), s.ranges()}
}

// compare notes how the story differs from what it told before the item came,
// and reports whether it does.
func (s *Story) compare(before told, it Item) (differs bool) {
	differs = s.confirm(before.independent, Change{it.Seen, ChangeConfirmed, it.ID, it.Publisher})
	for _, n := range s.ranges() {
		same := func(o Number) bool { return o.Kind == n.Kind && o.Min == n.Min && o.Max == n.Max }
		if !slices.ContainsFunc(before.ranges, same) {
			s.note(Change{it.Seen, ChangeToll, it.ID, n.String()})
			differs = true
		}
	}
	return differs
}

// confirm notes the first independent confirmation of a story that had so many
// independent publishers before.
func (s *Story) confirm(before int, c Change) bool {
	if before >= 2 || len(s.Reached.Independent) < 2 || s.has(ChangeConfirmed) {
		return false
	}
	s.note(c)
	return true
}

// Topics are the topics of its items, sorted, each once. A report that names no
// place ("nine dead after strike") has those of the others: OtherTopic stands
// only where no report has a better one.
func (s Story) Topics() []string {
	topics := s.union(func(it Item) []string { return it.Topics })
	if len(topics) > 1 {
		topics = slices.DeleteFunc(topics, func(id string) bool { return id == OtherTopic })
	}
	return topics
}

// Publishers are the families that carry the story, copies included, sorted,
// each once.
func (s Story) Publishers() []string {
	return s.union(func(it Item) []string { return []string{it.Publisher} })
}

// Languages are the languages of its items, sorted, each once; an item whose
// language is unknown contributes "".
func (s Story) Languages() []string {
	return s.union(func(it Item) []string { return []string{it.Language} })
}

// Unconfirmed reports whether all that is told rests on what nobody has
// confirmed: every report that is no copy leaves it to a claim, and none says
// that it was confirmed.
func (s Story) Unconfirmed() bool {
	claims := 0
	for i := range s.Items {
		switch it := &s.Items[i]; {
		case it.About.Saying.Kind == "confirmed":
			return false
		case !it.original():
		case !it.About.Saying.Unconfirmed():
			return false
		default:
			claims++
		}
	}
	return claims > 0
}

func (s Story) union(of func(Item) []string) []string {
	var all []string
	for _, it := range s.Items {
		all = append(all, of(it)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
