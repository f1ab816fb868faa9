package config_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"sitrep/config"
	"sitrep/feed"
)

func TestDefaults(t *testing.T) {
	c, err := config.Load("", config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
	if w := c.Warnings(); len(w) > 0 {
		t.Errorf("warnings: %v", w)
	}
	if n := len(c.Sources); n < 200 || n > 300 {
		t.Errorf("%d sources", n)
	}
	ids := make([]string, len(c.Sources))
	for i, s := range c.Sources {
		ids[i] = s.ID
		if s.Site == "" || s.Country == "" || s.Language == "" || s.Kind == "" || s.Title == s.ID {
			t.Errorf("source %s lacks a field: %+v", s.ID, s)
		}
		if !slices.IsSorted(s.Topics) {
			t.Errorf("source %s: topics %v are not sorted", s.ID, s.Topics)
		}
	}
	if !slices.IsSorted(ids) {
		t.Error("sources.yaml is not sorted by id")
	}
	c.Sources[0].Topics = append(c.Sources[0].Topics, "changed")
	c.Sources[0].ID = "changed"
	if d := config.Defaults(); d.Sources[0].ID == "changed" || slices.Contains(d.Sources[0].Topics, "changed") {
		t.Error("a change to one configuration shows in the next")
	}
}

// TestTheatres: every topic but "other" has sources of two publishers or more,
// and some have a source that a state controls.
func TestTheatres(t *testing.T) {
	c := config.Defaults()
	controlled := 0
	publishers := map[string][]string{}
	for _, s := range c.Sources {
		if s.StateControlled {
			controlled++
		}
		for _, topic := range s.Topics {
			if !slices.Contains(publishers[topic], s.Publisher) {
				publishers[topic] = append(publishers[topic], s.Publisher)
			}
		}
	}
	for _, topic := range c.Topics {
		t.Logf("%-26s %d publishers", topic.ID, len(publishers[topic.ID]))
		if topic.ID != "other" && len(publishers[topic.ID]) < 2 {
			t.Errorf("topic %s has %d publishers", topic.ID, len(publishers[topic.ID]))
		}
	}
	if controlled < 15 {
		t.Errorf("%d sources are marked as state-controlled", controlled)
	}
}

// TestFamilies: sources of one house are one publisher.
func TestFamilies(t *testing.T) {
	families := map[string]string{
		"bbc-world": "bbc", "bbc-russian": "bbc", "ria": "rossiya-segodnya", "sputnik-en": "rossiya-segodnya",
		"tass-en": "tass", "rt-all": "rt", "meduza-en": "meduza", "un-news-africa": "un", "reliefweb": "un", "isw": "isw-ctp",
	}
	for _, s := range config.Defaults().Sources {
		if want := families[s.ID]; want != "" && s.Publisher != want {
			t.Errorf("%s has the publisher %q, want %q", s.ID, s.Publisher, want)
		}
		delete(families, s.ID)
	}
	if len(families) > 0 {
		t.Errorf("not among the sources: %v", families)
	}
}

// TestSurvey compares the list with the survey that it was chosen from.
func TestSurvey(t *testing.T) {
	survey := readSurvey(t, "../../shared/data/sources.tsv")
	for _, s := range config.Defaults().Sources {
		row := survey[s.ID]
		switch {
		case row == nil:
			t.Errorf("%s is not in the survey", s.ID)
		case row["grade"] != "A" && row["grade"] != "B":
			t.Errorf("%s has the grade %s", s.ID, row["grade"])
		case row["feed_url"] != s.URL || row["title"] != s.Title || row["site_url"] != s.Site || row["kind"] != s.Kind:
			t.Errorf("%s differs from the survey: %+v", s.ID, s)
		}
		if row != nil {
			checkState(t, s, row["state_controlled"])
		}
	}
}

// checkState: whom the survey calls state-controlled is marked, and nobody else.
func checkState(t *testing.T, s feed.Source, label string) {
	t.Helper()
	if want := strings.HasPrefix(label, "yes"); want != s.StateControlled {
		t.Errorf("%s is marked %v, and the survey says %q", s.ID, s.StateControlled, label)
	}
}

func readSurvey(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("the survey of sources is not on this machine: %v", err)
	}
	defer func() { _ = f.Close() }()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	survey := map[string]map[string]string{}
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		survey[m["id"]] = m
	}
	return survey
}
