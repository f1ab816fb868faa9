package feedtest_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"sitrep/feed/feedtest"
)

// unreadable wants a body with this in it that no strict reader takes.
func unreadable(contains string) shows {
	return func(t *testing.T, r *reader) {
		a := r.fetch(r.url, 64<<20)
		if _, err := readFeed(a.body); err == nil || !bytes.Contains(a.body, []byte(contains)) {
			t.Errorf("error %v, body begins %.300q", err, a.body)
		}
	}
}

// holds wants a readable body with this in it so many times at least.
func holds(contains string, times int) shows {
	return func(t *testing.T, r *reader) {
		a := r.fetch(r.url, 64<<20)
		if n := bytes.Count(a.body, []byte(contains)); n < times {
			t.Errorf("%q stands there %d times, want %d", contains, n, times)
		}
		if _, err := readFeed(a.body); err != nil {
			t.Error(err)
		}
	}
}

var bodyShows = map[string]shows{
	"challenge": func(t *testing.T, r *reader) {
		if a := r.get(); a.StatusCode != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") || !bytes.Contains(a.body, []byte("JavaScript")) {
			t.Errorf("%d %v", a.StatusCode, a.Header)
		}
	},
	"empty": func(t *testing.T, r *reader) {
		if a := r.get(); a.StatusCode != http.StatusOK || len(a.body) != 0 {
			t.Errorf("%d with %d bytes", a.StatusCode, len(a.body))
		}
	},
	"truncated": func(t *testing.T, r *reader) {
		a := r.get()
		all, err := readFeed(a.body)
		if err == nil || len(all) != 6 || bytes.Contains(a.body, []byte("</rss>")) || a.err != nil {
			t.Errorf("%d entries, error %v", len(all), err)
		}
	},
	"malformed":          unreadable("AT&T"),
	"control-characters": unreadable("\x0b"),
	"bad-utf8":           unreadable("\xff"),
	"leading-junk": func(t *testing.T, r *reader) {
		if a := r.get(); bytes.Index(a.body, []byte("<?xml")) < 10 || !bytes.Contains(a.body, []byte("<b>Warning</b>")) {
			t.Errorf("begins with %q", a.body[:40])
		}
	},
	"trailing-junk": unreadable("<!-- cached -->"),
	"laughs":        unreadable("<!ENTITY lol9"),
	"wrong-charset=windows-1251": func(t *testing.T, r *reader) {
		if _, err := r.room.Publish("x", feedtest.Article{Title: "Удар"}); err != nil {
			t.Fatal(err)
		}
		if a := r.get(); !bytes.Contains(a.body, []byte(`encoding="windows-1251"`)) || !bytes.Contains(a.body, []byte("Удар")) {
			t.Error("want UTF-8 that says windows-1251")
		}
	},
	"undeclared-charset": func(t *testing.T, r *reader) {
		if a := r.get(); !bytes.HasPrefix(a.body, []byte(`<?xml version="1.0"?>`)) {
			t.Errorf("begins with %q", a.body[:40])
		}
	},
	"comment=1":       holds("x", 1<<20),
	"deep=3000":       holds("<a>", 3000),
	"attributes=2000": holds(`=""`, 2000),
	"namespaces":      holds("<media:thumb", 1),
}

// ids gives the ids of two visits.
func ids(t *testing.T, r *reader) (first, second []entry) {
	t.Helper()
	for _, to := range []*[]entry{&first, &second} {
		all, err := readFeed(r.get().body)
		if err != nil || len(all) != 6 {
			t.Fatalf("%d entries, error %v", len(all), err)
		}
		*to = all
	}
	return first, second
}

// eachEntry wants something of every entry of the feed.
func eachEntry(holds func(e entry) bool) shows {
	return func(t *testing.T, r *reader) {
		all, err := readFeed(r.get().body)
		if err != nil || len(all) == 0 {
			t.Fatalf("%d entries, error %v", len(all), err)
		}
		for _, e := range all {
			if !holds(e) {
				t.Errorf("%+v", e)
			}
		}
	}
}

