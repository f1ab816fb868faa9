package classify

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// data holds the files in which the knowledge stands. Their format is in doc.go.
//
//go:embed gazetteer.txt numerals.txt sayings.txt concepts.txt rules.txt names.txt languages.txt terms/*.txt model/weights.txt model/classes.txt model/words.bin
var data embed.FS

// concept is one idea with a weight, whatever the language: "air strike".
type concept struct {
	name   string
	weight float64
	tags   tagSet
	mask   bool // covers what it spans: the words in it count for nothing
}

// rule adds its weight when all its tags are met.
type rule struct {
	name   string
	weight float64
	need   tagSet
	unless tagSet
}

// tagSet is a set of tags, by their number in lexicon.tags.
type tagSet uint64

const maxTags = 64

// names are the names of one built-in topic.
type topicNames struct {
	id, title string
	forms     []form
}

// form is one string that the automaton looks for, before it is folded.
type form struct {
	text   string
	kind   formKind
	ref    int // concept number, class number, or language number
	topic  int // for names
	langs  langSet
	open   bool // may be continued to the right without a star
	anyway bool // needs no word boundary at all
	clitic bool // may carry proclitics
	own    bool // the operator's
}

type formKind uint8

const (
	formConcept formKind = iota
	formName
	formStop    // a function word by which a language is known
	formEntity  // a place, an actor or an agency; ref: index into lexicon.entities
	formNumeral // ref: its value
	formSaying  // ref: index into feed.SayingKinds
)

// lexicon is what the data files say.
type lexicon struct {
	tags      []string
	concepts  []concept
	byName    map[string]int
	rules     []rule
	topics    []topicNames
	langs     []string
	forms     []form
	entities  []entity
	entityOf  map[string]int // by kind and name
	proclitic []rune         // letters that may stand before a word in ar, he
	home      map[int]string // the topic of an item without a name, by language number
}

// readLexicon reads the files of a folder. An error names file and line.
func readLexicon(dir fs.FS) (*lexicon, error) {
	lex := &lexicon{byName: map[string]int{}, home: map[int]string{}, entityOf: map[string]int{}, forms: make([]form, 0, 90_000)}
	for _, class := range classes {
		for _, tag := range class.tags {
			lex.tag(tag)
		}
	}
	for _, f := range []struct {
		name string
		line func(key, value string) error
	}{
		{"concepts.txt", lex.concept},
		{"rules.txt", lex.rule},
		{"languages.txt", lex.language},
		{"names.txt", lex.name},
		{"gazetteer.txt", lex.entity},
	} {
		if err := eachLine(dir, f.name, f.line); err != nil {
			return nil, err
		}
	}
	files, err := fs.Glob(dir, "terms/*.txt")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		reader := termReader{lex: lex, lang: slices.Index(lex.langs, strings.TrimSuffix(path.Base(file), ".txt"))}
		if reader.lang < 0 {
			return nil, fmt.Errorf("%s: no such language in languages.txt", file)
		}
		if err := eachLine(dir, file, reader.line); err != nil {
			return nil, err
		}
	}
	for name, form := range map[string]formKind{"numerals.txt": formNumeral, "sayings.txt": formSaying} {
		reader := phraseReader{lex: lex, kind: form, lang: -1}
		if err := eachLine(dir, name, reader.line); err != nil {
			return nil, err
		}
	}
	if len(lex.topics) == 0 || len(lex.langs) == 0 {
		return nil, errors.New("names.txt, languages.txt: want at least one topic and one language")
	}
	if len(lex.tags) > maxTags {
		return nil, fmt.Errorf("concepts.txt, rules.txt: %d tags, want at most %d", len(lex.tags), maxTags)
	}
	return lex, nil
}

