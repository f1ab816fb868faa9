package classify

import (
	"slices"
	"strings"
	"testing"

	"sitrep/feed"
)

// TestAbout: what items tell of, in several languages.
func TestAbout(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		title    string
		mentions string // some of them
		counts   []feed.Count
		saying   string
		agency   string
	}{
		{"Nine killed in strikes on Kyiv", "ukraine/kyiv killed", []feed.Count{{Kind: "deaths", Value: 9}}, "", ""},
		{"Russia hits Ukrainian capital with 120 drones and 30 missiles, 9 dead, 41 wounded", "russia ukraine/kyiv drone missile",
			[]feed.Count{{Kind: "drones", Value: 120}, {Kind: "missiles", Value: 30}, {Kind: "deaths", Value: 9}, {Kind: "wounded", Value: 41}}, "", ""},
		{"По меньшей мере 12 человек погибли в Киеве, 30 ранены", "ukraine/kyiv killed", []feed.Count{{Kind: "deaths", Value: 12}, {Kind: "wounded", Value: 30}}, "", ""},
		{"مقتل 17 شخصا في غارة إسرائيلية على خان يونس", "israel palestine/gaza/khan-younis air-strike", []feed.Count{{Kind: "deaths", Value: 17}}, "", ""},
		{"KHARTOUM (Reuters) - Army claims capture of bridge", "sudan/khartoum", nil, "claim", "reuters"},
		{"At least 9 people killed and 30 others wounded in attack, officials said", "killed wounded attack", []feed.Count{{Kind: "deaths", Value: 9}, {Kind: "wounded", Value: 30}}, "official", ""},
		{"1,200 dead after quake, death toll rises", "killed", []feed.Count{{Kind: "deaths", Value: 1200}}, "", ""},
		{"Missile flew 479 kilometres and fell into the sea", "missile", nil, "", ""},
		{"Missile strikes on power stations left 570 thousand people without power", "", nil, "", ""},
		{"Not fewer than 765 killed since the war began", "killed", nil, "", ""},
		{"За время войны в регионе погибли не менее 759 человек", "killed", nil, "", ""},
		{"85 drones abattus sur 114 dans la nuit", "drone", []feed.Count{{Kind: "drones", Value: 85}}, "", ""},
		{"Town shelled 110 times. Two killed", "killed", []feed.Count{{Kind: "deaths", Value: 2}}, "", ""},
		{"9-year-old killed in 2014 raid, 60% of killed were civilians", "killed", nil, "", ""},
	} {
		got := c.About(feed.Item{Title: want.title}, feed.Source{})
		for name := range strings.FieldsSeq(want.mentions) {
			if !slices.ContainsFunc(got.Mentions, func(m feed.Mention) bool { return m.Name == name && m.Title }) {
				t.Errorf("%s: no %s in %v", want.title, name, got.Mentions)
			}
		}
		if !slices.Equal(got.Counts, want.counts) || got.Saying.Kind != want.saying || got.Agency != want.agency {
			t.Errorf("%s: counts %v, saying %+v, agency %q", want.title, got.Counts, got.Saying, got.Agency)
		}
	}
}

// TestCredits: bylines and source elements credit agencies, and only these.
func TestCredits(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		item   feed.Item
		agency string
	}{
		{feed.Item{Title: "Shells hit the port", Authors: []string{"Reuters"}}, "reuters"},
		{feed.Item{Title: "Shells hit the port", Authors: []string{"Jane Doe, AFP"}}, "afp"},
		{feed.Item{Title: "Shells hit the port", Authors: []string{"By Associated Press"}}, "ap"},
		{feed.Item{Title: "Обстрел порта", Authors: []string{"ТАСС"}}, "tass"},
		{feed.Item{Title: "Shells hit the port", Origin: feed.Origin{Title: "Reuters"}}, "reuters"},
		{feed.Item{Title: "Shells hit the port, Reuters cameraman hurt", Authors: []string{"Ana Reutersward"}}, ""},
		{feed.Item{Title: "Shells hit the port", Origin: feed.Origin{Title: "The Tarn Gazette"}}, ""},
	} {
		if got := c.About(want.item, feed.Source{}).Agency; got != want.agency {
			t.Errorf("%q by %q from %q: agency %q, want %q", want.item.Title, want.item.Authors, want.item.Origin.Title, got, want.agency)
		}
	}
}

// TestGazetteer: no form stands under two names of one kind. A word may name a
// place and an actor.
func TestGazetteer(t *testing.T) {
	owners := map[string]string{}
	err := eachLine(data, "gazetteer.txt", func(key, value string) error {
		kind, _, _ := strings.Cut(key, " ")
		for _, form := range splitForms(value) {
			if other, taken := owners[kind+form]; taken && other != key {
				t.Errorf("%q is %s and %s", form, other, key)
			}
			owners[kind+form] = key
		}
		return nil
	})
	if err != nil || len(owners) < 10_000 {
		t.Errorf("%d forms, %v", len(owners), err)
	}
}
