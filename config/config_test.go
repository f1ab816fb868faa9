package config_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep/config"
	"sitrep/feed"
)

var update = flag.Bool("update", false, "write the golden files")

// environment is all that the test files can refer to.
func environment(name string) (string, bool) {
	v, ok := map[string]string{
		"ALPHA_TOKEN": "hunter2", "EMPTY": "", "TWO_LINES": "hunter2\nhunter2",
	}[name]
	return v, ok
}

func parse(t *testing.T, path string) (*config.Config, error) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return config.Parse(filepath.Base(path), data, config.Options{LookupEnv: environment})
}

// golden compares got with the .txt beside the file at path.
func golden(t *testing.T, path, got string) {
	t.Helper()
	path = strings.TrimSuffix(path, ".yaml") + ".txt"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("differs from %s (-want +got):\n%s", path, diff)
	}
}

func files(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no file matches %s (%v)", pattern, err)
	}
	return paths
}

// TestGood reads files that are right; beside each stands what they come to and
// what is doubtful about them.
func TestGood(t *testing.T) {
	for _, path := range files(t, "testdata/good/*.yaml") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			c, err := parse(t, path)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Check(); err != nil {
				t.Errorf("Check after Parse: %v", err)
			}
			golden(t, path, describe(c))
		})
	}
}

// TestBad reads files with mistakes; beside each stands what the user is told.
func TestBad(t *testing.T) {
	for _, path := range files(t, "testdata/bad/*.yaml") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			c, err := parse(t, path)
			var mistakes config.Mistakes
			if !errors.As(err, &mistakes) || c != nil {
				t.Fatalf("got %v and error %v, want Mistakes", c, err)
			}
			for _, m := range mistakes {
				if m.File != filepath.Base(path) || m.Remedy == "" {
					t.Errorf("no file or no remedy: %+v", m)
				}
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("shows a secret: %v", err)
			}
			golden(t, path, err.Error()+"\n")
		})
	}
}

// describe shows a configuration; of the built-in lists, what is left of them.
func describe(c *config.Config) string {
	var b strings.Builder
	fmt.Fprintf(&b, "listen %s\npublic_url %s\ndata %s\nkeep %s\nlanguages %q\ncontent %s\ntitle %s\ncontact %s\nauthority %s\nallow_private %v\n",
		c.Listen, c.PublicURL, c.Data, c.Keep, c.Languages, c.Content, c.Title, c.Contact, c.Authority, c.AllowPrivate)
	fmt.Fprintf(&b, "poll %+v\nretention %+v\nfeed %+v\nlog %+v\nclassify %+v\n", c.Poll, c.Retention, c.Feed, c.Log, c.Classify)
	fmt.Fprintf(&b, "strictness %s\n", c.Strictness)
	for _, t := range c.Terms {
		fmt.Fprintf(&b, "term %+v\n", t)
	}
	for _, r := range c.Rules {
		fmt.Fprintf(&b, "rule %+v\n", r)
	}
	rest := 0
	for _, s := range c.Sources {
		if len(c.Sources) > 20 && !strings.Contains(s.URL, "example.") {
			rest++
			continue
		}
		fmt.Fprintf(&b, "source %+v\n", s)
	}
	fmt.Fprintf(&b, "and %d built-in sources\n", rest)
	rest = 0
	for _, t := range c.Topics {
		if len(c.Topics) > 20 && len(t.Terms) == 0 && t.ID != t.Title {
			rest++
			continue
		}
		fmt.Fprintf(&b, "topic %+v\n", t)
	}
	fmt.Fprintf(&b, "and %d built-in topics\n", rest)
	for _, w := range c.Warnings() {
		fmt.Fprintf(&b, "warning %v\n", w)
	}
	return b.String()
}

// TestDocument: the file that the package comment shows is valid.
func TestDocument(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, file, _ := strings.Cut(string(doc), "//\tlisten:")
	file, _, _ = strings.Cut("listen:"+file, "\n//\n")
	file = strings.ReplaceAll(file, "\n//\t", "\n")
	token := func(string) (string, bool) { return "hunter2", true }
	if _, err := config.Parse("doc.yaml", []byte(file), config.Options{LookupEnv: token}); err != nil || len(file) < 1000 {
		t.Errorf("%v in\n%s", err, file)
	}
}

func TestLoad(t *testing.T) {
	c, err := config.Load("testdata/good/small.yaml", config.Options{})
	if err != nil || len(c.Sources) != 1 {
		t.Fatalf("Load: %v, error %v", c, err)
	}
	if _, err := config.Load(filepath.Join(t.TempDir(), "none.yaml"), config.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: error %v, want fs.ErrNotExist", err)
	}
	if _, err := config.Load(t.TempDir(), config.Options{}); err == nil {
		t.Error("a folder: no error")
	}
	large := filepath.Join(t.TempDir(), "large.yaml")
	if err := os.WriteFile(large, bytes.Repeat([]byte("# \n"), 2<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	var mistakes config.Mistakes
	if _, err := config.Load(large, config.Options{}); !errors.As(err, &mistakes) {
		t.Errorf("a large file: error %v, want Mistakes", err)
	}
}

// TestSchedule: the real parser of schedules has the last word.
func TestSchedule(t *testing.T) {
	refuse := func(s string) error { return fmt.Errorf("never %s", s) }
	data := "sources:\n  only:\n" +
		"    - {id: a, url: https://example.org/a, schedule: '@daily'}\n" +
		"    - {id: b, url: https://example.org/b}\n"
	_, err := config.Parse("f.yaml", []byte(data), config.Options{Schedule: refuse})
	var mistakes config.Mistakes
	if !errors.As(err, &mistakes) || len(mistakes) != 1 || mistakes[0].Line != 3 || !strings.Contains(err.Error(), "never @daily") {
		t.Errorf("error %v, want one mistake on line 3", err)
	}
}

// TestCheck: what is set after Load is checked like what was read.
func TestCheck(t *testing.T) {
	c := config.Defaults()
	c.Listen = "0.0.0.0:9999"
	if err := c.Check(); err != nil || c.PublicURL != "http://localhost:9999" {
		t.Errorf("PublicURL %q, error %v: want it derived again", c.PublicURL, err)
	}
	c.Listen = "127.0.0.1:0"
	if err := c.Check(); err != nil || c.PublicURL != "" {
		t.Errorf("PublicURL %q, error %v: want none for port 0", c.PublicURL, err)
	}
	c.PublicURL = "https://example.org/"
	if err := c.Check(); err != nil || c.PublicURL != "https://example.org" {
		t.Errorf("PublicURL %q, error %v", c.PublicURL, err)
	}
	c.Log.Level = "loud"
	c.Sources = append(c.Sources, feed.Source{ID: "x"})
	err := c.Check()
	for _, want := range []string{`log.level: cannot be "loud"`, `source "x": has no url`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q in it", err, want)
		}
	}
}
