package poll_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sitrep/feed"
	"sitrep/feed/fetch"
	"sitrep/feed/poll"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func pace(t testing.TB, schedule string, private bool) poll.Pace {
	t.Helper()
	s, err := poll.ParseSchedule(schedule)
	if err != nil {
		t.Fatal(err)
	}
	return poll.Pace{Schedule: s, Interval: 30 * time.Minute, Min: time.Minute, Private: private}
}

// refusal is an answer with a status and perhaps a wish.
func refusal(code int, retryAfter time.Duration) error {
	e := &fetch.Error{Code: code, Kind: "status", Err: fmt.Errorf("status %d", code)}
	if retryAfter > 0 {
		e.RetryAfter = noon.Add(retryAfter)
	}
	return e
}

// TestFloors: what the server asks for is waited for, with its reason.
func TestFloors(t *testing.T) {
	cases := []struct {
		name     string
		schedule string
		private  bool
		answer   *fetch.Response
		refused  error
		least    time.Duration
		most     time.Duration
		reason   string
	}{
		{"P15 max-age", "@every 1m", false, &fetch.Response{Code: 200, Freshness: 2 * time.Hour, FreshReason: "max-age"}, nil, 2 * time.Hour, 2 * time.Hour, "max-age"},
		{"P16 Expires", "@every 1m", false, &fetch.Response{Code: 200, Freshness: 20 * time.Minute, FreshReason: "Expires"}, nil, 20 * time.Minute, 20 * time.Minute, "Expires"},
		{"schedule above max-age", "@every 1h", false, &fetch.Response{Code: 200, Freshness: time.Minute, FreshReason: "max-age"}, nil, time.Hour, time.Hour, "schedule"},
		{"P17 Retry-After on 429", "@every 1m", false, nil, refusal(429, 36*time.Hour), 36 * time.Hour, 36 * time.Hour, "Retry-After"},
		{"P17 Retry-After on 503", "@every 1m", true, nil, refusal(503, 10*24*time.Hour), 240 * time.Hour, 240 * time.Hour, "Retry-After"},
		{"P18 429 without Retry-After", "@every 1m", false, nil, refusal(429, 0), time.Hour, 90 * time.Minute, "429"},
		{"P20 server error", "@every 10m", false, nil, refusal(500, 0), 20 * time.Minute, 25 * time.Minute, "back-off"},
		{"P20 no connection", "auto", false, nil, errors.New("no route"), time.Hour, 73 * time.Minute, "back-off"},
		{"P21 forbidden", "@every 1m", false, nil, refusal(403, 0), 6 * time.Hour, 6 * time.Hour, "blocked"},
		{"P22 not found", "@every 1m", false, nil, refusal(404, 0), time.Hour, time.Hour, "missing"},
		{"P22 gone", "@every 1m", false, nil, refusal(410, 0), 7 * 24 * time.Hour, 7 * 24 * time.Hour, "gone"},
		{"P25 auto, nothing said", "auto", false, &fetch.Response{Code: 200}, nil, 30 * time.Minute, 33 * time.Minute, "schedule"},
		{"own network", "@every 2s", true, &fetch.Response{Code: 200}, nil, time.Minute, time.Minute, "min_interval"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := pace(t, c.schedule, c.private)
			status := p.Begin(feed.Poll{Source: "a", URL: "https://a.example/"}, noon)
			if c.refused != nil {
				status = p.Bad(status, c.refused, noon)
			} else {
				status = p.Good(status, c.answer, noon)
			}
			if wait := status.Next.Sub(noon); wait < c.least || wait > c.most || status.Reason != c.reason {
				t.Errorf("waits %v for %q, want %v to %v for %q", wait, status.Reason, c.least, c.most, c.reason)
			}
		})
	}
}

// TestBackoff: each failure in a row waits longer, up to a day and a fifth; a good visit
// ends it. A second 410 is the last request.
func TestBackoff(t *testing.T) {
	p := pace(t, "@every 10m", false)
	var status feed.Poll
	var last time.Duration
	for n := range 20 {
		status = p.Bad(p.Begin(status, noon), refusal(502, 0), noon)
		wait := status.Next.Sub(noon)
		if wait < last && last < 24*time.Hour || wait > 29*time.Hour {
			t.Errorf("failure %d waits %v after %v", n+1, wait, last)
		}
		last = wait
	}
	if last < 24*time.Hour {
		t.Errorf("after 20 failures the wait is only %v", last)
	}
	status = p.Good(p.Begin(status, noon), &fetch.Response{Code: 200}, noon)
	if status.Failures != 0 || status.Next.Sub(noon) != 10*time.Minute {
		t.Errorf("after a good visit: %d failures, %v", status.Failures, status.Next.Sub(noon))
	}
	status = p.Bad(p.Begin(status, noon), refusal(410, 0), noon)
	if status = p.Bad(p.Begin(status, noon), refusal(410, 0), noon); !status.Next.IsZero() {
		t.Errorf("a source gone twice is asked again at %v", status.Next)
	}
}

// TestPenalty: P18. A source that was turned away stays slow, and only slowly recovers.
func TestPenalty(t *testing.T) {
	p := pace(t, "@every 10m", false)
	status := p.Bad(p.Begin(feed.Poll{}, noon), refusal(429, 0), noon)
	status = p.Good(p.Begin(status, noon), &fetch.Response{Code: 200}, noon)
	if wait := status.Next.Sub(noon); wait != 70*time.Minute {
		t.Errorf("a day after a 429 the wait is %v, want 1h10m", wait)
	}
	later := noon.Add(8 * 24 * time.Hour)
	status = p.Good(p.Begin(status, later), &fetch.Response{Code: 200}, later)
	if wait := status.Next.Sub(later); wait != 40*time.Minute {
		t.Errorf("after a clean week the wait is %v, want 40m", wait)
	}
}

// TestNeverEarly: whatever is answered, the next visit is neither before the
// minimum nor before anything that the server asked for, and validators survive every failure.
func TestNeverEarly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		schedule, err := poll.ParseSchedule(rapid.SampledFrom([]string{"auto", "@every 1s", "*/5 * * * *"}).Draw(t, "schedule"))
		if err != nil {
			t.Fatal(err)
		}
		p := poll.Pace{
			Schedule: schedule, Interval: time.Duration(rapid.IntRange(1, 7200).Draw(t, "interval")) * time.Second,
			Min: time.Minute, Private: rapid.Bool().Draw(t, "private"),
		}
		validators := feed.Validators{ETag: `"x"`, URL: "u"}
		status := feed.Poll{Source: "a", Validators: validators}
		for range rapid.IntRange(1, 6).Draw(t, "visits") {
			status = p.Begin(status, noon)
			asked := time.Duration(rapid.IntRange(0, 100_000).Draw(t, "asked")) * time.Second
			if rapid.Bool().Draw(t, "good") {
				status = p.Good(status, &fetch.Response{Code: 200, Freshness: asked, FreshReason: "max-age", Validators: validators}, noon)
			} else {
				code := rapid.SampledFrom([]int{0, 401, 403, 404, 429, 500, 503}).Draw(t, "code")
				status = p.Bad(status, refusal(code, asked), noon)
			}
			if wait := status.Next.Sub(noon); wait < asked || wait < time.Minute || status.Reason == "" {
				t.Fatalf("waits %v, asked for %v, reason %q", wait, asked, status.Reason)
			}
			if status.Validators != validators {
				t.Fatalf("validators are now %v", status.Validators)
			}
		}
	})
}
