package parse_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep/feed/parse"
)

func TestLink(t *testing.T) {
	const base = "https://gazette.example/news/index.xml"
	for in, want := range map[string]string{
		"https://a.example/b":                                    "https://a.example/b",
		"https://a.example":                                      "https://a.example/",
		" HTTPS://A.Example:443/b#c ":                            "https://a.example/b",
		"http://a.example:80/":                                   "http://a.example/",
		"http://a.example:8080/x":                                "http://a.example:8080/x",
		"https://a.example/?utm_source=x&id=5&fbclid=y":          "https://a.example/?id=5",
		"https://a.example/?utm_source=x":                        "https://a.example/",
		"https://a.example/b?":                                   "https://a.example/b",
		"https://a.example/?b=2&a=1&b=3":                         "https://a.example/?b=2&a=1&b=3",
		"https://a.example/?a=1&amp;amp;b=2":                     "https://a.example/?a=1&amp;b=2",
		"https://a.example/?a=1&amp;b=2":                         "https://a.example/?a=1&b=2",
		"https://www.nytimes.com/x?partner=rss&emc=rss":          "https://www.nytimes.com/x",
		"https://a.example/x?partner=rss":                        "https://a.example/x?partner=rss",
		"https://www.dailymail.co.uk/a?ITO=1490&ns_mchannel=rss": "https://www.dailymail.co.uk/a",
		"https://news.google.com/rss/articles/CBM?oc=5":          "https://news.google.com/rss/articles/CBM",
		"https://user:pass@a.example/":                           "https://a.example/",
		"https://a.example/a/../b/./c":                           "https://a.example/b/c",
		"https://a.example/100%":                                 "https://a.example/100%25",
		"https://a.example/a b":                                  "https://a.example/a%20b",
		"https://a.example/\n\tb":                                "https://a.example/b",
		"https://a.example/статья":                               "https://a.example/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F",
		"https://пример.example/":                                "https://xn--e1afmkfd.example/",
		"https://a.example./b":                                   "https://a.example/b",
		"http://[2001:DB8::1]:80/x":                              "http://[2001:db8::1]/x",
		"http://127.0.0.1:9000/x":                                "http://127.0.0.1:9000/x",
		"/x":                                                     "https://gazette.example/x",
		"x?y":                                                    "https://gazette.example/news/x?y",
		"//b.example/x":                                          "https://b.example/x",
		"../x":                                                   "https://gazette.example/x",
		"#top":                                                   "",
		"":                                                       "",
		"javascript:alert(1)":                                    "",
		"java\tscript:alert(1)":                                  "",
		"data:text/html,x":                                       "",
		"mailto:a@b.example":                                     "",
		"ftp://a.example/":                                       "",
		"https://":                                               "",
		"https:///x":                                             "",
		"http://a b/":                                            "",
		"https://a.example/<script>":                             "",
		"https://a.example/" + strings.Repeat("a", 10000):        "",
	} {
		if got := parse.Link(in, base); got != want {
			t.Errorf("%.80q: %.80q, want %.80q", in, got, want)
		}
	}
	if got := parse.Link("/x", ""); got != "" {
		t.Errorf("a relative link without a base became %q", got)
	}
}

// checkLink fails if Link made something that it would not leave as it is.
func checkLink(t interface{ Errorf(string, ...any) }, raw, got string) {
	if got == "" {
		return
	}
	u, err := url.Parse(got)
	switch {
	case err != nil:
		t.Errorf("%q: %q does not parse: %v", raw, got, err)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "", u.User != nil, u.Fragment != "":
		t.Errorf("%q: %q is not canonical", raw, got)
	case strings.ContainsAny(got, "<>\"\n\t\r \x00"):
		t.Errorf("%q: %q has characters that no address has", raw, got)
	case parse.Link(got, "") != got:
		t.Errorf("%q: %q becomes %q the second time", raw, got, parse.Link(got, ""))
	}
}

// naming are parameters by which somebody's site names its articles. No rule
// for all hosts may take one of them away.
var naming = []string{"id", "p", "page_id", "article", "articleid", "story", "storyid", "news", "newsid", "nid", "aid", "pid", "sid",
	"tid", "cid", "doc", "docid", "item", "post", "postid", "entry", "key", "guid", "url", "u", "q", "v", "t", "s", "n", "a", "title", "slug",
	"date", "lang", "l", "hl", "ref", "source", "from", "section", "cat", "c", "r", "rss", "feed", "partner", "f", "campaign"}

func TestStrippingKeepsWhatNamesAnArticle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(naming).Draw(t, "name")
		one := rapid.StringMatching(`[a-z0-9]{1,8}`).Draw(t, "one")
		two := rapid.StringMatching(`[a-z0-9]{1,8}`).Draw(t, "two")
		noise := rapid.SampledFrom([]string{"", "&utm_source=rss", "&fbclid=1", "&at_medium=RSS"}).Draw(t, "noise")
		a := parse.Link("https://outlet.example/read?"+name+"="+one+noise, "")
		b := parse.Link("https://outlet.example/read?"+name+"="+two+noise, "")
		if (a == b) != (one == two) {
			t.Fatalf("%s=%s and %s=%s: %s, %s", name, one, name, two, a, b)
		}
	})
}

// TestTrackingFile holds the rules to their own description.
func TestTrackingFile(t *testing.T) {
	file, err := os.ReadFile("tracking.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(file)) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		switch {
		case len(f) < 5 || f[0] != "exact" && f[0] != "prefix" || len(f[len(f)-1]) != len("2026-11"):
			t.Errorf("not a rule with source and date: %s", line)
		case f[1] != strings.ToLower(f[1]), f[0] == "prefix" && (f[2] != "*" || len(f[1]) < 3):
			t.Errorf("no rule can be like that: %s", line)
		case seen[f[1]+" "+f[2]]:
			t.Errorf("given twice: %s", line)
		case !parse.Tracks("www."+f[2], f[1]):
			t.Errorf("has no effect: %s", line)
		}
		seen[f[1]+" "+f[2]] = true
	}
}

func TestTagOf(t *testing.T) {
	for in, want := range map[string]string{"en": "en", "EN-us": "en-US", "en_GB": "en-GB", "ru_RU.UTF-8": "ru-RU", "zh-hant-tw": "zh-Hant-TW",
		"es-419": "es-419", "English": "en", "ua": "uk", "iw": "he", "": "", "x": "", "<b>": "", "und": "", "en-": "en", "12": "", "русский": ""} {
		if got := parse.TagOf(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
