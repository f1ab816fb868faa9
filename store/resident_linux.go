package store

import (
	"syscall"

	"go.etcd.io/bbolt"
)

// release takes the pages of the file out of the resident memory of the process
// after a walk through all of them, or a commit: the system maps sixteen around
// each page that is touched, so the process would soon be as large as the file. They remain in the system's cache, and come back when they are read.
func (db *DB) release() {
	_ = db.view(func(tx *bbolt.Tx) error { // the transaction keeps the mapping where it is
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, db.bolt.Info().Data, uintptr(tx.Size()), syscall.MADV_DONTNEED)
		return nil
	})
}
