package classify_test

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// own makes a classifier that knows one more term, of weight 9: whatever has it
// is kept.
func own(t testing.TB, term string) *classify.Classifier {
	t.Helper()
	return newClassifier(t, classify.Options{Terms: []classify.Term{{Text: term, Weight: 9}}})
}

func TestHowATermMatches(t *testing.T) {
	made := map[string]*classify.Classifier{}
	for _, c := range []struct {
		name, term, text string
		want             bool
	}{
		{"case", "quondam", "The QUONDAM king", true},
		{"marks", "cortège", "A cortege passes", true},
		{"marks the other way", "cortege", "Le cortège passe", true},
		{"letters without decomposition", "Łódzki", "w lodzki dzien", true},
		{"fullwidth", "quondam", "ｑｕｏｎｄａｍ", true},
		{"mathematical bold", "quondam", "𝐪𝐮𝐨𝐧𝐝𝐚𝐦", true},
		{"soft hyphen and joiner", "quondam", "quon\u00addam or quon\u200ddam", true},
		{"Cyrillic yo", "ёжик", "ежик в тумане", true},
		{"a hyphen is a blank", "quon dam", "a quon-dam thing", true},
		{"two blanks are one", "quon dam", "a quon  dam thing", true},
		{"a term in brackets", "(quondam)", "a quondam king", true},
		{"in quotes", "quondam", "the “quondam” king", true},
		{"not within a word", "quondam", "unquondamlike", false},
		{"no continuation without a star", "quondam", "quondams", false},
		{"a star continues", "quondam*", "quondamness", true},
		{"a star before", "*quondam", "prequondam", true},
		{"a star before is no star behind", "*quondam", "prequondamness", false},
		{"a star within", "quon* dam*", "quonish dams", true},
		{"a star within is one word", "quon* dam*", "quonish old dams", false},
		{"capitals wanted", "^ZQX", "the ZQX said", true},
		{"capitals wanting", "^ZQX", "the zqx said", false},
		{"Arabic article", "كلمةغريبة", "قال الكلمةغريبة", true},
		{"Arabic proclitics", "قنفذ", "وبالقنفذ رأيته", true},
		{"Arabic, other letters before", "قنفذ", "ددقنفذ", false},
		{"Arabic vowel signs and stretching", "قنفذ", "قُنـــفُذ", true},
		{"Persian and Arabic letters", "کیپکی", "كيپكي", true},
		{"Hebrew proclitics", "קיפודן", "והקיפודן בא", true},
		{"Chinese has no blanks", "刺猬", "昨天刺猬来了", true},
		{"Japanese neither", "ハリネズミ", "昨日ハリネズミが", true},
		{"kana keep their marks", "ハリ", "バリ", false},
		{"Thai neither", "เม่น", "วันนี้เม่นมา", true},
		{"Korean particles", "고슴도치", "고슴도치가 왔다", true},
		{"Hindi vowel signs matter", "साही", "सही बात", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if made[c.term] == nil {
				made[c.term] = own(t, c.term)
			}
			v := made[c.term].Explain(feed.Item{Title: c.text}, feed.Source{})
			if got := slices.ContainsFunc(v.Reasons, func(r feed.Reason) bool { return r.Weight > 8 }); got != c.want {
				t.Errorf("%q in %q: %v, want %v", c.term, c.text, got, c.want)
			}
		})
	}
}

func TestReasonsSpeakTheWordsOfTheItem(t *testing.T) {
	c := own(t, "quondam*")
	for _, k := range []struct {
		item        feed.Item
		term, where string
		least       float64
	}{
		{feed.Item{Title: "“Quondamité” – and more", Summary: "La quondamité."}, "Quondamité", "title, summary", 9.9},
		{feed.Item{Title: "Nothing here", Summary: "A very quondamly, word."}, "quondamly", "summary", 4.9},
	} {
		got := c.Explain(k.item, feed.Source{}).Reasons[0]
		if got.Term != k.term || got.Where != k.where || got.Weight < k.least || got.Weight > k.least+0.1 {
			t.Errorf("%s: %+v, want %q (%s) at %v", k.item.Title, got, k.term, k.where, k.least)
		}
	}
}

// TestReasonsAreTheWholeSum holds what Explain tells to the score: the weights
// add up to its logit.
func TestReasonsAreTheWholeSum(t *testing.T) {
	c := newClassifier(t, classify.Options{})
	for _, r := range readRows(t, "cases/*.tsv") {
		v := c.Explain(r.Item, feed.Source{})
		sum := 0.0
		for _, reason := range v.Reasons {
			sum += reason.Weight
		}
		if logit := math.Log(v.Score / (1 - v.Score)); math.Abs(sum-logit) > 0.1 { // each is rounded to a hundredth
			t.Errorf("%q: reasons add up to %.2f, the logit is %.2f: %v", r.Item.Title, sum, logit, v.Reasons)
		}
		if w := c.Judge(r.Item, feed.Source{}); w.Score != v.Score || w.Keep != v.Keep || w.Class != v.Class {
			t.Errorf("%q: Judge and Explain differ", r.Item.Title)
		}
	}
}

