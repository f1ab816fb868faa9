package serve_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"sitrep/feed/publish"
	"sitrep/feed/serve"
)

type answer struct {
	code   int
	header http.Header
	body   string
}

func handler(store serve.Store) http.Handler { return newHandler(options(store)) }

func newHandler(o serve.Options) http.Handler { return serve.New(o).Handler() }

// ask sends a request with headers given as pairs.
func ask(t testing.TB, h http.Handler, method, path string, headers ...string) answer {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{w.Code, w.Result().Header, w.Body.String()}
}

func get(t testing.TB, h http.Handler, path string, headers ...string) answer {
	t.Helper()
	return ask(t, h, http.MethodGet, path, headers...)
}

// documents are the addresses that serve a stored document.
var documents = []string{
	"/", "/feed.atom", "/feed.rss", "/feed.json", "/topic/karsk/", "/topic/karsk/feed.atom", "/topic/karsk/feed.rss", "/topic/karsk/feed.json",
	"/sources.opml", "/feed.css", "/style.css", "/icon.svg",
}

func TestO22ContentTypes(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for path, want := range map[string]string{
		"/feed.atom": "application/atom+xml; charset=utf-8", "/feed.rss": "application/rss+xml; charset=utf-8", "/feed.json": "application/feed+json",
		"/topic/karsk/feed.atom": "application/atom+xml; charset=utf-8", "/sources.opml": "text/x-opml; charset=utf-8",
		"/": "text/html; charset=utf-8", "/style.css": "text/css; charset=utf-8", "/icon.svg": "image/svg+xml",
	} {
		got := get(t, h, path)
		if got.code != 200 || got.header.Get("Content-Type") != want || got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %q", path, got.code, got.header.Get("Content-Type"))
		}
	}
}

func TestFeedsHoldTheStories(t *testing.T) {
	t.Parallel()
	store := &fakeStore{stories: world()}
	s := serve.New(options(store))
	for _, topic := range []string{"", "karsk"} {
		f, err := s.Feed(topic)
		if err != nil {
			t.Fatal(err)
		}
		if want := map[string]int{"": 8, "karsk": 2}[topic]; len(f.Stories) != want {
			t.Errorf("topic %q has %d stories, want %d", topic, len(f.Stories), want)
		}
		for _, format := range publish.Formats {
			got := get(t, s.Handler(), f.Path+format.Suffix)
			if err := format.Verify([]byte(got.body), f); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestO23OneGenerationManyCodings(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	plain := get(t, h, "/feed.atom")
	tags := map[string]bool{}
	for coding, decode := range map[string]func(io.Reader) io.Reader{
		"":     func(r io.Reader) io.Reader { return r },
		"gzip": func(r io.Reader) io.Reader { z, _ := gzip.NewReader(r); return z },
		"br":   func(r io.Reader) io.Reader { return brotli.NewReader(r) },
		"zstd": func(r io.Reader) io.Reader { z, _ := zstd.NewReader(r); return z },
	} {
		got := get(t, h, "/feed.atom", "Accept-Encoding", coding)
		if got.header.Get("Content-Encoding") != coding || got.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: headers %v", coding, got.header)
		}
		if got.header.Get("Content-Length") != strconv.Itoa(len(got.body)) {
			t.Errorf("%q: Content-Length %s for %d bytes", coding, got.header.Get("Content-Length"), len(got.body))
		}
		body, err := io.ReadAll(decode(strings.NewReader(got.body)))
		if err != nil || string(body) != plain.body {
			t.Errorf("%q: decodes to something else (%v)", coding, err)
		}
		tag := got.header.Get("Etag")
		if tags[tag] || strings.HasPrefix(tag, "W/") {
			t.Errorf("%q: ETag %s is not strong and its own", coding, tag)
		}
		tags[tag] = true
		for _, other := range []string{"", "gzip", "br", "zstd"} { // any variant of this generation is good for any
			if code := get(t, h, "/feed.atom", "Accept-Encoding", other, "If-None-Match", tag).code; code != 304 {
				t.Errorf("ETag %s with Accept-Encoding %q: %d", tag, other, code)
			}
		}
	}
}

func TestO23IfNoneMatch(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	first := get(t, h, "/feed.rss")
	tag, modified := first.header.Get("Etag"), first.header.Get("Last-Modified")
	const past, future = "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
	for _, tc := range []struct {
		name    string
		headers []string
		want    int
	}{
		{"none", nil, 200},
		{"same", []string{"If-None-Match", tag}, 304},
		{"weak", []string{"If-None-Match", "W/" + tag}, 304},
		{"list", []string{"If-None-Match", `"a", W/"b,c" ,` + tag + `,"d"`}, 304},
		{"two lines", []string{"If-None-Match", `"a"`, "If-None-Match", tag}, 304},
		{"star", []string{"If-None-Match", "*"}, 304},
		{"proxy's suffix", []string{"If-None-Match", strings.TrimSuffix(tag, `"`) + `-gzip"`}, 304},
		{"other", []string{"If-None-Match", `"other"`}, 200},
		{"empty", []string{"If-None-Match", ""}, 200},
		{"nonsense", []string{"If-None-Match", `",,"",W/,"`}, 200},
		{"same time", []string{"If-Modified-Since", modified}, 304},
		{"later", []string{"If-Modified-Since", future}, 304},
		{"earlier", []string{"If-Modified-Since", past}, 200},
		{"not a time", []string{"If-Modified-Since", "yesterday"}, 200},
		{"tag beats time: changed", []string{"If-None-Match", `"other"`, "If-Modified-Since", future}, 200},
		{"tag beats time: same", []string{"If-None-Match", tag, "If-Modified-Since", past}, 304},
	} {
		if got := get(t, h, "/feed.rss", tc.headers...); got.code != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got.code, tc.want)
		}
	}
}

