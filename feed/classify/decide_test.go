package classify_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// war and rain are kept and dropped by their score.
var (
	war  = feed.Item{Title: "Missiles hit Kharkiv, nine killed", Language: "en"}
	rain = feed.Item{Title: "Ten recipes for a rainy day", Language: "en"}
)

func rule(kind feed.RuleKind, patterns ...feed.Pattern) feed.Rule {
	return feed.Rule{Name: "r", Kind: kind, Patterns: patterns}
}

func TestRulesLookWhereTheyShould(t *testing.T) {
	full := feed.Item{
		Title: "The Title one", Summary: strings.Repeat("filler ", 2000) + "the summary two", URL: "https://example.org/world/three?x=1",
		HTML:    "<p>Of f<b>ou</b>r</p><p>and&nbsp;Caf&eacute;</p>" + strings.Repeat("<p>more</p>", 20_000) + "<p>sixty-six</p>",
		Authors: []string{"Ann Five", "Bo Six"}, Categories: []string{"Life & Style", "Seven"},
	}
	for _, c := range []struct {
		pattern feed.Pattern
		in      []string
		field   string // where it is found; empty for nowhere
		words   string
	}{
		{"ONE", nil, "title", "one"},
		{"two", nil, "summary", "two"},
		{"four", nil, "content", "four"},
		{"cafe", nil, "content", "cafe"},
		{"sixty six", []string{"content"}, "content", "sixty six"},
		{"three", nil, "url", "three"},
		{"ann five", nil, "authors", "Ann Five"},
		{"life style", nil, "categories", "Life & Style"},
		{"five bo", nil, "", ""},
		{"five seven", nil, "", ""},
		{"on", nil, "", ""},
		{"on*", []string{"title"}, "title", "one"},
		{"one", []string{"summary", "url"}, "", ""},
		{"^Title", nil, "title", "Title"},
		{"^TITLE", nil, "", ""},
		{"/T.tle/", nil, "title", "Title"},
		{"/t.tle/", nil, "", ""},
		{"/(?i)t.tle/", []string{"url", "title"}, "title", "Title"},
		{`/\bsix-six\b|org\/world/`, nil, "url", "org/world"},
		{`/^four|Of four +and/`, nil, "content", ""},
		{"/^Seven$/", nil, "categories", "Seven"},
		{"/example/", []string{"url"}, "url", "example"},
	} {
		t.Run(string(c.pattern), func(t *testing.T) {
			r := rule(feed.RuleMustNot, c.pattern)
			r.In = c.in
			judge := newClassifier(t, classify.Options{Rules: []feed.Rule{r}})
			got, decided := judge.Ruling(full, feed.Source{})
			if c.words == "" {
				got.Words = ""
			}
			if decided != (c.field != "") || got.Field != c.field || got.Words != c.words {
				t.Errorf("found %q in %q, want %q in %q", got.Words, got.Field, c.words, c.field)
			}
		})
	}
}

// TestWordsOfRulesAreTerms holds rules to how terms match, in all scripts.
func TestWordsOfRulesAreTerms(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"cortège", "A CORTEGE passes", true},
		{"quondam", "ｑｕｏｎｄａｍ", true},
		{"quondam", "unquondamlike", false},
		{"quon* dam*", "quonish dams", true},
		{"قنفذ", "وبالقنفذ رأيته", true},
		{"قنفذ", "ددقنفذ", false},
		{"קיפודן", "והקיפודן בא", true},
		{"刺猬", "昨天刺猬来了", true},
		{"고슴도치", "고슴도치가 왔다", true},
	} {
		judge := newClassifier(t, classify.Options{Rules: []feed.Rule{rule(feed.RuleKeep, feed.Pattern(c.pattern))}})
		if got := judge.Judge(feed.Item{Title: c.text}, feed.Source{}).Keep; got != c.want {
			t.Errorf("%q in %q: %v, want %v", c.pattern, c.text, got, c.want)
		}
	}
}

