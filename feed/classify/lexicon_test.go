package classify

import (
	"strings"
	"testing"
	"testing/fstest"

	"sitrep/feed"
)

// files is a small, whole set of data files, of which a test replaces one.
func files() fstest.MapFS {
	fs := fstest.MapFS{}
	for name, text := range map[string]string{
		"gazetteer.txt": "place north: Northland",
		"numerals.txt":  "[en]\n9: nine",
		"sayings.txt":   "[en]\nclaim: claims",
		"concepts.txt":  "battle: 3 war act\ntrade-war: -2 mask",
		"rules.txt":     "battle there: 1 act theatre !trap",
		"names.txt":     "[north] The North\nplace: Northland*, ^NL\npower: Queen Ada",
		"languages.txt": "en: the of and",
		"terms/en.txt":  "@script latin\nbattle: battle*, heavy* gun*\ntrade-war: battle of the brands",
	} {
		fs[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fs
}

func TestBrokenFilesAreRefused(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"concepts.txt", "battle 3", `concepts.txt:1: want "key: value"`},
		{"concepts.txt", "# none\n\nbattle: much", "concepts.txt:3: weight"},
		{"concepts.txt", "battle: NaN", "concepts.txt:1: weight"},
		{"concepts.txt", "battle:", "concepts.txt:1: want a weight"},
		{"concepts.txt", "battle: 1\nbattle: 2", "concepts.txt:2: concept \"battle\" stands here twice"},
		{"concepts.txt", "battle: 1" + manyTags() + "\ntrade-war: -2", "tags, want at most 64"},
		{"rules.txt", "a rule: 99 act", "rules.txt:1: weight"},
		{"names.txt", "place: Northland", "names.txt:1:"},
		{"names.txt", "[north] The North\nvillage: Northland", "names.txt:2:"},
		{"names.txt", "[a] A\n[a] B", "names.txt:2: topic \"a\""},
		{"gazetteer.txt", "town north: Northland", "gazetteer.txt:1: \"town north\""},
		{"numerals.txt", "9: nine", "numerals.txt:1:"},
		{"numerals.txt", "[en]\nmany: lots", "numerals.txt:2:"},
		{"sayings.txt", "[en]\nrumour: they say", "sayings.txt:2:"},
		{"names.txt", "", "want at least one topic"},
		{"languages.txt", "", "no such language"},
		{"terms/en.txt", "skirmish: skirmish", "terms/en.txt:1: no concept"},
		{"terms/xx.txt", "battle: battle", "terms/xx.txt: no such language"},
		{"terms/en.txt", "battle: ba*ttle", "a star within a form"},
		{"terms/en.txt", "battle: x", "too short"},
		{"terms/en.txt", "battle: ***", "too short"},
	} {
		fs := files()
		fs[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		lex, err := readLexicon(fs)
		if err == nil {
			_, err = build(lex, Options{})
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: error %v, want one with %q", c.file, c.text, err, c.want)
		}
	}
}

func manyTags() string {
	var b strings.Builder
	for i := range 70 {
		b.WriteString(" t")
		b.WriteByte(byte('0' + i%10))
		b.WriteByte(byte('a' + i/10))
	}
	return b.String()
}

// TestEmbeddedFilesSaySomething proves what doc.go promises of the data files:
// they load, and nothing stands in them that no item can meet.
func TestEmbeddedFilesSaySomething(t *testing.T) {
	lex, err := readLexicon(data)
	if err != nil {
		t.Fatal(err)
	}
	used := map[int]bool{}
	for _, f := range lex.forms {
		if f.kind == formConcept {
			used[f.ref] = true
		}
	}
	met := lex.tag("powers") // of titles with names of two topics
	for n, c := range lex.concepts {
		if met |= c.tags; !used[n] {
			t.Errorf("concept %s has no form in any language", c.name)
		}
	}
	for _, class := range classes {
		for _, tag := range class.tags {
			met |= lex.tag(tag)
		}
	}
	for _, r := range lex.rules {
		if r.need&^met != 0 || r.unless&^met != 0 {
			t.Errorf("rule %q wants a tag that nothing has", r.name)
		}
	}
	for lang, topic := range lex.home {
		if !strings.Contains(topicIDs(lex), " "+topic+" ") {
			t.Errorf("terms/%s.txt: no topic %q", lex.langs[lang], topic)
		}
	}
}

func topicIDs(lex *lexicon) string {
	ids := " "
	for _, t := range lex.topics {
		ids += t.id + " "
	}
	return ids
}

// FuzzLexicon replaces one of the data files by anything: it is refused with an
// error or it judges, and never does more than either.
func FuzzLexicon(f *testing.F) {
	names := []string{"concepts.txt", "rules.txt", "names.txt", "languages.txt", "terms/en.txt"}
	for n, name := range names {
		f.Add(byte(n), string(files()[name].Data))
	}
	f.Fuzz(func(t *testing.T, n byte, text string) {
		fs := files()
		fs[names[int(n)%len(names)]] = &fstest.MapFile{Data: []byte(text)}
		lex, err := readLexicon(fs)
		if err != nil {
			return
		}
		c, err := build(lex, Options{})
		if err != nil {
			return
		}
		v := c.Judge(feed.Item{Title: "Heavy guns in the battle of the brands", Summary: text}, feed.Source{})
		if !(v.Score >= 0 && v.Score <= 1) {
			t.Errorf("score %v", v.Score)
		}
	})
}
