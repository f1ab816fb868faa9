package poll

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/dedupe"
	"sitrep/feed/fetch"
)

// Store is what polling needs of the memory.
type Store interface {
	Polls() ([]feed.Poll, error)
	SavePolls(polls []feed.Poll) error
	Listed(source string) ([]feed.Listed, error)
	Commit(visits []feed.Visit) error
	Settle(now time.Time) (int, error) // shows the changes that waited until now
	Each(visit func(feed.Story) error) error
}

// Options are what a Poller is made of. Store, Fetch, Judge and Index must be set.
type Options struct {
	Store Store
	Fetch *fetch.Client
	Judge *classify.Classifier
	Index *dedupe.Index
	Log   *slog.Logger // nil logs nothing

	Sources     []feed.Source
	Content     bool          // keep full content, not summaries only
	Interval    time.Duration // of the schedule "auto"
	MinInterval time.Duration // nothing asks one address more often
	HostGap     time.Duration // between two requests to one host
	Concurrency int           // requests under way at once

	// Expire removes the stories that retention no longer keeps, tells which
	// items are gone with them, and reports how many stories that were. It is
	// called at the start and once an hour; nil keeps everything.
	Expire func(now time.Time, gone func([]feed.ItemID)) (int, error)
}

// Poller visits sources. It is made by New and used by one caller at a time.
type Poller struct {
	Options
	sources []*entry
	clerk   *clerk
	reading chan struct{} // one for each body being parsed
}

// entry is a source with what is known of it.
type entry struct {
	source feed.Source
	pace   Pace
	host   string
	poll   feed.Poll
	slept  feed.Poll // the record as it was before Begin
	at     int       // place in the queue's heap
}

// Report tells how the visit to one source ended.
type Report struct {
	Source string      `json:"source"`
	Status feed.Status `json:"status"`
	Items  int         `json:"items"`  // entries read
	Kept   int         `json:"kept"`   // of those not met before
	Copies int         `json:"copies"` // of those kept, copies of another item
	Error  string      `json:"error"`
}

// New makes a Poller, reads what the store remembers of each source, and fills
// the index with the stored stories.
func New(o Options) (*Poller, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	polls, err := o.Store.Polls()
	if err != nil {
		return nil, fmt.Errorf("reading what is known of the sources: %w", err)
	}
	known := make(map[string]feed.Poll, len(polls))
	for _, p := range polls {
		known[p.Source] = p
	}
	p := &Poller{Options: o, clerk: newClerk(o.Store, o.Index), reading: make(chan struct{}, runtime.GOMAXPROCS(0))}
	for _, src := range o.Sources {
		e, err := p.entry(src, known[src.ID])
		if err != nil {
			return nil, err
		}
		p.sources = append(p.sources, e)
	}
	return p, p.fill()
}

// entry joins a source with its record. A record that belongs to another
// address starts afresh: its validators must not be sent there.
func (p *Poller) entry(src feed.Source, known feed.Poll) (*entry, error) {
	schedule, err := ParseSchedule(src.Schedule)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", src.ID, err)
	}
	if known.URL != src.URL {
		known = feed.Poll{Source: src.ID, URL: src.URL}
	}
	host := p.Fetch.HostKey(src.URL)
	private := host == src.URL
	pace := Pace{Schedule: schedule, Interval: p.Interval, Min: p.MinInterval, Private: private}
	if !private {
		pace.Min = max(pace.Min, time.Minute)
	}
	return &entry{source: src, pace: pace, host: host, poll: pace.Resume(known, time.Now())}, nil
}

// fill brings the stored stories back into the index, a few thousand items at
// a time so that a large store is never in memory twice.
func (p *Poller) fill() error {
	const batch = 2000
	var placed []feed.Placement
	err := p.Store.Each(func(s feed.Story) error {
		for _, it := range s.Items {
			placed = append(placed, feed.Placement{Item: it, Story: s.ID})
		}
		if len(placed) >= batch {
			p.Index.Add(placed)
			placed = placed[:0]
		}
		return nil
	})
	p.Index.Add(placed)
	if err != nil {
		return fmt.Errorf("filling the index: %w", err)
	}
	return nil
}

// Run visits every source when it is due, until the context ends; then it cuts
// the requests under way, whose sources wait for one interval, stores what has
// been read, and returns nil.
func (p *Poller) Run(ctx context.Context) error {
	p.upkeep()
	q := newQueue(p.HostGap)
	q.again = true
	for _, e := range p.sources {
		q.sleep(e)
	}
	return p.drive(ctx, q, func(Report) {})
}

// Once visits every source one time, whatever its schedule, and reports each as
// it ends. A source that asked us to wait, or that was asked within the minimum
// interval, is reported as waiting, unless force.
func (p *Poller) Once(ctx context.Context, force bool, report func(Report)) error {
	p.upkeep()
	q := newQueue(p.HostGap)
	q.force = force
	now := time.Now()
	for _, e := range p.sources {
		switch {
		case !force && e.poll.Status == feed.Gone:
			report(Report{Source: e.source.ID, Status: feed.Gone, Error: e.poll.Error})
		case !force && e.poll.Floor.After(now):
			report(e.waiting())
		default:
			e.poll.Next = now
			q.sleep(e)
		}
	}
	return p.drive(ctx, q, report)
}

// waiting reports a source that was not asked because it wants to wait.
func (e *entry) waiting() Report {
	why := fmt.Sprintf("not before %s (%s)", e.poll.Floor.Format(time.RFC3339), e.poll.FloorReason)
	return Report{Source: e.source.ID, Status: feed.Waiting, Error: why}
}