func TestO24NotModifiedAndHead(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for _, path := range documents {
		full := get(t, h, path, "Accept-Encoding", "br")
		head := ask(t, h, http.MethodHead, path, "Accept-Encoding", "br")
		if head.code != 200 || head.body != "" || !cmp.Equal(head.header, full.header) {
			t.Errorf("%s: HEAD differs: %s", path, cmp.Diff(full.header, head.header))
		}
		same := get(t, h, path, "Accept-Encoding", "br", "If-None-Match", full.header.Get("Etag"))
		if same.code != 304 || same.body != "" || same.header.Get("Content-Length") != "" || same.header.Get("Content-Type") != "" {
			t.Errorf("%s: 304 is %d with %q and %v", path, same.code, same.body, same.header)
		}
		for _, name := range []string{"Etag", "Cache-Control", "Vary", "Last-Modified", "Link"} {
			if same.header.Get(name) != full.header.Get(name) {
				t.Errorf("%s: 304 has %s %q, 200 has %q", path, name, same.header.Get(name), full.header.Get(name))
			}
		}
	}
}

func TestO24Methods(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for _, path := range append(documents, "/healthz", "/readyz", "/nowhere") {
		for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW"} {
			got := ask(t, h, method, path)
			if got.code != 405 || got.header.Get("Allow") != "GET, HEAD, OPTIONS" || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s %s: %d %v", method, path, got.code, got.header)
			}
		}
	}
}

func TestO25CacheControl(t *testing.T) {
	t.Parallel()
	o := options(&fakeStore{stories: world()})
	const want = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
	if got := get(t, newHandler(o), "/feed.json").header.Get("Cache-Control"); got != want {
		t.Errorf("Cache-Control %q", got)
	}
	o.CacheControl = "no-cache"
	if got := get(t, newHandler(o), "/feed.json").header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("Cache-Control %q is not as configured", got)
	}
}

