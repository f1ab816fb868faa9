package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// lockTimeout is how long Open waits for the file by default: long enough for a
// predecessor that is just closing, short enough for a person at a terminal.
const lockTimeout = time.Second

// firstMapping is address space reserved at Open. Each time the file outgrows
// the mapping a commit waits for all readers; a month of 2,000 items a day fits.
const firstMapping = 256 << 20

// growth is by how much the file is lengthened when it is full, at the price of a
// flush to the disk. bbolt's 16 MB would look strange beside a day of news.
const growth = 4 << 20

// Open opens the store at path, making it if it is not there (its folder must
// be), and brings an older file up to date. The errors are ErrLocked,
// ErrDamaged, ErrNewer and ErrForeign, or what the operating system says.
func Open(path string, o Options) (*DB, error) {
	db := &DB{path: path, hear: o.Hear}
	if o.Timeout == 0 {
		o.Timeout = lockTimeout
	}
	if err := db.open(o); err != nil {
		db.abandon()
		return nil, err
	}
	db.version.Store(1)
	return db, nil
}

func (db *DB) open(o Options) error {
	var fresh bool
	err := guard(db.path, func() (err error) {
		if fresh, err = db.inspect(o); err != nil {
			return err
		}
		return db.openBolt(o)
	})
	if err != nil {
		return err
	}
	db.bolt.AllocSize = growth
	if err := db.migrate(migrations, o.ReadOnly); err != nil {
		return err
	}
	if fresh {
		return syncFolder(filepath.Dir(db.path))
	}
	return nil
}

// abandon lets go of a file that could not be opened, the lock above all.
func (db *DB) abandon() {
	if db.bolt != nil {
		_ = db.Close()
	} else if db.file != nil {
		_ = db.file.Close() // bbolt leaves it open when it panics
	}
}

// inspect checks the pages of an existing file while bbolt holds it for reading
// and has not looked further than its meta pages.
func (db *DB) inspect(o Options) (fresh bool, err error) {
	if info, err := os.Stat(db.path); err != nil || info.Size() == 0 {
		return true, nil
	}
	o.ReadOnly = true
	if err := db.openBolt(o); err != nil {
		return false, err
	}
	if err := db.pages(); err != nil {
		return false, err
	}
	err = db.bolt.Close()
	db.bolt, db.file = nil, nil
	return false, err
}

// pages checks the pages of a file that nobody writes.
func (db *DB) pages() error {
	info, err := db.file.Stat()
	if err != nil {
		return err
	}
	if err := checkPages(db.file, db.bolt.Info().PageSize, info.Size()); err != nil {
		return damaged(db.path, err.Error())
	}
	return nil
}

func (db *DB) openBolt(o Options) error {
	bolt, err := bbolt.Open(db.path, 0o600, &bbolt.Options{
		Timeout:         o.Timeout,
		ReadOnly:        o.ReadOnly,
		NoSync:          o.NoSync,
		FreelistType:    bbolt.FreelistMapType, // the default slows down as the file fragments
		InitialMmapSize: firstMapping,
		NoStatistics:    true,
		OpenFile: func(name string, flag int, mode fs.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, mode)
			db.file = f
			return f, err
		},
	})
	if err != nil {
		return db.refusal(err)
	}
	db.bolt = bolt
	return nil
}

// syncFolder makes the name of a new file outlive a power cut.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// refusal tells what it means that bbolt does not open a file: all but a lock
// and an error of the operating system are about its contents.
func (db *DB) refusal(err error) error {
	var system syscall.Errno
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("%s: %w; stop it or choose another --data", db.path, ErrLocked)
	case errors.As(err, &system):
		return err
	}
	return damaged(db.path, err.Error())
}

// explain names the file in err and, where the file is to blame, the way out.
func explain(path string, err error) error {
	for _, known := range []error{ErrLocked, ErrDamaged, ErrNewer, ErrForeign} {
		if errors.Is(err, known) {
			return err
		}
	}
	var system *fs.PathError
	switch {
	case errors.Is(err, errRecord):
		return damaged(path, err.Error())
	case errors.As(err, &system):
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}
