package classify

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"sitrep/feed"
)

// Options chooses what a Classifier tags and keeps.
type Options struct {
	// Topics are the topics to tag; nil means the built-in ones. A topic with
	// the id of a built-in one has that one's names beside its own Terms.
	Topics []feed.Topic
	// Strictness chooses the score from which an item is kept, where its source
	// does not. Empty means feed.Normal.
	Strictness feed.Strictness
	// Threshold, unless zero, is that score itself; a negative one keeps everything.
	Threshold float64
	// KeepAll keeps every item that no rule drops. Class and topics it gives
	// only to what would be kept without.
	KeepAll bool
	// Terms are the operator's own words and what they weigh.
	Terms []Term
	// Rules are the operator's own, which go before the score.
	Rules []feed.Rule
	// Untrained weighs as the data files believe, without what was learnt.
	Untrained bool
	// Nameless finds names but lets none of them count, as if every war were
	// one of which nobody has heard. It is for training and for measuring.
	Nameless bool
}

// Term is a word or phrase with a weight on the scale of concepts.txt, where 3 in
// a title keeps what nothing speaks against, and a negative weight speaks against.
// A star at either end matches any continuation there.
type Term struct {
	Text   string
	Weight float64
}

// thresholds are the scores from which an item is kept. They were fixed on the
// open outlets, see doc.go.
var thresholds = map[feed.Strictness]float64{feed.Wide: 0.15, feed.Normal: 0.3, feed.Strict: 0.65, "": 0.3}

// nearScore is the score from which an item that is not kept was near.
const nearScore = 0.08

// Classifier judges items. It is read-only after New and safe for concurrent use.
type Classifier struct {
	matcher
	concepts  []concept
	classTags []tagSet // by class
	rules     []rule
	langs     []string
	home      []string // by language number
	proclitic []bool   // by symbol
	topics    []string // id by topic number; empty for one that is not configured
	other     bool     // the topic "other" is configured
	nameless  bool
	powers    tagSet // of an item whose title names more than one topic
	maskTag   tagSet
	threshold float64
	keepAll   bool
	own       *rulebook // nil without rules

	entities []entity
	agencies map[string]string // by the forms of their names, in small letters
	counters []int8            // by concept: which of feed.CountKinds a number beside it counts, or -1

	tagNames     []string
	conceptKeys  []uint64 // by concept
	langKeys     []uint64 // by language number
	space        space
	weights      []float32 // by number of the feature
	words        wordTable
	classWeights [][classCount]float32 // by number of the feature
	scratch      sync.Pool
}

// Topics returns the built-in topics, in the order of names.txt. Their names
// are not listed in Terms; they come with the id.
func Topics() []feed.Topic {
	lex, err := readLexicon(data)
	if err != nil {
		return nil // the tests prove that the embedded files are good
	}
	topics := make([]feed.Topic, len(lex.topics))
	for i, t := range lex.topics {
		topics[i] = feed.Topic{ID: t.id, Title: t.title}
	}
	return topics
}

// New compiles the embedded knowledge and the options. It takes a good part of a
// tenth of a second: make one and keep it. An error names the term, the rule or
// the strictness that cannot be used.
func New(o Options) (*Classifier, error) {
	if _, known := thresholds[o.Strictness]; !known {
		return nil, fmt.Errorf("strictness %q: want one of %v", o.Strictness, feed.Strictnesses)
	}
	lex, err := readLexicon(data)
	if err != nil {
		return nil, err
	}
	c, err := build(lex, o)
	if err != nil {
		return nil, err
	}
	if c.own, err = newRulebook(o.Rules, lex.proclitic); err != nil {
		return nil, err
	}
	c.keepAll = o.KeepAll
	if !o.Untrained {
		err = c.learn(data)
	}
	return c, err
}

func build(lex *lexicon, o Options) (*Classifier, error) {
	c := &Classifier{threshold: o.Threshold, rules: lex.rules, langs: lex.langs, home: make([]string, len(lex.langs))}
	if c.threshold == 0 {
		c.threshold = thresholds[o.Strictness]
	}
	forms := lex.forms
	for i, t := range lex.topics {
		forms = append(forms, t.forms...)
		c.topics = append(c.topics, "")
		if o.Topics == nil {
			c.topics[i] = t.id
		}
	}
	own, err := c.configure(lex, o)
	if err != nil {
		return nil, err
	}
	if c.matcher, err = compile(append(forms, own...)); err != nil {
		return nil, err
	}
	c.entities, c.agencies, c.counters = lex.entities, agenciesOf(lex), countersOf(lex.concepts)
	c.powers, c.maskTag = lex.tag("powers"), lex.tag("mask")
	c.concepts, c.tagNames, c.nameless = lex.concepts, lex.tags, o.Nameless
	for _, k := range c.concepts {
		c.conceptKeys = append(c.conceptKeys, textKey(k.name))
	}
	for _, lang := range c.langs {
		c.langKeys = append(c.langKeys, textKey(lang))
	}
	c.space = newSpace(len(c.concepts), len(c.rules), len(c.tagNames))
	for _, class := range classes {
		var set tagSet
		for _, tag := range class.tags {
			set |= lex.tag(tag)
		}
		c.classTags = append(c.classTags, set)
	}
	for lang, topic := range lex.home {
		c.home[lang] = topic
	}
	c.other = slices.Contains(c.topics, feed.OtherTopic)
	c.proclitic = c.symbolSet(lex.proclitic)
	c.scratch.New = func() any { return new(scratch) }
	c.believe()
	return c, nil
}

