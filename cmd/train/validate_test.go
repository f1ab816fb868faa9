package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/feed/measure"
)

func judgedAs(scores string, keeps string) (of []measure.Judged) {
	for i, s := range strings.Fields(scores) {
		score := map[string]float64{"a": 0.9, "b": 0.6, "c": 0.4, "d": 0.1}[s]
		of = append(of, measure.Judged{Row: measure.Row{Keep: keeps[i] == '1'}, Verdict: feed.Verdict{Score: score}})
	}
	return of
}

func TestAveragePrecision(t *testing.T) {
	for _, c := range []struct {
		scores, keeps string
		want          float64
	}{
		{"a b c d", "1100", 1},
		{"a b c d", "0100", 0.5},
		{"d c b a", "0011", 1}, // the order of the rows does not matter
		{"a b c d", "1001", (1 + 0.5) / 2},
		{"a b", "00", 0},
	} {
		if got := averagePrecision(judgedAs(c.scores, c.keeps)); got != c.want {
			t.Errorf("%s %s: %v, want %v", c.scores, c.keeps, got, c.want)
		}
	}
}

func TestFrom(t *testing.T) {
	want := measure.Counts{Right: 1, False: 1, Missed: 1, All: 4}
	if got := from(judgedAs("a b c d", "1010"), 0.5); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// TestLibrary reads sets as they lie in a folder: what may train, and titles
// completed from the feeds they are of.
func TestLibrary(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("labels/items.tsv", "label\toutlet\tfile\ttitle\nfighting\tbbc.co.uk\tone.xml\tShells hit Mirna\n"+
		"sport\tapnews.com\tone.xml\tOf a held outlet\n")
	write("feeds/one.xml", `<rss version="2.0"><channel><title>One</title><language>en</language><item><title>Shells hit  Mirna!</title>`+
		`<link>https://one.example/1</link><description>Nine were killed.</description></item></channel></rss>`)
	l := library{shared: dir, own: dir}
	rows, err := l.read([]set{{file: ":labels/items.tsv", weight: 6, feeds: true}}, row.open)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if it := rows[0].Item; it.Summary != "Nine were killed." || it.Language != "en" {
		t.Errorf("completed to %+v", it)
	}
	if e := examples(rows)[0]; !e.Keep || e.Class != "fighting" || e.Weight != 6 || e.Group != "bbc.co.uk" || !e.Probe {
		t.Errorf("example %+v", e)
	}
	write("labels/items.tsv", "label\toutlet\tfile\ttitle\nfighting\tbbc.co.uk\tgone.xml\tShells hit Mirna\n")
	if _, err := l.read([]set{{file: ":labels/items.tsv", feeds: true}}, row.open); err == nil || !strings.Contains(err.Error(), "gone.xml") {
		t.Errorf("a feed that is not there: error %v", err)
	}
}
