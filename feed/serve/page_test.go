package serve_test

import (
	"encoding/xml"
	"flag"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitrep/feed"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestPage holds the pages to their golden files.
func TestPage(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		path    string
		stories []feed.Story
	}{
		"front": {"/", world()},
		"topic": {"/topic/strait/", world()},
		"empty": {"/", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := get(t, handler(&fakeStore{stories: tc.stories}), tc.path).body
			golden := "testdata/" + name + ".html"
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
				t.Errorf("run with -update if this is meant (-want +got):\n%s", diff)
			}
		})
	}
}

func TestO29Autodiscovery(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for path, base := range map[string]string{"/": "https://news.example.org/feed", "/topic/karsk/": "https://news.example.org/topic/karsk/feed"} {
		body := get(t, h, path).body
		for _, want := range []string{
			`<link rel="alternate" type="application/atom+xml" title="`, `href="` + base + `.atom"`, `href="` + base + `.rss"`, `href="` + base + `.json"`,
			`href="feed:` + base + `.atom"`, `<link rel="outline" type="text/x-opml" title="Sources" href="https://news.example.org/sources.opml">`,
			`<link rel="canonical" href="https://news.example.org` + path + `">`,
		} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
		if strings.Contains(body, "<script") || strings.Contains(body, "style=") {
			t.Errorf("%s has script or inline style", path)
		}
	}
}

// TestA31A32PageIsSafe shows hostile text on the page, which must come out as text.
func TestA31A32PageIsSafe(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'onmouseover='alert(1)`, "javascript:alert(1)", "JaVa\tScRiPt:alert(1)",
		"data:text/html,<script>alert(1)</script>", "vbscript:x", "mailto:x@y", "\x00<svg/onload=alert(1)>", "{{.Title}}",
	} {
		hostile := story(1, "karsk", by("harbour", bad, bad), by("daily", bad, bad))
		for i := range hostile.Items {
			hostile.Items[i].Language, hostile.Items[i].Authors = bad, []string{bad}
		}
		body := get(t, handler(&fakeStore{stories: []feed.Story{hostile}}), "/").body
		_, main, _ := strings.Cut(body, "<main>")
		main, _, _ = strings.Cut(main, "</main>")
		tags := regexp.MustCompile(`"[^"]*"`).ReplaceAllString(main, "") // without the values of attributes
		for text, re := range map[string]string{main: `(?i)href="(javascript|data|vbscript|mailto)`, tags: `(?i)<script|<img|<svg|<[^>]*\son\w+\s*=`} {
			if found := regexp.MustCompile(re).FindString(text); found != "" {
				t.Errorf("%q comes through: %s", bad, found)
			}
		}
	}
}

// A page is well-formed enough for a strict reader once its void elements are closed.
func TestPageIsBalanced(t *testing.T) {
	t.Parallel()
	body := get(t, handler(&fakeStore{stories: world()}), "/").body
	body = strings.ReplaceAll(body, "&nbsp;", " ")
	body = regexp.MustCompile(`<(meta|link|wbr)([^>]*)>`).ReplaceAllString(strings.TrimPrefix(body, "<!DOCTYPE html>"), "<$1$2/>")
	if err := xml.Unmarshal([]byte(body), new(struct{})); err != nil {
		t.Error(err)
	}
}

func TestPageOfUnknownTopic(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for path, want := range map[string]int{
		"/topic/karsk/": 200, "/topic/karsk": 301, "/topic/nowhere/": 404, "/topic/nowhere": 404, "/topic/nowhere/feed.atom": 404,
		"/topic/": 404, "/topic/karsk/feed.xml": 404, "/index.html": 404, "/feed.atom/": 404, "/topic/..%2f..%2fetc/passwd": 404,
	} {
		got := get(t, h, path)
		if got.code != want {
			t.Errorf("%s: %d, want %d", path, got.code, want)
		}
		if want >= 400 && got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: errors must not be cached", path)
		}
	}
	if got := get(t, h, "/topic/karsk").header.Get("Location"); got != "/topic/karsk/" {
		t.Errorf("redirects to %q", got)
	}
}