func TestO26CrossOrigin(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for _, path := range documents {
		got := get(t, h, path)
		if got.header.Get("Accept-Ranges") != "none" || got.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", path, got.header)
		}
		if strings.Contains(path, "feed.") && !strings.HasSuffix(path, ".css") {
			if got.header.Get("Access-Control-Allow-Origin") != "*" || got.header.Get("Access-Control-Expose-Headers") != "ETag, Last-Modified, Link" {
				t.Errorf("%s: %v", path, got.header)
			}
		}
	}
	got := ask(t, h, http.MethodOptions, "/feed.atom", "Origin", "https://reader.example", "Access-Control-Request-Method", "GET")
	if got.code != 204 || got.header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(got.header.Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("preflight: %d %v", got.code, got.header)
	}
	if got := get(t, h, "/feed.atom", "Range", "bytes=0-9"); got.code != 200 || len(got.body) < 100 {
		t.Errorf("a range gave %d and %d bytes", got.code, len(got.body))
	}
}

func TestO28Policies(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for _, path := range documents {
		got := get(t, h, path)
		if got.header.Get("Referrer-Policy") != "no-referrer" || !strings.HasPrefix(got.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: %v", path, got.header)
		}
	}
	if got := get(t, h, "/feed.rss").header.Get("Content-Security-Policy"); got != "default-src 'none'; style-src 'self'; img-src https:; sandbox" {
		t.Errorf("feed policy %q", got)
	}
}

func TestO30NeverSniffs(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	plain := get(t, h, "/feed.atom")
	browser := get(t, h, "/feed.atom", "Accept", "text/html,*/*;q=0.1", "User-Agent", "Mozilla/5.0")
	if browser.body != plain.body || !strings.Contains(plain.body, `<?xml-stylesheet type="text/css" href="/feed.css"?>`) {
		t.Error("a browser should get the same feed, with its style sheet")
	}
}

func TestO32Size(t *testing.T) {
	t.Parallel()
	o := options(&fakeStore{stories: world()})
	o.MaxBytes = 6000
	for _, format := range publish.Formats {
		got := get(t, newHandler(o), "/feed"+format.Suffix)
		if len(got.body) > o.MaxBytes || !strings.Contains(got.body, "Drones hit the rail bridge") {
			t.Errorf("%s: %d bytes", format.Name, len(got.body))
		}
	}
}

func TestA44AddressesComeFromConfiguration(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for _, path := range documents {
		want := get(t, h, path)
		r := httptest.NewRequest(http.MethodGet, path+"?utm_source=x&topic=%3Cscript%3E", nil)
		r.Host = "evil.example"
		r.Header.Set("X-Forwarded-Host", "evil.example")
		r.Header.Set("X-Forwarded-Proto", "gopher")
		r.Header.Set("Forwarded", "host=evil.example")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Body.String() != want.body || w.Code != want.code { // A45: nor does a query string change anything
			t.Errorf("%s: the answer depends on host or query", path)
		}
		if bytes.Contains(w.Body.Bytes(), []byte("evil")) {
			t.Errorf("%s repeats the request", path)
		}
	}
}

func TestNegotiation(t *testing.T) {
	t.Parallel()
	h := handler(&fakeStore{stories: world()})
	for accept, want := range map[string]string{
		"gzip": "gzip", "gzip, br": "br", "gzip, deflate, br, zstd": "br", "GZIP": "gzip", "x-gzip": "gzip", "zstd, gzip": "zstd",
		"br;q=0.5, gzip": "gzip", "br;q=0, gzip;q=0": "", "br;q=0, *": "zstd", "*;q=0": "", "*": "br", "identity": "", "identity;q=1, gzip;q=0.5": "",
		"gzip;q=0.5": "gzip", "gzip;q=2": "", "gzip;q=NaN": "", "gzip;q=x": "", "deflate": "", ";;;,,": "", "br ; q=0.1 , gzip ; q = 0.2": "gzip", "identity;q=0": "",
	} {
		if got := get(t, h, "/feed.atom", "Accept-Encoding", accept).header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q gives %q, want %q", accept, got, want)
		}
	}
}
