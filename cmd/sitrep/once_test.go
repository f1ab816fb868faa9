package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/feed/poll"
)

// published is an entry of the feed that once prints.
type published struct {
	Title string `xml:"title"`
	Links []struct {
		Rel   string `xml:"rel,attr"`
		Href  string `xml:"href,attr"`
		Title string `xml:"title,attr"`
	} `xml:"link"`
}

// once runs the real command one time and returns the entries of its feed and
// its summary.
func once(t *testing.T, sources []feed.Source, extra string) (entries []published, reports []poll.Report) {
	t.Helper()
	d := newDaemon(t, sources, extra)
	summary := filepath.Join(t.TempDir(), "summary.jsonl")
	cmd := exec.Command(os.Args[0], "once", "--config", d.config, "--format", "atom", "--summary", summary)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("once: %v", err)
	}
	var document struct {
		Entries []published `xml:"entry"`
	}
	if err := xml.Unmarshal(out, &document); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(summary)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var r poll.Report
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		reports = append(reports, r)
	}
	return document.Entries, reports
}

// titles are those of all reports, of the lead of each story and of the others.
func titles(entries []published) (all []string) {
	for _, e := range entries {
		all = append(all, e.Title)
		for _, link := range e.Links {
			if link.Rel == "related" {
				all = append(all, link.Title)
			}
		}
	}
	return all
}

// gold is one labelled item of a real feed.
type gold struct{ file, title, class, confidence string }

// TestOnceOnRealSnapshots polls sixty real feeds, as they once were, and compares
// the merged feed with what a reader labelled: what is surely coverage is there, and no sport.
func TestOnceOnRealSnapshots(t *testing.T) {
	const data = "../../../shared/data"
	labels, err := os.Open(filepath.Join(data, "gold/relevance.tsv"))
	if err != nil {
		t.Skipf("the shared labelled feeds are not here: %v", err)
	}
	defer labels.Close()
	items := readGold(t, labels)
	origin := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(data, "feeds"))))
	defer origin.Close()
	var sources []feed.Source
	for _, it := range items {
		url := origin.URL + "/" + it.file
		if !slices.ContainsFunc(sources, func(s feed.Source) bool { return s.URL == url }) && len(sources) < 60 {
			id := fmt.Sprintf("s%02d", len(sources))
			sources = append(sources, feed.Source{ID: id, Title: id, URL: url})
		}
	}
	entries, reports := once(t, sources, "languages: [all]\nfeed: {limit: 5000}\nretention: {age: 9999d}")
	for _, r := range reports {
		if r.Status != feed.Fetched || r.Items == 0 {
			t.Errorf("%+v", r)
		}
	}
	published := map[string]bool{}
	for _, title := range titles(entries) {
		published[plain(title)] = true
	}
	var kept, coverage, sport int
	for _, it := range items {
		polled := slices.ContainsFunc(sources, func(s feed.Source) bool { return s.URL == origin.URL+"/"+it.file })
		switch {
		case !polled || it.confidence == "doubt" || it.title == "":
		case it.class == "sport":
			sport++
			if published[plain(it.title)] {
				t.Errorf("sport in the feed: %s", it.title)
			}
		case slices.Contains([]string{"fighting", "attacks", "ending"}, it.class):
			coverage++
			if published[plain(it.title)] {
				kept++
			}
		}
	}
	t.Logf("%d entries; of %d labelled items on fighting, attacks and their end %d are there; none of %d on sport", len(entries), coverage, kept, sport)
	if sport == 0 || coverage < 40 || kept*10 < coverage*8 {
		t.Errorf("only %d of %d labelled items on fighting, attacks and their end are in the feed", kept, coverage)
	}
}

// plain folds what feeds and label files write differently.
func plain(title string) string { return strings.Join(strings.Fields(strings.ToLower(title)), " ") }

func readGold(t *testing.T, file *os.File) (items []gold) {
	t.Helper()
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	for _, row := range rows[1:] {
		items = append(items, gold{row[column("file")], row[column("title")], row[column("class")], row[column("confidence")]})
	}
	return items
}

// TestOnceOnNewsroom polls the invented world and holds the merged feed against
// what the newsroom knows to be true, for the three languages of the first term lists.
func TestOnceOnNewsroom(t *testing.T) {
	room := newTestNewsroom(t)
	entries, reports := once(t, room.sources, "languages: [all]\nfeed: {limit: 5000}")
	published := map[string]bool{}
	for _, title := range titles(entries) {
		published[plain(title)] = true
	}
	var failures int
	for _, r := range reports {
		if r.Status == feed.Failed {
			failures++
		}
	}
	if failures == 0 || failures > 6 {
		t.Errorf("%d sources failed; the newsroom has a few that must", failures)
	}
	var there, missing, sport int
	for _, truth := range room.Truths() {
		known := slices.Contains([]string{"en", "ru", "uk"}, truth.Language) && truth.CopyOf == ""
		switch {
		case known && truth.Conflict && published[plain(truth.Title)]:
			there++
		case known && truth.Conflict:
			missing++
		case truth.Topic == "sport" && published[plain(truth.Title)]:
			sport++
			t.Logf("sport in the feed: %s", truth.Title)
		}
	}
	t.Logf("%d reports of war are in the feed, %d are not listed or missing, %d on sport are there", there, missing, sport)
	if there < 100 || sport > 0 {
		t.Errorf("%d reports of war, %d of sport", there, sport)
	}
}
