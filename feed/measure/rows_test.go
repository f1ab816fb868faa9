package measure_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitrep/feed"
	"sitrep/feed/measure"
)

func TestRead(t *testing.T) {
	rows, err := measure.Read(strings.NewReader("# a note\n" +
		"id\tkeep\tclass\ttopics\tconfidence\tsample\tlanguage\toutlet\tpublished\ttitle\tsummary\n" +
		"1\t1\tattacks\tsahel nigeria\tdoubt\trandom\tfr\tx.example\t2024-02-03T04:05:06Z\tA title\tA summary\r\n" +
		"# another\n\n" +
		"2\t0\tsport\t-\tsure\t\t\t\t\tA match\n"))
	want := []measure.Row{
		{
			Item: feed.Item{Title: "A title", Summary: "A summary", Language: "fr", Published: time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)},
			Keep: true, Class: "attacks", Topics: []string{"sahel", "nigeria"}, Doubt: true, Sample: "random", Outlet: "x.example", Line: 3,
		},
		{Item: feed.Item{Title: "A match"}, Class: "sport", Topics: []string{}, Line: 6},
	}
	if diff := cmp.Diff(want, rows); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestLabels(t *testing.T) {
	for label, want := range map[string]measure.Row{
		"1": {Keep: true}, "0": {}, "keep": {Keep: true}, "drop": {},
		"effects": {Keep: true, Class: "effects"}, "crime": {Class: "crime"},
	} {
		rows, err := measure.Read(strings.NewReader("label\ttitle\n" + label + "\tA title\n"))
		if err != nil || rows[0].Keep != want.Keep || rows[0].Class != want.Class {
			t.Errorf("%s: %+v, %v", label, rows, err)
		}
	}
}

func TestWhatIsNoLabelledFile(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "the file is empty",
		"title\nA title\n":             "line 1: want a header",
		"keep\tsummary\n1\tx\n":        "line 1: want a header",
		"keep\ttitle\nyes\tA title\n":  `line 2: keep: "yes": want 1 or 0`,
		"label\ttitle\nwar\tA title\n": `line 2: label: "war": want 1 or 0, or one of fighting`,
		"label\ttitle\n\tA title\n":    "line 2: label: want 1 or 0, or a class",
		"keep\ttitle\n1\tA title\tx\n": "line 2: 3 cells under 2 columns",
		"title\tkeep\nA title\n":       "line 2: only 1 of 2 cells",
		"keep\ttitle\n1\t" + strings.Repeat("x", 1<<21) + "\n": "token too long",
	} {
		if _, err := measure.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: error %v, want %q", text, err, want)
		}
	}
}

func TestReadFile(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte("keep\ttitle\n1\tA title\n")); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "rows.tsv.gz")
	if err := os.WriteFile(name, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if rows, err := measure.ReadFile(name); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
	if err := os.WriteFile(name, []byte("keep\ttitle\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := measure.ReadFile(name); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("error %v, want one that names the file", err)
	}
}

// FuzzRead reads any bytes: an error, or rows each of which has a line.
func FuzzRead(f *testing.F) {
	f.Add([]byte("keep\ttitle\n1\tA title\n"))
	f.Add([]byte("# x\nlabel\ttopics\ttitle\r\nsport\ta,b\tA\n\n"))
	f.Add([]byte("title\tkeep\tdate\n\t0\t2020-01-01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := measure.Read(bytes.NewReader(data))
		for _, r := range rows {
			if err != nil || r.Line < 2 || r.Line > bytes.Count(data, []byte("\n"))+1 {
				t.Errorf("row %+v beside %v", r, err)
			}
		}
	})
}
