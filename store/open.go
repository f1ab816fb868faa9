package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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

// Open opens the store at path, making it if it is not there (its folder must
// be), and brings an older file up to date. The errors are ErrLocked,
// ErrDamaged, ErrNewer and ErrForeign, or what the operating system says.
func Open(path string, o Options) (*DB, error) {
	db := &DB{path: path}
	var file *os.File // ours to close should bbolt panic and leave it locked
	err := guard(path, func() error { return db.open(o, &file) })
	if err == nil {
		db.version.Store(1)
		return db, nil
	}
	if db.bolt != nil {
		_ = db.bolt.Close()
	} else if file != nil {
		_ = file.Close()
	}
	return nil, err
}

func (db *DB) open(o Options, file **os.File) (err error) {
	fresh := absent(db.path)
	if o.Timeout == 0 {
		o.Timeout = lockTimeout
	}
	db.bolt, err = bbolt.Open(db.path, 0o600, &bbolt.Options{
		Timeout:         o.Timeout,
		ReadOnly:        o.ReadOnly,
		NoSync:          o.NoSync,
		FreelistType:    bbolt.FreelistMapType, // the default slows down as the file fragments
		InitialMmapSize: firstMapping,
		NoStatistics:    true,
		OpenFile: func(name string, flag int, mode fs.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, mode)
			*file = f
			return f, err
		},
	})
	if err != nil {
		return err
	}
	if err := db.whole(*file); err != nil {
		return err
	}
	if err := db.migrate(migrations, o.ReadOnly); err != nil {
		return err
	}
	if fresh {
		return syncFolder(filepath.Dir(db.path))
	}
	return nil
}

func absent(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// whole refuses a file that is shorter than its own page count.
func (db *DB) whole(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return db.bolt.View(func(tx *bbolt.Tx) error {
		if tx.Size() > info.Size() {
			return damaged(db.path, fmt.Sprintf("cut off after %d of %d bytes", info.Size(), tx.Size()))
		}
		return nil
	})
}

// syncFolder makes the name of a new file outlive a power cut.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// remedies gives bbolt's words the meaning that they have for an operator.
var remedies = []struct{ from, to error }{
	{bolterrors.ErrTimeout, ErrLocked},
	{bolterrors.ErrInvalid, ErrDamaged},
	{bolterrors.ErrVersionMismatch, ErrDamaged},
	{bolterrors.ErrChecksum, ErrDamaged},
	{errRecord, ErrDamaged},
}

// explain names the file in err and, where one is known, the remedy.
func explain(path string, err error) error {
	for _, r := range remedies {
		switch {
		case !errors.Is(err, r.from):
		case r.to == ErrLocked:
			return fmt.Errorf("%s: %w; stop it or choose another --data", path, ErrLocked)
		default:
			return damaged(path, err.Error())
		}
	}
	var system *fs.PathError
	if errors.As(err, &system) || named(err) {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// named reports whether err already tells the file and the way out.
func named(err error) bool {
	for _, known := range []error{ErrLocked, ErrDamaged, ErrNewer, ErrForeign} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
