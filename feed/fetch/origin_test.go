package fetch_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// newClient makes a client that may reach loopback.
func newClient(t testing.TB, o fetch.Options) *fetch.Client {
	t.Helper()
	if o.AllowPrivate == nil {
		o.AllowPrivate = loopback
	}
	c := fetch.New(o)
	t.Cleanup(c.Close)
	return c
}

// origin is a server on loopback that records what it is asked.
type origin struct {
	*httptest.Server
	mu   sync.Mutex
	seen []*http.Request // guarded by mu
}

func serve(t testing.TB, handler http.HandlerFunc) *origin {
	t.Helper()
	o := &origin{}
	o.Server = httptest.NewServer(o.record(handler))
	t.Cleanup(o.Close)
	return o
}

func (o *origin) record(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		o.seen = append(o.seen, r.Clone(context.Background()))
		o.mu.Unlock()
		handler(w, r)
	}
}

// requests are those so far.
func (o *origin) requests() []*http.Request {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.seen
}

func (o *origin) last(t testing.TB) *http.Request {
	t.Helper()
	seen := o.requests()
	if len(seen) == 0 {
		t.Fatal("no request arrived")
	}
	return seen[len(seen)-1]
}

// listen is a TCP server for answers that net/http would not write: each
// connection has its request read and answer called.
func listen(t testing.TB, answer func(conn net.Conn)) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { converse(conn, answer) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		wg.Wait()
	})
	return "http://" + l.Addr().String() + "/feed"
}

func converse(conn net.Conn, answer func(conn net.Conn)) {
	defer func() { _ = conn.Close() }()
	if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
		answer(conn)
	}
}

// say answers with fixed bytes.
func say(text string) func(net.Conn) {
	return func(conn net.Conn) { _, _ = io.WriteString(conn, text) }
}

// pipes dials in memory, so that a client can live in a bubble of virtual time.
// The servers that it makes are counted in wg.
func pipes(wg *sync.WaitGroup, answer func(conn net.Conn)) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		wg.Go(func() { converse(theirs, answer) })
		return ours, nil
	}
}

// visit is one poll as the conductor makes it: what comes back is what the next
// visit starts from.
func visit(t testing.TB, c *fetch.Client, src feed.Source, last feed.Poll) (feed.Poll, *fetch.Response) {
	t.Helper()
	res, err := c.Get(t.Context(), src, last)
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	return feed.Poll{URL: src.URL, Validators: res.Validators}, res
}

// failure is a visit that must fail.
func failure(t testing.TB, c *fetch.Client, src feed.Source, last feed.Poll) *fetch.Error {
	t.Helper()
	res, err := c.Get(t.Context(), src, last)
	if err == nil {
		t.Fatalf("Get: got %d with %d bytes, want an error", res.Code, len(res.Body))
	}
	var e *fetch.Error
	if !errors.As(err, &e) {
		t.Fatalf("Get: error %v is no *fetch.Error", err)
	}
	return e
}

func wantKind(t testing.TB, e *fetch.Error, kind string) {
	t.Helper()
	if e.Kind != kind {
		t.Errorf("kind %q, want %q (%v)", e.Kind, kind, e)
	}
}

// quiet is a log for servers that are meant to see failing handshakes.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
