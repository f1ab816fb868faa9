package fetch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/zstd"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

// took runs one Get in virtual time against a server in memory and gives its
// error, or nil, and how long it took.
func took(t *testing.T, answer func(net.Conn)) (e *fetch.Error, d time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := fetch.New(fetch.Options{})
		var servers sync.WaitGroup
		c.SetDial(pipes(&servers, answer))
		began := time.Now()
		res, err := c.Get(t.Context(), feed.Source{URL: "http://slow.example/feed"}, feed.Poll{})
		d = time.Since(began)
		if err != nil && !errors.As(err, &e) {
			t.Errorf("error %v is no *fetch.Error", err)
		}
		if err == nil {
			res.Release()
		}
		c.Close()
		servers.Wait()
	})
	return e, d
}

const okHeader = "HTTP/1.1 200 OK\r\n\r\n"

// trickle writes n bytes at a time for ever, as long as somebody reads.
func trickle(first string, n int, every time.Duration) func(net.Conn) {
	return func(conn net.Conn) {
		_, err := io.WriteString(conn, first)
		for err == nil {
			time.Sleep(every)
			_, err = conn.Write(bytes.Repeat([]byte("x"), n))
		}
	}
}

func TestA11SlowBody(t *testing.T) {
	redirect := "HTTP/1.1 302 Found\r\nLocation: /x\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n"
	burst := okHeader + strings.Repeat("x", 100<<10)
	cases := []struct {
		name   string
		answer func(net.Conn)
		kind   string
		after  time.Duration
	}{
		{"a byte a second", trickle(okHeader, 1, time.Second), fetch.KindSlow, 5 * time.Second},
		{"a burst, then a byte a second", trickle(burst, 1, time.Second), fetch.KindSlow, 10 * time.Second},
		{"nothing", trickle(okHeader, 0, time.Hour), fetch.KindSlow, 5 * time.Second},
		{"2 KB a second for ever", trickle(okHeader, 2<<10, time.Second), fetch.KindTimeout, 30 * time.Second},
		{"in a redirect", trickle(redirect, 1, time.Second), fetch.KindSlow, 5 * time.Second},
	}
	for _, tc := range cases {
		e, d := took(t, tc.answer)
		if e == nil || e.Kind != tc.kind || d != tc.after {
			t.Errorf("%s: %v after %s, want %s after %s", tc.name, e, d, tc.kind, tc.after)
		}
	}
}