func TestWhatDecides(t *testing.T) {
	no, only, keep := rule(feed.RuleMustNot, "kharkiv"), rule(feed.RuleMust, "zzyx"), rule(feed.RuleKeep, "killed", "recipes")
	elsewhere := no
	elsewhere.Sources = []string{"other"}
	for name, c := range map[string]struct {
		rules      []feed.Rule
		keepAll    bool
		war, rain  bool // kept?
		told, near string
	}{
		"the score":                      {nil, false, true, false, "", ""},
		"everything":                     {nil, true, true, true, "", ""},
		"must_not":                       {[]feed.Rule{no}, false, false, false, `dropped by the rule "r": the title has "Kharkiv"`, ""},
		"must_not before everything":     {[]feed.Rule{no}, true, false, true, `dropped by the rule "r": the title has "Kharkiv"`, ""},
		"must":                           {[]feed.Rule{only}, false, false, false, `dropped by the rule "r": it has no "zzyx"`, ""},
		"must before everything":         {[]feed.Rule{only}, true, false, false, `dropped by the rule "r": it has no "zzyx"`, ""},
		"keep":                           {[]feed.Rule{keep}, false, true, true, `kept by the rule "r": the title has "killed"`, ""},
		"must_not before keep":           {[]feed.Rule{keep, no}, false, false, true, `dropped by the rule "r": the title has "Kharkiv"`, ""},
		"must before keep":               {[]feed.Rule{keep, only}, false, false, false, `dropped by the rule "r": it has no "zzyx"`, ""},
		"a rule for items of another":    {[]feed.Rule{elsewhere}, false, true, false, "", ""},
		"any of the patterns will do":    {[]feed.Rule{rule(feed.RuleMust, "zzyx", "/Kh/")}, false, true, false, "", ""},
		"the first in the order of both": {[]feed.Rule{only, no}, false, false, false, `dropped by the rule "r": it has no "zzyx"`, ""},
	} {
		judge := newClassifier(t, classify.Options{Rules: c.rules, KeepAll: c.keepAll})
		v := judge.Explain(war, feed.Source{ID: "a"})
		if r := judge.Judge(rain, feed.Source{ID: "a"}); v.Keep != c.war || r.Keep != c.rain || v.Near || r.Near {
			t.Errorf("%s: %v %v, want %v %v", name, v.Decision(), r.Decision(), c.war, c.rain)
		}
		ruling, decided := judge.Ruling(war, feed.Source{ID: "a"})
		if ruling.String() != c.told || decided != (c.told != "") {
			t.Errorf("%s: says %q, want %q", name, ruling, c.told)
		}
		if first := v.Reasons[0]; decided != (first.Term == "rule r" && first.Weight == 0) {
			t.Errorf("%s: the first reason is %+v", name, first)
		}
	}
}

func TestMissingIsTold(t *testing.T) {
	r := feed.Rule{Name: "only", Kind: feed.RuleMust, Patterns: []feed.Pattern{"one", `/\btwo\b/`}, In: []string{"title", "url"}}
	ruling, _ := newClassifier(t, classify.Options{Rules: []feed.Rule{r}}).Ruling(rain, feed.Source{})
	if want := `dropped by the rule "only": it has none of "one", /\btwo\b/ in title, url`; ruling.String() != want {
		t.Errorf("says %s, want %s", ruling, want)
	}
}

// TestWhatOnlyARuleKeeps is of no class, and of a topic only if it names it.
func TestWhatOnlyARuleKeeps(t *testing.T) {
	judge := newClassifier(t, classify.Options{Rules: []feed.Rule{rule(feed.RuleKeep, "concert", "recipes")}})
	for title, want := range map[string][]string{
		"A concert in Kharkiv on Sunday": {"ukraine"},
		rain.Title:                       nil,
	} {
		v := judge.Judge(feed.Item{Title: title, Language: "en"}, feed.Source{})
		if !v.Keep || v.Class != "" || !slices.Equal(v.Topics, want) {
			t.Errorf("%q: %+v, want the topics %v", title, v, want)
		}
	}
}

func TestStrictnessOfASource(t *testing.T) {
	judge := newClassifier(t, classify.Options{Strictness: feed.Wide})
	for strictness, line := range map[feed.Strictness]float64{"": 0.15, feed.Wide: 0.15, feed.Normal: 0.3, feed.Strict: 0.65} {
		src := feed.Source{Strictness: strictness}
		if judge.Keeps(line-0.001, src) || !judge.Keeps(line, src) {
			t.Errorf("%q does not keep from %v on", strictness, line)
		}
	}
}

