package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"sitrep/feed"
)

// Retention is how much the store keeps. A zero field sets no limit.
type Retention struct {
	Age     time.Duration // stories that did not change for so long go
	Stories int           // beyond so many, the longest unchanged go

	// Removed is told the items of the stories that are gone, after each
	// transaction; nil if nobody wants to know.
	Removed func(items []feed.ItemID)
}

// What is forgotten beside stories, whatever the retention.
const (
	droppedAge   = 7 * 24 * time.Hour // long enough to ask why last week's report is missing
	droppedCount = 50_000             // some 30 MB
	listedDays   = 30                 // feeds have been seen to bring back entries after weeks
	listedCount  = 5_000              // per source: 135 KB, rewritten with each poll that brings something
)

// How much one transaction removes, so that a commit never waits long.
const (
	storiesPerTx = 1_000
	droppedPerTx = 5_000
	sourcesPerTx = 200
)

// Expire removes the stories that r no longer keeps, oldest first, and reports
// how many. What the sources list is remembered for 30 days after they cease to
// list it, so that an expired item does not come back; dropped items are
// forgotten after 7 days or beyond 50,000. It works in many small transactions:
// after an error some are done, and the next call does the rest.
func (db *DB) Expire(r Retention, now time.Time) (removed int, err error) {
	db.expiring.Lock()
	defer db.expiring.Unlock()
	defer db.release()
	for {
		keys, err := db.outdated(r, now)
		if err != nil {
			return removed, err
		}
		if len(keys) == 0 {
			break
		}
		n, err := db.removeStories(keys, r.Removed)
		removed += n
		if err != nil {
			return removed, err
		}
	}
	if err := db.pruneListed(now); err != nil {
		return removed, err
	}
	return removed, db.pruneDropped(now)
}

// outdated gives the timeline keys of the next stories to go.
func (db *DB) outdated(r Retention, now time.Time) (keys [][]byte, err error) {
	err = db.view(func(tx *bbolt.Tx) error {
		timeline := tx.Bucket(timelineBucket)
		excess := 0
		if r.Stories > 0 {
			excess = countKeys(timeline) - r.Stories
		}
		keys = firstKeys(timeline, storiesPerTx, excess, cutoff(r.Age, now))
		return nil
	})
	return keys, err
}

// cutoff is the first key that is not too old; nil without an age.
func cutoff(age time.Duration, now time.Time) []byte {
	if age <= 0 {
		return nil
	}
	return appendOrdered(nil, now.Add(-age))
}

func countKeys(b *bbolt.Bucket) (n int) {
	c := b.Cursor()
	for key, _ := c.First(); key != nil; key, _ = c.Next() {
		n++
	}
	return n
}

// firstKeys copies the lowest keys of b: those among the first excess ones or
// below before, at most limit.
func firstKeys(b *bbolt.Bucket, limit, excess int, before []byte) (keys [][]byte) {
	c := b.Cursor()
	for key, _ := c.First(); key != nil && len(keys) < limit; key, _ = c.Next() {
		if len(keys) >= excess && bytes.Compare(key, before) >= 0 {
			break
		}
		keys = append(keys, bytes.Clone(key))
	}
	return keys
}

// removeStories removes the stories that still have these timeline keys: a
// commit may have renewed one since.
func (db *DB) removeStories(keys [][]byte, tell func([]feed.ItemID)) (removed int, err error) {
	var gone []feed.ItemID
	err = db.update(func(tx *bbolt.Tx) error {
		removed, gone = 0, nil
		timeline, stories := tx.Bucket(timelineBucket), tx.Bucket(storiesBucket)
		var entries, records, pending, items []pair
		for _, key := range keys {
			value := timeline.Get(key)
			if value == nil {
				continue
			}
			number := bytes.Clone(value[:8])
			story, err := decodeStory(stories.Get(number))
			if err != nil {
				return fmt.Errorf("story %d: %w", binary.BigEndian.Uint64(number), err)
			}
			entries, records = append(entries, pair{key: key}), append(records, pair{key: number})
			pending = movePending(pending, pendingKey(story), nil, nil)
			for i := range story.Items {
				items = append(items, pair{key: idKey(story.Items[i].ID)})
				gone = append(gone, story.Items[i].ID)
			}
			removed++
		}
		return putEach(tx, []change{
			{timelineBucket, entries, false}, {storiesBucket, records, false}, {pendingBucket, pending, false}, {itemsBucket, items, false},
		})
	})
	if err != nil {
		return 0, err
	}
	if removed > 0 {
		db.version.Add(1)
		if tell != nil {
			tell(gone)
		}
	}
	return removed, nil
}

// pruneDropped forgets dropped items by age and count.
func (db *DB) pruneDropped(now time.Time) error {
	for {
		var keys [][]byte
		err := db.view(func(tx *bbolt.Tx) error {
			b := tx.Bucket(droppedBucket)
			keys = firstKeys(b, droppedPerTx, countKeys(b)-droppedCount, cutoff(droppedAge, now))
			return nil
		})
		if err != nil || len(keys) == 0 {
			return err
		}
		err = db.update(func(tx *bbolt.Tx) error {
			for _, key := range keys {
				if err := tx.Bucket(droppedBucket).Delete(key); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

// pruneListed shortens the memories that hold more than they should.
func (db *DB) pruneListed(now time.Time) error {
	var sources []string
	err := db.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(listedBucket).ForEach(func(source, value []byte) error {
			list, err := decodeListed(value)
			if err != nil {
				return fmt.Errorf("listed entries of %q: %w", source, err)
			}
			if len(prune(list, now)) < len(list) {
				sources = append(sources, string(source))
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(sources, sourcesPerTx) {
		if err := db.update(func(tx *bbolt.Tx) error { return pruneSources(tx, some, now) }); err != nil {
			return err
		}
	}
	return nil
}

func pruneSources(tx *bbolt.Tx, sources []string, now time.Time) error {
	bucket := tx.Bucket(listedBucket)
	for _, source := range sources {
		list, err := decodeListed(bucket.Get([]byte(source)))
		if err != nil {
			return fmt.Errorf("listed entries of %q: %w", source, err)
		}
		if err := bucket.Put([]byte(source), appendListed(nil, prune(list, now))); err != nil {
			return err
		}
	}
	return nil
}

// prune keeps the entries of the day of the last visit that brought a list,
// however long ago that was (a source may answer "not modified" for months),
// and of the others those listed within listedDays, at most listedCount in all.
func prune(list []feed.Listed, now time.Time) []feed.Listed {
	var last uint16
	for _, l := range list {
		last = max(last, l.Day)
	}
	today := now.Unix() / (24 * 60 * 60)
	kept := slices.DeleteFunc(slices.Clone(list), func(l feed.Listed) bool {
		return l.Day != last && int64(l.Day) < today-listedDays
	})
	if len(kept) <= listedCount {
		return kept
	}
	slices.SortStableFunc(kept, func(a, b feed.Listed) int { return int(b.Day) - int(a.Day) })
	current := 0
	for current < len(kept) && kept[current].Day == last {
		current++
	}
	return kept[:max(current, listedCount)]
}
