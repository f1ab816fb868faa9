package classify

import (
	"math/bits"
	"strings"

	"sitrep/feed"
)

// Feature is one term of the sum by which an item is judged: a weight times
// Value. What the data files name has a number; the words of the item and the
// neighbourhoods of concepts are known by a hash.
type Feature struct {
	Number   int    // index into FeatureNames, or -1
	Key      uint64 // hash of a run of words or of two concepts; 0 where Number is not -1
	Words    bool   // Key is of the item's own words, in its own language
	Sentence bool   // only titles that are whole sentences have it
	Value    float64
}

// feature is a Feature that also knows how to speak of itself.
type feature struct {
	number int32 // or -1
	key    uint64
	value  float32
	kind   featureKind
	a, b   int32 // what it is about, by kind
	weight float32
}

type featureKind uint8

const (
	kindFixed    featureKind = iota // a: one of the fixed features
	kindFound                       // a: index into scratch.found
	kindRule                        // a: rule
	kindTags                        // a, b: tags
	kindPair                        // a, b: indices into scratch.found
	kindWords                       // a, b: where it begins and ends in scratch.text
	kindSentence                    // the same, of a title that is a whole sentence
	kindLanguage
)

// Fixed features do not depend on the data files.
const (
	fixedBias      = iota
	fixedNoSummary // only a title to go by
	fixedSentence  // see isSentence
	fixedTwo       // two things speak for keeping
	fixedThree
	fixedFive
	fixedTitleTwo // and the title alone has them
	fixedTitleThree
	fixedTrap
	fixedTraps // two or more things speak against
	fixedCount
)

var fixedNames = [fixedCount]string{
	"to begin with", "no summary", "sentence", "two signs", "three signs", "five signs", "two signs in the title",
	"three signs in the title", "a sign against", "two signs against",
}

// fixedTold is how a reason tells them; those that say the same are told as one.
var fixedTold = [fixedCount]string{
	"to begin with", "to begin with", "to begin with", severalSigns, severalSigns, severalSigns, severalSigns, severalSigns, "signs against", "signs against",
}

// severalSigns mostly weighs little or less than nothing: many words for one
// thing are not many things.
const severalSigns = "several signs together"

// Where a concept, a name or a meeting of tags was found makes features of its
// own. What stands in a sentence counts twice, as of the title and as of a
// sentence: editors' notes use words otherwise than headlines, and what is learnt
// from tens of thousands of them should not bend what headlines mean.
const (
	inTitle = iota
	inSummaryOnly
	inSentence
	places
)

var placeNames = [places]string{"title", "summary", "sentence"}

// valueBoth is the value of the summary's feature for a concept that the title
// has too: it adds a little.
const valueBoth = 0.2

// space numbers the features that have a number.
type space struct {
	concepts, classes, rules, tags int // where each kind begins
	ntags                          int
	size                           int
}

func newSpace(concepts, rules, tags int) space {
	s := space{concepts: fixedCount, ntags: tags}
	s.classes = s.concepts + places*concepts
	s.rules = s.classes + places*len(classes)
	s.tags = s.rules + places*rules
	s.size = s.tags + places*tags*tags
	return s
}

// FeatureNames names the numbered features: "air-strike@title",
// "act+theatre@summary". A number that no item has may have a name or none.
func (c *Classifier) FeatureNames() []string {
	names := make([]string, c.space.size)
	copy(names, fixedNames[:])
	for p, place := range placeNames {
		for i, k := range c.concepts {
			names[c.space.concepts+places*i+p] = k.name + "@" + place
		}
		for i, k := range classes {
			names[c.space.classes+places*i+p] = "(" + k.name + ")@" + place
		}
		for i, r := range c.rules {
			names[c.space.rules+places*i+p] = r.name + "@" + place
		}
		for a := range c.tagNames {
			for b := range a {
				names[c.tagPair(b, a, p)] = c.tagNames[b] + "+" + c.tagNames[a] + "@" + place
			}
		}
	}
	return names
}

// OfSentence reports whether a name of FeatureNames is of a feature that only
// titles have which are whole sentences.
func OfSentence(name string) bool {
	return strings.HasSuffix(name, "@"+placeNames[inSentence]) || name == fixedNames[fixedSentence]
}

// OfTags reports whether a name of FeatureNames is that of two tags that meet.
func OfTags(name string) bool {
	tags, _, _ := strings.Cut(name, "@")
	return strings.Contains(tags, "+")
}

// Beliefs are the weights of the numbered features that the data files state:
// what was thought before any data were seen.
func (c *Classifier) Beliefs() []float64 {
	w := make([]float64, c.space.size)
	w[fixedBias] = bias
	for i, k := range c.concepts {
		w[c.space.concepts+places*i+inTitle] = k.weight
		w[c.space.concepts+places*i+inSummaryOnly] = k.weight * inSummary
	}
	for i, k := range classes {
		w[c.space.classes+places*i+inTitle] = k.weight
		w[c.space.classes+places*i+inSummaryOnly] = k.weight * inSummary
	}
	for i, r := range c.rules {
		w[c.space.rules+places*i+inTitle] = r.weight
		w[c.space.rules+places*i+inSummaryOnly] = r.weight * ruleInSummary
	}
	return w
}

// tagPair numbers two tags that meet, of which a is the smaller.
func (c *Classifier) tagPair(a, b, place int) int {
	return c.space.tags + places*(a*c.space.ntags+b) + place
}

