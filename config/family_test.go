package config_test

import (
	"bufio"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"sitrep/config"
	"sitrep/feed"
)

func TestFamily(t *testing.T) {
	for name, want := range map[string]string{
		// Sources, domains, addresses, printed names.
		"bbc-world":        "bbc",
		"BBC News – World": "bbc",
		"bbc.co.uk":        "bbc",
		"https://feeds.bbci.co.uk/news/world/rss.xml":      "bbc",
		"http://WWW.BBC.COM:443/news?x=1#top":              "bbc",
		"//www.bbc.com/russian":                            "bbc",
		"bbc":                                              "bbc",
		"  BBC   World Service ":                           "bbc",
		"Русская служба Би-би-си":                          "bbc",
		"РИА Новости":                                      "rossiya-segodnya",
		"Agence France Presse":                             "afp",
		"L’Orient Today":                                   "lorient-today",
		"Al Jazeera":                                       "aljazeera",
		"https://user:secret@english.hani.co.kr/arti/1":    "hankyoreh",
		"timesofindia.indiatimes.com":                      "toi",
		"https://www.ukrinform.net./rubric-ato/1-x.html":   "ukrinform",
		"https://www.eurointegration.com.ua/news/2026/1/1": "ukrainska-pravda",
		"F.A.Z.": "faz",
		// One name, several houses.
		"interfax.ru":                     "interfax",
		"interfax.com.ua":                 "interfax-ukraine",
		"saba.ye":                         "saba-sanaa",
		"sabanew.net":                     "saba-aden",
		"The Guardian":                    "guardian",
		"The Observer":                    "observer",
		"observer.co.uk":                  "observer",
		"guardian.ng":                     "guardian-ng",
		"https://www.rt.com/news/":        "rt",
		"https://sputnikglobe.com/1.html": "rossiya-segodnya",
		"https://news.sky.com/story/1":    "sky",
		"https://tg24.sky.it/mondo/1":     "sky-tg24",
		// Unknown: its own family in one spelling.
		"https://www.Example.org/a/b": "example.org",
		"feeds.example.org":           "example.org",
		"news.example.org":            "news.example.org",
		"The Mirna  Herald":           "the mirna herald",
		"shop.indiatimes.com":         "shop.indiatimes.com",
		"notbbc.co.uk":                "notbbc.co.uk",
		"bbc.co.uk.example.net":       "bbc.co.uk.example.net",
		"feeds.co.uk":                 "feeds.co.uk",
		"":                            "",
		// What everybody writes on is nobody's.
		"https://t.me/s/Alpha/12":                                 "t.me/alpha",
		"https://t.me/beta/7?single":                              "t.me/beta",
		"https://feeds.feedburner.com/Gamma?format=xml":           "feedburner.com/gamma",
		"https://www.youtube.com/feeds/videos.xml?channel_id=UCx": "youtube.com/feeds/videos.xml?channel_id=UCx",
	} {
		if got := config.Family(name); got != want {
			t.Errorf("%q is of %q, want %q", name, got, want)
		}
	}
}

// readFamilies reads the embedded file as a person would: each line that is no
// comment is a family and its names.
func readFamilies(t *testing.T) map[string][]string {
	t.Helper()
	f, err := os.Open("families.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string][]string{}
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		if line := sc.Text(); line != "" && !strings.HasPrefix(line, "#") {
			family, names, ok := strings.Cut(line, ": ")
			if !ok || strings.Trim(family, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || all[family] != nil {
				t.Errorf("line %d: %q is no slug, or stands there twice", n, family)
			}
			all[family] = strings.Split(names, ", ")
		}
	}
	return all
}

// TestFamiliesFile: no name is in two families, none is empty, and each family
// goes by its own slug.
func TestFamiliesFile(t *testing.T) {
	all := readFamilies(t)
	if len(all) < 500 {
		t.Errorf("%d families", len(all))
	}
	for _, family := range slices.Sorted(maps.Keys(all)) {
		for _, name := range append(all[family], family) {
			if got := config.Family(name); got != family || strings.TrimSpace(name) != name || name == "" {
				t.Errorf("%q of %s is of %q", name, family, got)
			}
		}
	}
}

// elsewhere are feeds of built-in sources on hosts that many outlets share.
var elsewhere = []string{"focus-taiwan", "ndtv-world"}

// TestFamiliesOfSources: the publisher of every built-in source is the family of
// its id, title, feed and home page.
func TestFamiliesOfSources(t *testing.T) {
	for _, s := range config.Defaults().Sources {
		names := []string{s.ID, s.Title, s.Publisher, s.Site, s.URL}
		if slices.Contains(elsewhere, s.ID) {
			names = names[:4]
		}
		for _, name := range names {
			if got := config.Family(name); got != s.Publisher {
				t.Errorf("%s: %q is of %q, and the publisher is %q", s.ID, name, got, s.Publisher)
			}
		}
		u, err := url.Parse(s.Site)
		if got := config.Family(u.Hostname()); err != nil || got != s.Publisher {
			t.Errorf("%s: %q, %v", s.ID, got, err)
		}
	}
}

// TestPublisherByAddress: a source without a publisher has that of its address.
func TestPublisherByAddress(t *testing.T) {
	const file = `sources:
  only:
    - {id: a, url: "https://feeds.bbci.co.uk/sport/rss.xml"}
    - {id: b, url: "https://feeds.feedburner.com/b", site: "https://www.ndtv.com"}
    - {id: c, url: "https://c.example.org/feed"}
    - {id: d, url: "https://www.bbc.co.uk/d", publisher: d-house}
    - {id: e, url: "https://t.me/e"}
`
	c, err := config.Parse("f.yaml", []byte(file), config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a": "bbc", "b": "ndtv", "c": "c", "d": "d-house", "e": "e"}
	for _, s := range c.Sources {
		if s.Publisher != want[s.ID] {
			t.Errorf("%s is of %q, want %q", s.ID, s.Publisher, want[s.ID])
		}
	}
	var b strings.Builder
	own := feed.Source{ID: "f", URL: "https://www.bbc.com/f", Publisher: "f", Title: "f", Schedule: "auto"}
	if err := config.WriteSources(&b, []feed.Source{own}); err != nil {
		t.Fatal(err)
	}
	if c, err = config.Parse("f.yaml", []byte(b.String()), config.Options{}); err != nil || c.Sources[len(c.Sources)-1].Publisher != "f" {
		t.Errorf("%v, %s", err, b.String())
	}
}

// FuzzFamily: any name has a family, which is the family of itself and of its
// address.
func FuzzFamily(f *testing.F) {
	for _, name := range []string{
		"bbc-world", "https://www.bbc.co.uk/news", "Al Jazeera", "www.www.example.org", "t.me/s/a", "m.co.uk", "feeds.feeds.com",
		"a@b.org:80", "://", "http://", "İHA", "x..y", "rss.m.amp.org", "youtube.com/s?x", "https://[::1]/", "t.me?s", "//x.org", "a.b://c.d",
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		family := config.Family(name)
		if again := config.Family(family); again != family {
			t.Errorf("%q is of %q, which is of %q", name, family, again)
		}
		if family != strings.TrimSpace(family) {
			t.Errorf("%q is of %q", name, family)
		}
	})
}
