package serve

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// rest is how long a document is served before it is made anew, however
	// often stories change.
	rest = time.Second
	// maxHeld bounds the bytes of all documents kept in memory, compressed
	// ones included; the least used go first.
	maxHeld = 24 << 20
	// presses is how many documents are made at one time.
	presses = 2
)

// printed is a document as it was made.
type printed struct {
	body     []byte
	modified time.Time // of what it tells; zero if it does not know
	link     string    // value of the Link header; empty for none
}

// shelf keeps the newest snapshot of each document that was asked for.
type shelf struct {
	version func() uint64
	log     *slog.Logger
	press   chan struct{} // a token for each document being made
	clock   atomic.Uint64 // counts documents made; says which were used lately

	mu    sync.RWMutex // protects slots, not what they point to
	slots map[slotKey]*slot
}

type slotKey struct{ kind, topic string }

// slot is one document's place on the shelf.
type slot struct {
	shown atomic.Pointer[shown]
	used  atomic.Uint64 // shelf.clock when it was last asked for

	mu       sync.Mutex // held by the one who makes the document; protects the fields below
	tag      string     // of the last snapshot, also when it was thrown away
	modified time.Time  // likewise; never goes back
}

// shown is a snapshot and for how long it is good.
type shown struct {
	*snapshot
	version uint64    // of the store when it was made
	at      time.Time // when it was made, or last tried
}

func newShelf(version func() uint64, log *slog.Logger) *shelf {
	return &shelf{version: version, log: log, press: make(chan struct{}, presses), slots: map[slotKey]*slot{}}
}

// get gives the snapshot to serve. It makes one only if stories changed, at
// most once a second for each document, and only one caller waits for it: the
// others get the older one meanwhile. It fails only if there never was one.
func (sh *shelf) get(k kind, topic string) (*snapshot, error) {
	sl := sh.slot(slotKey{k.name, topic})
	if now := sh.clock.Load(); sl.used.Load() != now {
		sl.used.Store(now)
	}
	cur := sl.shown.Load()
	switch {
	case cur == nil:
		sl.mu.Lock()
	case !k.live || cur.version == sh.version() || time.Since(cur.at) < rest || !sl.mu.TryLock():
		return cur.snapshot, nil
	}
	defer sl.mu.Unlock()
	if other := sl.shown.Load(); other != nil && other != cur {
		return other.snapshot, nil
	}
	return sh.renew(sl, k, topic, cur)
}

func (sh *shelf) slot(key slotKey) *slot {
	sh.mu.RLock()
	sl := sh.slots[key]
	sh.mu.RUnlock()
	if sl != nil {
		return sl
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.slots[key] == nil {
		sh.slots[key] = &slot{}
	}
	return sh.slots[key]
}

// renew makes the document and puts it on the shelf. If that fails the last
// good one stays and is tried again after a rest. The caller holds sl.mu.
func (sh *shelf) renew(sl *slot, k kind, topic string, cur *shown) (*snapshot, error) {
	sh.press <- struct{}{}
	defer func() { <-sh.press }()
	next := &shown{version: sh.version(), at: time.Now()} // the version first: a commit while we read means once more
	doc, err := k.render(topic)
	switch {
	case err != nil && cur == nil:
		sh.log.Error("cannot make document", "document", k.name, "topic", topic, "error", err)
		return nil, err
	case err != nil:
		sh.log.Error("cannot make document; the last good one stays", "document", k.name, "topic", topic, "error", err)
		next.snapshot, next.version = cur.snapshot, cur.version
	case cur != nil && cur.same(doc):
		next.snapshot = cur.snapshot
	default:
		next.snapshot = sl.snapshot(k, doc, next.at)
	}
	sl.shown.Store(next)
	sl.used.Store(sh.clock.Add(1))
	sh.evict(sl)
	return next.snapshot, nil
}

// snapshot settles Last-Modified: the time of what the document tells, or of
// the change where that would not move it forward.
func (sl *slot) snapshot(k kind, doc printed, now time.Time) *snapshot {
	tag := tagOf(doc.body)
	modified := doc.modified.UTC().Truncate(time.Second)
	if tag == sl.tag {
		modified = sl.modified
	} else if !modified.After(sl.modified) {
		modified = now.UTC().Truncate(time.Second)
		if modified.Before(sl.modified) {
			modified = sl.modified
		}
	}
	sl.tag, sl.modified = tag, modified
	return newSnapshot(k, doc, tag, modified)
}

// evict throws away the least used snapshots beyond maxHeld, but not keep.
func (sh *shelf) evict(keep *slot) {
	sh.mu.RLock()
	defer sh.mu.RUnlock()
	for {
		held := 0
		var oldest *slot
		for _, sl := range sh.slots {
			cur := sl.shown.Load()
			if cur == nil {
				continue
			}
			held += cur.size()
			if sl != keep && (oldest == nil || sl.used.Load() < oldest.used.Load()) {
				oldest = sl
			}
		}
		if held <= maxHeld || oldest == nil {
			return
		}
		oldest.shown.Store(nil)
	}
}
