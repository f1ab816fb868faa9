package publish_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"sitrep/feed/publish"
)

// TestO33AnyInput renders feeds of arbitrary content: every format must parse
// strictly, hold the same ids, obey the rules of its format, and come out the
// same a second time.
func TestO33AnyInput(t *testing.T) {
	t.Parallel()
	schema := jsonFeedSchema(t)
	rapid.Check(t, func(rt *rapid.T) {
		f := anyFeed().Draw(rt, "feed")
		for _, format := range publish.Formats {
			var once, again bytes.Buffer
			if err := format.Write(&once, f); err != nil {
				rt.Fatal(err)
			}
			if err := format.Verify(once.Bytes(), f); err != nil {
				rt.Fatalf("%v\n%q", err, once.Bytes())
			}
			if err := format.Write(&again, f); err != nil || !bytes.Equal(once.Bytes(), again.Bytes()) {
				rt.Fatalf("%s: a second rendering differs (%v)", format.Name, err)
			}
			if faults := faultsOf(schema, format, once.Bytes()); len(faults) > 0 {
				rt.Fatalf("%s: %q\n%s", format.Name, faults, once.Bytes())
			}
		}
	})
}

// TestAtomGrammar holds Atom documents to the RELAX NG grammar of RFC 4287, by
// jing. The grammar is not ours to copy; it is looked for beside the project.
func TestAtomGrammar(t *testing.T) {
	t.Parallel()
	grammar := "../../../shared/data/schema/atom-rfc4287.rnc"
	if _, err := os.Stat(grammar); err != nil {
		t.Skip("no RELAX NG grammar of RFC 4287 beside the project; faultsOf checks its rules too")
	}
	jing, err := exec.LookPath("jing")
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal("jing is not installed (Debian package jing)")
	}
	if err != nil {
		t.Skip("jing is not installed (Debian package jing)")
	}
	args := []string{"-c", grammar}
	dir := t.TempDir()
	for i := range 100 {
		path := filepath.Join(dir, strconv.Itoa(i)+".atom")
		if err := os.WriteFile(path, render(t, publish.Atom, anyFeed().Example(i)), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	for _, name := range fixtures(t) {
		args = append(args, filepath.Join("testdata", name+".atom"))
	}
	if out, err := exec.Command(jing, args...).CombinedOutput(); err != nil {
		t.Errorf("jing: %v\n%s", err, out)
	}
}
