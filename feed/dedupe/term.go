package dedupe

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"sitrep/feed"
)

// termTokens is how much of a summary is read for its words: about a lead.
const termTokens = 60

// termsOf fills in the words of a report. A word is known by its stem: its
// first letters, without the commonest endings of English.
func (r *reader) termsOf(rep *report, it *feed.Item) {
	title := headline(r.lex, it)
	s, back := scan(title), false
	for t, ok := s.next(); ok; t, ok = s.next() {
		if t.opens {
			back = false
		}
		rep.script = max(rep.script, scriptOf(s.text[s.from:s.at]))
		m := r.mark(t)
		if t.class == digit {
			rep.figure(t)
			continue
		}
		rep.form |= formOf(m)
		if m.is(behind) && rep.titleN >= 2 {
			back = true
		}
		if m.is(little) || m.is(credit) || t.class == word && t.letters < 2 {
			continue
		}
		if !m.is(generic) && !m.is(weekday) && !m.is(month) && !m.is(counter) {
			rep.content++
		}
		h := stem(s.text[s.from:s.at], t)
		if int(rep.titleN) < titleTerms && !slices.Contains(rep.title[:rep.titleN], h) {
			rep.title[rep.titleN] = h
			switch {
			case t.upper && !t.opens:
				rep.names |= 1 << rep.titleN
			case t.class == word && t.cased && !t.upper && t.letters > 3:
				rep.plainCase++
			}
			if back {
				rep.behind |= 1 << rep.titleN
			}
			rep.titleN++
		}
		rep.sound(s.text[s.from:s.at], t)
	}
	rep.digest = r.day != 0
	s = scan(it.Summary)
	for n := 0; n < termTokens; n++ {
		t, ok := s.next()
		if !ok {
			break
		}
		m := r.mark(t)
		if t.class == digit {
			continue
		}
		if m.is(little) || m.is(credit) || m.is(generic) || t.class == word && t.letters < 3 {
			continue
		}
		h := stem(s.text[s.from:s.at], t)
		if slices.Contains(rep.title[:rep.titleN], h) {
			continue
		}
		if int(rep.bodyN) < bodyTerms && !slices.Contains(rep.body[:rep.bodyN], h) {
			rep.body[rep.bodyN] = h
			rep.bodyN++
		}
		if t.upper && !t.opens {
			rep.sound(s.text[s.from:s.at], t)
		}
	}
}

func (rep *report) figure(t token) {
	if t.dated || int(rep.figureN) == maxFigures {
		return
	}
	rep.figures[rep.figureN] = t.value
	rep.figureN++
}

// sound keeps the consonants of a name, by which it is known in another script.
func (rep *report) sound(text string, t token) {
	if t.class != word || int(rep.soundN) == maxSounds || t.letters < 4 || t.cased && !t.upper {
		return
	}
	h, n := consonants(text)
	if n < 3 {
		return
	}
	if !slices.Contains(rep.sounds[:rep.soundN], h) {
		rep.sounds[rep.soundN] = h
		rep.soundN++
	}
}

// stemLetters is how much of a word tells it: Slavic case endings lie behind it,
// English derivations mostly too.
const stemLetters = 6

// stem hashes the beginning of a word.
func stem(text string, t token) uint32 {
	if t.class == glyph {
		return short(t.hash)
	}
	h, n := uint64(seed), 0
	limit := stemLetters
	if t.letters <= 7 && text[0] < utf8.RuneSelf {
		limit = int(t.letters) - ending(text)
	} else if text[0] >= 0xD0 && text[0] <= 0xD3 { // Cyrillic
		limit = max(4, min(5, int(t.letters)-1))
	}
	limit = min(limit, stemLetters)
	for _, r := range text {
		to, c := fold(r)
		if c == quiet {
			continue
		}
		if n == limit {
			break
		}
		h = (h ^ uint64(to)) * prime
		n++
	}
	return short(mix(h, uint64(n)))
}