func TestPrefixOfPublicURL(t *testing.T) {
	t.Parallel()
	o := options(&fakeStore{stories: world()})
	o.PublicURL = "https://example.org/war/"
	body := get(t, newHandler(o), "/").body
	for _, want := range []string{`href="/war/style.css"`, `href="/war/topic/karsk/"`, `href="https://example.org/war/feed.atom"`} {
		if !strings.Contains(body, want) {
			t.Errorf("page lacks %s", want)
		}
	}
	atom := get(t, newHandler(o), "/feed.atom")
	if !strings.Contains(atom.body, `href="/war/feed.css"`) || atom.code != http.StatusOK {
		t.Error("feed lacks its style sheet")
	}
}

func TestCardTellsWhoStandsBehindIt(t *testing.T) {
	t.Parallel()
	counting := func(it feed.Item, kind string, n int) feed.Item {
		it.About.Counts = append(it.About.Counts, feed.Count{Kind: kind, Value: n})
		return it
	}
	claimed := func(it feed.Item) feed.Item {
		it.About.Saying.Kind = "claim"
		return it
	}
	withdrawn := func(it feed.Item) feed.Item {
		it.Withdrawn = true
		return it
	}
	a, b, c, d := by("harbour", "Port hit", "https://harbour.example/1"), by("vestnik", "Порт", "https://vestnik.example/1"),
		by("wire", "Port struck", "https://wire.example/1"), by("daily", "Port struck", "https://mercury.example/1")
	for name, tc := range map[string]struct {
		reports    []feed.Item
		want, none []string
	}{
		"several":    {[]feed.Item{a, b, c, copied(d)}, []string{"<span>4 publishers, 3 of them independent, 1 state-controlled</span>"}, []string{">unconfirmed</em>", "toll"}},
		"no state":   {[]feed.Item{a, c}, []string{"<span>2 publishers, 2 of them independent</span>"}, nil},
		"one":        {[]feed.Item{a}, nil, []string{"independent<", "publishers<"}},
		"one left":   {[]feed.Item{a, withdrawn(c)}, []string{"<span>1 publisher</span>"}, nil},
		"none left":  {[]feed.Item{withdrawn(a), withdrawn(c)}, []string{"<span>withdrawn by its publishers</span>"}, nil},
		"claim":      {[]feed.Item{claimed(a)}, []string{">unconfirmed</em>"}, nil},
		"range":      {[]feed.Item{counting(a, "deaths", 9), counting(counting(c, "deaths", 17), "wounded", 30)}, []string{">9–17 deaths, 30 wounded reported</span>"}, nil},
		"one death":  {[]feed.Item{counting(a, "deaths", 1)}, []string{">1 death reported</span>"}, nil},
		"other kind": {[]feed.Item{counting(a, "drones", 40)}, nil, []string{"toll"}},
	} {
		body := get(t, handler(&fakeStore{stories: []feed.Story{story(1, "karsk", tc.reports...)}}), "/").body
		_, main, _ := strings.Cut(body, "<main>")
		main, _, _ = strings.Cut(main, "</main>")
		for _, want := range tc.want {
			if !strings.Contains(main, want) {
				t.Errorf("%s: lacks %s in %s", name, want, main)
			}
		}
		for _, none := range tc.none {
			if strings.Contains(main, none) {
				t.Errorf("%s: has %s in %s", name, none, main)
			}
		}
	}
}

// A change that waits moves no date and no story before the store settles it.
func TestPendingChangesDoNotShow(t *testing.T) {
	t.Parallel()
	settled, waiting := handler(&fakeStore{stories: world()}), world()
	waiting[3].Pending = noon.Add(time.Minute)
	h := handler(&fakeStore{stories: waiting})
	for _, path := range []string{"/", "/topic/karsk/", "/feed.atom", "/feed.rss", "/feed.json"} {
		want, got := get(t, settled, path), get(t, h, path)
		if got.code != 200 || got.body != want.body || got.header.Get("Last-Modified") != want.header.Get("Last-Modified") {
			t.Errorf("%s tells of a change that waits:\n%s", path, cmp.Diff(want.body, got.body))
		}
	}
}
