package feedtest_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"sitrep/feed/feedtest"
)

// shows is what must be seen on the wire of an outlet with one behaviour.
type shows func(t *testing.T, r *reader)

func TestBehavioursOnTheWire(t *testing.T) {
	tests := map[string]shows{}
	for _, table := range []map[string]shows{validatorShows, timingShows, redirectShows, wireShows, codingShows, bodyShows, listShows} {
		for given, show := range table {
			tests[given] = show
		}
	}
	shown := map[string]bool{}
	for given, show := range tests {
		name, _, _ := strings.Cut(given, "=")
		shown[name] = true
		t.Run(given, func(t *testing.T) {
			t.Parallel()
			show(t, open(t, feedtest.Outlet{Items: 6}, given))
		})
	}
	for _, b := range feedtest.Behaviours() {
		if !shown[b.Name] {
			t.Errorf("behaviour %q has no test", b.Name)
		}
		if b.Says == "" {
			t.Errorf("behaviour %q does not say what it does", b.Name)
		}
	}
}

func status(code int) shows {
	return func(t *testing.T, r *reader) {
		if a := r.get(); a.StatusCode != code || !bytes.Contains(a.body, []byte("<html")) {
			t.Errorf("status %d, body %q", a.StatusCode, a.body)
		}
	}
}

