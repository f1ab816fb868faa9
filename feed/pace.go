package feed

import "time"

// pace is how long a story stays as it is shown: it appears at once, may change
// again after five minutes, then after fifteen, then once an hour.
var pace = [...]time.Duration{5 * time.Minute, 15 * time.Minute, time.Hour}

// MaxPending is the longest that a change waits to be shown.
const MaxPending = time.Hour

// touch moves Updated forward, never back: to the instant of a change, or to
// the next one at which a change may show, when that has come.
func (s *Story) touch(at time.Time) {
	s.Settle(at)
	shown := s.Updated
	if first := s.Items[0].Seen; s.Updates == 0 && first.After(shown) {
		shown = first // it could not be seen earlier, whatever its date
	}
	if !at.After(shown) {
		return // it is shown together with what is there
	}
	if due := shown.Add(pace[min(s.Updates, len(pace)-1)]); at.Before(due) {
		s.Pending = due
		return
	}
	s.Updated, s.Pending = at, time.Time{}
	s.Updates++
}

// Settle moves Updated to a pending change whose time has come, and reports
// whether there was one.
func (s *Story) Settle(now time.Time) bool {
	if s.Pending.IsZero() || s.Pending.After(now) {
		return false
	}
	if s.Pending.After(s.Updated) {
		s.Updated = s.Pending
	}
	s.Pending = time.Time{}
	s.Updates++
	return true
}

// Shown is the last material change that a reader may know of by now.
func (s Story) Shown(now time.Time) time.Time {
	s.Settle(now)
	return s.Updated
}
