package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"sitrep/feed"
)

// The reasons for which a file is refused. Every error that wraps one of them
// names the file and what the operator can do.
var (
	ErrLocked  = errors.New("another sitrep is using this file")
	ErrDamaged = errors.New("the file is damaged")
	ErrNewer   = errors.New("the file was written by a newer sitrep")
	ErrForeign = errors.New("the file belongs to another program")
)

// Options vary how a store is opened. The zero value suits the daemon.
type Options struct {
	// Timeout is how long to wait for another process to let go of the file;
	// zero means one second.
	Timeout time.Duration

	// ReadOnly opens an existing file without changing it. Several readers may
	// share a file, but not with a writer.
	ReadOnly bool

	// Hear is told each story that a Commit touches, when its placements have
	// been applied and before it is written, so that what the store cannot know,
	// such as whose voice a source is, becomes part of the story. It may be told
	// a story that did not change, and runs within the transaction: it must be
	// quick and must not use the store. Nil for none.
	Hear func(*feed.Story)

	// NoSync leaves out the flush to the disk that makes a commit outlive a
	// power cut. FOR TESTS AND BENCHMARKS ONLY.
	NoSync bool
}

// DB is the memory of sitrep: one open file. It is safe for concurrent use;
// one commit runs at a time, and reading never waits for it.
type DB struct {
	path    string
	bolt    *bbolt.DB
	file    *os.File // bolt's, for reading pages around it
	version atomic.Uint64
	hear    func(*feed.Story) // Options.Hear

	writing sync.Mutex // held by the one writer; guards broken
	broken  error      // why there can be no further writer; nil as a rule

	expiring sync.Mutex // one Expire at a time: two would both remove the same excess
}

// Close waits for running transactions and lets go of the file.
func (db *DB) Close() error {
	db.writing.Lock()
	defer db.writing.Unlock()
	closing := db.bolt.Close
	if db.broken != nil {
		closing = db.file.Close // bbolt would wait for the writer that never ended
	}
	if err := closing(); err != nil {
		return fmt.Errorf("%s: %w", db.path, err)
	}
	return nil
}

// Version moves with every commit that changed a story, after the change can be
// read. It starts at 1 with every Open and says nothing about the file.
func (db *DB) Version() uint64 { return db.version.Load() }

// Size is the length of the file in bytes, space that is free for reuse included.
func (db *DB) Size() (int64, error) {
	var size int64
	err := db.view(func(tx *bbolt.Tx) error {
		size = tx.Size()
		return nil
	})
	return size, err
}

// Backup writes a consistent copy of the store to w while the daemon goes on
// working. The copy is a complete store file. Commits made meanwhile are not in
// it, and the file grows by what they free until Backup returns.
func (db *DB) Backup(w io.Writer) error {
	return db.view(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(w)
		return err
	})
}

func (db *DB) view(fn func(tx *bbolt.Tx) error) error {
	return guard(db.path, func() error { return db.bolt.View(fn) })
}

func (db *DB) update(fn func(tx *bbolt.Tx) error) error {
	defer db.release() // the pages that it touched
	return db.write(func() error { return db.bolt.Update(fn) })
}

// write runs fn, which holds bbolt's write transaction, as the only writer. A
// transaction that panics on a damaged file may do so again as it rolls back, and
// then keep bbolt's lock for ever: no writer may come after it.
func (db *DB) write(fn func() error) error {
	db.writing.Lock()
	defer db.writing.Unlock()
	if db.broken != nil {
		return db.broken
	}
	ended := false
	err := guard(db.path, func() error {
		err := fn()
		ended = true
		return err
	})
	if !ended {
		db.broken = err
	}
	return err
}

// guard runs fn and turns what bbolt does on a damaged file into an error.
// bbolt trusts its pages: a flipped bit makes it index out of range, fail an
// assertion, or follow a page number out of the mapped file, which without
// SetPanicOnFault ends the process.
func guard(path string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = damaged(path, fmt.Sprint(r))
			return
		}
		if err != nil {
			err = explain(path, err)
		}
	}()
	return fn()
}

// damaged says that the file cannot be used, why, and the way out.
func damaged(path, why string) error {
	return fmt.Errorf("%s: %w (%s); restore a backup, or move the file away to start with an empty store", path, ErrDamaged, why)
}
