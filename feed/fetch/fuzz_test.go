package fetch_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"sitrep/feed/fetch"
)

func FuzzFreshness(f *testing.F) {
	f.Fuzz(func(t *testing.T, control, expires, date, age string) {
		h := http.Header{"Cache-Control": {control}, "Expires": {expires}, "Date": {date}, "Age": {age}}
		d, reason := fetch.Freshness(h, noon, 24*time.Hour)
		if d < 0 || d > 24*time.Hour || (d > 0) != (reason != "") {
			t.Errorf("%s %q", d, reason)
		}
	})
}

func FuzzRetryAfter(f *testing.F) {
	f.Fuzz(func(t *testing.T, value string) {
		until := fetch.RetryAfter(value, noon)
		if !until.IsZero() && (!until.After(noon) || until.After(noon.Add(fetch.MaxRetryAfter))) {
			t.Errorf("%q: %s", value, until)
		}
	})
}

func FuzzLink(f *testing.F) {
	base, _ := url.Parse("https://example.org/feed?x=1")
	f.Fuzz(func(t *testing.T, value string) {
		found := fetch.Links([]string{value, value}, base)
		if len(found) > fetch.MaxLinks {
			t.Fatalf("%d links", len(found))
		}
		for _, l := range found {
			u, err := url.Parse(l.Href)
			if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
				t.Errorf("%q gave %q", value, l.Href)
			}
			if l.Rel == "" || len(strings.Fields(l.Rel)) != 1 {
				t.Errorf("%q gave relation %q", value, l.Rel)
			}
		}
	})
}

func FuzzContentType(f *testing.F) {
	f.Fuzz(func(t *testing.T, value string) {
		media, charset := fetch.ContentType(value)
		for _, s := range []string{media, charset} {
			if s != strings.TrimSpace(s) || s != strings.ToLower(s) {
				t.Errorf("%q gave %q", value, s)
			}
		}
	})
}

func FuzzExcerpt(f *testing.F) {
	f.Fuzz(func(t *testing.T, page []byte, contentType string) {
		text := fetch.Excerpt(page, contentType)
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > fetch.ExcerptRunes || text != strings.TrimSpace(text) {
			t.Errorf("%q", text)
		}
		for _, r := range text {
			if !unicode.IsPrint(r) {
				t.Errorf("%U in %q", r, text)
			}
		}
	})
}

func TestLinks(t *testing.T) {
	base, _ := url.Parse("https://example.org/news/feed")
	cases := map[string][]fetch.Link{
		`<https://hub.example/>; rel="hub"`:               {{Rel: "hub", Href: "https://hub.example/"}},
		`<b?x=1,2>;title="a, <b>; rel=no";REL="Self HUB"`: {{Rel: "self", Href: "https://example.org/news/b?x=1,2"}, {Rel: "hub", Href: "https://example.org/news/b?x=1,2"}},
		`</a>; rel=next; rel=prev, <//c.example/#x>;rel=alternate`: {
			{Rel: "next", Href: "https://example.org/a"}, {Rel: "alternate", Href: "https://c.example/"}},
		`<javascript:alert(1)>; rel=hub, <http://user@/>;rel=x`: nil,
		`<https://a.example/>`:    nil,
		`no link at all, rel=hub`: nil,
		`<<>>;rel=,>,<`:           nil,
	}
	for value, want := range cases {
		if diff := cmp.Diff(want, fetch.Links([]string{value}, base)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", value, diff)
		}
	}
	many := fetch.Links([]string{strings.Repeat("</a>; rel=\"x y z\", ", 100)}, base)
	if len(many) != fetch.MaxLinks {
		t.Errorf("%d links kept", len(many))
	}
}
