package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"sitrep/feed"
)

// The pending bucket has one entry for each story with a change that waits to
// be shown, so that those whose time has come are found without reading others.

// pendingKey is the key of such a story: the instant in order-keeping
// nanoseconds and its id; nil if nothing waits.
func pendingKey(s feed.Story) []byte {
	if s.Pending.IsZero() {
		return nil
	}
	return binary.BigEndian.AppendUint64(appendOrdered(nil, s.Pending), uint64(s.ID))
}

// movePending replaces one key of a story by another; either may be nil.
func movePending(pending []pair, old, key, number []byte) []pair {
	if old != nil && !bytes.Equal(old, key) {
		pending = append(pending, pair{key: old})
	}
	if key != nil {
		pending = append(pending, pair{key, number})
	}
	return pending
}

// settlePerTx is how many stories one transaction of Settle moves.
const settlePerTx = 1_000

// Settle shows the changes whose time has come by now: their stories move to
// that time in the timeline. It reports how many. It works in transactions of
// a thousand stories; after an error some are done, and the next call does the
// rest. Without any it writes nothing and costs a look at one key.
func (db *DB) Settle(now time.Time) (settled int, err error) {
	for {
		due, err := db.due(now)
		if err != nil || len(due) == 0 {
			return settled, err
		}
		var n int
		err = db.update(func(tx *bbolt.Tx) error {
			n, err = settle(tx, due, now)
			return err
		})
		if err != nil {
			return settled, err
		}
		if n > 0 {
			db.version.Add(1)
		}
		settled += n
	}
}

// due gives the ids of the next stories with a change to be shown by now.
func (db *DB) due(now time.Time) (ids []feed.StoryID, err error) {
	end := appendOrdered(nil, now.Add(1)) // what is due at this very instant too
	err = db.view(func(tx *bbolt.Tx) error {
		for _, key := range firstKeys(tx.Bucket(pendingBucket), settlePerTx, 0, end) {
			if len(key) != 16 {
				return fmt.Errorf("%w: pending key of %d bytes", errRecord, len(key))
			}
			ids = append(ids, feed.StoryID(binary.BigEndian.Uint64(key[8:])))
		}
		return nil
	})
	return ids, err
}

func settle(tx *bbolt.Tx, due []feed.StoryID, now time.Time) (settled int, err error) {
	b := newBatch(tx)
	for _, id := range due {
		e, err := b.edit(id)
		if err != nil {
			return 0, err
		}
		if e == nil || e.story.ID != id {
			return 0, fmt.Errorf("%w: story %v is pending and not there", errRecord, id)
		}
		if e.story.Settle(now) {
			settled++
		}
	}
	_, err = b.write()
	return settled, err
}
