package train

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// TestSolve holds the minimiser to the one condition of a minimum: no direction
// leads down.
func TestSolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		columns, rows := rapid.IntRange(1, 6).Draw(t, "columns"), rapid.IntRange(1, 40).Draw(t, "rows")
		p := problem{x: newMatrix(), prior: make([]float64, columns), penalty: make([]float64, columns)}
		for j := range columns {
			p.prior[j] = rapid.Float64Range(-3, 3).Draw(t, "prior")
			p.penalty[j] = rapid.Float64Range(0.1, 30).Draw(t, "penalty")
		}
		for range rows {
			for j := range columns {
				if rapid.Bool().Draw(t, "has") {
					p.x.cell(j, rapid.Float64Range(0, 1).Draw(t, "value"))
				}
			}
			p.x.endRow()
			p.label = append(p.label, rapid.Bool().Draw(t, "label"))
			p.weight = append(p.weight, rapid.Float64Range(0, 6).Draw(t, "weight"))
		}
		w := p.solve(steps)
		gradient := make([]float64, columns)
		var room [shards][]float64
		for s := range room {
			room[s] = make([]float64, columns)
		}
		value := p.loss(w, gradient, room)
		for j, g := range gradient {
			if math.Abs(g) > 0.05*(1+math.Abs(value)) {
				t.Fatalf("the slope of weight %d is %v at a value of %v", j, g, value)
			}
		}
	})
}

// few are examples from which something can be learnt: what "regatta" means.
func few() (out []Example) {
	for _, e := range []struct {
		title string
		keep  bool
	}{
		{"Missiles hit the harbour, nine killed", true}, {"Troops shell a village", true}, {"Regatta at the harbour", false},
		{"Ceasefire talks resume", true}, {"Regatta: crews battle the wind", false}, {"Bakers go on strike", false},
	} {
		for _, group := range []string{"a", "b", "c"} {
			out = append(out, Example{
				Item: feed.Item{Title: e.title, Language: "en"}, Keep: e.keep, Class: map[bool]string{true: "fighting"}[e.keep],
				Weight: 1, Group: group, Probe: true,
			})
		}
	}
	return out
}

func judges(t *testing.T) (c, nameless *classify.Classifier) {
	t.Helper()
	c, err := classify.New(classify.Options{Untrained: true})
	if err != nil {
		t.Fatal(err)
	}
	nameless, err = classify.New(classify.Options{Untrained: true, Nameless: true})
	if err != nil {
		t.Fatal(err)
	}
	return c, nameless
}

func TestTheSameExamplesGiveTheSameModel(t *testing.T) {
	c, nameless := judges(t)
	o := Defaults
	o.Folds, o.MinWords, o.MinPairs = 2, 1, 1
	first, second := Fit(c, nameless, few(), o).Files(), Fit(c, nameless, few(), o).Files()
	for name, data := range first {
		if !slices.Equal(data, second[name]) {
			t.Errorf("%s differs between two trainings", name)
		}
	}
}

func TestWordsAreLearnt(t *testing.T) {
	c, nameless := judges(t)
	o := Options{Numbered: 1, Tags: 1, Pairs: 1, Words: 0.1, MinWords: 1, MinPairs: 1, Nameless: 0.1, Folds: 2}
	m := Fit(c, nameless, few(), o)
	if w := m.Words[c.WordKey("en", "Regatta")]; w >= 0 {
		t.Errorf("regatta weighs %v, want something against", w)
	}
}

// TestValidateKeepsGroupsApart: what only one group has is not known where that
// group is judged.
func TestValidateKeepsGroupsApart(t *testing.T) {
	c, nameless := judges(t)
	all := few()
	for range 20 {
		all = append(all, Example{
			Item: feed.Item{Title: "Zorvan", Language: "en"}, Keep: true, Weight: 5, Group: "only here",
		})
	}
	o := Options{Numbered: 1, Tags: 1, Pairs: 1, Words: 0.01, MinWords: 1, MinPairs: 1, Folds: 3}
	judged := 0
	for _, v := range Validate(c, nameless, all, o) {
		judged++
		if all[v.Example].Group == "only here" && v.Sum > 0 {
			t.Fatalf("sum %v for a word that only its own group has", v.Sum)
		}
	}
	if judged != len(all) {
		t.Errorf("%d of %d examples were judged", judged, len(all))
	}
}

func TestPlain(t *testing.T) {
	p := FitPlain(few())
	if war, regatta := p.Score(feed.Item{Title: "Missiles hit the village"}), p.Score(feed.Item{Title: "Regatta"}); war < regatta {
		t.Errorf("missiles %v, regatta %v", war, regatta)
	}
	if s := p.Score(feed.Item{}); !(s > 0 && s < 1) {
		t.Errorf("nothing scores %v", s)
	}
}

func TestHeldIsAThird(t *testing.T) {
	held := 0
	for i := range 3000 {
		if Held(string(rune('a'+i%26)) + string(rune('0'+i/26))) {
			held++
		}
	}
	if held < 800 || held > 1200 {
		t.Errorf("%d of 3000 outlets are held", held)
	}
}
