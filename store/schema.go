package store

import (
	"encoding/binary"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// The buckets; doc.go says what is in each.
var (
	metaBucket     = []byte("meta")
	pollsBucket    = []byte("polls")
	listedBucket   = []byte("listed")
	storiesBucket  = []byte("stories")
	timelineBucket = []byte("timeline")
	itemsBucket    = []byte("items")
	droppedBucket  = []byte("dropped")
	pendingBucket  = []byte("pending")
)

// The keys of the meta bucket.
var (
	schemaKey  = []byte("schema")  // uint64: how many migrations the file has seen
	createdKey = []byte("created") // Unix nanoseconds
)

// A migration brings a file from one schema version to the next.
type migration struct {
	name string
	run  func(tx *bbolt.Tx) error
}

// migrations lead from the empty file, version 0, to what this program reads
// and writes. Entries are only ever added at the end.
var migrations = []migration{
	{"make the buckets", makeBuckets},
	{"items have a class", nothing},                   // records of version 2; those of version 1 stay readable
	{"stories know what became of them", makePending}, // records of version 3
}

// makePending makes the bucket of changes that wait to be shown. No story of an
// older file has any.
func makePending(tx *bbolt.Tx) error {
	if _, err := tx.CreateBucket(pendingBucket); err != nil {
		return fmt.Errorf("bucket %s: %w", pendingBucket, err)
	}
	return nil
}

// nothing is for a change that needs no rewriting, but that an older program
// would not understand.
func nothing(*bbolt.Tx) error { return nil }

func makeBuckets(tx *bbolt.Tx) error {
	buckets := [][]byte{pollsBucket, listedBucket, storiesBucket, timelineBucket, itemsBucket, droppedBucket}
	for _, name := range buckets {
		if _, err := tx.CreateBucket(name); err != nil {
			return fmt.Errorf("bucket %s: %w", name, err)
		}
	}
	return nil
}

// migrate runs the steps that the file has not seen, all in one transaction.
func (db *DB) migrate(steps []migration, readOnly bool) error {
	version, err := db.schema()
	switch {
	case err != nil:
		return err
	case version > uint64(len(steps)):
		return fmt.Errorf("%s: %w (its schema is %d, this one knows %d); upgrade sitrep, or choose another --data",
			db.path, ErrNewer, version, len(steps))
	case version == uint64(len(steps)):
		return nil
	case readOnly:
		return fmt.Errorf("%s: schema %d needs an upgrade to %d; open it once with writing, as the daemon does",
			db.path, version, len(steps))
	}
	return db.update(func(tx *bbolt.Tx) error {
		for i, step := range steps[version:] {
			if err := step.run(tx); err != nil {
				return fmt.Errorf("migration %d (%s): %w", version+uint64(i)+1, step.name, err)
			}
		}
		return stampSchema(tx, uint64(len(steps)))
	})
}

// schema reads the version of the file: 0 for a new one.
func (db *DB) schema() (version uint64, err error) {
	err = db.view(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		if meta == nil {
			if name, _ := tx.Cursor().First(); name != nil {
				return fmt.Errorf("%s: %w (it has %q, but no %q); choose another --data", db.path, ErrForeign, name, metaBucket)
			}
			return nil
		}
		value := meta.Get(schemaKey)
		if len(value) != 8 {
			return fmt.Errorf("%w: schema version of %d bytes", errRecord, len(value))
		}
		version = binary.BigEndian.Uint64(value)
		return nil
	})
	return version, err
}

func stampSchema(tx *bbolt.Tx, version uint64) error {
	meta, err := tx.CreateBucketIfNotExists(metaBucket)
	if err != nil {
		return err
	}
	if meta.Get(createdKey) == nil {
		if err := meta.Put(createdKey, binary.BigEndian.AppendUint64(nil, uint64(time.Now().UnixNano()))); err != nil {
			return err
		}
	}
	return meta.Put(schemaKey, binary.BigEndian.AppendUint64(nil, version))
}
