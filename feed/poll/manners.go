package poll

import (
	"cmp"
	"errors"
	"net/http"
	"time"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

// The durations that polling.md of the design calls P17 to P25.
const (
	maxBackoff      = 24 * time.Hour     // no failure keeps a source away for longer
	minAfterTooMany = time.Hour          // a 429 without Retry-After
	goneRecheck     = 7 * 24 * time.Hour // one more look after a 410
	cleanDays       = 7 * 24 * time.Hour // without a 429, after which the penalty halves
	quickest        = 5 * time.Minute    // auto: even where the server allows more
	unasked         = 15 * time.Minute   // auto: the server gave no freshness time
	unconditional   = time.Hour          // auto: and it never answered 304, so each poll is a full download
)

// Pace is how the daemon paces its visits to one source.
type Pace struct {
	Schedule Schedule
	Interval time.Duration // of "auto"
	Min      time.Duration // nothing goes under this, whoever asks
	Private  bool          // the operator's own network: the default floors for strangers do not apply
}

// floor notes the time before which the source must not be asked again, with
// its reason; the latest of several wins.
func floor(p *feed.Poll, at time.Time, reason string) {
	if at.After(p.Floor) {
		p.Floor, p.FloorReason = at, reason
	}
}

// Resume fits a stored record to today's configuration and clock. A next visit
// that only the schedule set is planned anew, for the schedule may have changed;
// what a server asked for stays. A record that a wrong clock wrote in the future
// would keep its source silent until then, so its times are forgotten.
func (c Pace) Resume(p feed.Poll, now time.Time) feed.Poll {
	if p.At.After(now.Add(time.Hour)) {
		p.At, p.Next, p.Floor, p.FloorReason = time.Time{}, time.Time{}, time.Time{}, ""
		return p
	}
	ours := p.Reason == "schedule" || p.Reason == "min_interval"
	if p.At.IsZero() || !ours {
		return p
	}
	if p.FloorReason == "min_interval" {
		p.Floor = time.Time{}
	}
	floor(&p, p.At.Add(c.Min), "min_interval")
	return c.plan(p, c.due(&p, p.At), "schedule")
}

// Begin prepares the record of a visit that starts now: it is stored before
// the request goes out, so that a crash in between cannot ask twice.
func (c Pace) Begin(last feed.Poll, now time.Time) feed.Poll {
	p := last
	p.At = now
	p.Next, p.Reason = c.due(&p, now), "schedule"
	if at := now.Add(c.Min); p.Next.Before(at) {
		p.Next, p.Reason = at, "min_interval"
	}
	return p
}

// Good completes the record of a visit that was answered.
func (c Pace) Good(p feed.Poll, r *fetch.Response, now time.Time) feed.Poll {
	p.Code, p.Error, p.Body, p.Failures = r.Code, "", "", 0
	p.Validators = r.Validators
	p.NotModified = p.NotModified || r.NotModified
	p.Floor, p.FloorReason = time.Time{}, ""
	if now.Sub(p.Clean) > cleanDays && p.Penalty > 0 {
		p.Penalty, p.Clean = p.Penalty/2, now
	}
	if p.Penalty < time.Minute {
		p.Penalty = 0
	}
	floor(&p, now.Add(c.Min), "min_interval")
	floor(&p, now.Add(r.Freshness), cmp.Or(r.FreshReason, "schedule"))
	return c.plan(p, c.due(&p, now), "schedule")
}

// Bad completes the record of a visit that failed. Validators and all else
// that was known of the source stay.
func (c Pace) Bad(p feed.Poll, err error, now time.Time) feed.Poll {
	again := p.Status == feed.Gone
	p.Status, p.Code, p.Error, p.Body = feed.Failed, 0, err.Error(), ""
	p.Failures++
	p.Floor, p.FloorReason = time.Time{}, ""
	floor(&p, now.Add(c.Min), "min_interval")
	answer, ok := errors.AsType[*fetch.Error](err)
	if !ok {
		return c.plan(p, now.Add(c.backoff(p, now)), "back-off")
	}
	p.Code, p.Body = answer.Code, answer.Body
	floor(&p, answer.RetryAfter, "Retry-After")
	floor(&p, now.Add(answer.Freshness), "max-age")
	switch answer.Code {
	case http.StatusGone:
		return gone(p, again, now)
	case http.StatusTooManyRequests:
		p.Totals.TooMany++
		p.Clean = now
		if answer.RetryAfter.IsZero() {
			p.Penalty = max(minAfterTooMany, min(2*p.Penalty, maxBackoff))
			floor(&p, now.Add(p.Penalty), "429")
		}
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		return c.plan(p, now.Add(max(c.backoff(p, now), c.patience(6*time.Hour))), "blocked")
	case http.StatusNotFound:
		return c.plan(p, now.Add(max(c.backoff(p, now), c.patience(time.Hour))), "missing")
	}
	return c.plan(p, now.Add(c.backoff(p, now)), "back-off")
}

// patience is a wait that strangers are owed and the operator's own servers
// are not.
func (c Pace) patience(d time.Duration) time.Duration {
	if c.Private {
		return 0
	}
	return d
}

// gone stops asking: one more look after a week, then never.
func gone(p feed.Poll, again bool, now time.Time) feed.Poll {
	p.Status, p.Reason = feed.Gone, "gone"
	p.Next = time.Time{}
	if !again {
		p.Next = now.Add(goneRecheck)
	}
	return p
}

// plan sets the next visit: when it is wanted, but not before the floor.
func (c Pace) plan(p feed.Poll, wanted time.Time, reason string) feed.Poll {
	p.Next, p.Reason = wanted, reason
	if p.Floor.After(wanted) {
		p.Next, p.Reason = p.Floor, p.FloorReason
	}
	return p
}

// due is when the schedule wants the next visit, the penalty for 429s added.
// A source on "auto" is moved by up to a tenth of its interval, by its name, so
// that a thousand sources that began together do not stay together.
func (c Pace) due(p *feed.Poll, now time.Time) time.Time {
	if !c.Schedule.Auto() {
		return c.Schedule.Next(now, 0).Add(p.Penalty)
	}
	interval := c.Interval
	if !c.Private {
		least := unasked
		switch {
		case p.Floor.After(now.Add(c.Min)):
			least = quickest
		case !p.NotModified && p.Totals.Requests > 1:
			least = unconditional
		}
		interval = max(interval, least)
	}
	return now.Add(interval + jitter(p.Source, now, interval/10) + p.Penalty)
}

// backoff doubles from the schedule's own interval with each failure in a row,
// up to a day, and adds up to a fifth so that sources that failed together do
// not return together.
func (c Pace) backoff(p feed.Poll, now time.Time) time.Duration {
	base := c.Schedule.Next(now, c.Interval).Sub(now)
	base = max(c.Min, min(base, time.Hour))
	wait := maxBackoff
	if n := p.Failures; n < 16 {
		wait = min(base<<n, maxBackoff)
	}
	return wait + jitter(p.Source, now, wait/5)
}

// jitter is a duration in [0, span) that the source and the second decide.
func jitter(source string, now time.Time, span time.Duration) time.Duration {
	if span <= 0 {
		return 0
	}
	return time.Duration(feed.Hash(source, now.Format(time.RFC3339)) % uint64(span))
}
