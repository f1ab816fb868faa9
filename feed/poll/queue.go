package poll

import (
	"container/heap"
	"time"
)

// queue holds the sources between visits. A source sleeps until it is due; then
// it stands in the line of its host, which serves one at a time with a gap
// between. It belongs to one goroutine.
type queue struct {
	again  bool // sources come back after a visit
	force  bool // floors do not count
	gap    time.Duration
	asleep byDue
	hosts  map[string]*host
	free   byFree // hosts with somebody in line and nobody being served
}

// host is the line in front of one host.
type host struct {
	line []*entry
	free time.Time // no request before this
	busy bool
	at   int // place in the heap of free hosts
}

func newQueue(gap time.Duration) *queue {
	return &queue{gap: gap, hosts: make(map[string]*host)}
}

// sleep lays a source down until its Next; one that is never due is let go.
func (q *queue) sleep(e *entry) {
	if !e.poll.Next.IsZero() || e.poll.At.IsZero() {
		heap.Push(&q.asleep, e)
	}
}

// moved re-sorts a sleeping source whose Next has changed.
func (q *queue) moved(e *entry) {
	if e.at < len(q.asleep) && q.asleep[e.at] == e {
		heap.Fix(&q.asleep, e.at)
	}
}

// wake puts the sources whose time has come in the lines of their hosts.
func (q *queue) wake(now time.Time) {
	for len(q.asleep) > 0 && !q.asleep[0].poll.Next.After(now) {
		e := heap.Pop(&q.asleep).(*entry)
		h := q.hosts[e.host]
		if h == nil {
			h = &host{}
			q.hosts[e.host] = h
		}
		h.line = append(h.line, e)
		if len(h.line) == 1 && !h.busy {
			heap.Push(&q.free, h)
		}
	}
}

// ready takes up to n sources whose hosts may be asked now. Their hosts are
// busy until served is called.
func (q *queue) ready(now time.Time, n int) (ready []*entry) {
	for len(ready) < n && len(q.free) > 0 && !q.free[0].free.After(now) {
		h := heap.Pop(&q.free).(*host)
		ready = append(ready, h.line[0])
		h.line, h.busy = h.line[1:], true
	}
	return ready
}

// served ends a visit, or the wish for one: if a request went out the host
// rests for the gap; the source sleeps again.
func (q *queue) served(e *entry, asked bool) {
	h := q.hosts[e.host]
	h.busy = false
	if asked {
		h.free = time.Now().Add(q.gap)
	}
	if len(h.line) > 0 {
		heap.Push(&q.free, h)
	}
	if q.again {
		q.sleep(e)
	}
}

// next is when the queue has something to do; false if it is empty.
func (q *queue) next() (at time.Time, ok bool) {
	if len(q.asleep) > 0 {
		at, ok = q.asleep[0].poll.Next, true
	}
	if len(q.free) > 0 && (!ok || q.free[0].free.Before(at)) {
		at, ok = q.free[0].free, true
	}
	return at, ok
}

// byDue is a heap of sources, the first due on top.
type byDue []*entry

func (s byDue) Len() int           { return len(s) }
func (s byDue) Less(i, j int) bool { return s[i].poll.Next.Before(s[j].poll.Next) }
func (s byDue) Swap(i, j int)      { s[i], s[j] = s[j], s[i]; s[i].at, s[j].at = i, j }
func (s *byDue) Push(x any)        { e := x.(*entry); e.at = len(*s); *s = append(*s, e) }
func (s *byDue) Pop() any          { old := *s; e := old[len(old)-1]; *s = old[:len(old)-1]; return e }

// byFree is a heap of hosts, the first free on top.
type byFree []*host

func (s byFree) Len() int           { return len(s) }
func (s byFree) Less(i, j int) bool { return s[i].free.Before(s[j].free) }
func (s byFree) Swap(i, j int)      { s[i], s[j] = s[j], s[i]; s[i].at, s[j].at = i, j }
func (s *byFree) Push(x any)        { h := x.(*host); h.at = len(*s); *s = append(*s, h) }
func (s *byFree) Pop() any          { old := *s; h := old[len(old)-1]; *s = old[:len(old)-1]; return h }
