package classify

import (
	"fmt"
	"strings"
	"unicode"
)

// langSet is a set of languages, by their number in lexicon.langs.
type langSet uint64

const allLangs = ^langSet(0)

// termReader reads the file of one language: lines "concept: form, form" and
// the directives in its head.
type termReader struct {
	lex    *lexicon
	lang   int
	gated  bool // "@script latin": a form counts only in items of this language
	open   bool // "@words open": particles are glued to the end of words
	anyway bool // "@words none": no blanks between words
	clitic bool // "@proclitics x": letters that may be glued to the front
}

func (t *termReader) line(key, value string) error {
	switch key {
	case "@script":
		t.gated = value == "latin"
		return nil
	case "@words":
		t.open, t.anyway = value == "open", value == "none"
		return nil
	case "@proclitics":
		t.clitic = true
		for _, r := range value {
			t.lex.proclitic = foldRune(t.lex.proclitic, r)
		}
		return nil
	case "@home":
		t.lex.home[t.lang] = value
		return nil
	}
	ref, ok := t.lex.byName[key]
	if !ok {
		return fmt.Errorf("no concept %q in concepts.txt", key)
	}
	for _, text := range splitForms(value) {
		langs := allLangs
		if t.gated || has(text, unicode.Latin) { // "WHO" in a Hindi file is no English pronoun
			langs = 1 << t.lang
		}
		t.lex.forms = append(t.lex.forms, form{
			text: text, kind: formConcept, ref: ref, langs: langs,
			open: t.open && !ascii(text), anyway: t.anyway && !ascii(text), clitic: t.clitic,
		})
	}
	return nil
}

// unsegmented reports whether the text is of a script that puts no blanks
// between words. Such names need no word boundary.
func unsegmented(text string) bool {
	return has(text, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// hangul: Korean glues particles to the end of names.
func hangul(text string) bool { return has(text, unicode.Hangul) }

// semitic: Arabic and Hebrew glue articles and prepositions to the front.
func semitic(text string) bool { return has(text, unicode.Arabic, unicode.Hebrew) }

// ascii: "AI" in a Chinese file is still a word of its own, not part of "again".
func ascii(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

func has(text string, scripts ...*unicode.RangeTable) bool {
	for _, r := range text {
		if r < unicode.MaxLatin1 { // most forms; of the scripts asked for only Latin is down here
			if scripts[0] == unicode.Latin && unicode.IsLetter(r) {
				return true
			}
			continue
		}
		if unicode.In(r, scripts...) {
			return true
		}
	}
	return false
}