func TestTopics(t *testing.T) {
	topics := []feed.Topic{{ID: "ukraine", Title: "Ukraine"}, {ID: "atlantis", Title: "Atlantis", Terms: []string{"Atlant*"}}}
	c := newClassifier(t, classify.Options{Topics: topics})
	for title, want := range map[string][]string{
		"Missiles hit Atlantian port, dozens killed in air strike": {"atlantis"},
		"Missiles hit Kharkiv, dozens killed in air strike":        {"ukraine"},
		"Missiles hit Aleppo, dozens killed in air strike":         nil, // Syria is not configured, nor "other"
	} {
		v := c.Judge(feed.Item{Title: title, Language: "en"}, feed.Source{})
		if !v.Keep || !slices.Equal(v.Topics, want) {
			t.Errorf("%s: keep %v, topics %v, want %v", title, v.Keep, v.Topics, want)
		}
	}
	if got := len(classify.Topics()); got != 33 {
		t.Errorf("%d built-in topics, want the 33 theatres", got)
	}
}

func TestThreshold(t *testing.T) {
	all := newClassifier(t, classify.Options{Threshold: -1})
	if v := all.Judge(feed.Item{Title: "Ten recipes for rain"}, feed.Source{}); !v.Keep {
		t.Error("a negative threshold must keep everything")
	}
}

// TestOwnTermsWeighWhatTheySay, also where a data file has the same words: as a
// concept, under a mask, or as a name.
func TestOwnTermsWeighWhatTheySay(t *testing.T) {
	built := newClassifier(t, classify.Options{})
	for _, c := range []struct {
		term, title string
		weight      float64
		keep        bool
	}{
		{"ceasefire", "Ceasefire talks resume in Cairo", -20, false},
		{"trade war", "Trade war deepens over steel", 20, true},
		{"tram*", "New trams for the old town", 3, true}, // as the README says
		{"tram*", "New trams for the old town", 1, false},
		{"regatta*", "Regatta opens in fine weather", 3, false}, // what speaks against is not silenced
	} {
		judge := newClassifier(t, classify.Options{Terms: []classify.Term{{Text: c.term, Weight: c.weight}}})
		it := feed.Item{Title: c.title, Language: "en"}
		v := judge.Judge(it, feed.Source{})
		if v.Keep != c.keep {
			t.Errorf("%q at %v: %q: keep %v at %.3f, was %.3f", c.term, c.weight, c.title, v.Keep, v.Score, built.Judge(it, feed.Source{}).Score)
		}
	}
	// A name that an own topic shares with a built-in one counts once.
	shared := newClassifier(t, classify.Options{Topics: append(classify.Topics(), feed.Topic{ID: "x", Terms: []string{"Hamas"}})})
	it := feed.Item{Title: "Hamas delegation arrives", Language: "en"}
	was, is := built.Judge(it, feed.Source{}), shared.Judge(it, feed.Source{})
	if is.Score > was.Score+0.15 {
		t.Errorf("score %.2f with an own topic of the same name, %.2f without", is.Score, was.Score)
	}
	// A place of an own topic that is merely named is no coverage.
	arctic := newClassifier(t, classify.Options{Topics: append(classify.Topics(), feed.Topic{ID: "arctic", Terms: []string{"Svalbard"}})})
	if v := arctic.Judge(feed.Item{Title: "Svalbard in the snow", Language: "en"}, feed.Source{}); v.Keep {
		t.Errorf("a place merely named is kept at %.2f", v.Score)
	}
}

// TestAFullStopIsNoSentence: headlines of some outlets end with one, and in
// languages other than English nothing was learnt from sentences.
func TestAFullStopIsNoSentence(t *testing.T) {
	c := newClassifier(t, classify.Options{})
	changed, rows := 0, readRows(t, "cases/*.tsv")
	for _, r := range rows {
		it := r.Item
		want := c.Judge(it, feed.Source{})
		it.Title += "."
		if got := c.Judge(it, feed.Source{}); got.Keep != want.Keep {
			changed++
		}
	}
	if changed > len(rows)/100 {
		t.Errorf("a full stop changes %d of %d verdicts", changed, len(rows))
	}
}

