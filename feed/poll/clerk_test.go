package poll

import (
	"testing"
	"testing/synctest"
	"time"

	"sitrep/feed"
)

// settlings is a store that counts how often it is asked to settle.
type settlings struct {
	Store
	at []time.Time
}

func (s *settlings) Settle(now time.Time) (int, error) {
	s.at = append(s.at, now)
	return 0, nil
}

func (s *settlings) Commit([]feed.Visit) error { return nil }

func TestTheClerkSettlesOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &settlings{}
		c := newClerk(s, nil)
		done := make(chan error)
		go func() { done <- c.run() }()
		time.Sleep(5*time.Minute + 30*time.Second)
		close(c.in)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		if len(s.at) != 6 {
			t.Errorf("asked %d times in five minutes: %v", len(s.at), s.at)
		}
		for i := range s.at[1:] {
			if gap := s.at[i+1].Sub(s.at[i]); gap < settleEvery || gap > settleEvery+lazyFor {
				t.Errorf("%v between two", gap)
			}
		}
	})
}
