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

// summaryRunes is how much of the summary of a dropped item is remembered: for
// a person who asks why it was dropped, not for reading.
const summaryRunes = 500

// Commit stores everything that the visits changed, or nothing of it, and
// returns when it is on the disk. Placements are applied in order, but those that
// found stories before all others; one that
// names a story which is no longer there founds a story of its own, and an item
// that is already stored stays in the story that holds it. What a placement
// merges becomes one story, under the id of the oldest. Options.Hear is told of
// each story at the end.
func (db *DB) Commit(visits []feed.Visit) error {
	if len(visits) == 0 {
		return nil
	}
	var changed bool
	err := db.update(func(tx *bbolt.Tx) error {
		b := newBatch(tx)
		for i := range visits {
			if err := b.visit(&visits[i]); err != nil {
				return fmt.Errorf("visit to %q: %w", visits[i].Poll.Source, err)
			}
		}
		if err := b.placeAll(visits); err != nil {
			return err
		}
		b.hear(db.hear)
		var err error
		changed, err = b.write()
		return err
	})
	if err == nil && changed {
		db.version.Add(1)
	}
	return err
}

// SavePolls stores polls without anything else, in one transaction: what a
// source asked of us must be on the disk before the next request goes out.
func (db *DB) SavePolls(polls []feed.Poll) error {
	if len(polls) == 0 {
		return nil
	}
	return db.update(func(tx *bbolt.Tx) error {
		b := newBatch(tx)
		for i := range polls {
			if err := b.poll(&polls[i]); err != nil {
				return err
			}
		}
		_, err := b.write()
		return err
	})
}

// A batch gathers what one transaction changes, so that each value is written
// once and keys are put in order: bbolt then touches each page once.
type batch struct {
	tx       *bbolt.Tx
	values   arena
	polls    map[string][]byte
	listed   map[string][]byte
	dropped  []pair
	edits    []*edit
	storyOf  map[feed.ItemID]*edit // of every item in edits
	instead  map[feed.ItemID]*edit // founded in place of a story that is not there
	stored   *bbolt.Bucket         // stories
	numbered *bbolt.Bucket         // items
}

// An edit is a story that the transaction touches.
type edit struct {
	story  feed.Story
	record uint64        // number of its record; zero until a new one is written
	old    []byte        // stored value; nil for a new story
	oldKey []byte        // its timeline key
	due    []byte        // its key among the pending; nil if nothing waited
	fresh  []feed.ItemID // items to be entered for it
	gone   bool          // it has become part of another
}

type pair struct{ key, value []byte }

func newBatch(tx *bbolt.Tx) *batch {
	return &batch{
		tx:       tx,
		polls:    map[string][]byte{},
		listed:   map[string][]byte{},
		storyOf:  map[feed.ItemID]*edit{},
		instead:  map[feed.ItemID]*edit{},
		stored:   tx.Bucket(storiesBucket),
		numbered: tx.Bucket(itemsBucket),
	}
}

func (b *batch) visit(v *feed.Visit) error {
	if err := b.poll(&v.Poll); err != nil {
		return err
	}
	if v.Listed != nil {
		b.listed[v.Poll.Source] = b.values.keep(appendListed(b.values.room(), v.Listed))
	}
	for i := range v.Dropped {
		b.drop(&v.Dropped[i])
	}
	return nil
}

func (b *batch) poll(p *feed.Poll) error {
	if p.Source == "" {
		return errors.New("poll without a source")
	}
	b.polls[p.Source] = b.values.keep(appendPoll(b.values.room(), p))
	return nil
}

func (b *batch) drop(it *feed.Item) {
	key := b.values.keep(appendDroppedKey(b.values.room(), it))
	short := compact(it)
	b.dropped = append(b.dropped, pair{key, b.values.keep(appendItem(b.values.room(), &short))})
}

func appendDroppedKey(b []byte, it *feed.Item) []byte {
	return binary.BigEndian.AppendUint64(appendOrdered(b, it.Seen), uint64(it.ID))
}

// compact is what is remembered of a dropped item.
func compact(it *feed.Item) feed.Item {
	return feed.Item{
		ID: it.ID, Source: it.Source, URL: it.URL, Title: it.Title, Summary: firstRunes(it.Summary, summaryRunes),
		Language: it.Language, Published: it.Published, Seen: it.Seen, Score: it.Score, Near: it.Near,
	}
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// idKey has the type of the buckets' numbers too: both are eight big-endian bytes.
func idKey[T ~uint64](n T) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, 0, 8), uint64(n))
}

// write puts everything and reports whether a story changed.
func (b *batch) write() (changed bool, err error) {
	changed, err = b.writeStories()
	if err != nil {
		return false, err
	}
	return changed, putEach(b.tx, []change{
		{pollsBucket, pairsOf(b.polls), false}, {listedBucket, pairsOf(b.listed), false}, {droppedBucket, b.dropped, true},
	})
}

func pairsOf(m map[string][]byte) []pair {
	list := make([]pair, 0, len(m))
	for key, value := range m {
		list = append(list, pair{[]byte(key), value})
	}
	return list
}

// A change is what a transaction does to one bucket.
type change struct {
	bucket    []byte
	pairs     []pair // a nil value deletes
	appending bool   // new keys are higher than the old ones, nearly all
}

func putEach(tx *bbolt.Tx, changes []change) error {
	for _, c := range changes {
		bucket := tx.Bucket(c.bucket)
		if c.appending {
			bucket.FillPercent = appendFill
		}
		slices.SortFunc(c.pairs, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
		for _, p := range c.pairs {
			if err := putOrDelete(bucket, p); err != nil {
				return fmt.Errorf("bucket %s: %w", c.bucket, err)
			}
		}
	}
	return nil
}

func putOrDelete(bucket *bbolt.Bucket, p pair) error {
	if p.value == nil {
		return bucket.Delete(p.key)
	}
	return bucket.Put(p.key, p.value)
}

// appendFill has bbolt fill pages nearly to the end when it splits them, as
// suits keys that grow; its default leaves half a page for keys in between.
const appendFill = 0.95
