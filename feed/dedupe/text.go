package dedupe

import (
	"slices"

	"sitrep/feed"
)

const (
	// bodyTokens are read of a summary; more would let a full-content feed
	// and a feed of first paragraphs look unlike each other.
	bodyTokens = 80
	// sketchSize is how many shingle hashes are kept, the smallest ones. A
	// usual summary has 20 to 60 shingles, so most sketches are nearly whole.
	sketchSize = 32
	// maxNames are kept of a body.
	maxNames = 12
	// titleWords are kept of a title for comparing titles.
	titleWords = 10
)

// traits is what is kept of an item's text.
type traits struct {
	sketch  [sketchSize]uint32 // smallest shingle hashes of the body, ascending
	body    [4]uint64          // Bloom filter of the body's content words
	names   [maxNames]uint16   // smallest hashes of its capitalised words, ascending
	numbers uint64             // Bloom filter of the numbers in title and body
	title   [titleWords]uint16 // hashes of the title's content words

	shingles uint16 // distinct ones in the body
	day      uint16 // of a numbered day or part: "day 1,200"
	date     uint16 // the first date in the text
	weekdays uint8  // bit set of weekdays named
	kept     uint8  // used places of sketch
	words    uint8  // used places of title
	named    uint8  // capitalised words, distinct, also beyond names
	distinct bool   // the title is long and particular enough to be an identity
	caseless bool   // the body's script has no capitals
	ofGlyphs bool   // the body's script has no spaces
	echo     bool   // the body only repeats the title
}

// reader makes traits of texts; it is scratch space that a batch shares.
type reader struct {
	lex *lexicon

	traits
	titleKey uint64
	print    uint64

	shingle [bodyTokens]uint32
	n       int // used places of shingle

	capital  [bodyTokens]uint16 // names as they come
	capitals int

	window  [2]uint64 // the two tokens before this one, for shingles
	run     int       // tokens since the last gap in the window
	meaning meaning   // of the token before, for dates
	number  uint32    // its value, if it was a number
	numeric bool
	cased   int // words of scripts with capitals, less those without
	glyphs  int
	buf     [256]byte
	content int // content words of the title
	letters int // their letters
}

// read fills the reader with what can be known of an item's text.
func (r *reader) read(it *feed.Item) {
	r.reset()
	r.readTitle(headline(r.lex, it))
	titlePrint := r.titleKey
	r.readBody(it.Summary)
	r.print = mix(titlePrint, r.print)
	r.distinct = r.content >= minContent || r.letters >= minLetters
	r.caseless = r.cased < 0 && r.glyphs < -r.cased
	r.ofGlyphs = r.glyphs > 0 && r.glyphs >= r.cased
	r.echo = it.Summary == it.Title
	r.sketchBody()
}

// reset leaves the scratch space as it is.
func (r *reader) reset() {
	r.traits, r.titleKey, r.print = traits{}, 0, 0
	r.n, r.capitals, r.run, r.window = 0, 0, 0, [2]uint64{}
	r.meaning, r.number, r.numeric = meaning{}, 0, false
	r.cased, r.glyphs, r.content, r.letters = 0, 0, 0, 0
}

// A title is distinctive from this many content words or letters in them. Of
// 10 letters of Han or kana three count as one word would.
const (
	minContent = 5
	minLetters = 30
)

func (r *reader) readTitle(title string) {
	s := scan(title)
	key := uint64(seed)
	for t, ok := s.next(); ok; t, ok = s.next() {
		key = mix(key, t.hash)
		m := r.mark(t)
		if t.class == digit {
			continue
		}
		if m.is(generic) || m.is(little) || m.is(credit) || m.is(weekday) || m.is(month) || m.is(counter) {
			continue
		}
		if t.letters >= 3 {
			r.content++
		}
		r.letters += int(t.letters)
		if h := wordHash(t); int(r.words) < titleWords && !slices.Contains(r.title[:r.words], h) {
			r.title[r.words] = h
			r.words++
		}
	}
	if key != seed {
		r.titleKey = key
	}
	r.meaning, r.number, r.numeric = meaning{}, 0, false
}