// someEntry wants the opposite of something to be false of every entry.
func someEntry(holds func(e entry) bool) shows {
	return func(t *testing.T, r *reader) {
		all, _ := readFeed(r.get().body)
		n := 0
		for _, e := range all {
			if holds(e) {
				n++
			}
		}
		if n == 0 || n == len(all) {
			t.Errorf("%d of %d entries", n, len(all))
		}
	}
}

// differ wants something of every entry's two versions.
func differ(ok func(a, b entry) bool) shows {
	return func(t *testing.T, r *reader) {
		first, second := ids(t, r)
		for i := range first {
			if !ok(first[i], second[i]) {
				t.Errorf("%+v, then %+v", first[i], second[i])
			}
		}
	}
}

func count(n ...int) shows {
	return func(t *testing.T, r *reader) {
		for i, want := range n {
			if all, err := readFeed(r.fetch(r.url, 64<<20).body); len(all) != want || err != nil {
				t.Errorf("visit %d: %d entries, want %d, error %v", i+1, len(all), want, err)
			}
		}
	}
}

func year(e entry) int {
	at, _ := time.Parse(time.RFC1123Z, e.Date)
	return at.Year()
}

var listShows = map[string]shows{
	"empty-feed":     count(0),
	"huge=5000":      count(5000),
	"comes-and-goes": count(6, 3, 6),
	"frozen": func(t *testing.T, r *reader) {
		a := r.get()
		if _, err := r.room.Publish("x", feedtest.Article{Title: "News"}); err != nil {
			t.Fatal(err)
		}
		if b := r.get(); !bytes.Equal(a.body, b.body) {
			t.Error("the body changed")
		}
	},
	"shuffled": func(t *testing.T, r *reader) {
		first, second := ids(t, r)
		third, _ := ids(t, r)
		if first[0] == second[0] && second[0] == third[0] && first[1] == second[1] && second[1] == third[1] {
			t.Error("the order stayed")
		}
	},
	"no-guid":        eachEntry(func(e entry) bool { return e.ID == "" && e.Link != "" }),
	"guid-churn":     differ(func(a, b entry) bool { return a.ID != b.ID && a.Link == b.Link }),
	"guid-fragment":  differ(func(a, b entry) bool { return strings.HasSuffix(a.ID, "#1") && strings.HasSuffix(b.ID, "#2") }),
	"guid-duplicate": eachEntry(func(e entry) bool { return strings.HasSuffix(e.ID, "/x/") }),
	"new-links":      differ(func(a, b entry) bool { return a.ID == b.ID && a.Link != b.Link }),
	"tracking":       eachEntry(func(e entry) bool { return strings.Contains(e.Link, "?utm_source=") }),
	"no-dates":       eachEntry(func(e entry) bool { return e.Date == "" }),
	"future-dates":   someEntry(func(e entry) bool { return year(e) > time.Now().Year() }),
	"odd-dates":      someEntry(func(e entry) bool { return year(e) == 9999 }),
	"redated": eachEntry(func(e entry) bool {
		at, err := time.Parse(time.RFC1123Z, e.Date)
		return err == nil && time.Since(at) < time.Minute
	}),
	"retitled":         differ(func(a, b entry) bool { return a.Title != b.Title && a.ID == b.ID }),
	"no-titles":        eachEntry(func(e entry) bool { return e.Title == "" }),
	"scripts":          eachEntry(func(e entry) bool { return strings.Contains(e.Title, "<script>") && strings.Contains(e.Text, "srcdoc") }),
	"hijacked":         holds("Grand prize", 6),
	"ttl=45":           holds("<ttl>45</ttl>", 1),
	"skip-hours=0,5":   holds("<hour>5</hour>", 1),
	"skip-days=Sunday": holds("<skipDays><day>Sunday</day>", 1),
}
