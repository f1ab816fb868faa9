package publish_test

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
	"sitrep/feed/publish"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden renders each testdata/NAME.in.json, a feed, into NAME.atom,
// NAME.rss and NAME.json.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures(t) {
		for _, format := range publish.Formats {
			t.Run(name+format.Suffix, func(t *testing.T) {
				t.Parallel()
				got := render(t, format, fixture(t, name))
				golden := filepath.Join("testdata", name+format.Suffix)
				if *update {
					if err := os.WriteFile(golden, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), string(got)); diff != "" {
					t.Errorf("run with -update if this is meant (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func fixtures(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.in.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for i, path := range paths {
		paths[i] = strings.TrimSuffix(filepath.Base(path), ".in.json")
	}
	return paths
}

func fixture(t testing.TB, name string) feed.Feed {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name+".in.json"))
	if err != nil {
		t.Fatal(err)
	}
	var f feed.Feed
	if err := json.Unmarshal(body, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// render writes f and holds the result to Verify, as everything that is served.
func render(t testing.TB, format publish.Format, f feed.Feed) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := format.Write(&out, f); err != nil {
		t.Fatal(err)
	}
	if err := format.Verify(out.Bytes(), f); err != nil {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	return out.Bytes()
}
