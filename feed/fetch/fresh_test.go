package fetch_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// headers reads "Name: value" lines.
func headers(text string) http.Header {
	h := http.Header{}
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		h.Add(name, value)
	}
	return h
}

type freshCase struct {
	header string
	want   time.Duration
	reason string
}

func wantFresh(t *testing.T, cases []freshCase) {
	t.Helper()
	for _, tc := range cases {
		got, reason := fetch.Freshness(headers(tc.header), noon, day)
		if got != tc.want || reason != tc.reason {
			t.Errorf("%q: %s %q, want %s %q", tc.header, got, reason, tc.want, tc.reason)
		}
	}
}

func TestP15MaxAge(t *testing.T) {
	wantFresh(t, []freshCase{
		{"Cache-Control: max-age=600", 10 * time.Minute, "max-age"},
		{"Cache-Control: public, Max-Age=\"600\"", 10 * time.Minute, "max-age"},
		{"Cache-Control: private=\"a, max-age=5\", max-age=600", 10 * time.Minute, "max-age"},
		{"Cache-Control: public\nCache-Control: max-age=600", 10 * time.Minute, "max-age"},
		{"Cache-Control: max-age=600, max-age=900", 10 * time.Minute, "max-age"},
		{"Cache-Control: max-age=600\nAge: 200", 400 * time.Second, "max-age"},
		{"Cache-Control: max-age=600\nAge: 600", 0, ""},
		{"Cache-Control: max-age=600\nAge: junk", 10 * time.Minute, "max-age"},
		{"Cache-Control: max-age=31536000", day, "max-age"},
		{"Cache-Control: max-age=99999999999999999999999999", day, "max-age"},
		{"Cache-Control: s-maxage=600", 0, ""},
		{"Cache-Control: s-maxage=900, max-age=60", time.Minute, "max-age"},
		{"Cache-Control: no-cache", 0, ""},
		{"Cache-Control: no-store, max-age=600", 0, ""},
		{"Cache-Control: max-age=600, no-cache", 0, ""},
		{"Cache-Control: max-age=0", 0, ""},
		{"Cache-Control: max-age=-5", 0, ""},
		{"Cache-Control: max-age=1.5", 0, ""},
		{"Cache-Control: max-age", 0, ""},
		{"Cache-Control: ,,=,;", 0, ""},
		{"", 0, ""},
	})
}

func TestP16Expires(t *testing.T) {
	const expires = "Expires: Sun, 22 Nov 2026 12:30:00 GMT"
	wantFresh(t, []freshCase{
		{expires, 30 * time.Minute, "Expires"},
		{expires + "\nDate: Sun, 22 Nov 2026 12:10:00 GMT", 20 * time.Minute, "Expires"}, // its clock is ahead of ours
		{expires + "\nAge: 600", 20 * time.Minute, "Expires"},
		{expires + "\nCache-Control: public", 30 * time.Minute, "Expires"},
		{expires + "\nCache-Control: s-maxage=5", 30 * time.Minute, "Expires"},
		{expires + "\nCache-Control: max-age=60", time.Minute, "max-age"},
		{expires + "\nCache-Control: max-age=0", 0, ""},
		{expires + "\nCache-Control: no-cache", 0, ""},
		{"Expires: Sunday, 22-Nov-26 12:30:00 GMT", 30 * time.Minute, "Expires"},
		{"Expires: Sun, 22 Nov 2026 15:30:00 +0300", 30 * time.Minute, "Expires"},
		{"Expires: Tue, 22 Nov 2036 12:00:00 GMT", day, "Expires"},
		{"Expires: Sun, 22 Nov 2026 11:30:00 GMT", 0, ""},
		{"Expires: 0", 0, ""},
		{"Expires: -1", 0, ""},
		{"Expires: soon", 0, ""},
	})
}

func TestP15FreshnessOf200And304(t *testing.T) {
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"1"`)
		w.Header().Set("Cache-Control", "max-age=7200")
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	c := newClient(t, fetch.Options{MaxFreshness: time.Hour})
	last := feed.Poll{}
	for range 2 {
		var res *fetch.Response
		if last, res = visit(t, c, feed.Source{URL: o.URL}, last); res.Freshness != time.Hour || res.FreshReason != "max-age" {
			t.Errorf("%d: %s %q", res.Code, res.Freshness, res.FreshReason)
		}
	}
}

func TestP17RetryAfter(t *testing.T) {
	cases := []struct {
		value string
		want  time.Duration // from noon; 0 for none
	}{
		{"120", 2 * time.Minute},
		{" 120 ", 2 * time.Minute},
		{"1209601", 14 * day},
		{"99999999999999999999", 14 * day},
		{"Sun, 22 Nov 2026 13:00:00 GMT", time.Hour},
		{"Sunday, 22-Nov-26 13:00:00 GMT", time.Hour},
		{"Sun Nov 22 13:00:00 2026", time.Hour},
		{"Sun, 22 Nov 2026 13:00:00 +0000", time.Hour},
		{"Tue, 22 Nov 2036 13:00:00 GMT", 14 * day},
		{"Sun, 22 Nov 2026 11:00:00 GMT", 0},
		{"0", 0}, {"-5", 0}, {"1.5", 0}, {"soon", 0}, {"", 0}, {"120, 60", 0},
	}
	for _, tc := range cases {
		var want time.Time
		if tc.want != 0 {
			want = noon.Add(tc.want)
		}
		if got := fetch.RetryAfter(tc.value, noon); !got.Equal(want) {
			t.Errorf("%q: %s, want %s", tc.value, got, want)
		}
	}
}

func TestP17RetryAfterIsAbsolute(t *testing.T) {
	for _, code := range []int{429, 503, 403, 500} {
		o := serve(t, with(code, "Retry-After", "3600"))
		before := time.Now()
		e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
		after := time.Now()
		if e.RetryAfter.Before(before.Add(time.Hour)) || e.RetryAfter.After(after.Add(time.Hour)) {
			t.Errorf("%d: not before %s, asked at %s", code, e.RetryAfter, before)
		}
	}
}

func TestP18MaxAgeOf429(t *testing.T) {
	for code, want := range map[int]time.Duration{429: 2 * day, 503: 0, 404: 0} {
		o := serve(t, with(code, "Cache-Control", "max-age=172800"))
		e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
		if e.Freshness != want || !e.RetryAfter.IsZero() {
			t.Errorf("%d: %s, want %s", code, e.Freshness, want)
		}
	}
}
