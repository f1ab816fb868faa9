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
	if int(s.title) >= len(s.text)-4 || s.title <= 1 {
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
	for bs := uint64(all); bs != 0; bs &= bs - 1 {
		b := bits.TrailingZeros64(bs)
		for as := uint64(all) & (1<<b - 1); as != 0; as &= as - 1 {
			a := bits.TrailingZeros64(as)
			both := tagSet(1)<<a | tagSet(1)<<b
			s.placed(feature{value: 1, kind: kindTags, a: int32(a), b: int32(b)}, c.tagPair(a, b, inTitle), title&both == both)
		}
	}
}

// maxPaired bounds how many concepts of a title are paired; a title has few.
const maxPaired = 8

// describePairs tells which concepts and classes of names the title brings
// together, in any language and any order.
func (c *Classifier) describePairs(s *scratch) {
	s.paired = s.paired[:0]
	for i := range s.found {
		if s.found[i].title && len(s.paired) < maxPaired && !(c.nameless && c.entries[s.found[i].id].kind == formName) {
			s.paired = append(s.paired, int32(i))
		}
	}
	for n, i := range s.paired {
		for _, j := range s.paired[:n] {
			if a, b := s.found[i].span, s.found[j].span; a.start == b.start && a.end == b.end {
				continue // one word that means two things
			}
			// The sum does not depend on the order; the constant keeps it off the words.
			key := mix(c.nameKey(s.found[i].id) + c.nameKey(s.found[j].id) + 0x9e3779b97f4a7c15)
			c.keyed(s, feature{key: key, value: 1, kind: kindPair, a: j, b: i})
		}
	}
}

// nameKey is a hash of the name of a concept, or of a class of names.
func (c *Classifier) nameKey(id int32) uint64 {
	e := &c.entries[id]
	if e.kind == formName {
		return classKeys[e.ref]
	}
	return c.conceptKeys[e.ref]
}

var classKeys = func() (keys [8]uint64) {
	for i, k := range classes {
		keys[i] = textKey("(" + k.name + ")")
	}
	return keys
}()

// The hash of letters is FNV-1a, finished by mix.
const (
	keyStart = 0xcbf29ce484222325
	keyPrime = 0x100000001b3
)

func textKey(text string) uint64 {
	h := uint64(keyStart)
	for _, r := range text {
		h = (h ^ uint64(r)) * keyPrime
	}
	return mix(h)
}

// mix spreads a hash over all its bits.
func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return h
}

// Kinds of runs of words; the number keeps their hashes apart.
const (
	wordAnywhere = iota + 1
	wordPair
	wordLanguage
	wordInSentence
)

// wordLetters is how much of a word is looked at. Most of the case endings of
// Russian and Ukrainian lie behind it, and English loses nothing.
const wordLetters = 5

// valueSummary is the value of a word that only the summary has.
const valueSummary = 0.5

// describeWords tells of the item's own words, and of pairs of them in the title. Names of topics stand for their class, so that what is
// learnt of one war holds in the next.
func (c *Classifier) describeWords(s *scratch) {
	salt := uint64(keyStart)
	if s.lang >= 0 {
		salt = c.langKeys[s.lang]
	}
	c.keyed(s, feature{key: mix(salt + wordLanguage), value: 1, kind: kindLanguage})
	named, previous, from := 0, uint64(0), int32(0)
	for at := int32(1); int(at) < len(s.text); {
		end, word := c.word(s.text, at)
		start := at
		at = end + 1
		if end == start || s.text[start]&symMask == symOther && end == start+1 && start == s.title+1 {
			previous = 0 // the seam between title and summary
			continue
		}
		for named < len(s.spans) && (s.spans[named].covered || s.spans[named].end <= start || c.entries[s.spans[named].id].kind != formName) {
			named++
		}
		isName := named < len(s.spans) && s.spans[named].start <= start
		if isName {
			word = classKeys[c.entries[s.spans[named].id].ref]
			if c.nameless {
				word = 0
			}
		}
		if start < s.title {
			if previous != 0 && word != 0 && word != previous {
				c.keyed(s, feature{key: mix(previous*3+word+salt) + wordPair, value: 1, kind: kindWords, a: from, b: end})
			}
			previous, from = word, start
		}
		if isName {
			continue
		}
		value := float32(1)
		if start >= s.title && s.title > 1 {
			value = valueSummary
		}
		c.keyed(s, feature{key: mix(word+salt) + wordAnywhere, value: value, kind: kindWords, a: start, b: end})
		if s.sentence {
			c.keyed(s, feature{key: mix(word+salt) + wordInSentence, value: value, kind: kindSentence, a: start, b: end})
		}
	}
}

// keyed appends a feature that is known by its key. Most words weigh nothing
// and are left out, unless the whole of the features is asked for.
func (c *Classifier) keyed(s *scratch, f feature) {
	f.number = -1
	f.weight = c.words.weight(f.key) * f.value
	if f.weight != 0 || s.whole {
		s.features = append(s.features, f)
	}
}

// word hashes the first letters of the word that begins at a symbol.
func (c *Classifier) word(text []uint16, at int32) (end int32, key uint64) {
	h := uint64(keyStart)
	for end = at; int(end) < len(text) && text[end]&symMask != symSep; end++ {
		if end-at >= wordLetters {
			continue
		}
		letter := c.letters[text[end]&symMask]
		if letter >= '0' && letter <= '9' {
			letter = '0'
		}
		h = (h ^ uint64(letter)) * keyPrime
	}
	return end, mix(h)
}

// WordKey is the key of the feature that an item has which uses the word, in a
// language of languages.txt.
func (c *Classifier) WordKey(language, word string) uint64 {
	n := c.langNumber(language)
	if n < 0 {
		return 0
	}
	text, _ := c.folds.appendText([]uint16{symSep}, []uint16{0}, word, titleRunes)
	_, key := c.word(text, 1)
	return mix(key+c.langKeys[n]) + wordAnywhere
}