// ending is how many letters of a short Latin word are an ending of English.
func ending(text string) int {
	n := len(text)
	lower := func(i int) byte { return lowered(text[n-i]) }
	switch {
	case n >= 6 && lower(3) == 'i' && lower(2) == 'n' && lower(1) == 'g':
		return 3
	case n >= 5 && lower(2) == 'e' && (lower(1) == 'd' || lower(1) == 's'):
		return 2
	case n >= 4 && lower(1) == 's' && lower(2) != 's':
		return 1
	case n >= 5 && lower(1) == 'e':
		return 1
	}
	return 0
}

// Scripts, the rarer the greater; a text is of the rarest that its title has.
const (
	scriptLatin = iota
	scriptGreek
	scriptCyrillic
	scriptOther // and above: one for each block of the first byte

	scriptHan = 250 // and kana
)

func scriptOf(text string) uint8 {
	r, _ := utf8.DecodeRuneInString(text)
	switch {
	case r < 0x370:
		return scriptLatin
	case r < 0x400:
		return scriptGreek
	case r < 0x530:
		return scriptCyrillic
	case r >= 0x3040 && r < 0xAC00: // kana and Han stand in one text
		return scriptHan
	}
	return uint8(min(scriptOther+r>>8, 249))
}

// consonants hashes the consonants of a word by their place in the mouth, so
// that one name in two scripts mostly comes to the same; n is how many there are.
func consonants(text string) (h uint32, n int) {
	sum, last := uint64(seed), byte(0)
	for _, r := range text {
		if r < 0x370 {
			r, _ = fold(r)
		} else {
			r = unicode.ToLower(r)
		}
		c := consonant(r)
		if c == 0 || c == last {
			continue
		}
		sum, last = (sum^uint64(c))*prime, c
		n++
	}
	return short(mix(sum, uint64(n))), n
}

// consonant is the class of a letter, zero for vowels and what is often left out.
func consonant(r rune) byte {
	if r >= 'a' && r <= 'z' {
		return latinConsonants[r-'a']
	}
	return consonantOf[r]
}

// latinConsonants are the classes of a to z. h, j, w and y are silent or vowels
// in some spelling of the names that matter.
var latinConsonants = [26]byte{
	'b' - 'a': 'p', 'c' - 'a': 'k', 'd' - 'a': 't', 'f' - 'a': 'f', 'g' - 'a': 'k', 'k' - 'a': 'k', 'l' - 'a': 'l',
	'm' - 'a': 'm', 'n' - 'a': 'n', 'p' - 'a': 'p', 'q' - 'a': 'k', 'r' - 'a': 'r', 's' - 'a': 's', 't' - 'a': 't',
	'v' - 'a': 'f', 'w' - 'a': 'f', 'x' - 'a': 'k', 'z' - 'a': 's',
}

// consonantLetters are the letters of each class in other scripts.
var consonantLetters = map[byte]string{
	'p': "бпβπבפףبپबपभफবপভফ",
	'f': "вфφפףוفوवফওউभ",
	'k': "гґкхγκχגקכךحخغقكگکقगकघखহগকঘখह",
	't': "дтδτθדטתدتطذثضदतडटधथठढদতডটধথঠঢ",
	's': "зсцжчшщћђџζσςזסצץשزسصشجظچژसशषजझचछসশষজঝচছযজ",
	'l': "лλלلलল",
	'm': "мμמםمमম",
	'n': "нνנןنनणञনণঞ",
	'r': "рρרرरড়র",
}

var consonantOf = func() map[rune]byte {
	of := map[rune]byte{}
	for class, letters := range consonantLetters {
		for _, r := range letters {
			if _, taken := of[r]; !taken {
				of[r] = class
			}
		}
	}
	return of
}()

// Forms of a title.
const (
	formGeneric = 1 << iota // has words of titles that come back every day
	formAgain               // says that it is another event like an earlier one
	formSerial
)

// formOf marks the words that say of what form a title is.
func formOf(m meaning) (form uint8) {
	if m.is(generic) {
		form |= formGeneric
	}
	if m.is(again) {
		form |= formAgain
	}
	if m.is(regular) {
		form |= formSerial
	}
	return form
}
