package serve

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"sitrep/feed"
)

// startup is how long a daemon without a good visit is merely starting.
const startup = 5 * time.Minute

// health says that the process answers.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]bool{"alive": true})
}

// readiness remembers the last answer for a second, so that asking often does
// not read the store often.
type readiness struct {
	mu   sync.Mutex // protects the fields below
	at   time.Time
	last state
}

// state is the answer of /readyz.
type state struct {
	Ready       bool       `json:"ready"`
	Stage       string     `json:"stage"` // "starting" or "running"
	Reasons     []string   `json:"reasons"`
	Sources     int        `json:"sources"`
	Healthy     int        `json:"healthy"` // sources whose last visit succeeded
	LastSuccess *time.Time `json:"last_success,omitempty"`
}

// readyz says whether the daemon does its work: the store can be read, and a
// source was visited with success not too long ago, or none is overdue, or the
// daemon just started.
func (s *Server) readyz(w http.ResponseWriter, _ *http.Request) {
	s.ready.mu.Lock()
	defer s.ready.mu.Unlock()
	if now := time.Now(); s.ready.at.IsZero() || now.Sub(s.ready.at) > rest {
		s.ready.last, s.ready.at = s.state(now), now
	}
	code := http.StatusOK
	if !s.ready.last.Ready {
		code = http.StatusServiceUnavailable
	}
	writeJSON(w, code, s.ready.last)
}

func (s *Server) state(now time.Time) state {
	st := state{Stage: "running", Reasons: []string{}, Sources: len(s.o.Sources)}
	polls, err := s.o.Store.Polls()
	if err != nil {
		s.o.Log.Error("cannot read the store", "error", err)
		st.Reasons = append(st.Reasons, "the store cannot be read")
		return st
	}
	last, overdue := time.Time{}, false
	for _, p := range polls {
		if _, ours := s.sources[p.Source]; !ours || (p.Status != feed.Fetched && p.Status != feed.Unchanged) {
			continue
		}
		st.Healthy++
		overdue = overdue || now.Sub(p.Next) > startup
		if p.At.After(last) {
			last = p.At
		}
	}
	if !last.IsZero() {
		st.LastSuccess = &last
	}
	switch {
	case len(s.o.Sources) == 0 || (!last.IsZero() && (now.Sub(last) <= s.o.Fresh || !overdue)):
		st.Ready = true
	case now.Sub(s.started) < startup:
		st.Ready, st.Stage = true, "starting"
	case last.IsZero():
		st.Reasons = append(st.Reasons, "no source was ever visited with success")
	default:
		st.Reasons = append(st.Reasons, fmt.Sprintf("no source was visited with success for %s", now.Sub(last).Round(time.Minute)))
	}
	return st
}
