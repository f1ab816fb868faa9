package publish_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sitrep/feed"
	"sitrep/feed/publish"
)

func TestO31WriteOPML(t *testing.T) {
	t.Parallel()
	list := publish.List{Title: "Sources & more", Modified: noon, Sources: []feed.Source{{
		ID: "alpha", Title: `Alpha "Post"`, URL: "https://user:pw@alpha.example/f?a=1&b=2", Site: "https://alpha.example/",
		Language: "en", Topics: []string{"karsk", "valley"}, Headers: map[string]string{"Authorization": "secret"},
	}, {ID: "none", Title: "No address", URL: "ftp://x"}}}
	var out bytes.Buffer
	if err := list.WriteOPML(&out); err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
<head>
<title>Sources &amp; more</title>
<dateModified>Sun, 22 Nov 2026 12:00:00 +0000</dateModified>
<docs>https://opml.org/spec2.opml</docs>
</head>
<body>
<outline type="rss" text="Alpha &#34;Post&#34;" title="Alpha &#34;Post&#34;" xmlUrl="https://alpha.example/f?a=1&amp;b=2" htmlUrl="https://alpha.example/" language="en" category="/karsk,/valley"/>
</body>
</opml>
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("OPML (-want +got):\n%s", diff)
	}
}

// TestReadOPML reads each testdata/opml/NAME.opml and compares with NAME.txt.
func TestO31ReadOPML(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/opml/*.opml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := opmlText(bytes.NewReader(body))
			golden := strings.TrimSuffix(path, ".opml") + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func opmlText(r *bytes.Reader) string {
	sources, err := publish.ReadOPML(r)
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	for _, s := range sources {
		fmt.Fprintf(&b, "%s | %s | %s | %s | %s | %s\n", s.ID, s.Title, s.URL, s.Site, s.Language, strings.Join(s.Topics, ","))
	}
	return b.String()
}

func TestA48OPMLLimits(t *testing.T) {
	t.Parallel()
	outlines := func(n int) string {
		return strings.Repeat(`<outline text="Same title" xmlUrl="https://a.example/f"/>`, n)
	}
	for name, tc := range map[string]struct{ body, want string }{
		"size":     {"<opml>" + strings.Repeat(" ", 5<<20), "over 5 MB"},
		"outlines": {"<opml><body>" + outlines(10_001), "over 10000 outlines"},
		"depth":    {"<opml>" + strings.Repeat("<outline>", 100), "nested more than 64 deep"},
		"page":     {"<html><body>Not found</body></html>", "not an OPML document"},
		"empty":    {"", "empty"},
		"entity":   {`<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;" xmlUrl="https://a.example/f"/></body></opml>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			got, err := publish.ReadOPML(strings.NewReader(tc.body))
			if tc.want == "" {
				if err != nil || len(got) != 1 || strings.Contains(got[0].Title, "root:") {
					t.Errorf("got %v, %v", got, err)
				}
			} else if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q", err, tc.want)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

// What is written is read back, and ids never collide.
func TestO31OPMLRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		titles := rapid.SliceOfN(text(), 0, 20).Draw(rt, "titles")
		var in []feed.Source
		for i, title := range titles {
			in = append(in, feed.Source{Title: title, URL: fmt.Sprintf("https://alpha.example/%d", i), Language: "en", Topics: []string{"karsk", "valley"}})
		}
		var doc bytes.Buffer
		if err := publish.OPML(&doc, text().Draw(rt, "title"), in); err != nil {
			rt.Fatal(err)
		}
		if err := xml.Unmarshal(doc.Bytes(), new(struct{})); err != nil {
			rt.Fatalf("%v\n%s", err, doc.Bytes())
		}
		out, err := publish.ReadOPML(&doc)
		if err != nil || len(out) != len(in) {
			rt.Fatalf("read %d of %d: %v", len(out), len(in), err)
		}
		ids := map[string]bool{}
		for i := range out {
			if out[i].URL != in[i].URL || ids[out[i].ID] || out[i].ID == "" || !cmp.Equal(out[i].Topics, in[i].Topics) {
				rt.Fatalf("source %d: %+v", i, out[i])
			}
			ids[out[i].ID] = true
		}
	})
}

func FuzzReadOPML(f *testing.F) {
	paths, _ := filepath.Glob("testdata/opml/*.opml")
	for _, path := range paths {
		body, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		sources, err := publish.ReadOPML(bytes.NewReader(body))
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for _, s := range sources {
			if s.ID == "" || ids[s.ID] || !absolute(s.URL) {
				t.Errorf("source %+v", s)
			}
			ids[s.ID] = true
		}
	})
}
