package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"

	"sitrep/feed"
)

// mostFaults ends Check's list: a file with more is not repaired by reading on.
const mostFaults = 20

// Check reads the whole store and reports what is wrong with it, wrapping
// ErrDamaged: pages as bbolt sees them; records that cannot be read; items that
// are not in exactly one story, and stories that are not in exactly one place of
// the timeline; ids of merged stories that do not lead to what these became. Commits wait while it runs (0.7 s for 100,000 stories), because
// bbolt's own check reads the list of free pages that they change.
func (db *DB) Check() error {
	defer db.release()
	return db.write(func() error {
		tx, err := db.bolt.Begin(!db.bolt.IsReadOnly())
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if err := db.pages(); err != nil {
			return err // bbolt could lose its way on them
		}
		faults := checkContents(tx)
		for err := range tx.Check() {
			faults.add("page", "%v", err)
		}
		if faults.n == 0 {
			return nil
		}
		return damaged(db.path, errors.Join(faults.list...).Error())
	})
}

type faults struct {
	n    int
	list []error
}

func (f *faults) add(where string, format string, args ...any) {
	if f.n++; f.n <= mostFaults {
		f.list = append(f.list, fmt.Errorf("%s: %w", where, fmt.Errorf(format, args...)))
	}
}

// checkContents compares every bucket with the stories, which are the truth.
func checkContents(tx *bbolt.Tx) *faults {
	c := &checker{
		items: tx.Bucket(itemsBucket), timeline: tx.Bucket(timelineBucket), pending: tx.Bucket(pendingBucket),
		last: tx.Bucket(storiesBucket).Sequence(),
	}
	walk(tx, storiesBucket, c.story)
	c.same("items", countKeys(c.items), c.nItems)
	c.same("timeline", countKeys(c.timeline), c.nStories)
	c.same("pending", countKeys(c.pending), c.nPending)
	walk(tx, pollsBucket, func(key, value []byte) {
		p, err := decodePoll(value)
		c.record(pollsBucket, key, err, p.Source == string(key))
	})
	walk(tx, listedBucket, func(key, value []byte) {
		_, err := decodeListed(value)
		c.record(listedBucket, key, err, true)
	})
	walk(tx, droppedBucket, func(key, value []byte) {
		it, err := decodeItem(value)
		c.record(droppedBucket, key, err, bytes.Equal(key, appendDroppedKey(nil, &it)))
	})
	return &c.faults
}

func walk(tx *bbolt.Tx, bucket []byte, fn func(key, value []byte)) {
	c := tx.Bucket(bucket).Cursor()
	for key, value := c.First(); key != nil; key, value = c.Next() {
		fn(key, value)
	}
}

type checker struct {
	faults
	items, timeline, pending   *bbolt.Bucket
	last                       uint64 // the highest record number given out
	nItems, nStories, nPending int
}

func (c *checker) record(bucket, key []byte, err error, right bool) {
	if err != nil {
		c.add(string(bucket), "%x: %w", key, err)
	} else if !right {
		c.add(string(bucket), "%x: under the wrong key", key)
	}
}

func (c *checker) same(bucket string, got, want int) {
	if got != want {
		c.add(bucket, "%d entries, the stories have %d", got, want)
	}
}

func (c *checker) story(key, value []byte) {
	c.nStories++
	s, err := decodeStory(value)
	if err != nil || len(key) != 8 {
		c.add("stories", "%x: %w", key, err)
		return
	}
	number := binary.BigEndian.Uint64(key)
	if number > c.last {
		c.add("stories", "%d: above the sequence %d", number, c.last)
	}
	if len(s.Items) == 0 || s.Items[0].ID != s.ID {
		c.add("stories", "%d: its id %v is not that of its first item", number, s.ID)
	}
	entry := c.timeline.Get(appendTimelineKey(nil, s.Updated, s.ID))
	if !bytes.Equal(entry, appendTimelineValue(nil, number, s)) {
		c.add("timeline", "story %v: wrong or missing entry", s.ID)
	}
	if due := pendingKey(s); due != nil {
		c.nPending++
		if !bytes.Equal(c.pending.Get(due), key) {
			c.add("pending", "story %v: wrong or missing entry", s.ID)
		}
	}
	c.members(key, s)
	c.merged(s)
}

// merged are ids of items in the story: they lead here, by the check of its
// members, and no other story has them.
func (c *checker) merged(s feed.Story) {
	seen := map[feed.StoryID]bool{s.ID: true}
	for _, id := range s.Merged {
		member := func(it feed.Item) bool { return it.ID == id }
		if seen[id] || !slices.ContainsFunc(s.Items, member) {
			c.add("stories", "%v: merged into story %v, to which it does not lead", id, s.ID)
		}
		seen[id] = true
	}
}

func (c *checker) members(key []byte, s feed.Story) {
	seen := make(map[feed.ItemID]bool, len(s.Items))
	for i := range s.Items {
		id := s.Items[i].ID
		c.nItems++
		if seen[id] {
			c.add("items", "%v: twice in story %v", id, s.ID)
		}
		seen[id] = true
		if !bytes.Equal(c.items.Get(idKey(id)), key) {
			c.add("items", "%v: not entered for story %v", id, s.ID)
		}
	}
}