func TestA11RedirectsShareOneDeadline(t *testing.T) {
	e, d := took(t, func(conn net.Conn) {
		time.Sleep(9 * time.Second)
		_, _ = io.WriteString(conn, "HTTP/1.1 302 Found\r\nLocation: on/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	})
	if e == nil || e.Kind != fetch.KindTimeout || d != 30*time.Second {
		t.Errorf("%v after %s, want a timeout after 30s", e, d)
	}
}

func TestA11SlowButSteadyBodyIsRead(t *testing.T) {
	e, d := took(t, func(conn net.Conn) {
		_, _ = io.WriteString(conn, okHeader)
		for range 20 {
			time.Sleep(time.Second)
			_, _ = conn.Write(bytes.Repeat([]byte("x"), 1300))
		}
	})
	if e != nil || d != 20*time.Second {
		t.Errorf("%v after %s", e, d)
	}
}

func TestA11SlowErrorPageIsStillItsStatus(t *testing.T) {
	e, d := took(t, trickle("HTTP/1.1 503 No\r\nRetry-After: 60\r\n\r\nsorry", 1, time.Second))
	if e == nil || e.Kind != fetch.KindStatus || !strings.HasPrefix(e.Body, "sorry") || e.RetryAfter.IsZero() {
		t.Errorf("%+v after %s", e, d)
	}
}

func TestA12Headers(t *testing.T) {
	cases := []struct {
		name   string
		answer func(net.Conn)
		kind   string
		after  time.Duration
	}{
		{"none", trickle("", 0, time.Hour), fetch.KindTimeout, 10 * time.Second},
		{"never ending", trickle("HTTP/1.1 200 OK\r\nX: ", 1, time.Second), fetch.KindTimeout, 10 * time.Second},
		{"1 MB in one", say("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"), fetch.KindHeader, 0},
		{"100,000 of them", say("HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 100_000) + "\r\n"), fetch.KindHeader, 0},
		{"interim answers for ever", say(strings.Repeat("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n", 100_000)), fetch.KindHeader, 0},
		{"not HTTP", say("220 mail.example ESMTP\r\n"), fetch.KindHeader, 0},
		{"no answer at all", say(""), fetch.KindReset, 0},
	}
	for _, tc := range cases {
		e, d := took(t, tc.answer)
		if e == nil || e.Kind != tc.kind || d != tc.after {
			t.Errorf("%s: %v after %s, want %s after %s", tc.name, e, d, tc.kind, tc.after)
		}
	}
}

func TestCallerGivesUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := newClient(t, fetch.Options{}).Get(ctx, feed.Source{URL: listen(t, say(okHeader))}, feed.Poll{})
	var e *fetch.Error
	if !errors.As(err, &e) || e.Kind != fetch.KindCanceled || !errors.Is(e, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestA14ContentLengthLies(t *testing.T) {
	// net/http tells the standard logger of what follows a body's stated end.
	log.SetOutput(io.Discard)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	cases := []struct{ name, answer, kind, body string }{
		{"short", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", fetch.KindTruncated, ""},
		{"nothing", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", fetch.KindTruncated, ""},
		{"long", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss></rss>", "", "<rss>"},
		{"chunk cut", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<rss>", fetch.KindTruncated, ""},
		{"no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n", fetch.KindTruncated, ""},
		{"bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n", fetch.KindTruncated, ""},
		{"negative", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n<rss>", fetch.KindNetwork, ""},
		{"absurd", "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n<rss>", fetch.KindTooLarge, ""},
		{"no length", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss>", "", "<rss>"},
	}
	for _, tc := range cases {
		src := feed.Source{URL: listen(t, say(tc.answer))}
		res, err := newClient(t, fetch.Options{}).Get(t.Context(), src, feed.Poll{})
		var e *fetch.Error
		switch {
		case errors.As(err, &e):
			if e.Kind != tc.kind {
				t.Errorf("%s: kind %q, want %q: %v", tc.name, e.Kind, tc.kind, e)
			}
		case tc.kind != "" || string(res.Body) != tc.body:
			t.Errorf("%s: body %q, want %q %q", tc.name, res.Body, tc.kind, tc.body)
		}
	}
}

func TestA14CompressedBodyCut(t *testing.T) {
	text := []byte(strings.Repeat("all the news that fits ", 1000))
	for _, coding := range []string{"gzip", "br", "zstd"} {
		whole := packed(t, coding, text)
		for _, n := range []int{1, 5, len(whole) / 2, len(whole) - 1} {
			o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", coding)
				_, _ = w.Write(whole[:n])
			})
			e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
			if e.Kind != fetch.KindTruncated {
				t.Errorf("%s cut at %d of %d: %v (%v)", coding, n, len(whole), e, e.Kind)
			}
		}
	}
}

func TestA13EndlessBody(t *testing.T) {
	for _, coding := range []string{"", "gzip"} {
		url := listen(t, func(conn net.Conn) {
			_, err := fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\n\r\n", coding)
			// Stored members: no compression, so that the size is what is met.
			chunk := []byte(strings.Repeat("<item>", 10_000))
			if coding == "gzip" {
				chunk = noise(t)
			}
			for err == nil {
				_, err = conn.Write(chunk)
			}
		})
		e := failure(t, newClient(t, fetch.Options{MaxBytes: 1 << 20}), feed.Source{URL: url}, feed.Poll{})
		wantKind(t, e, fetch.KindTooLarge)
	}
}

// noise is a gzip member of text that hardly compresses.
func noise(t testing.TB) []byte {
	text := make([]byte, 60_000)
	x := uint32(1)
	for i := range text {
		x = x*1664525 + 1013904223
		text[i] = byte(x >> 24)
	}
	return packed(t, "gzip", text)
}

func TestBodyOfExactlyTheLimitIsRead(t *testing.T) {
	const limit = 100_000
	size := limit
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/chunked" {
			w.(http.Flusher).Flush()
		}
		_, _ = w.Write(make([]byte, size))
	})
	c := newClient(t, fetch.Options{MaxBytes: limit})
	for _, path := range []string{"/", "/chunked"} {
		size = limit
		if _, res := visit(t, c, feed.Source{URL: o.URL + path}, feed.Poll{}); len(res.Body) != limit {
			t.Errorf("%s: %d bytes", path, len(res.Body))
		}
		size = limit + 1
		wantKind(t, failure(t, c, feed.Source{URL: o.URL + path}, feed.Poll{}), fetch.KindTooLarge)
	}
}

func TestA15Bombs(t *testing.T) {
	for _, coding := range []string{"gzip", "br", "zstd"} {
		bomb := packed(t, coding, make([]byte, 32<<20))
		o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			_, _ = w.Write(bomb)
		})
		c := newClient(t, fetch.Options{})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		wantKind(t, failure(t, c, feed.Source{URL: o.URL}, feed.Poll{}), fetch.KindTooLarge)
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 64<<20 {
			t.Errorf("%s: %d bytes allocated", coding, n)
		}
	}
}

func TestA15WellPackedFeedIsNoBomb(t *testing.T) {
	// 900 KB of one letter: over 200 to 1, but too small to do harm.
	body := packed(t, "br", make([]byte, 900<<10))
	o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		_, _ = w.Write(body)
	})
	if _, res := visit(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{}); len(res.Body) != 900<<10 {
		t.Errorf("%d bytes", len(res.Body))
	}
}

func TestA15ZstdWindow(t *testing.T) {
	var buf bytes.Buffer
	w, err := zstd.NewWriter(&buf, zstd.WithWindowSize(16<<20), zstd.WithSingleSegment(false))
	if err != nil {
		t.Fatal(err)
	}
	for range 100 { // streamed, so that the frame states its window and not its size
		_, _ = w.Write(noise(t))
		_ = w.Flush()
	}
	_ = w.Close()
	o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "zstd")
		_, _ = w.Write(buf.Bytes())
	})
	e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
	wantKind(t, e, fetch.KindTooLarge)
	if !strings.Contains(e.Error(), "memory") {
		t.Errorf("message: %v", e)
	}
}
