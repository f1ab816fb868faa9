package feedtest

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Request is one request as the newsroom saw it.
type Request struct {
	At     time.Time // by time.Now, when it came in
	Took   time.Duration
	Outlet string // id; empty for a path of no outlet
	Host   string
	Path   string // with the query
	Method string
	Header http.Header
	Status int   // zero while it is being answered, or when the connection was cut instead
	Bytes  int64 // of the body written, on the wire
}

// Unconditional reports whether the request carried no validator.
func (r Request) Unconditional() bool {
	return r.Header.Get("If-None-Match") == "" && r.Header.Get("If-Modified-Since") == ""
}

// Requests lists the requests in the order in which they came in.
func (n *Newsroom) Requests() []Request {
	n.log.mu.Lock()
	defer n.log.mu.Unlock()
	kept := n.log.kept[max(0, len(n.log.kept)-n.log.bound()):]
	all := make([]Request, len(kept))
	for i, r := range kept {
		all[i] = *r
	}
	return all
}

// Forget empties the log of requests.
func (n *Newsroom) Forget() {
	n.log.mu.Lock()
	defer n.log.mu.Unlock()
	n.log.kept = nil
}

const defaultLog = 100_000

type requestLog struct {
	limit int
	mu    sync.Mutex
	kept  []*Request
}

func (l *requestLog) bound() int {
	if l.limit == 0 {
		return defaultLog
	}
	return max(l.limit, 0)
}

// open notes a request, and gives a writer that counts its answer and the
// function that closes the note.
func (l *requestLog) open(w http.ResponseWriter, r *http.Request) (http.ResponseWriter, func()) {
	if l.limit < 0 {
		return w, func() {}
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	note := &Request{
		At: time.Now(), Outlet: id, Host: r.Host, Path: r.URL.RequestURI(), Method: r.Method, Header: r.Header.Clone(),
	}
	l.mu.Lock()
	l.kept = append(l.kept, note)
	if limit := l.bound(); len(l.kept) > 2*limit { // half at a time, so that forgetting is cheap
		l.kept = slices.Delete(l.kept, 0, len(l.kept)-limit)
	}
	l.mu.Unlock()
	cw := &countingWriter{ResponseWriter: w}
	return cw, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		note.Status, note.Bytes, note.Took = cw.status, cw.bytes, time.Since(note.At)
	}
}

// countingWriter remembers what was answered.
type countingWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *countingWriter) WriteHeader(code int) {
	if w.status == 0 {
		w.status = code
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *countingWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *countingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