// eachLine hands the "key: value" lines of a file to do, and the "[header]"
// and "@directive value" lines too, with the bracket or sign kept in the key.
// A # starts a comment.
func eachLine(dir fs.FS, file string, do func(key, value string) error) error {
	text, err := fs.ReadFile(dir, file)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		sep := ":"
		if line[0] == '@' {
			sep = " "
		} else if line[0] == '[' {
			sep = "]"
		}
		key, value, found := strings.Cut(line, sep)
		if !found && line[0] != '@' {
			return fmt.Errorf("%s:%d: want \"key: value\"", file, n)
		}
		if err := do(strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return nil
}

// concept reads "name: weight tag tag".
func (lex *lexicon) concept(key, value string) error {
	if _, dup := lex.byName[key]; dup {
		return fmt.Errorf("concept %q stands here twice", key)
	}
	weight, tags, err := weighted(value)
	if err != nil {
		return err
	}
	c := concept{name: key, weight: weight}
	for _, tag := range tags {
		c.mask = c.mask || tag == "mask"
		c.tags |= lex.tag(tag)
	}
	lex.byName[key] = len(lex.concepts)
	lex.concepts = append(lex.concepts, c)
	return nil
}

// rule reads "name: weight tag tag !tag".
func (lex *lexicon) rule(key, value string) error {
	weight, tags, err := weighted(value)
	if err != nil {
		return err
	}
	r := rule{name: key, weight: weight}
	for _, tag := range tags {
		if not, ok := strings.CutPrefix(tag, "!"); ok {
			r.unless |= lex.tag(not)
		} else {
			r.need |= lex.tag(tag)
		}
	}
	lex.rules = append(lex.rules, r)
	return nil
}

func weighted(value string) (float64, []string, error) {
	fields := strings.Fields(value)
	if len(fields) == 0 {
		return 0, nil, errors.New("want a weight")
	}
	weight, err := strconv.ParseFloat(fields[0], 64)
	if err != nil || !weighable(weight) {
		return 0, nil, fmt.Errorf("weight %q: want a number from -20 to 20", fields[0])
	}
	return weight, fields[1:], nil
}

// weighable excludes weights beside which no other would count, and NaN.
func weighable(weight float64) bool { return weight >= -20 && weight <= 20 }

// tag gives the bit of a tag, numbering it at its first use.
func (lex *lexicon) tag(name string) tagSet {
	i := slices.Index(lex.tags, name)
	if i < 0 {
		i = len(lex.tags)
		lex.tags = append(lex.tags, name)
	}
	return 1 << (i % maxTags) // more are refused when all files are read
}

// language reads "en: the of and": function words that show the language.
func (lex *lexicon) language(key, value string) error {
	n := len(lex.langs)
	lex.langs = append(lex.langs, key)
	if n >= 64 {
		return errors.New("more than 64 languages")
	}
	for _, word := range strings.Fields(value) {
		lex.forms = append(lex.forms, form{text: word, kind: formStop, ref: n})
	}
	return nil
}

// name reads "[topic] Title" and below it "class: name, name".
func (lex *lexicon) name(key, value string) error {
	if id, ok := strings.CutPrefix(key, "["); ok {
		if id == "" || slices.ContainsFunc(lex.topics, func(t topicNames) bool { return t.id == id }) {
			return fmt.Errorf("topic %q: want an id that no other has", id)
		}
		lex.topics = append(lex.topics, topicNames{id: id, title: value})
		return nil
	}
	class := classNamed(key)
	if class < 0 || len(lex.topics) == 0 {
		return fmt.Errorf("%q: want one of the classes of names below a [topic]", key)
	}
	t := len(lex.topics) - 1
	for _, text := range splitForms(value) {
		lex.topics[t].forms = append(lex.topics[t].forms, form{
			text: text, kind: formName, ref: class, topic: t, langs: allLangs,
			anyway: unsegmented(text), open: hangul(text), clitic: semitic(text),
		})
	}
	return nil
}

func splitForms(value string) []string {
	var out []string
	for part := range strings.SplitSeq(value, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
