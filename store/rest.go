package store

import (
	"sync"
	"time"
)

// When the pages that commits have touched are let go: the file is mapped into
// memory, and what is mapped and touched counts as the process's own until then.
const (
	restAfter  = time.Second // without a commit
	restCommit = 2           // or after so many commits on end, so that a first poll of everything stays small
)

// rest lets go of touched pages when the store has nothing to do.
type rest struct {
	mu      sync.Mutex // protects the fields below
	commits int
	timer   *time.Timer
}

// tire notes a commit.
func (db *DB) tire() {
	db.rest.mu.Lock()
	defer db.rest.mu.Unlock()
	if db.rest.timer == nil {
		db.rest.timer = time.AfterFunc(restAfter, db.release)
	} else {
		db.rest.timer.Reset(restAfter)
	}
	if db.rest.commits++; db.rest.commits%restCommit == 0 {
		db.release()
	}
}

// wake ends the waiting for rest, before the file is closed.
func (db *DB) wake() {
	db.rest.mu.Lock()
	defer db.rest.mu.Unlock()
	if db.rest.timer != nil {
		db.rest.timer.Stop()
	}
}