// Features lists the terms of the sum for an item.
func (c *Classifier) Features(it feed.Item, src feed.Source) []Feature {
	s := c.scratch.Get().(*scratch)
	defer c.scratch.Put(s)
	s.whole = true
	c.find(s, it, src)
	c.describe(s, it)
	s.whole = false
	out := make([]Feature, len(s.features))
	for i, f := range s.features {
		out[i] = Feature{Number: int(f.number), Key: f.key, Value: float64(f.value)}
		switch f.kind {
		case kindWords, kindLanguage:
			out[i].Words = true
		case kindSentence:
			out[i].Words, out[i].Sentence = true, true
		}
	}
	return out
}

// describe turns what was found into features.
func (c *Classifier) describe(s *scratch, it feed.Item) {
	s.features = s.features[:0]
	s.sentence = c.isSentence(s, it)
	s.fixed(fixedBias)
	if int(s.title) >= len(s.text)-4 || s.title <= 1 { // between them stands only the seam that find made
		s.fixed(fixedNoSummary)
	}
	if s.sentence {
		s.fixed(fixedSentence)
	}
	title, all := c.describeFound(s)
	c.describeRules(s, title, all)
	c.describeTags(s, title, all)
	c.describePairs(s)
	c.describeWords(s)
}

// sentenceWords is how many words an editor's sentence has at least. Of 5,834
// titles of real feeds 24 end with a full stop.
const sentenceWords = 10

// isSentence reports whether the title is a whole sentence of English with its
// full stop: the note of an editor and no headline. Such notes were learnt from
// in English alone.
func (c *Classifier) isSentence(s *scratch, it feed.Item) bool {
	if s.lang < 0 || c.langs[s.lang] != sentenceLanguage || !strings.HasSuffix(it.Title, ".") || strings.HasSuffix(it.Title, "..") {
		return false
	}
	words := 0
	for _, sym := range s.text[1 : s.title+1] {
		if sym&symMask == symSep {
			words++
		}
	}
	return words >= sentenceWords
}

const sentenceLanguage = "en"

func (s *scratch) fixed(which int) {
	s.features = append(s.features, feature{number: int32(which), value: 1, kind: kindFixed, a: int32(which)})
}

// placed appends a feature that the title has, or only the summary.
func (s *scratch) placed(f feature, base int, title bool) {
	f.number = int32(base + inTitle)
	if !title {
		f.number = int32(base + inSummaryOnly)
	}
	s.features = append(s.features, f)
}

// describeFound tells of concepts and names, how many they are, and returns the
// tags of the title and of the whole item.
func (c *Classifier) describeFound(s *scratch) (title, all tagSet) {
	signs, titleSigns, against := 0, 0, 0
	first, more := int32(-1), false // the topics that the title names
	for i := range s.found {
		f := &s.found[i]
		e := &c.entries[f.id]
		base := c.space.concepts + places*int(e.ref)
		if e.kind == formName {
			base = c.space.classes + places*int(e.ref)
			if c.nameless {
				continue
			}
			if (f.title || s.title <= 1) && classes[e.ref].name != hintClass {
				more = more || first >= 0 && first != e.topic
				first = e.topic
			}
		}
		inT := f.title || s.title <= 1 // an item without a title is its summary
		s.placed(feature{value: 1, kind: kindFound, a: int32(i)}, base, inT)
		if inT && s.sentence {
			s.features = append(s.features, feature{number: int32(base + inSentence), value: 1, kind: kindFound, a: int32(i)})
		}
		if f.title && f.summary {
			s.placed(feature{value: valueBoth, kind: kindFound, a: int32(i)}, base, false)
		}
		weight, tags := c.meaning(f.id)
		all |= tags
		if inT {
			title |= tags
		}
		switch {
		case weight >= signFor:
			signs++
			if inT {
				titleSigns++
			}
		case weight <= signAgainst:
			against++
		}
	}
	if more {
		title, all = title|c.powers, all|c.powers
	}
	for _, n := range []struct{ have, want, which int }{
		{signs, 2, fixedTwo}, {signs, 3, fixedThree}, {signs, 5, fixedFive}, {titleSigns, 2, fixedTitleTwo},
		{titleSigns, 3, fixedTitleThree}, {against, 1, fixedTrap}, {against, 2, fixedTraps},
	} {
		if n.have >= n.want {
			s.fixed(n.which)
		}
	}
	return title, all
}

// A concept whose stated weight is at least signFor counts as a sign, one of at
// most signAgainst as a sign against.
const (
	signFor     = 0.8
	signAgainst = -0.8
)

func (c *Classifier) describeRules(s *scratch, title, all tagSet) {
	for i := range c.rules {
		r := &c.rules[i]
		if all&r.need == r.need && all&r.unless == 0 {
			s.placed(feature{value: 1, kind: kindRule, a: int32(i)}, c.space.rules+places*i, title&r.need == r.need)
		}
	}
}

// describeTags tells which tags meet, beyond what rules.txt foresees.
func (c *Classifier) describeTags(s *scratch, title, all tagSet) {
	all &^= c.maskTag // that a form covers others is no property of the item
	for bs := uint64(all); bs != 0; bs &= bs - 1 {
		b := bits.TrailingZeros64(bs)
		for as := uint64(all) & (1<<b - 1); as != 0; as &= as - 1 {
			a := bits.TrailingZeros64(as)
			both := tagSet(1)<<a | tagSet(1)<<b
			s.placed(feature{value: 1, kind: kindTags, a: int32(a), b: int32(b)}, c.tagPair(a, b, inTitle), title&both == both)
		}
	}
}
