package measure_test

import (
	"flag"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sitrep/feed"
	"sitrep/feed/measure"
)

var update = flag.Bool("update", false, "write what is got over what is wanted")

// judged is a small set: two kept rightly, one missed, one kept wrongly, two
// dropped rightly.
func judged() []measure.Judged {
	row := func(title string, keep bool, class, language string, topics ...string) measure.Row {
		return measure.Row{Item: feed.Item{Title: title, Language: language}, Keep: keep, Class: class, Topics: topics, Sample: "random", Outlet: "x.example", Line: 2}
	}
	verdict := func(score float64, class string, topics ...string) feed.Verdict {
		return feed.Verdict{Keep: score >= 0.5, Score: score, Class: class, Topics: topics, Reasons: []feed.Reason{{Term: "war", Weight: 2.25, Where: "title"}}}
	}
	out := []measure.Judged{
		{Row: row("One", true, "fighting", "en", "ukraine"), Verdict: verdict(0.95, "fighting", "ukraine")},
		{Row: row("Two", true, "effects", "en", "sudan", "other"), Verdict: verdict(0.9, "fighting", "sudan", "chad")},
		{Row: row("Three", true, "law", "ru", "iran"), Verdict: verdict(0.1, "")},
		{Row: row("Four", false, "sport", "ru"), Verdict: verdict(0.8, "attacks", "iran")},
		{Row: row("Five", false, "unrelated", "ru"), Verdict: verdict(0.02, "")},
		{Row: row("Six", false, "sport", "en"), Verdict: verdict(0.05, "")},
	}
	out[1].Doubt = true
	return out
}

func TestJudge(t *testing.T) {
	r := measure.Judge(judged())
	want := measure.Counts{Right: 2, False: 1, Missed: 1, All: 6}
	if diff := cmp.Diff(want, r.Group("all")); diff != "" {
		t.Error(diff)
	}
	if all := r.Group("all"); all.Precision() != 2.0/3 || all.Recall() != 2.0/3 || all.F1() != 2.0/3 || all.FalseKeeps() != 1.0/3 {
		t.Errorf("%v: precision %v, recall %v, F1 %v, false keeps %v", all, all.Precision(), all.Recall(), all.F1(), all.FalseKeeps())
	}
	if got := r.Group("traps"); got != (measure.Counts{False: 1, All: 2}) {
		t.Errorf("traps: %+v", got)
	}
	if got := r.Topics; got != (measure.Counts{Right: 2, False: 1, Missed: 2, All: 5}) {
		t.Errorf("topics: %+v", got)
	}
	if r.Class != 0.5 {
		t.Errorf("class right in %v", r.Class)
	}
	if titles := r.Mistakes[0].Item.Title + r.Mistakes[1].Item.Title; titles != "ThreeFour" {
		t.Errorf("the worst first: %s", titles)
	}
}

func TestWrite(t *testing.T) {
	var b strings.Builder
	if err := measure.Judge(judged()).Write(&b, 5); err != nil {
		t.Fatal(err)
	}
	const name = "testdata/report.txt"
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// TestProperties: the parts add up to the whole, figures are shares, and a judge
// that always says the label is right in everything.
func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		perfect := rapid.Bool().Draw(t, "perfect")
		var all []measure.Judged
		for range n {
			keep, score := rapid.Bool().Draw(t, "keep"), rapid.Float64Range(0, 1).Draw(t, "score")
			if perfect {
				score = map[bool]float64{true: 1, false: 0}[keep]
			}
			all = append(all, measure.Judged{
				Row:     measure.Row{Keep: keep, Item: feed.Item{Language: rapid.SampledFrom([]string{"en", "ru", "ar"}).Draw(t, "language")}},
				Verdict: feed.Verdict{Keep: score >= 0.5, Score: score},
			})
		}
		r := measure.Judge(all)
		sum := 0
		for _, g := range r.Groups {
			if strings.HasPrefix(g.Name, "language") {
				sum += g.All
			}
			for _, x := range []float64{g.Precision(), g.Recall(), g.F1(), g.FalseKeeps()} {
				if !(x >= 0 && x <= 1) {
					t.Fatalf("%s: %v is no share", g.Name, x)
				}
			}
		}
		if sum != n || r.Group("all").All != n {
			t.Fatalf("%d items, of which %d have a language", n, sum)
		}
		if perfect && (r.Group("all").F1() != 1 || len(r.Mistakes) > 0 || math.Abs(r.Error) > 1e-9) {
			t.Fatalf("perfect, but %+v", r)
		}
	})
}
