package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"sitrep/feed"
)

// rule is a rule as it was written. Its kinds are what is wrong with it, or one.
type rule struct {
	feed.Rule
	given map[feed.RuleKind][]feed.Pattern // by the keys that were written
}

// rule reads a rule for all sources, or for those that it names.
func (r *reader) rule(into *rule) taker {
	return func(n ast.Node) {
		valid := r.ruleKeys(into)
		valid["sources"] = r.words(&into.Sources)
		r.mapping(valid)(n)
		into.settle()
	}
}

// sourceRule reads a rule that stands with its source.
func (r *reader) sourceRule(into *rule) taker {
	return func(n ast.Node) {
		r.mapping(r.ruleKeys(into))(n)
		into.settle()
	}
}

func (r *reader) ruleKeys(into *rule) keys {
	into.given = map[feed.RuleKind][]feed.Pattern{}
	valid := keys{"name": r.text(&into.Name), "in": r.words(&into.In)}
	for _, kind := range feed.RuleKinds {
		valid[string(kind)] = func(n ast.Node) {
			into.given[kind] = []feed.Pattern{}
			r.list(func(n ast.Node) {
				var s string
				r.text(&s)(n)
				into.given[kind] = append(into.given[kind], feed.Pattern(s))
			})(n)
		}
	}
	return valid
}

// settle makes a rule of what was written, as far as that is one.
func (r *rule) settle() {
	for _, kind := range feed.RuleKinds {
		if patterns, ok := r.given[kind]; ok {
			r.Kind, r.Patterns = kind, patterns
		}
	}
}

// term reads one of the operator's terms.
func (r *reader) term(into *Term) taker {
	return r.mapping(keys{"text": r.text(&into.Text), "weight": r.fraction(&into.Weight)})
}

// entry reads one element of a list that has no built-in ones.
func entry[T any](r *reader, into *list[T], read func(*T) taker) taker {
	return func(n ast.Node) {
		p := placed[T]{origin: r.origin}
		if read(&p.it)(n); !p.failed("") {
			*into = append(*into, p)
		}
	}
}

// resolveRules checks the operator's rules and terms, names the rules and puts
// them all into the configuration. A rule that stands with a source is for its
// items alone.
func (l lists) resolveRules(c *Config, sources list[source]) Mistakes {
	rules := slices.Clone(l.rules)
	for _, s := range sources {
		for _, p := range s.it.rules {
			p.it.Sources = []string{s.it.ID}
			rules = append(rules, p)
		}
	}
	mistakes := slices.Concat(checkRules(rules, sources), checkTerms(l.terms))
	nameRules(rules)
	for _, p := range rules {
		c.Rules = append(c.Rules, p.it.Rule)
	}
	for _, p := range l.terms {
		c.Terms = append(c.Terms, p.it)
	}
	return mistakes
}

// checkOwn checks rules and terms that no file is to blame for.
func (c *Config) checkOwn(sources list[source]) Mistakes {
	rules, terms := make(list[rule], len(c.Rules)), make(list[Term], len(c.Terms))
	for i, r := range c.Rules {
		rules[i].it = rule{Rule: r, given: map[feed.RuleKind][]feed.Pattern{r.Kind: r.Patterns}}
	}
	for i, t := range c.Terms {
		terms[i].it = t
	}
	return slices.Concat(checkRules(rules, sources), checkTerms(terms))
}

// nameRules names rules that have no name by what they say: "must_not: horoscope".
func nameRules(rules list[rule]) {
	taken := map[string]bool{}
	for _, p := range rules {
		taken[p.it.Name] = true
	}
	for i := range rules {
		r := &rules[i].it
		if r.Name != "" {
			continue
		}
		r.Name = r.says()
		for n := 2; taken[r.Name]; n++ {
			r.Name = fmt.Sprintf("%s (%d)", r.says(), n)
		}
		taken[r.Name] = true
	}
}

// says is a rule in a few words.
func (r rule) says() string {
	const limit = 60
	patterns := make([]string, len(r.Patterns))
	for i, p := range r.Patterns {
		patterns[i] = string(p)
	}
	text := strings.Join(patterns, ", ")
	if runes := []rune(text); len(runes) > limit {
		text = string(runes[:limit]) + "…"
	}
	text = string(r.Kind) + ": " + text
	if len(r.Sources) == 1 {
		text += " (" + r.Sources[0] + ")"
	}
	return text
}
