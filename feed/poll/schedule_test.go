package poll_test

import (
	"testing"
	"time"

	"sitrep/feed/poll"
)

func TestParseSchedule(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 7, 0, 0, time.UTC)
	good := map[string]time.Time{
		"auto":          at.Add(30 * time.Minute),
		"":              at.Add(30 * time.Minute),
		"@every 10m":    at.Add(10 * time.Minute),
		"*/20 * * * *":  time.Date(2026, 3, 1, 10, 20, 0, 0, time.UTC),
		"@hourly":       time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC),
		"0 6 29 2 *":    time.Date(2028, 2, 29, 6, 0, 0, 0, time.UTC),
		" 5 4 * * sun ": time.Date(2026, 3, 8, 4, 5, 0, 0, time.UTC),
	}
	for spec, want := range good {
		s, err := poll.ParseSchedule(spec)
		if err != nil {
			t.Errorf("%q: %v", spec, err)
			continue
		}
		if got := s.Next(at, 30*time.Minute); !got.Equal(want) {
			t.Errorf("%q: next is %v, want %v", spec, got, want)
		}
	}
	for _, spec := range []string{
		"TZ=UTC", "CRON_TZ=Europe/Kyiv 0 6 * * *", "@every -1s", "@every 0s", "@every", "@every soon",
		"sometimes", "* * *", "61 * * * *", "0 0 31 2 *", "@reboot",
	} {
		if _, err := poll.ParseSchedule(spec); err == nil {
			t.Errorf("%q is accepted", spec)
		}
	}
}

func FuzzParseSchedule(f *testing.F) {
	for _, spec := range []string{"auto", "@every 10m", "*/20 * * * *", "TZ=UTC", "0 0 31 2 *", "@every -1s", "TZ=", "@"} {
		f.Add(spec)
	}
	at := time.Date(2026, 3, 1, 10, 7, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, spec string) {
		s, err := poll.ParseSchedule(spec)
		if err == nil && !s.Next(at, time.Minute).After(at) {
			t.Errorf("%q does not move on", spec)
		}
	})
}
