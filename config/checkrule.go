package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sitrep/feed"
)

// ruleChecker checks rules one after the other, and remembers their names.
type ruleChecker struct {
	sources  []string // that a rule may name
	names    map[string]placed[rule]
	mistakes Mistakes
}

// checkRules checks each rule, and that no two have one name.
func checkRules(rules list[rule], sources list[source]) Mistakes {
	c := ruleChecker{names: map[string]placed[rule]{}}
	for _, s := range sources {
		c.sources = append(c.sources, s.it.ID)
	}
	for _, p := range rules {
		c.kind(p)
		c.choice(p, "in", "field", p.it.In, feed.RuleFields)
		if p.path == "" || p.written("sources") { // else it stands with its source
			c.choice(p, "sources", "source", p.it.Sources, c.sources)
		}
		c.name(p)
	}
	return c.mistakes
}

func (c *ruleChecker) add(p placed[rule], key, text, remedy string) {
	if text != "" && !p.failed(key) {
		c.mistakes = append(c.mistakes, p.mistake(key, p.label(p.it.Name)+": "+text, remedy))
	}
}

// kind wants one kind of rule, with patterns that can decide something.
func (c *ruleChecker) kind(p placed[rule]) {
	var kinds, valid []string
	for _, kind := range feed.RuleKinds {
		valid = append(valid, string(kind))
		if _, ok := p.it.given[kind]; ok {
			kinds = append(kinds, string(kind))
		}
	}
	switch {
	case len(kinds) == 0:
		c.add(p, "", "says nothing", "write one of "+strings.Join(valid, ", "))
	case len(kinds) > 1:
		c.add(p, kinds[1], "has "+strings.Join(kinds, " and "), "write a rule for each")
	}
	for _, kind := range kinds {
		patterns := p.it.given[feed.RuleKind(kind)]
		if len(patterns) == 0 {
			c.add(p, kind, kind+" is empty", "write a word, or leave the rule out")
		}
		for i, pattern := range patterns {
			key := elementOf(kind, i)
			if text, remedy := checkPattern(feed.RuleKind(kind), pattern); !p.failed(key) {
				c.add(p, key, text, remedy)
			}
		}
	}
}

// choice wants names of what there is.
func (c *ruleChecker) choice(p placed[rule], key, noun string, names, valid []string) {
	if names != nil && len(names) == 0 {
		c.add(p, key, key+" is empty", "leave it out if every "+noun+" is meant")
	}
	for i, name := range names {
		if !slices.Contains(valid, name) {
			c.add(p, elementOf(key, i), "unknown "+noun+" "+quote(name), didYouMean(name, valid))
		}
	}
}

func (c *ruleChecker) name(p placed[rule]) {
	if p.it.Name == "" {
		return
	}
	text, remedy := checkLine("name", p.it.Name)
	if first, again := c.names[p.it.Name]; again {
		text, remedy = "the name is taken"+whereis(first.origin, p.origin), "choose another name"
	}
	c.add(p, "name", text, remedy)
	c.names[p.it.Name] = p
}

// checkTerms checks each of the operator's terms, and that none stands twice.
func checkTerms(terms list[Term]) Mistakes {
	var mistakes Mistakes
	seen := map[string]placed[Term]{}
	for _, p := range terms {
		add := func(key, text, remedy string) {
			if text != "" && !p.failed(key) {
				mistakes = append(mistakes, p.mistake(key, cmp.Or(p.path, "terms")+": "+text, remedy))
			}
		}
		text, remedy := checkTerm(p.it.Text)
		if first, again := seen[strings.ToLower(p.it.Text)]; again && text == "" {
			text, remedy = "the term "+quote(p.it.Text)+" stands here again"+whereis(first.origin, p.origin), "keep one of them"
		}
		add("text", text, remedy)
		seen[strings.ToLower(p.it.Text)] = p
		text, remedy = between(p.it.Weight, -maxWeight, maxWeight, fmt.Sprint(maxWeight))
		if p.it.Weight == 0 {
			text, remedy = "the term "+quote(p.it.Text)+" has no weight", "write 3 to keep by itself whatever has it in its title, less to speak for it, less than 0 to speak against it"
		} else if text != "" {
			text = "the weight of " + quote(p.it.Text) + ": " + text
		}
		add("weight", text, remedy)
	}
	return mistakes
}

// maxWeight is as much as a term may weigh, for and against.
const maxWeight = 20.0

// label names a rule by the name that was written or, without one, by its place
// in the file.
func (o origin) label(name string) string {
	if o.path != "" && (name == "" || !o.written("name")) {
		return o.path
	}
	return "rule " + quote(name)
}

// written reports whether the key below the origin stands in the file.
func (o origin) written(key string) bool { return o.lines[join(o.path, key)] > 0 }

// elementOf is the path of an element of the list under a key.
func elementOf(key string, i int) string { return fmt.Sprintf("%s[%d]", key, i) }
