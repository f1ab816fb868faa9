package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms is the import table of the house: which of our packages each package
// may know. Whatever is not listed may know nothing of ours.
var rooms = map[string][]string{
	"sitrep/feed":          {},
	"sitrep/feed/fetch":    {"sitrep/feed"},
	"sitrep/feed/parse":    {"sitrep/feed"},
	"sitrep/feed/classify": {"sitrep/feed"},
	"sitrep/feed/dedupe":   {"sitrep/feed"},
	"sitrep/feed/measure":  {"sitrep/feed"},
	"sitrep/feed/train":    {"sitrep/feed", "sitrep/feed/classify", "sitrep/feed/dedupe"},
	"sitrep/feed/publish":  {"sitrep/feed"},
	"sitrep/feed/feedtest": {"sitrep/feed"},
	"sitrep/feed/poll":     {"sitrep/feed", "sitrep/feed/fetch", "sitrep/feed/parse", "sitrep/feed/classify", "sitrep/feed/dedupe"},
	"sitrep/feed/serve":    {"sitrep/feed", "sitrep/feed/publish"},
	"sitrep/store":         {"sitrep/feed"},
	"sitrep/config":        {"sitrep/feed"},
	"sitrep/cmd/sitrep":    {"sitrep/"}, // ties everything
	"sitrep/cmd/train":     {"sitrep/feed", "sitrep/feed/classify", "sitrep/feed/dedupe", "sitrep/feed/measure", "sitrep/feed/parse", "sitrep/feed/train"},
}

// doors is which package alone may let a library in.
var doors = map[string]string{
	"github.com/mmcdole/gofeed":          "sitrep/feed/parse",
	"github.com/microcosm-cc/bluemonday": "sitrep/feed/parse",
	"go.etcd.io/bbolt":                   "sitrep/store",
	"github.com/robfig/cron":             "sitrep/feed/poll",
	"github.com/goccy/go-yaml":           "sitrep/config",
	"code.dny.dev/ssrf":                  "sitrep/feed/fetch",
	"github.com/alecthomas/kong":         "sitrep/cmd/sitrep",
}

// loggers are who may hold a logger: leaves return, conductors log.
var loggers = []string{"sitrep/cmd/sitrep", "sitrep/feed/poll", "sitrep/feed/serve"}

func TestImports(t *testing.T) {
	for _, in := range imports(t, "../..") {
		if in.test {
			continue // tests put rooms together as they need
		}
		if strings.HasPrefix(in.imported, "sitrep/") && !allowed(rooms[in.pkg], in.imported) {
			t.Errorf("%s: %s must not know %s", in.file, in.pkg, in.imported)
		}
		for library, door := range doors {
			if strings.HasPrefix(in.imported, library) && in.pkg != door {
				t.Errorf("%s: %s enters by %s alone", in.file, in.imported, door)
			}
		}
		if in.imported == "log/slog" && !slices.Contains(loggers, in.pkg) {
			t.Errorf("%s: leaves return errors, only %v log", in.file, loggers)
		}
	}
}

func allowed(known []string, imported string) bool {
	return slices.ContainsFunc(known, func(k string) bool {
		return k == imported || strings.HasSuffix(k, "/") && strings.HasPrefix(imported, k)
	})
}

// imported is one import of one file.
type imported struct {
	file, pkg, imported string
	test                bool
}

func imports(t *testing.T, root string) (all []imported) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" || strings.HasPrefix(file, ".") || strings.Contains(file, "testdata/") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			all = append(all, imported{
				file: file, pkg: path.Join("sitrep", path.Dir(file)), imported: name,
				test: strings.HasSuffix(file, "_test.go"),
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no Go files found")
	}
	return all
}
