package parse_test

import (
	"fmt"
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

// verdict is what came of one specimen, against the oracle of the manifest.
type verdict struct {
	cause    string // of the disagreement; empty if there is none
	sound    bool   // the specimen is well-formed
	items    int
	repaired string
}

func judge(t *testing.T, s specimen) verdict {
	want, _ := strconv.Atoi(s.columns["fp_entries"])
	v := verdict{sound: s.columns["strict_xml"] == "ok" || strings.HasSuffix(s.path, ".json")}
	var doc *parse.Document
	var err error
	begin := cpu()
	peak := peakHeap(func() { doc, err = parse.Feed(feed.Source{ID: "x"}, pageOf(s.body)) })
	if took := cpu() - begin; took > time.Second && !raced {
		t.Errorf("%s took %v of processor time", s.path, took)
	}
	if peak > 64<<20 {
		t.Errorf("%s needed %d MiB", s.path, peak>>20)
	}
	switch {
	case err != nil && want > 0:
		v.cause = "refused: " + err.Error()
	case err != nil:
	case doc.Entries != want:
		v.cause = fmt.Sprintf("%d entries for %d", doc.Entries, want)
	case doc.Salvaged && v.sound:
		v.cause = "salvaged though well-formed"
	default:
		v.items, v.repaired = len(doc.Items), strings.Join(doc.Repairs, ",")
	}
	return v
}

// TestCorpus reads all real feeds and holds the numbers of their entries to an
// oracle that shares no code with us.
func TestCorpus(t *testing.T) {
	total, agree := map[bool]int{}, map[bool]int{}
	repairs, items := map[string]int{}, 0
	for _, s := range readManifest(t, "manifest.tsv") {
		v := judge(t, s)
		total[v.sound]++
		items += v.items
		if v.cause == "" {
			agree[v.sound]++
		} else {
			t.Logf("%s: %s (strict: %s)", s.path, v.cause, s.columns["strict_xml"])
		}
		for name := range strings.SplitSeq(v.repaired, ",") {
			repairs[name]++
		}
	}
	t.Logf("well-formed: %d of %d agree; broken: %d of %d; %d items; feeds by repair: %v",
		agree[true], total[true], agree[false], total[false], items, repairs)
	if agree[true]*1000 < total[true]*995 || agree[false]*100 < total[false]*97 {
		t.Error("want 99.5 % of the well-formed feeds and 97 % of the broken ones")
	}
}

// TestConformance reads thousands of feeds that were made to be difficult. What
// they expect is feedparser's; here they only must not do harm.
func TestConformance(t *testing.T) {
	read, total, agree := 0, 0, 0
	for _, s := range readManifest(t, "conformance/manifest.tsv") {
		total++
		page := pageOf(s.body)
		page.Content = true
		doc, err := parse.Feed(feed.Source{ID: "x"}, page)
		want, _ := strconv.Atoi(s.columns["fp_entries"])
		if err != nil {
			if want == 0 {
				agree++
			}
			continue
		}
		read++
		checkDocument(t, doc)
		if doc.Entries == want {
			agree++
		} else {
			t.Logf("%s: %d entries for %d: %s", s.path, doc.Entries, want, s.columns["expect"])
		}
	}
	t.Logf("%d of %d were read, %d agree on the number of entries", read, total, agree)
}
