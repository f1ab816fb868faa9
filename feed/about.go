package feed

import "time"

// About is what an item's own words tell of, in terms that hold in every
// language. Package classify finds it; two reports of one event are known by it.
type About struct {
	Mentions []Mention // those of the title first
	Counts   []Count   // in the order of the text
	Saying   Saying
	Agency   string // the news agency that the item credits, as a slug; empty if none
}

// Mention is a concept, place or actor that an item names.
type Mention struct {
	Kind  MentionKind
	Name  string // "air-strike"; of places and actors with what they belong to: "ukraine/kyiv", "russia/putin"
	Title bool   // the title names it, not only the summary
}

// MentionKind says what is mentioned.
type MentionKind byte

// The kinds of mention; their letters are stored.
const (
	Concept MentionKind = 'c'
	Place   MentionKind = 'p'
	Actor   MentionKind = 'a'
)

// Count is a number in a text with what it counts.
type Count struct {
	Kind  string // one of CountKinds
	Value int
}

// CountKinds are what is counted: numbers of an event that move while it is reported.
var CountKinds = []string{"deaths", "wounded", "drones", "missiles", "captives"}

// Reported is a count of a story, by whom and when.
type Reported struct {
	Count
	Publisher string
	At        time.Time
}

// Saying is how a text says who stands for what it tells.
type Saying struct {
	Kind  string // one of SayingKinds; empty where the text says it in its own name
	Words string // as they stand in the text, up to the next stop: "according to the regional governor"
}

// SayingKinds are the ways in which a text leaves what it tells to somebody else,
// the least sure first: a text that has several has the first.
var SayingKinds = []string{"unconfirmed", "claim", "denial", "according", "official", "witness", "admits", "confirmed"}

// Unconfirmed reports whether the text tells what nobody has confirmed.
func (s Saying) Unconfirmed() bool { return s.Kind == "unconfirmed" || s.Kind == "claim" }