func (r *reader) readBody(body string) {
	s := scan(body)
	r.print = seed
	for n := 0; n < bodyTokens; n++ {
		t, ok := s.next()
		if !ok {
			return
		}
		r.print = mix(r.print, t.hash)
		m := r.mark(t)
		if m.is(credit) {
			continue
		}
		if m.is(alias) {
			t.hash = m.other
		}
		r.count(t)
		r.remember(t, m)
		r.push(t)
	}
}

func (r *reader) count(t token) {
	switch {
	case t.class == glyph:
		r.glyphs++
	case t.class == word && t.cased:
		r.cased++
	case t.class == word:
		r.cased--
	}
}

// remember keeps a content word, and whether it is a name.
func (r *reader) remember(t token, m meaning) {
	if t.class == digit || m.is(little) || t.letters < 3 {
		return
	}
	bit := uint64(wordHash(t))
	r.body[bit>>6&3] |= 1 << (bit & 63)
	if t.upper && !t.opens && !m.is(weekday) && !m.is(month) {
		r.capital[r.capitals] = wordHash(t)
		r.capitals++
	}
}

// wordHash names a content word in sixteen bits; the lower eight are its place in
// the filters.
func wordHash(t token) uint16 { return uint16(t.hash >> 40) }

// push makes a shingle of this token and the two before it, never across the
// end of a sentence, so that sentences may change their order. All numbers
// look alike in a shingle: a new toll does not make a new text.
func (r *reader) push(t token) {
	h := t.hash
	if t.class == digit {
		h = seed
	}
	if t.opens {
		r.run = 0
	}
	if r.run++; r.run >= 3 {
		r.shingle[r.n] = uint32(mix(mix(r.window[0], r.window[1]), h) >> 32)
		r.n++
	}
	r.window[0], r.window[1] = r.window[1], h
}

// mark notes numbers and days, and returns what the lexicon knows of t.
func (r *reader) mark(t token) meaning {
	var m meaning
	switch {
	case t.class == digit:
		r.numbers |= 1 << bit(t)
		r.markNumber(t)
	default:
		m = r.lex.of(t.hash)
		if m.is(weekday) {
			r.weekdays |= 1 << m.value
		}
		r.markWord(m)
	}
	if t.class != word || t.letters > 2 || m.kinds != 0 {
		r.meaning, r.number, r.numeric = m, t.value, t.class == digit
	}
	return m
}

// bit is a number's place in the set of a text's numbers: the small ones, tolls
// and distances above all, each have their own.
func bit(t token) uint64 {
	if t.value < 48 && !t.dated {
		return uint64(t.value)
	}
	return 48 + t.hash>>60
}

// markNumber sees "day 12", "June 12" and "12.06.2026".
func (r *reader) markNumber(t token) {
	switch {
	case t.dated:
		r.setDate(uint16(t.hash>>20) | 1)
	case r.meaning.is(counter):
		r.setDay(t.value)
	case r.meaning.is(month) && t.value >= 1 && t.value <= 31:
		r.setDate(uint16(r.meaning.value)<<5 | uint16(t.value))
	}
}

// markWord sees "12th day" and "12 June".
func (r *reader) markWord(m meaning) {
	switch {
	case !r.numeric:
	case m.is(counter):
		r.setDay(r.number)
	case m.is(month) && r.number >= 1 && r.number <= 31:
		r.setDate(uint16(m.value)<<5 | uint16(r.number))
	}
}

func (r *reader) setDay(n uint32) {
	if r.day == 0 {
		r.day = uint16(n)
	}
}

func (r *reader) setDate(d uint16) {
	if r.date == 0 {
		r.date = d
	}
}

// sketchBody keeps the smallest distinct shingles and names.
func (r *reader) sketchBody() {
	s := r.shingle[:r.n]
	slices.Sort(s)
	s = slices.Compact(s)
	r.shingles = uint16(len(s))
	r.kept = uint8(copy(r.sketch[:], s))

	names := r.capital[:r.capitals]
	slices.Sort(names)
	names = slices.Compact(names)
	r.named = uint8(len(names))
	copy(r.names[:], names)
}

// headline is the title without the desk's label before it ("BREAKING:") and
// the outlet's name behind it (" - BBC News").
func headline(lex *lexicon, it *feed.Item) string {
	return withoutOutlet(withoutLabel(lex, it.Title), it)
}
