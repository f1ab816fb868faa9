package classify

import (
	"regexp"
	"strings"
	"testing"

	"sitrep/feed"
)

// FuzzRules: whatever compiles does not panic, does not match the item of which
// nothing is known, finds what package regexp finds, and what it says it found is
// in the item.
func FuzzRules(f *testing.F) {
	lex, err := readLexicon(data)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("quondam*", "The quondam king")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		var rules []feed.Rule
		for _, kind := range feed.RuleKinds {
			rules = append(rules, feed.Rule{Kind: kind, Patterns: []feed.Pattern{feed.Pattern(pattern)}})
		}
		book, err := newRulebook(rules, lex.proclitic)
		if err != nil {
			return
		}
		c := Classifier{own: book}
		for _, r := range c.Rulings(feed.Item{}, feed.Source{}) {
			if r.Field != "" || r.Keeps() {
				t.Errorf("%q matches the empty item", pattern)
			}
		}
		if source, is := feed.Pattern(pattern).Expression(); is {
			want := text != "" && regexp.MustCompile(source).MatchString(text)
			if got := c.Rulings(feed.Item{Title: text}, feed.Source{})[0].Field != ""; got != want {
				t.Errorf("%q in %q: found %v, package regexp says %v", pattern, text, got, want)
			}
		}
		it := feed.Item{Title: text, Summary: text, HTML: text, URL: text, Authors: []string{text}, Categories: []string{"", text}}
		for _, r := range c.Rulings(it, feed.Source{}) {
			if (r.String() == "") != (!r.Drops() && !r.Keeps()) || r.Drops() && r.Keeps() {
				t.Errorf("%q says %q of %q", pattern, r, text)
			}
			if len(text) < 1<<16 && r.Field != "content" && !strings.Contains(text, r.Words) {
				t.Errorf("%q found %q, which is not in %q", pattern, r.Words, text)
			}
		}
	})
}
