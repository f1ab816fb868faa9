package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"sitrep/feed"
)

// rulebook is the operator's rules, ready to be asked. It is read-only once it
// is made; nil has no rules.
type rulebook struct {
	rules    []ownRule   // those that drop before those that keep
	words    *Classifier // of which only the automaton is filled, with the words of all rules; nil without any
	owners   []int       // by number of such a word: whose it is, an index into rules
	patterns []string    // by number of such a word: itself, without stars
	in       fieldSet    // where rules look for words
	looks    sync.Pool   // of *look
}

// ownRule is one rule of the operator's.
type ownRule struct {
	feed.Rule
	at          int // in Options.Rules
	in          fieldSet
	expressions []expression
}

// newRulebook compiles rules; proclitics are what may be glued to the front of
// an Arabic or Hebrew word. An error names the rule that cannot be used.
func newRulebook(rules []feed.Rule, proclitics []rune) (*rulebook, error) {
	if len(rules) == 0 {
		return nil, nil
	}
	b := &rulebook{}
	for at, r := range rules {
		own, err := newOwnRule(at, r)
		if err != nil {
			return nil, fmt.Errorf("rule %q: %w", r.Name, err)
		}
		b.rules = append(b.rules, own)
	}
	slices.SortStableFunc(b.rules, func(x, y ownRule) int { return cmp.Compare(x.rank(), y.rank()) })
	b.looks.New = func() any { return &look{found: make([]match, len(b.rules))} }
	return b, b.learn(proclitics)
}

func newOwnRule(at int, r feed.Rule) (ownRule, error) {
	own := ownRule{Rule: r, at: at}
	if !slices.Contains(feed.RuleKinds, r.Kind) {
		return own, fmt.Errorf("no kind of rule is called %q", r.Kind)
	}
	for _, name := range r.In {
		n := slices.Index(feed.RuleFields, name)
		if n < 0 {
			return own, fmt.Errorf("an item has no field %q", name)
		}
		own.in |= 1 << n
	}
	if len(r.In) == 0 {
		own.in = everywhere
	}
	for _, p := range r.Patterns {
		source, ok := p.Expression()
		if !ok {
			continue
		}
		e, err := newExpression(source)
		if err != nil {
			return own, err
		}
		own.expressions = append(own.expressions, e)
	}
	return own, nil
}

// rank puts what drops before what keeps.
func (r *ownRule) rank() int {
	if r.Kind == feed.RuleKeep {
		return 1
	}
	return 0
}

// learn fills the automaton with the words of all rules, which match as the
// operator's terms do.
func (b *rulebook) learn(proclitics []rune) error {
	var forms []form
	for i := range b.rules {
		for _, p := range b.rules[i].Patterns {
			if _, ok := p.Expression(); ok {
				continue
			}
			if err := usable(string(p)); err != nil {
				return fmt.Errorf("rule %q: %w", b.rules[i].Name, err)
			}
			forms = append(forms, operatorForm(string(p), form{kind: formConcept, ref: len(b.owners)}))
			b.owners, b.patterns = append(b.owners, i), append(b.patterns, strings.Trim(string(p), "*^"))
			b.in |= b.rules[i].in
		}
	}
	if len(forms) == 0 {
		return nil
	}
	// That makes proclitics letters of the alphabet; a stop itself is never found.
	forms = append(forms, form{text: string(proclitics), kind: formStop, langs: allLangs})
	var err error
	b.words = &Classifier{}
	b.words.matcher, err = compile(forms)
	if err == nil {
		b.words.proclitic = b.words.symbolSet(proclitics)
	}
	return err
}

// decide gives the first rule that decides over the item, and where it matched;
// nil if the score is to decide.
func (b *rulebook) decide(it *feed.Item, source string) (*ownRule, match) {
	if b == nil {
		return nil, match{}
	}
	l := b.looks.Get().(*look)
	defer b.looks.Put(l)
	defer l.forget()
	b.readWords(l, it)
	for i := range b.rules {
		if r := &b.rules[i]; r.applies(source) {
			if m := l.search(r, l.found[i], it); r.drops(m) || r.keeps(m) {
				return r, m
			}
		}
	}
	return nil, match{}
}

func (r *ownRule) applies(source string) bool {
	return len(r.Sources) == 0 || slices.Contains(r.Sources, source)
}

func (r *ownRule) drops(m match) bool {
	return r.Kind == feed.RuleMustNot && m.found || r.Kind == feed.RuleMust && !m.found
}

func (r *ownRule) keeps(m match) bool { return r.Kind == feed.RuleKeep && m.found }

// settle makes a verdict of a score: rules first, then whether everything is
// kept, then the line. What only a rule keeps has no class, and topics only if
// it names them clearly.
func (c *Classifier) settle(s *scratch, it *feed.Item, src *feed.Source, score float64) feed.Verdict {
	v := feed.Verdict{Score: score}
	covers := score >= c.line(*src)
	rule, _ := c.own.decide(it, src.ID)
	switch {
	case rule == nil:
		v.Keep = covers || c.keepAll
		v.Near = !v.Keep && score >= nearScore
	default:
		v.Keep = rule.Kind == feed.RuleKeep
	}
	if v.Keep && covers {
		v.Class, v.Topics = c.class(s), c.tag(s, *src)
	} else if v.Keep && rule != nil {
		if topics := c.tag(s, *src); slices.Max(s.points) >= pointsEnough {
			v.Topics = topics
		}
	}
	return v
}
