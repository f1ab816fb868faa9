package feed

// Verdict is the judgement of one item: is it coverage, of what, and why.
type Verdict struct {
	Keep    bool
	Score   float64  // 0 to 1; Keep compares it with the threshold
	Topics  []string // topic ids, sorted
	Reasons []Reason // what spoke for and against, strongest first
}

// Reason is one thing that moved a verdict.
type Reason struct {
	Term   string  `json:"term"`   // a term or the name of a rule
	Weight float64 `json:"weight"` // positive speaks for keeping
	Where  string  `json:"where"`  // "title", "summary", ...
}

// Placement says where an item belongs among the stories.
type Placement struct {
	Item  Item    // with CopyOf, Rule and Print filled in
	Story StoryID // the story it joins, or a new one (then equal to the item's own id)
	// Update means that the story already holds an item of this id, which
	// Item replaces: retitled, re-dated or rewritten.
	Update bool
}
