package feed

// Verdict is the judgement of one item: is it coverage, of what, and why.
type Verdict struct {
	Keep bool
	// Near marks an item that is not kept but nearly was: about a war, perhaps,
	// but not of it.
	Near    bool
	Score   float64  // the probability, 0 to 1, that it is coverage; Keep compares it with a threshold
	Class   string   // of a kept item, one of Classes
	Topics  []string // of a kept item: topic ids, sorted
	About   About    // of a kept item: what it tells of
	Reasons []Reason // what spoke for and against, strongest first; only where they were asked for
}

// Decision is the verdict in a word: keep, near or drop.
func (v Verdict) Decision() string {
	switch {
	case v.Keep:
		return "keep"
	case v.Near:
		return "near"
	}
	return "drop"
}

// Reason is one thing that moved a verdict.
type Reason struct {
	Term   string  `json:"term"`   // a term or the name of a rule
	Weight float64 `json:"weight"` // positive speaks for keeping
	Where  string  `json:"where"`  // "title", "summary", ...; empty for the item as a whole
}

// Strictness says how sure the judge must be to keep an item.
type Strictness string

// The three kinds of Strictness. Empty means Normal.
const (
	Wide   Strictness = "wide"   // miss as little as can be, and take some chaff
	Normal Strictness = "normal" // where missing and taking wrongly balance, leaning to take
	Strict Strictness = "strict" // hardly any chaff, and miss some
)

// Strictnesses are the kinds of Strictness, the widest first.
var Strictnesses = []Strictness{Wide, Normal, Strict}

// Placement says where an item belongs among the stories.
type Placement struct {
	Item  Item    // with CopyOf, Rule and Print filled in
	Story StoryID // the story it joins, or a new one (then equal to the item's own id)
	// Chance is the probability that the item reports the event of the story it
	// joins; zero where its text or identity decides, or where it founds a story.
	Chance float64
	// Previous is the story that a new one continues, if there is one.
	Previous StoryID
	// Merge are stories that the item shows to be of the same event as Story,
	// which is the oldest of them: they become one.
	Merge []StoryID
	// Update means that the story already holds an item of this id, which
	// Item replaces: retitled, re-dated or rewritten.
	Update bool
}
