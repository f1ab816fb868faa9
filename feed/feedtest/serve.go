package feedtest

import (
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// ServeHTTP answers for all outlets: "/" lists them, "/ID/feed.xml" (or
// feed.json) is an outlet's feed, and any other path under "/ID/" an article.
func (n *Newsroom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n.prefix.learn(r)
	w, done := n.log.open(w, r)
	defer done()
	if r.URL.Path == "/" {
		n.serveIndex(w)
		return
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	out, ok := n.outlet(id)
	switch {
	case !ok:
		http.NotFound(w, r)
	case strings.HasPrefix(r.URL.Path, out.FeedPath()):
		n.serveFeed(w, r, out)
	case r.URL.Path == "/"+id+"/":
		n.serveFront(w, out)
	default:
		n.serveArticle(w, r, out)
	}
}

func (n *Newsroom) serveIndex(w http.ResponseWriter) {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><meta charset="utf-8"><title>Newsroom</title><h1>An invented world's newsroom</h1><ul>`)
	for _, o := range n.Outlets() {
		fmt.Fprintf(&b, `<li><a href="%s">%s</a> (%s, %s) %s`, o.FeedPath(), html.EscapeString(o.Title), o.Language, o.Format, strings.Join(o.Behaves, " "))
	}
	sendHTML(w, http.StatusOK, b.String())
}

func (n *Newsroom) serveFront(w http.ResponseWriter, out *outlet) {
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="%s"><meta charset="utf-8"><title>%s</title><link rel="alternate" type="%s" href="%s"><ul>`,
		out.Language, html.EscapeString(out.Title), formats[out.Format].mediaType, out.FeedPath())
	for _, a := range out.shelf.list(n.edition(), max(out.Items, 0)) {
		fmt.Fprintf(&b, `<li><a href="%s">%s</a>`, a.Path, html.EscapeString(a.Title))
	}
	sendHTML(w, http.StatusOK, b.String())
}

func (n *Newsroom) serveArticle(w http.ResponseWriter, r *http.Request, out *outlet) {
	a, ok := out.shelf.find(r.URL.Path, n.edition())
	if !ok {
		http.NotFound(w, r)
		return
	}
	sendHTML(w, http.StatusOK, a.page(out.Outlet))
}

func sendHTML(w http.ResponseWriter, code int, page string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = io.WriteString(w, page) // a reader that left is no concern of the newsroom
}

// doors are the servers that a newsroom runs itself.
type doors struct {
	mu      sync.Mutex
	closed  bool
	servers []*http.Server
	running sync.WaitGroup
}

// Open listens on a TCP address, such as "127.0.0.1:0", serves in the
// background until Close, and returns the base address for Sources.
func (n *Newsroom) Open(addr string) (base string, err error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return "", fmt.Errorf("newsroom: %w", err)
	}
	base = "http://" + l.Addr().String()
	n.prefix.set(base)
	n.doors.running.Go(func() { _ = n.Serve(l) }) // ends with Close, which has the error that counts
	return base, nil
}

// Serve answers on a listener until Close; it then returns nil.
func (n *Newsroom) Serve(l net.Listener) error {
	srv := &http.Server{Handler: n, ReadHeaderTimeout: 30 * time.Second}
	n.doors.mu.Lock()
	if n.doors.closed {
		n.doors.mu.Unlock()
		return l.Close()
	}
	n.doors.servers = append(n.doors.servers, srv)
	n.doors.mu.Unlock()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Close shuts all servers at once, cutting what they are sending, and waits
// for those that Open started.
func (n *Newsroom) Close() error {
	n.doors.mu.Lock()
	n.doors.closed = true
	servers := n.doors.servers
	n.doors.servers = nil
	n.doors.mu.Unlock()
	var errs []error
	for _, srv := range servers {
		errs = append(errs, srv.Close())
	}
	n.doors.running.Wait()
	return errors.Join(errs...)
}
