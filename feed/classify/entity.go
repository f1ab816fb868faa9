package classify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"sitrep/feed"
)

// entity is a place, an actor or a news agency, under whatever name.
type entity struct {
	kind feed.MentionKind
	name string
}

// agency is the kind of entities that are credited and not reported on.
const agency feed.MentionKind = 'n'

// entityKinds are the words that begin a line of gazetteer.txt.
var entityKinds = map[string]feed.MentionKind{"place": feed.Place, "actor": feed.Actor, "agency": agency}

// entity reads "place ukraine/kyiv: Kyiv*, Kiev*".
func (lex *lexicon) entity(key, value string) error {
	word, name, _ := strings.Cut(key, " ")
	kind, known := entityKinds[word]
	if name = strings.TrimSpace(name); !known || name == "" {
		return fmt.Errorf("%q: want place, actor or agency, and a name", key)
	}
	id := string(rune(kind)) + name
	n, known := lex.entityOf[id]
	if !known {
		n = len(lex.entities)
		lex.entities = append(lex.entities, entity{kind, name})
		lex.entityOf[id] = n
	}
	for _, text := range splitForms(value) {
		lex.forms = append(lex.forms, form{
			text: text, kind: formEntity, ref: n, langs: allLangs,
			anyway: unsegmented(text), open: hangul(text), clitic: semitic(text),
		})
	}
	return nil
}

// phraseReader reads numerals.txt and sayings.txt: below "[en]" lines of what a
// form means and the forms.
type phraseReader struct {
	lex  *lexicon
	kind formKind
	lang int
}

func (r *phraseReader) line(key, value string) error {
	if lang, ok := strings.CutPrefix(key, "["); ok {
		if r.lang = slices.Index(r.lex.langs, lang); r.lang < 0 {
			return fmt.Errorf("no language %q in languages.txt", lang)
		}
		return nil
	}
	ref, err := r.meaning(key)
	if err != nil {
		return err
	}
	if r.lang < 0 {
		return fmt.Errorf("%q: want it below a [language]", key)
	}
	for _, text := range splitForms(value) {
		langs := allLangs
		if has(text, unicode.Latin) || has(text, unicode.Cyrillic) {
			langs = 1 << r.lang
		}
		r.lex.forms = append(r.lex.forms, form{
			text: text, kind: r.kind, ref: ref, langs: langs,
			anyway: unsegmented(text), open: hangul(text), clitic: semitic(text),
		})
	}
	return nil
}

func (r *phraseReader) meaning(key string) (int, error) {
	if r.kind == formSaying {
		if n := slices.Index(feed.SayingKinds, key); n >= 0 {
			return n, nil
		}
		return 0, fmt.Errorf("no kind of saying is called %q", key)
	}
	if ref, known := notCounting[key]; known {
		return ref, nil
	}
	n, err := strconv.Atoi(key)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%q: want a number, unit or total", key)
	}
	return n, nil
}

// The words of numerals.txt that keep a number from being a toll.
const (
	refUnit  = -1 // behind a number: it measures, or is only the first part of a greater one
	refTotal = -2 // in a sentence: what it counts is of a whole war or year
)

var notCounting = map[string]int{"unit": refUnit, "total": refTotal}
