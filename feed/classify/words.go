package classify

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

// describeWords tells of the item's own words, and of pairs of them in the title.
// Names of topics stand for their class, so that what is learnt of one war holds
// in the next.
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
