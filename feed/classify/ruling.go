package classify

import (
	"strings"

	"sitrep/feed"
)

// Ruling is what one of the operator's rules says of one item.
type Ruling struct {
	Rule    feed.Rule
	Applies bool   // the rule is for items of this source
	Field   string // where a pattern matched, one of feed.RuleFields; empty if none did
	Words   string // what matched, as the item has it
}

// Drops reports whether the rule drops the item.
func (r Ruling) Drops() bool {
	own := ownRule{Rule: r.Rule}
	return r.Applies && own.drops(match{found: r.Field != ""})
}

// Keeps reports whether the rule keeps the item, unless another one drops it.
func (r Ruling) Keeps() bool {
	own := ownRule{Rule: r.Rule}
	return r.Applies && own.keeps(match{found: r.Field != ""})
}

// fieldsTold are feed.RuleFields in a sentence.
var fieldsTold = map[string]string{
	"title": "the title has", "summary": "the summary has", "content": "the content has",
	"url": "the address has", "authors": "its authors have", "categories": "its categories have",
}

// String tells it in a sentence: `dropped by the rule "no-horoscopes": the title
// has "horoscope"`; "" if the rule decides nothing.
func (r Ruling) String() string {
	done := "dropped"
	switch {
	case r.Keeps():
		done = "kept"
	case !r.Drops():
		return ""
	}
	why := r.missing()
	if r.Field != "" {
		why = fieldsTold[r.Field] + " " + quoted(excerpt(r.Words))
	}
	return done + " by the rule " + quoted(r.Rule.Name) + ": " + why
}

// quoted leaves the backslashes of expressions as they are.
func quoted(s string) string { return "\"" + s + "\"" }

// missing tells what an item must have and has not.
func (r Ruling) missing() string {
	told := make([]string, len(r.Rule.Patterns))
	for i, p := range r.Rule.Patterns {
		told[i] = string(p)
		if _, ok := p.Expression(); !ok {
			told[i] = quoted(told[i])
		}
	}
	text := "it has no " + strings.Join(told, ", ")
	if len(told) > 1 {
		text = "it has none of " + strings.Join(told, ", ")
	}
	if len(r.Rule.In) > 0 {
		text += " in " + strings.Join(r.Rule.In, ", ")
	}
	return text
}

// excerpt brings what matched onto one line of bearable length.
func excerpt(s string) string {
	const limit = 80
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > limit {
		s = string(runes[:limit]) + "…"
	}
	return s
}

// Ruling gives the rule that decides over an item, and false if its score does.
func (c *Classifier) Ruling(it feed.Item, src feed.Source) (Ruling, bool) {
	rule, m := c.own.decide(&it, src.ID)
	if rule == nil {
		return Ruling{}, false
	}
	return rule.ruling(src.ID, m), true
}

// Rulings gives what each of Options.Rules says of an item, in their order, as
// if it were the only one.
func (c *Classifier) Rulings(it feed.Item, src feed.Source) []Ruling {
	if c.own == nil {
		return nil
	}
	l := c.own.looks.Get().(*look)
	defer c.own.looks.Put(l)
	defer l.forget()
	c.own.readWords(l, &it)
	all := make([]Ruling, len(c.own.rules))
	for i := range c.own.rules {
		r := &c.own.rules[i]
		all[r.at] = r.ruling(src.ID, l.search(r, l.found[i], &it))
	}
	return all
}

func (r *ownRule) ruling(source string, m match) Ruling {
	told := Ruling{Rule: r.Rule, Applies: r.applies(source)}
	if m.found {
		told.Field, told.Words = feed.RuleFields[m.field], m.words
	}
	return told
}

// reason tells a verdict's reader that a rule decided. It weighs nothing, for
// the score is what it is without rules.
func (r *ownRule) reason(m match) feed.Reason {
	told := r.ruling("", m)
	return feed.Reason{Term: "rule " + r.Name, Where: told.Field}
}

// Keeps reports whether a score alone, without rules, keeps an item of a source.
func (c *Classifier) Keeps(score float64, src feed.Source) bool {
	return c.keepAll || score >= c.line(src)
}
