package serve

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
)

// maxQuestion bounds what /explain takes, in bytes: an article's title and
// lead, not its text.
const maxQuestion = 4 << 10

// explain answers why something was kept or dropped.
func (s *Server) explain(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query().Get("q")
	if q == "" || len(q) > maxQuestion {
		fail(w, http.StatusBadRequest)
		return
	}
	answer, err := s.o.Explain(q)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fail(w, http.StatusNotFound)
	case err != nil:
		s.o.Log.Error("cannot explain", "error", err)
		fail(w, http.StatusInternalServerError)
	default:
		writeJSON(w, http.StatusOK, answer)
	}
}

func writeJSON(w http.ResponseWriter, code int, value any) {
	body, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		fail(w, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	w.WriteHeader(code)
	_, _ = w.Write(append(body, '\n'))
}