func TestUnusableRules(t *testing.T) {
	for name, r := range map[string]feed.Rule{
		"no kind":     {Kind: "mustnt", Patterns: []feed.Pattern{"word"}},
		"no field":    {Kind: feed.RuleKeep, Patterns: []feed.Pattern{"word"}, In: []string{"titel"}},
		"no RE2":      rule(feed.RuleKeep, "/(?=x)/"),
		"one letter":  rule(feed.RuleKeep, "x"),
		"blank":       rule(feed.RuleKeep, " "),
		"only a star": rule(feed.RuleKeep, "*"),
		"star within": rule(feed.RuleKeep, "wo*rd"),
	} {
		r.Name = "the rule"
		if _, err := classify.New(classify.Options{Rules: []feed.Rule{r}}); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

// TestRulesLeaveTheScoreAlone: rules decide, and what speaks for and against is
// still the whole sum.
func TestRulesLeaveTheScoreAlone(t *testing.T) {
	plain := newClassifier(t, classify.Options{})
	rules := []feed.Rule{rule(feed.RuleMustNot, "th*"), rule(feed.RuleKeep, "/[aeiou]/")}
	judge := newClassifier(t, classify.Options{Rules: rules})
	rows := readRows(t, "cases/*.tsv")
	rapid.Check(t, func(t *rapid.T) {
		it := rapid.SampledFrom(rows).Draw(t, "case").Item
		v, w := judge.Explain(it, feed.Source{}), plain.Explain(it, feed.Source{})
		sum := 0.0
		for _, r := range v.Reasons {
			sum += r.Weight
		}
		if logit := math.Log(v.Score / (1 - v.Score)); v.Score != w.Score || math.Abs(sum-logit) > 0.1 {
			t.Fatalf("%q: score %v, without rules %v; the reasons add up to %v", it.Title, v.Score, w.Score, sum)
		}
		ruling, decided := judge.Ruling(it, feed.Source{})
		if decided && v.Keep != ruling.Keeps() || !decided && v.Keep != w.Keep {
			t.Fatalf("%q: kept %v, the rule says %q", it.Title, v.Keep, ruling)
		}
		for i, alone := range judge.Rulings(it, feed.Source{}) {
			if alone.Rule.Kind != rules[i].Kind || (i == 0 && alone.Drops() != ruling.Drops()) {
				t.Fatalf("%q: rule %d alone says %q, all together %q", it.Title, i, alone, ruling)
			}
		}
	})
}

func TestJudgingWithoutRulesAllocatesNothingMore(t *testing.T) {
	if raced {
		t.Skip("allocations are counted in the plain run")
	}
	judge := newClassifier(t, classify.Options{})
	ruled := newClassifier(t, classify.Options{Rules: manyRules()})
	for name, c := range map[string]*classify.Classifier{"without rules": judge, "with fifty": ruled} {
		c.Judge(rain, feed.Source{})
		if n := testing.AllocsPerRun(200, func() { c.Judge(rain, feed.Source{}) }); n >= 1 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// manyRules are fifty, one in five a regular expression.
func manyRules() (rules []feed.Rule) {
	for i := range 50 {
		p := feed.Pattern(fmt.Sprintf("quondam%c* thing%c", 'a'+i%26, 'a'+i/26))
		if i%5 == 0 {
			p = feed.Pattern(fmt.Sprintf(`/(?i)\bquon%c+dam|zz%dx/`, 'a'+i%26, i))
		}
		rules = append(rules, rule(feed.RuleMustNot, p))
	}
	return rules
}

func BenchmarkRules(b *testing.B) {
	items := wireItems(b)
	words, expressions := manyRules(), manyRules()
	words = slices.DeleteFunc(words, func(r feed.Rule) bool { _, is := r.Patterns[0].Expression(); return is })
	expressions = slices.DeleteFunc(expressions, func(r feed.Rule) bool { _, is := r.Patterns[0].Expression(); return !is })
	for name, rules := range map[string][]feed.Rule{"none": nil, "40 words": words, "10 expressions": expressions, "all 50": manyRules()} {
		b.Run(name, func(b *testing.B) {
			c := newClassifier(b, classify.Options{Rules: rules})
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.Judge(items[i%len(items)], feed.Source{Language: "en"})
			}
		})
	}
}
