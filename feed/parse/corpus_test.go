package parse_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/parse"
)

// corpus is where the real feeds are. They belong to their outlets and are not
// part of the project.
const corpus = "../../../shared/data/feeds"

type specimen struct {
	path    string
	body    []byte
	columns map[string]string
}

func readManifest(t testing.TB, path string) []specimen {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(corpus, path))
	if err != nil {
		t.Skipf("the corpus of real feeds is not here: %v", err)
	}
	var rows [][]string
	for row := range strings.Lines(string(file)) {
		rows = append(rows, strings.Split(strings.TrimRight(row, "\n"), "\t"))
	}
	var out []specimen
	for _, row := range rows[1:] {
		s := specimen{path: row[0], columns: map[string]string{}}
		for i, name := range rows[0] {
			if i < len(row) {
				s.columns[name] = row[i]
			}
		}
		s.body, err = os.ReadFile(filepath.Join(corpus, filepath.Dir(path), row[0]))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func pageOf(body []byte) parse.Page {
	return parse.Page{Body: body, URL: "https://outlet.example/feed.xml", Now: now}
}

func TestCorpus(t *testing.T) {
	var good, goodAgree, bad, badAgree int
	for _, s := range readManifest(t, "manifest.tsv") {
		want, _ := strconv.Atoi(s.columns["fp_entries"])
		begin := time.Now()
		doc, err := parse.Feed(feed.Source{ID: "x"}, pageOf(s.body))
		took := time.Since(begin)
		got := -1
		if err == nil {
			got = doc.Entries
		}
		agree := got == want || got == -1 && want == 0
		if s.columns["strict_xml"] == "ok" || strings.HasSuffix(s.path, ".json") {
			good++
			if agree {
				goodAgree++
			}
		} else {
			bad++
			if agree {
				badAgree++
			}
		}
		if took > time.Second {
			t.Errorf("%s took %v", s.path, took)
		}
		if !agree || err != nil {
			t.Logf("%s: %d entries, the oracle has %d; err=%v; strict=%s", s.path, got, want, err, s.columns["strict_xml"])
		} else if len(doc.Items) != doc.Entries || doc.Salvaged {
			t.Logf("%s: %d items of %d, salvaged=%v repairs=%v", s.path, len(doc.Items), doc.Entries, doc.Salvaged, doc.Repairs)
		}
	}
	t.Logf("well-formed: %d of %d agree; broken: %d of %d", goodAgree, good, badAgree, bad)
}