// header wants a header field of the first answer to hold a value.
func header(name, want string) shows {
	return func(t *testing.T, r *reader) {
		if got := r.get().Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// statuses wants these codes of a row of requests, each with the validators of
// the answer before; the news does not change.
func statuses(codes ...int) shows {
	return func(t *testing.T, r *reader) {
		a := r.get()
		for i, code := range codes {
			if i > 0 {
				a = r.again(a)
			}
			if a.StatusCode != code {
				t.Errorf("request %d: status %d, want %d", i+1, a.StatusCode, code)
			}
		}
	}
}

// hidesNews wants 304 although an article came out in between.
func hidesNews(t *testing.T, r *reader) {
	a := r.get()
	if _, err := r.room.Publish("x", feedtest.Article{Title: "News"}); err != nil {
		t.Fatal(err)
	}
	if again := r.again(a); again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d, want 304", again.StatusCode)
	}
	if fresh := r.get(); !bytes.Contains(fresh.body, []byte("<title>News<")) {
		t.Error("an unconditional request must see the news")
	}
}

func odd(header, contains string) shows {
	return func(t *testing.T, r *reader) {
		a := r.get()
		if got := strings.Join(a.Header.Values(header), "|"); !strings.Contains(got, contains) {
			t.Errorf("%s is %q, want %q in it", header, got, contains)
		}
		if again := r.again(a); again.StatusCode != http.StatusNotModified {
			t.Errorf("returned as it came it gives %d", again.StatusCode)
		}
		changed := strings.ToUpper(a.Header.Get(header)) + "x"
		name := map[string]string{"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
		if again := r.get(name, changed); again.StatusCode != http.StatusOK {
			t.Errorf("changed it gives %d", again.StatusCode)
		}
	}
}

var validatorShows = map[string]shows{
	"no-etag":              header("ETag", ""),
	"no-last-modified":     header("Last-Modified", ""),
	"no-validators":        statuses(200, 200),
	"odd-etag":             odd("ETag", `W/"`),
	"odd-etag=unquoted":    odd("ETag", ""),
	"odd-etag=empty":       odd("ETag", `""`),
	"odd-etag=backslash":   odd("ETag", `\b\"`),
	"odd-etag=gzip":        odd("ETag", `-gzip"`),
	"odd-etag=long":        odd("ETag", strings.Repeat("0123456789abcdef", 64)),
	"odd-etag=quotes":      odd("ETag", `""`),
	"odd-etag=spaces":      odd("ETag", "with spaces, and"),
	"odd-date":             odd("Last-Modified", "day, "),
	"odd-date=asctime":     odd("Last-Modified", ""),
	"odd-date=lower":       odd("Last-Modified", "utc"),
	"odd-date=zone":        odd("Last-Modified", "+0300"),
	"odd-date=iso":         odd("Last-Modified", "T"),
	"odd-date=nonsense":    odd("Last-Modified", "yesterday"),
	"odd-date=epoch":       odd("Last-Modified", "1970"),
	"odd-date=unix-time":   odd("Last-Modified", "1"),
	"ignores-conditionals": statuses(200, 200, 200),
	"stuck-validator":      hidesNews,
	"lying-etag":           hidesNews,
	"restless-etag": func(t *testing.T, r *reader) {
		a, b := r.get(), r.get()
		if a.Header.Get("ETag") == b.Header.Get("ETag") || !bytes.Equal(a.body, b.body) {
			t.Error("want two tags for one body")
		}
	},
	"forgets-validators": func(t *testing.T, r *reader) {
		a, b := r.get(), r.get()
		if a.Header.Get("ETag") == "" || b.Header.Get("ETag")+b.Header.Get("Last-Modified") != "" {
			t.Errorf("%v, then %v", a.Header, b.Header)
		}
	},
	"moving-304": func(t *testing.T, r *reader) {
		first := r.get()
		second := r.again(first)
		if second.StatusCode != http.StatusNotModified || second.Header.Get("ETag") == first.Header.Get("ETag") {
			t.Errorf("status %d with %v", second.StatusCode, second.Header)
		}
		if third := r.again(second); third.StatusCode != http.StatusNotModified {
			t.Error("the tag of the 304 must count")
		}
		if fourth := r.again(first); fourth.StatusCode != http.StatusOK {
			t.Error("an older tag must not count")
		}
	},
	"bare-304": func(t *testing.T, r *reader) {
		if a := r.again(r.get()); a.StatusCode != http.StatusNotModified || a.Header.Get("ETag")+a.Header.Get("Last-Modified") != "" {
			t.Errorf("status %d with %v", a.StatusCode, a.Header)
		}
	},
}

// ahead wants a date header that many seconds from now.
func ahead(name string, seconds int) shows {
	return func(t *testing.T, r *reader) {
		at, err := http.ParseTime(r.get().Header.Get(name))
		if d := time.Until(at) - time.Duration(seconds)*time.Second; err != nil || d > 2*time.Second || d < -10*time.Second {
			t.Errorf("%s is %v from what it should be, error %v", name, d, err)
		}
	}
}

var timingShows = map[string]shows{
	"max-age=300":      header("Cache-Control", "max-age=300"),
	"cache-control":    header("Cache-Control", "no-cache"),
	"age=60":           header("Age", "60"),
	"expires=600":      ahead("Expires", 600),
	"expires=-600":     ahead("Expires", -600),
	"expires=0":        header("Expires", "0"),
	"retry-after":      header("Retry-After", "120"),
	"retry-after-date": ahead("Retry-After", 120),
	"status":           status(503),
	"status=429":       status(429),
	"status=500":       status(500),
	"status=404":       status(404),
	"status=410":       status(410),
	"status=403":       status(403),
	"flaky=3":          statuses(200, 304, 503),
	"ill=2":            statuses(500, 500, 200),
	"set-cookie":       header("Set-Cookie", "id=1; Path=/"),
	"hangs-up": func(t *testing.T, r *reader) {
		if a := r.get(); a.err == nil {
			t.Error("want no answer")
		}
	},
	"slow-headers=20ms": func(t *testing.T, r *reader) {
		if start := time.Now(); r.get().StatusCode != http.StatusOK || time.Since(start) < 20*time.Millisecond {
			t.Errorf("answered after %v", time.Since(start))
		}
	},
	"big-headers=512": func(t *testing.T, r *reader) {
		if n := len(r.get().Header.Get("X-Archive")); n != 512<<10 {
			t.Errorf("%d bytes", n)
		}
	},
}

func leads(code int, to string) shows {
	return func(t *testing.T, r *reader) {
		if a := r.get(); a.StatusCode != code || a.Header.Get("Location") != to {
			t.Errorf("status %d to %q", a.StatusCode, a.Header.Get("Location"))
		}
	}
}

var redirectShows = map[string]shows{
	"redirect=301,302,307,308": func(t *testing.T, r *reader) {
		url, at := r.url, strings.TrimSuffix(r.url, "/x/feed.xml")
		for _, code := range []int{301, 302, 307, 308} {
			a := r.fetch(url, 1<<20)
			if a.StatusCode != code {
				t.Fatalf("%s: status %d, want %d", url, a.StatusCode, code)
			}
			url = at + a.Header.Get("Location")
		}
		if a := r.fetch(url, 1<<20); a.StatusCode != http.StatusOK {
			t.Errorf("the end of the chain gives %d", a.StatusCode)
		}
	},
	"redirect-to=308 http://b.example/": leads(308, "http://b.example/"),
	"redirect-loop":                     leads(302, "/x/feed.xml"),
	"redirect-endless":                  leads(302, "/x/feed.xml/1"),
	"redirect-private":                  leads(302, "http://169.254.169.254/latest/meta-data/"),
	"redirect-scheme":                   leads(302, "file:///etc/passwd"),
	"redirect-nowhere":                  leads(302, ""),
}

func cutShort(t *testing.T, r *reader) {
	if a := r.get(); a.err == nil || len(a.body) == 0 {
		t.Errorf("%d bytes, error %v", len(a.body), a.err)
	}
}

var wireShows = map[string]shows{
	"slow-body=1": func(t *testing.T, r *reader) {
		if a := r.fetch(r.url, 1); string(a.body) != "<" || a.ContentLength != -1 {
			t.Errorf("first byte %q of %d", a.body, a.ContentLength)
		}
	},
	"cut":         cutShort,
	"long-length": cutShort,
	"short-length": func(t *testing.T, r *reader) {
		if a := r.get(); a.err != nil || bytes.Contains(a.body, []byte("</rss>")) {
			t.Errorf("error %v, ends in %q", a.err, a.body[len(a.body)-20:])
		}
	},
	"chunked": func(t *testing.T, r *reader) {
		if a := r.get(); a.ContentLength != -1 || !bytes.HasSuffix(a.body, []byte("</rss>\n")) {
			t.Errorf("length %d", a.ContentLength)
		}
	},
	"endless": func(t *testing.T, r *reader) {
		if a := r.fetch(r.url, 5<<20); len(a.body) != 5<<20 {
			t.Errorf("ended after %d bytes", len(a.body))
		}
	},
	"content-type=text/plain":   header("Content-Type", "text/plain"),
	"http-charset=windows-1251": header("Content-Type", "application/rss+xml; charset=windows-1251"),
	"link":                      header("Link", `<https://hub.example/>; rel="hub"`),
}

// decodes wants the feed behind a content coding.
func decodes(coding string, decode func(io.Reader) (io.Reader, error)) shows {
	return func(t *testing.T, r *reader) {
		if a := r.get(); a.Header.Get("Content-Encoding") != "" || !bytes.HasSuffix(a.body, []byte("</rss>\n")) {
			t.Error("a client that does not ask gets plain bytes")
		}
		a := r.get("Accept-Encoding", coding)
		text, err := decode(bytes.NewReader(a.body))
		if err != nil || a.Header.Get("Content-Encoding") != coding {
			t.Fatalf("%v, error %v", a.Header, err)
		}
		if all, err := io.ReadAll(text); err != nil || !bytes.HasSuffix(all, []byte("</rss>\n")) {
			t.Errorf("%d bytes, error %v", len(all), err)
		}
	}
}

// explodes wants a small body that decodes to 4 MB.
func explodes(decode func(io.Reader) (io.Reader, error)) shows {
	return func(t *testing.T, r *reader) {
		a := r.get()
		text, err := decode(bytes.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, text); n < 4<<20 || len(a.body) > 32<<10 || err != nil {
			t.Errorf("%d bytes decode to %d, error %v", len(a.body), n, err)
		}
	}
}

func gunzip(r io.Reader) (io.Reader, error)   { return gzip.NewReader(r) }
func unbrotli(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }
func unzstd(r io.Reader) (io.Reader, error)   { return zstd.NewReader(r, zstd.WithDecoderConcurrency(1)) }

var codingShows = map[string]shows{
	"gzip":        decodes("gzip", gunzip),
	"br":          decodes("br", unbrotli),
	"zstd":        decodes("zstd", unzstd),
	"gzip-bomb=4": explodes(gunzip),
	"br-bomb=4":   explodes(unbrotli),
	"zstd-bomb=4": explodes(unzstd),
	"zstd-window": func(t *testing.T, r *reader) {
		var head zstd.Header
		if err := head.Decode(r.get().body); err != nil || head.WindowSize != 512<<20 {
			t.Errorf("window of %d bytes, error %v", head.WindowSize, err)
		}
	},
	"double-gzip":    header("Content-Encoding", "gzip, gzip"),
	"unknown-coding": header("Content-Encoding", "x-newsroom"),
	"lying-coding": func(t *testing.T, r *reader) {
		if a := r.get(); a.Header.Get("Content-Encoding") != "gzip" || !bytes.HasPrefix(a.body, []byte("<?xml")) {
			t.Errorf("%v", a.Header)
		}
	},
}
