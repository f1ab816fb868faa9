package fetch

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// A body must bring rateFloor bytes in each rateWindow: 1 KB/s, looked at for
// the first time after five seconds.
const (
	rateWindow = 5 * time.Second
	rateFloor  = 5 << 10
)

var (
	errDeadline = errors.New("time is up")
	errSlow     = errors.New("body arrives too slowly")
)

// watch ends a request that takes too long in all or whose body trickles. It is
// one timer for the life of a Get; its errors are the causes of the context.
type watch struct {
	cancel  context.CancelCauseFunc
	timer   *time.Timer
	end     time.Time
	reading atomic.Bool  // a body is being read
	got     atomic.Int64 // bytes of bodies so far
	before  atomic.Int64 // got when the running window began
}

// newWatch starts the watch and gives the context that it cancels. Stop it.
func newWatch(parent context.Context, total time.Duration) (context.Context, *watch) {
	ctx, cancel := context.WithCancelCause(parent)
	w := &watch{cancel: cancel, end: time.Now().Add(total)}
	w.timer = time.AfterFunc(total, w.tick)
	return ctx, w
}

func (w *watch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// body begins the first window of a body.
func (w *watch) body() {
	w.before.Store(w.got.Load())
	w.reading.Store(true)
	w.timer.Reset(min(rateWindow, time.Until(w.end)))
}

// idle ends the windows: what follows is another hop, or nothing.
func (w *watch) idle() {
	w.reading.Store(false)
	w.timer.Reset(time.Until(w.end))
}

func (w *watch) tick() {
	left := time.Until(w.end)
	if left <= 0 {
		w.cancel(errDeadline)
		return
	}
	if w.reading.Load() {
		got := w.got.Load()
		if got-w.before.Load() < rateFloor {
			w.cancel(errSlow)
			return
		}
		w.before.Store(got)
		left = min(left, rateWindow)
	}
	w.timer.Reset(left)
}
