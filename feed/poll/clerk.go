package poll

import (
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"sitrep/feed"
	"sitrep/feed/dedupe"
)

// clerk writes visits down, one after the other, for any number of visitors: it
// judges where the items of all waiting visits belong, commits them in one
// transaction, and only then lets the index learn. A crash between any two of
// these costs one more poll, never a duplicate and never a lost item.
type clerk struct {
	store Store
	index *dedupe.Index
	in    chan *filing
	lazy  []feed.Visit // unchanged visits, which wait for company
	wrote int          // visits written since memory was last given back

	settled time.Time // when changes that waited were last looked for

	mu sync.Mutex // held while the store is changed: one hand at a time
}

// filing is a visit on its way into the store.
type filing struct {
	visit   feed.Visit
	items   []feed.Item // kept, to be placed
	read    *reading    // nil if nothing was read
	problem error       // why the visit failed
	lazy    bool        // nothing is lost if it is written a second later
	done    chan error  // nil for a lazy one
}

// reading is what a report tells of a body.
type reading struct {
	entries int
	repairs []string
}

// wait returns when the filing is durable, or why it is not; at once for a lazy one.
func (f *filing) wait() error {
	if f.lazy {
		return nil
	}
	return <-f.done
}

// Sizes of one transaction: enough visits that their commits cost little, few
// enough that memory stays small and a reader of the store waits little.
const (
	maxFilings = 32
	maxItems   = 4000
	lazyFor    = time.Second
	burst      = 500 // visits, after which memory is given back: 15 ms of work
)

func newClerk(s Store, x *dedupe.Index) *clerk {
	return &clerk{store: s, index: x, in: make(chan *filing, maxFilings)}
}

// file hands a visit over; it waits only while the clerk is far behind.
func (c *clerk) file(f *filing) {
	if !f.lazy {
		f.done = make(chan error, 1)
	}
	c.in <- f
}

// run writes until the channel is closed and empty.
func (c *clerk) run() error {
	flush := time.NewTimer(lazyFor)
	defer flush.Stop()
	for {
		select {
		case f, open := <-c.in:
			if !open {
				return c.write(nil)
			}
			if batch := c.gather(f); len(batch) > 0 {
				_ = c.write(batch) // each filing is told
			}
		case <-flush.C:
			_ = c.write(nil) // lazy visits are written again by the next poll
			_ = c.settle()   // what is due now is due a minute later too
			c.rest()
			flush.Reset(lazyFor)
		}
	}
}

// settleEvery is how late a change of a story that had to wait may show.
const settleEvery = time.Minute

// settle shows the changes of stories that had to wait until now.
func (c *clerk) settle() error {
	now := time.Now()
	if now.Sub(c.settled) < settleEvery {
		return nil
	}
	c.settled = now
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.store.Settle(now)
	return err
}

// rest gives memory back to the system after a burst, which the runtime would
// keep for minutes: a small machine runs other things too.
func (c *clerk) rest() {
	if c.wrote >= burst && len(c.in) == 0 {
		c.wrote = 0
		debug.FreeOSMemory()
	}
}

// gather collects the filings that wait already; lazy ones are set aside until
// somebody pays for a transaction.
func (c *clerk) gather(first *filing) (batch []*filing) {
	items := 0
	for f := first; f != nil; f = c.poke() {
		if f.lazy {
			c.lazy = append(c.lazy, f.visit)
			continue
		}
		batch = append(batch, f)
		if items += len(f.items); len(batch) >= maxFilings || items >= maxItems {
			break
		}
	}
	return batch
}

// poke takes a filing if one waits.
func (c *clerk) poke() *filing {
	select {
	case f := <-c.in: // nil once closed
		return f
	default:
		return nil
	}
}

// write places, commits and remembers one batch together with the lazy visits.
func (c *clerk) write(batch []*filing) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	visits := c.lazy
	placed := c.place(batch)
	for _, f := range batch {
		visits = append(visits, f.visit)
	}
	if len(visits) == 0 {
		return nil
	}
	err := c.store.Commit(visits)
	if err == nil {
		c.index.Add(placed)
	}
	c.wrote += len(visits)
	c.lazy = nil
	for _, f := range batch {
		f.done <- err
	}
	return err
}

// place judges all items of a batch together, oldest first, so that each sees
// the others and the first to report is the original, and gives every visit its own.
func (c *clerk) place(batch []*filing) (placed []feed.Placement) {
	var items []feed.Item
	var owner []*filing
	for _, f := range batch {
		items = append(items, f.items...)
		owner = append(owner, slices.Repeat([]*filing{f}, len(f.items))...)
	}
	if len(items) == 0 {
		return nil
	}
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return items[a].Published.Compare(items[b].Published) })
	sorted := make([]feed.Item, len(items))
	for at, i := range order {
		sorted[at] = items[i]
	}
	placed = c.index.Place(sorted)
	for at, i := range order {
		f := owner[i]
		f.visit.Placed = append(f.visit.Placed, placed[at])
		f.rename(items[i].ID, placed[at].Item.ID)
	}
	for _, f := range batch {
		f.visit.Poll.Totals.Kept += int64(fresh(f.visit.Placed))
		f.visit.Poll.Totals.Copies += int64(copies(f.visit.Placed))
	}
	return placed
}

// rename brings the source's memory up to the identity that an item has in its
// story: one that came back under another name keeps its first.
func (f *filing) rename(own, placed feed.ItemID) {
	if own == placed {
		return
	}
	for i, l := range f.visit.Listed {
		if l.Item == own {
			f.visit.Listed[i].Item = placed
		}
	}
}

// fresh counts the placements that are no updates.
func fresh(placed []feed.Placement) (n int) {
	for _, pl := range placed {
		if !pl.Update {
			n++
		}
	}
	return n
}

// copies counts the fresh placements whose text is another item's.
func copies(placed []feed.Placement) (n int) {
	for _, pl := range placed {
		if !pl.Update && pl.Item.CopyOf != 0 {
			n++
		}
	}
	return n
}
