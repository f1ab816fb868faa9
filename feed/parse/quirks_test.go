package parse_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep/feed"
	"sitrep/feed/parse"
)

var update = flag.Bool("update", false, "write the expected files anew")

// TestQuirks reads each testdata/quirks/NAME.xml and compares the document with
// NAME.json. A new quirk is two files.
func TestQuirks(t *testing.T) {
	files, err := filepath.Glob("testdata/quirks/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatal("no quirks found: ", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".xml")
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := parse.Feed(feed.Source{ID: "quirk", Publisher: "gazette"}, pageOf(body))
			if err != nil {
				t.Fatal(err)
			}
			got := slim(t, doc)
			golden := strings.TrimSuffix(file, ".xml") + ".json"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("%s differs (-want +got):\n%s", name, d)
			}
		})
	}
}

// slim writes a document without what is empty or the same in every case, so
// that the expected files can be read.
func slim(t *testing.T, doc *parse.Document) string {
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	numbers := json.NewDecoder(bytes.NewReader(raw))
	numbers.UseNumber()
	if err := numbers.Decode(&v); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(prune(v)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			if member = prune(member); member == nil || key == "Seen" || key == "Source" || key == "Publisher" {
				delete(v, key)
			} else {
				v[key] = member
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			if _, ok := v[i].(json.Number); !ok {
				v[i] = prune(v[i])
			}
		}
		if len(v) == 0 {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	case json.Number:
		if v == "0" {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return v
}
