package serve_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sitrep/feed/serve"
)

// start runs a server on loopback and gives its address and how it ended.
func start(t *testing.T, ctx context.Context, h http.Handler) (string, <-chan error) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, ln, h, nil) }()
	return ln.Addr().String(), ended
}

// A request that is under way when the daemon stops gets its whole answer.
func TestRunEndsGracefully(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	begun, finish := make(chan bool), make(chan bool)
	addr, ended := start(t, ctx, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-finish
		_, _ = io.WriteString(w, "whole")
	}))
	got := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + addr)
		if err != nil {
			got <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		got <- string(body)
	}()
	<-begun
	stop()
	close(finish)
	if body := <-got; body != "whole" {
		t.Errorf("the answer was %q", body)
	}
	if err := <-ended; err != nil {
		t.Errorf("Run: %v", err)
	}
	if _, err := net.Dial("tcp", addr); err == nil {
		t.Error("still listening")
	}
}

func TestRunReportsABrokenListener(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = ln.Close()
	if err := serve.Run(context.Background(), ln, http.NotFoundHandler(), nil); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Run: %v", err)
	}
}

// TestA43Limits speaks badly to the server over a pipe of fake time.
func TestA43Limits(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		send string
		want string        // beginning of the answer
		by   time.Duration // when the server has let go at the latest
	}{
		"headers never end":  {"GET / HTTP/1.1\r\nHost: x\r\n", "", 6 * time.Second},
		"silence":            {"", "", 6 * time.Second},
		"huge header":        {"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 32<<10) + "\r\n\r\n", "HTTP/1.1 431", 6 * time.Second},
		"idle after request": {"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200", 121 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(context.Background())
				ln := newPipeListener()
				ended := make(chan error, 1)
				go func() { ended <- serve.Run(ctx, ln, handler(&fakeStore{}), nil) }()
				conn := ln.dial()
				begun := time.Now()
				go func() { _, _ = io.WriteString(conn, tc.send) }()
				answer, _ := io.ReadAll(bufio.NewReader(conn))
				if took := time.Since(begun); took > tc.by || !strings.HasPrefix(string(answer), tc.want) {
					t.Errorf("let go after %v with %.60q", took, answer)
				}
				_ = conn.Close()
				stop()
				if err := <-ended; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// pipeListener accepts in-memory connections, which synctest can follow.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
}

func newPipeListener() *pipeListener {
	return &pipeListener{make(chan net.Conn), make(chan struct{})}
}

func (l *pipeListener) dial() net.Conn {
	ours, theirs := net.Pipe()
	l.conns <- theirs
	return ours
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error { close(l.closed); return nil }

func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }
