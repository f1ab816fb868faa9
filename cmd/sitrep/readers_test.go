package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReaders subscribes with feed readers that nobody here wrote: they see every
// entry, and what they fetch the second time is answered with 304.
func TestReaders(t *testing.T) {
	room, base := openBareNewsroom(t, 3)
	d := newDaemon(t, room.Sources(base), "keep: all\nlanguages: [all]")
	d.start()
	entries := len(d.await(60))
	t.Run("newsboat", func(t *testing.T) { newsboat(t, record(t, d.url), entries) })
	t.Run("sfeed", func(t *testing.T) { sfeed(t, record(t, d.url), entries) })
	t.Run("feedparser", func(t *testing.T) { feedparser(t, record(t, d.url), entries) })
	d.stop()
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// newsboat keeps one article for each id, so each format gets a cache of its own.
// It notes the validators of a feed only when it already knows the feed, so its
// third visit is the first conditional one.
func newsboat(t *testing.T, r *recorder, want int) {
	program := tool(t, "newsboat")
	for _, path := range []string{"/feed.atom", "/feed.rss"} {
		home := t.TempDir()
		write(t, filepath.Join(home, "urls"), r.URL+path+"\n")
		write(t, filepath.Join(home, "config"), "max-items 1000\n")
		args := []string{"-C", filepath.Join(home, "config"), "-u", filepath.Join(home, "urls"), "-c", filepath.Join(home, "cache.db"), "-x"}
		env := []string{"HOME=" + home, "LANG=C.UTF-8"}
		output(t, env, program, append(args, "reload")...)
		r.answered(t, path, 200)
		if got := output(t, env, program, append(args, "print-unread")...); !strings.HasPrefix(got, fmt.Sprint(want, " ")) {
			t.Errorf("%s: newsboat says %q, want %d", path, got, want)
		}
		output(t, env, program, append(args, "reload")...)
		output(t, env, program, append(args, "reload")...)
		r.answered(t, path, 200, 304)
	}
}

// sfeed is a parser with a script around it that fetches with curl, here with
// curl's own handling of ETags.
func sfeed(t *testing.T, r *recorder, want int) {
	tool(t, "curl")
	program := tool(t, "sfeed_update")
	for _, path := range []string{"/feed.atom", "/feed.rss"} {
		home := t.TempDir()
		write(t, filepath.Join(home, "sfeedrc"), fmt.Sprintf(`sfeedpath=%q
fetch() { curl -f -s --etag-compare %[2]q --etag-save %[2]q "$2"; }
feeds() { feed sitrep %[3]q; }
`, home, filepath.Join(home, "etag"), r.URL+path))
		output(t, nil, program, filepath.Join(home, "sfeedrc"))
		text, err := os.ReadFile(filepath.Join(home, "sitrep"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(text), "\n"); got != want {
			t.Errorf("%s: sfeed has %d entries, want %d", path, got, want)
		}
		output(t, nil, program, filepath.Join(home, "sfeedrc"))
		r.answered(t, path, 200, 304)
	}
}

const feedparserScript = `
import sys, feedparser
for url in sys.argv[1:]:
    first = feedparser.parse(url)
    ids = {e.id for e in first.entries}
    complete = all(e.title and e.link and e.published and e.summary for e in first.entries)
    again = [feedparser.parse(url, etag=first.etag).status, feedparser.parse(url, modified=first.modified).status]
    print(first.version, first.bozo, len(first.entries), len(ids), complete, again)
`

// feedparser is the parser behind many readers. Debian's does not know JSON Feed.
func feedparser(t *testing.T, r *recorder, want int) {
	const python = "/usr/bin/python3" // Debian's, which has Debian's modules
	tool(t, python)
	script := filepath.Join(t.TempDir(), "read.py")
	write(t, script, feedparserScript)
	got := output(t, nil, python, script, r.URL+"/feed.atom", r.URL+"/feed.rss")
	for i, version := range []string{"atom10", "rss20"} {
		expected := fmt.Sprintf("%s False %d %[2]d True [304, 304]", version, want)
		if line := strings.Split(got, "\n")[i]; line != expected && line != strings.Replace(expected, "False", "0", 1) {
			t.Errorf("feedparser says %q, want %q", line, expected)
		}
	}
}
