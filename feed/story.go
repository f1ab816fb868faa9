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
	Items   []Item    // in the order in which sitrep met them; never empty
	First   time.Time // publication of its first item
	Updated time.Time // last material change, see Apply
}

// Apply brings a placed item into the story and reports whether that changes
// the story materially. Only a material change moves Updated: a first item, a
// new publisher that is not a copy, or new words in the lead. A
// further copy, a new date or a rewritten report beside the lead do not, so
// that readers are not shown the same story again and again.
func (s *Story) Apply(p Placement) (material bool) {
	if i := s.find(p.Item.ID); i >= 0 {
		return s.replace(i, p.Item)
	}
	if len(s.Items) == 0 {
		s.ID, s.First, s.Updated = p.Item.ID, p.Item.Published, p.Item.Updated
		s.Items = append(s.Items, p.Item)
		return true
	}
	material = p.Item.CopyOf == 0 && !slices.Contains(s.Publishers(), p.Item.Publisher)
	s.Items = append(s.Items, p.Item)
	if material {
		s.touch(p.Item.Seen)
	}
	return material
}

func (s *Story) find(id ItemID) int {
	return slices.IndexFunc(s.Items, func(it Item) bool { return it.ID == id })
}

// replace puts a new version in place of item i. The identity, the first-seen
// time and the publication date stay; a former title is remembered.
func (s *Story) replace(i int, it Item) (material bool) {
	old := s.Items[i]
	lead := s.Lead().ID == old.ID
	seen := it.Seen
	it.Seen, it.Published, it.CopyOf, it.Rule, it.Titles = old.Seen, old.Published, old.CopyOf, old.Rule, old.Titles
	if it.Title != old.Title {
		it.Titles = append(slices.Clone(old.Titles), old.Title)
		it.Titles = it.Titles[max(0, len(it.Titles)-titleHistory):]
	}
	s.Items[i] = it
	material = lead && (it.Title != old.Title || it.Summary != old.Summary)
	if material {
		s.touch(seen)
	}
	return material
}

// titleHistory bounds what a source that retitles without end can make us keep.
const titleHistory = 10

// touch moves Updated forward, never back.
func (s *Story) touch(at time.Time) {
	if at.After(s.Updated) {
		s.Updated = at
	}
}

// Lead is the report that stands for the story: the first that is not a copy
// of another.
func (s Story) Lead() Item {
	for _, it := range s.Items {
		if it.CopyOf == 0 {
			return it
		}
	}
	return s.Items[0]
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

func (s Story) union(of func(Item) []string) []string {
	var all []string
	for _, it := range s.Items {
		all = append(all, of(it)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