// configure takes over the configured topics and terms, and returns their forms.
func (c *Classifier) configure(lex *lexicon, o Options) ([]form, error) {
	var forms []form
	for _, t := range o.Topics {
		n := slices.IndexFunc(lex.topics, func(b topicNames) bool { return b.id == t.ID })
		if n < 0 {
			n = len(c.topics)
			c.topics = append(c.topics, "")
		}
		c.topics[n] = t.ID
		for _, text := range t.Terms {
			if err := usable(text); err != nil {
				return nil, fmt.Errorf("topic %s: %w", t.ID, err)
			}
			forms = append(forms, operatorForm(text, form{kind: formName, ref: classNamed(ownClass), topic: n}))
		}
	}
	for _, t := range o.Terms {
		if err := usable(t.Text); err != nil {
			return nil, err
		}
		if !weighable(t.Weight) {
			return nil, fmt.Errorf("term %q: weight %v: want a number from -20 to 20", t.Text, t.Weight)
		}
		forms = append(forms, operatorForm(t.Text, form{kind: formConcept, ref: len(lex.concepts)}))
		lex.concepts = append(lex.concepts, concept{name: ownName + t.Text, weight: t.Weight})
	}
	return forms, nil
}

// ownName begins the name of a concept of the operator's, so that it never has
// the learnt weight of a built-in one that is spelled the same. No data file can
// hold it: there a # begins a comment.
const ownName = "#"

// operatorForm completes the form of an operator's term: of any language, its
// boundaries those of its script.
func operatorForm(text string, f form) form {
	f.text, f.langs, f.own = strings.TrimSpace(text), allLangs, true
	f.anyway, f.open, f.clitic = unsegmented(text), hangul(text), semitic(text)
	return f
}

func (c *Classifier) symbolSet(letters []rune) []bool {
	set := make([]bool, len(c.machine.starts))
	for _, r := range letters {
		if sym := c.folds.bmp[r] & symMask; sym >= symFirst && int(sym) < len(set) {
			set[sym] = true
		}
	}
	return set
}

// Judge says whether the item is coverage of armed conflict, in which way and of
// which. It reads title, summary and language of the item, and language, topics
// and strictness of its source; the operator's rules read what they name.
func (c *Classifier) Judge(it feed.Item, src feed.Source) feed.Verdict {
	s := c.scratch.Get().(*scratch)
	defer c.scratch.Put(s)
	return c.judge(s, it, src)
}

// Explain is Judge with the reasons: the sum told in the words of the item.
func (c *Classifier) Explain(it feed.Item, src feed.Source) feed.Verdict {
	s := c.scratch.Get().(*scratch)
	defer c.scratch.Put(s)
	v := c.judge(s, it, src)
	v.Reasons = c.reasons(s, it)
	if rule, m := c.own.decide(&it, src.ID); rule != nil {
		v.Reasons = slices.Insert(v.Reasons, 0, rule.reason(m))
	}
	return v
}

func (c *Classifier) judge(s *scratch, it feed.Item, src feed.Source) feed.Verdict {
	c.find(s, it, src)
	c.describe(s, it)
	v := c.settle(s, &it, &src, c.weigh(s))
	if v.Keep {
		v.About = c.about(s, &it)
	}
	return v
}

// About says what an item tells of, whether or not it is coverage.
func (c *Classifier) About(it feed.Item, src feed.Source) feed.About {
	s := c.scratch.Get().(*scratch)
	defer c.scratch.Put(s)
	c.find(s, it, src)
	return c.about(s, &it)
}

// line is the score from which items of a source are kept.
func (c *Classifier) line(src feed.Source) float64 {
	if src.Strictness != "" && c.threshold > 0 {
		if line, known := thresholds[src.Strictness]; known {
			return line
		}
	}
	return c.threshold
}
