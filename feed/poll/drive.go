package poll

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"sitrep/feed"
)

// arrival is a visit that has ended.
type arrival struct {
	entry  *entry
	poll   feed.Poll
	report Report
}

// ahead is how many visits are written down as begun in one transaction before
// the first of their requests goes out. A crash makes at most so many sources
// wait for one interval, and none be asked twice.
const ahead = 256

// drive runs visits from the queue until it is empty or the context ends, at
// most Concurrency at once. One goroutine, this one, owns the queue and the
// records; each visit has its own; the clerk's ends when all visits have.
func (p *Poller) drive(ctx context.Context, q *queue, report func(Report)) error {
	var clerk sync.WaitGroup
	var clerkErr error
	p.clerk.in = make(chan *filing, maxFilings)
	clerk.Go(func() { clerkErr = p.clerk.run() })
	err := p.loop(ctx, q, report)
	close(p.clerk.in)
	clerk.Wait()
	return errors.Join(err, clerkErr)
}

func (p *Poller) loop(ctx context.Context, q *queue, report func(Report)) error {
	var visits sync.WaitGroup
	defer visits.Wait()
	fetched := make(chan struct{}, p.Concurrency)
	arrivals := make(chan arrival)
	ended := make(chan struct{}) // nobody takes arrivals any more
	defer close(ended)
	timer := time.NewTimer(0)
	defer timer.Stop()
	upkeep := time.NewTicker(upkeepEvery)
	defer upkeep.Stop()
	fetching, underWay := 0, 0
	var begun []*entry
	for {
		var err error
		if begun, err = p.begin(q, begun, report); err != nil {
			return err
		}
		for ; fetching < p.Concurrency && len(begun) > 0; fetching++ {
			e := begun[0]
			began := e.poll
			begun = begun[1:]
			underWay++
			visits.Go(func() {
				f := p.visit(ctx, e, began)
				if f == nil {
					return
				}
				p.clerk.file(f)
				fetched <- struct{}{}
				select {
				case arrivals <- p.conclude(e, f):
				case <-ended:
				}
			})
		}
		next, more := q.next()
		if !more && underWay == 0 && !q.again {
			return nil
		}
		if more && len(begun) == 0 {
			timer.Reset(time.Until(next))
		}
		select {
		case <-ctx.Done():
			return p.unbegin(begun)
		case <-timer.C:
		case <-upkeep.C:
			p.upkeep()
		case <-fetched:
			fetching--
		case a := <-arrivals:
			underWay--
			p.arrive(q, a)
			report(a.report)
		}
	}
}

// begin takes sources that are due and whose hosts are free, and stores that
// their visits have begun before any of the requests goes out. A source that
// must wait after all, because its host turned another away meanwhile, sleeps
// on.
func (p *Poller) begin(q *queue, begun []*entry, report func(Report)) ([]*entry, error) {
	if len(begun) > 0 {
		return begun, nil
	}
	now := time.Now()
	q.wake(now)
	var polls []feed.Poll
	for _, e := range q.ready(now, ahead) {
		if e.poll.Floor.After(now) && !q.force {
			e.poll = e.pace.plan(e.poll, e.poll.Floor, e.poll.FloorReason)
			q.served(e, false)
			report(e.waiting())
			continue
		}
		e.slept = e.poll
		e.poll = e.pace.Begin(e.poll, now)
		begun, polls = append(begun, e), append(polls, e.poll)
	}
	if len(polls) == 0 {
		return nil, nil
	}
	err := p.Store.SavePolls(polls)
	if err != nil && !q.again {
		return nil, err
	}
	if err != nil { // a full disk, perhaps: ask nobody until it is over
		p.Log.Error("storing that polls begin; trying again", "error", err, "after", retryStore)
		for _, e := range begun {
			e.poll = e.slept
			e.poll.Next = now.Add(retryStore)
			q.served(e, false)
		}
		return nil, nil
	}
	return begun, nil
}

// retryStore is how long no poll begins when the store cannot be written.
const retryStore = 30 * time.Second

// unbegin gives visits that were written down as begun, and for which no
// request went out, their former records back.
func (p *Poller) unbegin(begun []*entry) error {
	polls := make([]feed.Poll, len(begun))
	for i, e := range begun {
		e.poll = e.slept
		polls[i] = e.poll
	}
	if len(polls) == 0 {
		return nil
	}
	return p.Store.SavePolls(polls)
}

// arrive takes the outcome of a visit into the records.
func (p *Poller) arrive(q *queue, a arrival) {
	a.entry.poll = a.poll
	if a.poll.Code == http.StatusTooManyRequests || a.poll.Code == http.StatusServiceUnavailable {
		p.hold(q, a.entry)
	}
	q.served(a.entry, true)
}

// hold makes every source of a host wait as long as the one that was turned
// away: a server that says "too many" speaks for all its addresses.
func (p *Poller) hold(q *queue, refused *entry) {
	var held []feed.Poll
	for _, e := range p.sources {
		if e == refused || e.host != refused.host || !refused.poll.Floor.After(e.poll.Floor) {
			continue
		}
		floor(&e.poll, refused.poll.Floor, refused.poll.FloorReason+" of "+refused.source.ID)
		e.poll = e.pace.plan(e.poll, e.poll.Next, e.poll.Reason)
		q.moved(e)
		held = append(held, e.poll)
	}
	if len(held) == 0 {
		return
	}
	if err := p.Store.SavePolls(held); err != nil {
		p.Log.Error("storing a host's wait", "host", refused.host, "error", err)
	}
}

// upkeepEvery is how often retention is applied.
const upkeepEvery = time.Hour

// upkeep forgets what retention no longer keeps.
func (p *Poller) upkeep() {
	now := time.Now()
	if p.Expire == nil {
		return
	}
	p.clerk.mu.Lock() // nothing is placed in a story that is just being removed
	defer p.clerk.mu.Unlock()
	removed, err := p.Expire(now, p.Index.Forget)
	if err != nil {
		p.Log.Error("expiring stories", "error", err)
	} else if removed > 0 {
		p.Log.Info("expired", "stories", removed)
	}
}
