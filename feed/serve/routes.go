package serve

import (
	"net/http"
	"net/url"
	"strings"

	"sitrep/feed/publish"
)

// routes is every address that the daemon answers.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, format := range publish.Formats {
		mux.Handle("/feed"+format.Suffix, s.document(feedKind(s, format)))
		mux.Handle("/topic/{id}/feed"+format.Suffix, s.document(feedKind(s, format)))
	}
	mux.Handle("/{$}", s.document(pageKind(s)))
	mux.Handle("/topic/{id}/{$}", s.document(pageKind(s)))
	mux.Handle("/topic/{id}", http.HandlerFunc(s.addSlash))
	mux.Handle("/sources.opml", s.document(opmlKind(s)))
	for _, a := range assets {
		mux.Handle("/"+a.name, s.document(assetKind(s, a)))
	}
	mux.HandleFunc("/healthz", s.health)
	mux.HandleFunc("/readyz", s.readyz)
	if s.o.Explain != nil {
		mux.HandleFunc("/explain", s.explain)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fail(w, http.StatusNotFound) })
	return guard(mux)
}

// kind is a sort of document: how one is made, and what goes with it.
type kind struct {
	name   string
	header http.Header // fixed headers of a 200
	live   bool        // made anew when stories change
	render func(topic string) (printed, error)
}

// document serves a kind: for the topic in the address, if it has one.
func (s *Server) document(k kind) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		topic := r.PathValue("id")
		if _, known := s.topics[topic]; topic != "" && !known {
			fail(w, http.StatusNotFound)
			return
		}
		snap, err := s.shelf.get(k, topic)
		if err != nil {
			w.Header().Set("Retry-After", "5")
			fail(w, http.StatusServiceUnavailable)
			return
		}
		snap.serve(w, r)
	})
}

func (s *Server) addSlash(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if _, known := s.topics[id]; !known {
		fail(w, http.StatusNotFound)
		return
	}
	w.Header().Set("Location", s.prefix+"/topic/"+url.PathEscape(id)+"/")
	w.WriteHeader(http.StatusMovedPermanently)
}

const allowed = "GET, HEAD, OPTIONS"

// guard answers every method but GET and HEAD, and sets what every answer has.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["X-Content-Type-Options"] = nosniff
		h["Referrer-Policy"] = noReferrer
		switch {
		case r.Method == http.MethodGet || r.Method == http.MethodHead:
			next.ServeHTTP(w, r)
		case r.Method == http.MethodOptions:
			preflight(h)
			w.WriteHeader(http.StatusNoContent)
		default:
			h.Set("Allow", allowed)
			fail(w, http.StatusMethodNotAllowed)
		}
	})
}

// These values are shared by all answers: nobody may append to them.
var (
	nosniff    = []string{"nosniff"}
	noReferrer = []string{"no-referrer"}
)

// preflight lets a page of any origin read our documents; there is nothing
// here that a cookie or a login would change.
func preflight(h http.Header) {
	h.Set("Allow", allowed)
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", allowed)
	h.Set("Access-Control-Allow-Headers", "If-None-Match, If-Modified-Since")
	h.Set("Access-Control-Max-Age", "86400")
}

// fail answers with a code and its name; nothing of the request is repeated.
func fail(w http.ResponseWriter, code int) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = w.Write([]byte(strings.ToLower(http.StatusText(code)) + "\n"))
}
