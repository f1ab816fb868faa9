package feed

import "strings"

// Rule is an operator's own word on items, which goes before the judge's. An
// item that no rule decides is left to its score.
type Rule struct {
	Name     string // by which it is told to people; never empty in a configuration
	Kind     RuleKind
	Patterns []Pattern // an item matches with any of them
	In       []string  // where to look, of RuleFields; empty for all
	Sources  []string  // Source.IDs for whose items it is; empty for all
}

// RuleKind is what a rule does.
type RuleKind string

// The three kinds of Rule. MustNot and Must go before Keep, in whatever order
// they are written.
const (
	RuleMustNot RuleKind = "must_not" // an item that matches is dropped
	RuleMust    RuleKind = "must"     // an item that does not match is dropped
	RuleKeep    RuleKind = "keep"     // an item that matches is kept, whatever its score
)

// RuleKinds are the kinds of Rule.
var RuleKinds = []RuleKind{RuleMustNot, RuleMust, RuleKeep}

// RuleFields are the parts of an item in which a rule can look. Content is the
// text of Item.HTML.
var RuleFields = []string{"title", "summary", "content", "url", "authors", "categories"}

// Pattern is what a rule looks for: a regular expression (RE2) between slashes,
// or a word or phrase as Topic.Terms has them.
type Pattern string

// Expression gives the regular expression without its slashes; false for words.
func (p Pattern) Expression() (string, bool) {
	s, closed := strings.CutSuffix(string(p), "/")
	s, opened := strings.CutPrefix(s, "/")
	return s, opened && closed
}
