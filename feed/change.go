package feed

import (
	"slices"
	"time"
)

// Change is something that became of a story after its beginning.
type Change struct {
	At   time.Time // when sitrep read of it
	Kind ChangeKind
	Item ItemID // the report that brought it; of a merger, the story that became this one
	Text string // what the kind says
}

// ChangeKind says what became of a story.
type ChangeKind string

// The kinds of change. Those of a report's words are noted for every report,
// and are material where it leads.
const (
	ChangeConfirmed  ChangeKind = "confirmed"  // first independent confirmation; Text is the publisher
	ChangeSide       ChangeKind = "side"       // first report from another side; Text is its countries
	ChangeToll       ChangeKind = "toll"       // a count has another range; Text is that: "deaths 9–17"
	ChangeCorrection ChangeKind = "correction" // a source rewrote a summary under the same title
	ChangeRetitled   ChangeKind = "retitled"   // a source gave a report another title; Text is the former
	ChangeWithdrawn  ChangeKind = "withdrawn"  // a source takes a report back; Text is the title that it had
	ChangeMerged     ChangeKind = "merged"     // another story became this one; Text is its id
)

// changeHistory bounds what a live page, rewritten every minute, can make us keep.
const changeHistory = 50

func (s *Story) note(c Change) {
	s.Changes = append(slices.Clip(s.Changes), c) // a copy of the story keeps its own
	s.Changes = s.Changes[max(0, len(s.Changes)-changeHistory):]
}

func (s *Story) has(kind ChangeKind) bool {
	return slices.ContainsFunc(s.Changes, func(c Change) bool { return c.Kind == kind })
}
