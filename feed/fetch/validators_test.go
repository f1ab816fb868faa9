package fetch_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

// answers gives the n-th request the n-th handler, and the last one from then on.
func answers(list ...http.HandlerFunc) http.HandlerFunc {
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		h := list[min(n, len(list)-1)]
		n++
		h(w, r)
	}
}

// with answers with a status and headers given as "Name", "value", ...
func with(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header()[header[i]] = []string{header[i+1]}
		}
		w.WriteHeader(code)
	}
}

func sent(r *http.Request) [2]string {
	return [2]string{r.Header.Get("If-None-Match"), r.Header.Get("If-Modified-Since")}
}

func TestP01FirstContactIsUnconditional(t *testing.T) {
	o := serve(t, with(200))
	_, res := visit(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
	for _, name := range []string{"If-None-Match", "If-Modified-Since"} {
		if v, ok := o.last(t).Header[name]; ok {
			t.Errorf("%s sent: %q", name, v)
		}
	}
	if !res.Unconditional {
		t.Error("not reported as unconditional")
	}
}

func TestP02LastModifiedByteForByte(t *testing.T) {
	for _, value := range []string{
		"Sun, 22 Nov 2026 10:00:00 GMT", "sun, 22 nov 2026 10:00:00 gmt",
		"Sunday, 22-Nov-26 10:00:00 GMT", "Sun, 22 Nov 2026 10:00:00 +0300",
		"22.11.2026 10:00", "0", "-1", "Thu, 01 Jan 1970 00:00:00 GMT",
	} {
		roundTrip(t, "Last-Modified", "If-Modified-Since", value)
	}
}

func TestP03ETagByteForByte(t *testing.T) {
	for _, value := range []string{
		`"a"`, `W/"a"`, `w/"a"`, `""`, `W/""`, `unquoted`, `"a-gzip"`, `"a\"b\\"`, `"a", "b"`,
		`"half`, `'single'`, `"` + strings.Repeat("x", 1024) + `"`, "\"caf\xe9\"", `"юникод"`, "*",
	} {
		roundTrip(t, "Etag", "If-None-Match", value)
	}
}

// roundTrip checks that what one answer gave is what the next request sends,
// on the wire.
func roundTrip(t *testing.T, given, sent, value string) {
	t.Helper()
	var got []string
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header[sent]
		w.Header()[given] = []string{value}
		if got != nil {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	c := newClient(t, fetch.Options{})
	src := feed.Source{URL: o.URL + "/feed?x=1"}
	last, _ := visit(t, c, src, feed.Poll{})
	_, res := visit(t, c, src, last)
	if diff := cmp.Diff([]string{value}, got); diff != "" {
		t.Errorf("%s (-given +sent):\n%s", sent, diff)
	}
	if !res.NotModified || res.Unconditional {
		t.Errorf("%q: NotModified %t, Unconditional %t", value, res.NotModified, res.Unconditional)
	}
}

func TestP04ValidatorsAreOneSet(t *testing.T) {
	o := serve(t, answers(
		with(200, "Etag", `"1"`, "Last-Modified", "one"),
		with(200, "Etag", `"2"`),
		with(200, "Last-Modified", "three"),
		with(200)))
	wantSent(t, o, 5, [][2]string{{}, {`"1"`, "one"}, {`"2"`, ""}, {"", "three"}, {}})
}

// wantSent visits n times and compares what each request carried.
func wantSent(t *testing.T, o *origin, n int, want [][2]string) {
	t.Helper()
	c := newClient(t, fetch.Options{})
	src, last := feed.Source{URL: o.URL}, feed.Poll{}
	for range n {
		last, _ = visit(t, c, src, last)
	}
	var got [][2]string
	for _, r := range o.requests() {
		got = append(got, sent(r))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("validators sent (-want +got):\n%s", diff)
	}
}

func TestP05LaterAnswerWithoutValidatorsClearsThem(t *testing.T) {
	o := serve(t, answers(with(200, "Etag", `"1"`, "Last-Modified", "one"), with(200)))
	wantSent(t, o, 4, [][2]string{{}, {`"1"`, "one"}, {}, {}})
}

func TestP06NotModifiedRefreshes(t *testing.T) {
	o := serve(t, answers(
		with(200, "Etag", `"1"`, "Last-Modified", "one"),
		with(304),
		with(304, "Etag", `"2"`, "Last-Modified", "two"),
		with(304, "Etag", `"3"`)))
	wantSent(t, o, 5, [][2]string{{}, {`"1"`, "one"}, {`"1"`, "one"}, {`"2"`, "two"}, {`"3"`, "two"}})
}

func TestP07FailuresKeepValidators(t *testing.T) {
	known := feed.Validators{ETag: `"1"`, LastModified: "one"}
	for _, code := range []int{400, 403, 404, 410, 429, 500, 503} {
		o := serve(t, with(code, "Etag", `"other"`))
		known.URL = o.URL
		last := feed.Poll{URL: o.URL, Validators: known}
		e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, last)
		if e.Validators != known || e.Code != code || e.Unconditional {
			t.Errorf("%d: %+v", code, e)
		}
	}
}

func TestP10ValidatorsAreKeyedByFinalURL(t *testing.T) {
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"of `+r.URL.Path+`"`)
		switch r.URL.Path {
		case "/old":
			http.Redirect(w, r, "/new", http.StatusFound)
		default:
			if r.Header.Get("If-None-Match") != "" {
				w.WriteHeader(http.StatusNotModified)
			}
		}
	})
	c := newClient(t, fetch.Options{})
	src := feed.Source{URL: o.URL + "/old"}
	last, _ := visit(t, c, src, feed.Poll{})
	_, res := visit(t, c, src, last)
	var got []string
	for _, r := range o.requests() {
		got = append(got, r.URL.Path+" "+sent(r)[0])
	}
	want := []string{"/old ", "/new ", "/old ", `/new "of /new"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !res.NotModified || res.Validators.URL != o.URL+"/new" || res.Unconditional {
		t.Errorf("second visit: %+v", res)
	}
}

func TestP10AnotherConfiguredURLDropsValidators(t *testing.T) {
	o := serve(t, with(200))
	c := newClient(t, fetch.Options{})
	known := feed.Validators{URL: o.URL, ETag: `"1"`}
	for _, formerly := range []string{"", o.URL + "/", strings.Replace(o.URL, "http:", "https:", 1)} {
		visit(t, c, feed.Source{URL: o.URL}, feed.Poll{URL: formerly, Validators: known})
		if got := sent(o.last(t)); got != [2]string{} {
			t.Errorf("validators of %q sent: %q", formerly, got)
		}
	}
}

func TestP11NeverForcingAndConditional(t *testing.T) {
	o := serve(t, with(200, "Etag", `"1"`))
	c := newClient(t, fetch.Options{})
	src := feed.Source{URL: o.URL, Headers: map[string]string{"cache-control": "no-cache", "Pragma": "no-cache"}}
	last, _ := visit(t, c, feed.Source{URL: o.URL}, feed.Poll{})
	visit(t, c, src, feed.Poll{}) // the operator forces
	forced := o.last(t)
	visit(t, c, src, last)
	conditional := o.last(t)
	for i, r := range []*http.Request{o.requests()[0], conditional} {
		if r.Header["Cache-Control"] != nil || r.Header["Pragma"] != nil {
			t.Errorf("request %d carries Cache-Control or Pragma", i)
		}
	}
	if forced.Header.Get("Cache-Control") != "no-cache" || conditional.Header.Get("If-None-Match") == "" {
		t.Error("the operator's header or the validator is missing")
	}
}

func TestA19ValidatorsThatCannotBeSentBackAreNotStored(t *testing.T) {
	for _, value := range []string{"\"a\x01b\"", "\"a\tb\"", "\"\x7f\"", `"` + strings.Repeat("x", 4096) + `"`} {
		url := listen(t, say(fmt.Sprintf("HTTP/1.1 200 OK\r\nETag: %s\r\nLast-Modified: fine\r\nContent-Length: 0\r\n\r\n", value)))
		res, err := newClient(t, fetch.Options{}).Get(t.Context(), feed.Source{URL: url}, feed.Poll{})
		if err != nil {
			continue // net/http would not have it either
		}
		want := feed.Validators{URL: url, LastModified: "fine"}
		if diff := cmp.Diff(want, res.Validators); diff != "" {
			t.Errorf("%.20q (-want +got):\n%s", value, diff)
		}
	}
}

func TestNotModifiedToUnconditionalIsAnError(t *testing.T) {
	o := serve(t, with(304))
	e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
	wantKind(t, e, fetch.KindStatus)
	if e.Code != 304 || !e.Unconditional {
		t.Errorf("%+v", e)
	}
}

func TestA19SplitHeaders(t *testing.T) {
	url := listen(t, say("HTTP/1.1 302 Found\r\nLocation: /a\x00b\r\nContent-Length: 0\r\n\r\n"))
	e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: url}, feed.Poll{})
	if e.Kind != fetch.KindRedirect && e.Kind != fetch.KindHeader {
		t.Errorf("kind %q: %v", e.Kind, e)
	}
}
