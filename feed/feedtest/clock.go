package feedtest

import (
	"sync/atomic"
	"time"
)

// clock is time.Now, accelerated. It knows two times: the newsroom's own, by
// which events happen, and the reader's, in which every date on the wire is
// written. Up to the opening the two agree; after it a fast newsroom fits
// Speed minutes of news into each minute of the reader, so that its dates are
// never in the reader's future however long it runs.
type clock struct {
	opened  time.Time // by time.Now
	start   time.Time // the same moment on the newsroom's clock
	speed   float64
	skipped *atomic.Int64 // nanoseconds of news
}

func newClock(start time.Time, speed float64) clock {
	opened := time.Now()
	if start.IsZero() {
		start = opened
	}
	if speed <= 0 {
		speed = 1
	}
	return clock{opened: opened, start: start.UTC().Truncate(time.Second), speed: speed, skipped: new(atomic.Int64)}
}

func (c clock) now() time.Time {
	elapsed := time.Duration(float64(time.Since(c.opened)) * c.speed)
	return c.start.Add(elapsed + time.Duration(c.skipped.Load()))
}

func (c clock) skip(d time.Duration) { c.skipped.Add(int64(d)) }

// wire turns the newsroom's time into the reader's, in whole seconds.
func (c clock) wire(at time.Time) time.Time {
	if since := at.Sub(c.start); since > 0 {
		at = c.start.Add(time.Duration(float64(since) / c.speed))
	}
	return at.Truncate(time.Second)
}