func TestUnusableOptions(t *testing.T) {
	for name, o := range map[string]classify.Options{
		"one letter":   {Terms: []classify.Term{{Text: "x", Weight: 1}}},
		"empty":        {Terms: []classify.Term{{Text: " ", Weight: 1}}},
		"only a star":  {Topics: []feed.Topic{{ID: "a", Terms: []string{"*"}}}},
		"huge weight":  {Terms: []classify.Term{{Text: "word", Weight: 1e9}}},
		"star in word": {Terms: []classify.Term{{Text: "wo*rd", Weight: 1}}},
		"strictness":   {Strictness: "severe"},
	} {
		if _, err := classify.New(o); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

// TestProperties holds Judge to what must not matter.
func TestProperties(t *testing.T) {
	c := newClassifier(t, classify.Options{})
	cases := readRows(t, "cases/*.tsv")
	neutral := []string{"Zorvanian", "qwertish", "blorp", "Vexley", "Drivnak"} // words that no form has
	rapid.Check(t, func(t *rapid.T) {
		it := rapid.SampledFrom(cases).Draw(t, "case").Item
		want := c.Judge(it, feed.Source{})
		changed := it
		words := strings.Fields(it.Title)
		changed.Title = strings.Join(append(words, rapid.SampledFrom(neutral).Draw(t, "word")), " ")
		if got := c.Judge(changed, feed.Source{}); got.Keep != want.Keep || got.Score != want.Score {
			t.Fatalf("%q: %v %v; with a neutral word %v %v", it.Title, want.Keep, want.Score, got.Keep, got.Score)
		}
		changed.Title = "  " + strings.Join(words, rapid.SampledFrom([]string{"  ", "\t", "\u00a0 "}).Draw(t, "blank")) + " … "
		if diff := cmp.Diff(scores(want), scores(c.Judge(changed, feed.Source{}))); diff != "" {
			t.Fatalf("blanks change the verdict of %q: %s", it.Title, diff)
		}
	})
}

// scores is a verdict without the words of the item.
func scores(v feed.Verdict) feed.Verdict {
	v.Reasons = nil
	return v
}

func TestOrderOfOptionsDoesNotMatter(t *testing.T) {
	topics := classify.Topics()
	terms := []classify.Term{{Text: "tram*", Weight: 4}, {Text: "recipes", Weight: -2}, {Text: "tramline", Weight: 1}}
	a := newClassifier(t, classify.Options{Topics: topics, Terms: terms})
	topics, terms = slices.Clone(topics), slices.Clone(terms)
	slices.Reverse(topics)
	slices.Reverse(terms)
	b := newClassifier(t, classify.Options{Topics: topics, Terms: terms})
	for _, k := range readRows(t, "cases/*.tsv") {
		if diff := cmp.Diff(a.Judge(k.Item, feed.Source{}), b.Judge(k.Item, feed.Source{})); diff != "" {
			t.Errorf("%q: %s", k.Item.Title, diff)
		}
	}
}

func TestJudgeIsSafeForConcurrentUse(t *testing.T) {
	c := newClassifier(t, classify.Options{})
	cases := readRows(t, "cases/*.tsv")
	want := make([]feed.Verdict, len(cases))
	for i, k := range cases {
		want[i] = c.Judge(k.Item, feed.Source{})
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, k := range cases {
				if got := c.Judge(k.Item, feed.Source{}); !cmp.Equal(got, want[i]) {
					t.Errorf("%q: another verdict beside others", k.Item.Title)
				}
			}
		})
	}
	wg.Wait()
}

// FuzzJudge gives Judge any text: the score is a probability, topics come with
// keeping, reasons are words of the item or names of rules, and it is the same
// the second time.
func FuzzJudge(f *testing.F) {
	c := newClassifier(f, classify.Options{})
	f.Add("Missiles hit Kharkiv", "Five people were killed.", "en")
	f.Fuzz(func(t *testing.T, title, summary, language string) {
		it := feed.Item{Title: title, Summary: summary, Language: language}
		v := c.Explain(it, feed.Source{Topics: []string{"ukraine"}})
		if !(v.Score >= 0 && v.Score <= 1) || v.Keep != c.Keeps(v.Score, feed.Source{}) {
			t.Errorf("keep %v at score %v", v.Keep, v.Score)
		}
		if v.Keep != (len(v.Topics) > 0) || !slices.IsSorted(v.Topics) {
			t.Errorf("keep %v with topics %v", v.Keep, v.Topics)
		}
		for _, r := range v.Reasons {
			if r.Term == "" || r.Weight == 0 || (utf8.ValidString(title+summary) && !utf8.ValidString(r.Term)) {
				t.Errorf("reason %+v", r)
			}
		}
		if diff := cmp.Diff(v, c.Explain(it, feed.Source{Topics: []string{"ukraine"}})); diff != "" {
			t.Error(diff)
		}
	})
}
