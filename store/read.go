package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"slices"

	"go.etcd.io/bbolt"

	"sitrep/feed"
)

// Stories gives the stories that q chooses, newest Updated first, ties by id. A
// story with a report in an unknown language speaks every language.
func (db *DB) Stories(q feed.Query) ([]feed.Story, error) {
	var found []feed.Story
	want := newWanted(q)
	err := db.view(func(tx *bbolt.Tx) error {
		records := tx.Bucket(storiesBucket)
		c := tx.Bucket(timelineBucket).Cursor()
		for key, value := c.Last(); key != nil && bytes.Compare(key, want.after) > 0; key, value = c.Prev() {
			if len(value) < 8 {
				return fmt.Errorf("%w: timeline entry of %d bytes", errRecord, len(value))
			}
			if !want.matches(value) {
				continue
			}
			story, err := decodeStory(records.Get(value[:8]))
			if err != nil {
				return fmt.Errorf("story %d: %w", binary.BigEndian.Uint64(value), err)
			}
			if found = append(found, story); len(found) == q.Limit {
				break
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Story gives one story, or an error that is fs.ErrNotExist. By the id of a story
// that was merged it gives the one that this became, whose id is another.
func (db *DB) Story(id feed.StoryID) (story feed.Story, err error) {
	err = db.view(func(tx *bbolt.Tx) error {
		number := tx.Bucket(itemsBucket).Get(idKey(id))
		if number != nil {
			if story, err = decodeStory(tx.Bucket(storiesBucket).Get(number)); err != nil {
				return fmt.Errorf("story of item %v: %w", id, err)
			}
		}
		if number == nil || story.ID != id && !slices.Contains(story.Merged, id) {
			story = feed.Story{}
			return fmt.Errorf("story %v: %w", id, fs.ErrNotExist)
		}
		return nil
	})
	return story, err
}

// eachBatch is how many stories Each reads in one transaction.
const eachBatch = 256

// Each calls fn with every story that is there from the beginning of the call to
// its end, in the order in which they were founded, and stops at the first error,
// which it returns. No transaction is open while fn runs, so fn may take its time
// and may write.
func (db *DB) Each(fn func(feed.Story) error) error {
	defer db.release()
	stories := make([]feed.Story, 0, eachBatch)
	for next := uint64(0); ; {
		stories = stories[:0]
		err := db.view(func(tx *bbolt.Tx) error {
			c := tx.Bucket(storiesBucket).Cursor()
			for key, value := c.Seek(idKey(next)); key != nil && len(stories) < eachBatch; key, value = c.Next() {
				story, err := decodeStory(value)
				if err != nil {
					return fmt.Errorf("story %x: %w", key, err)
				}
				stories = append(stories, story)
				next = binary.BigEndian.Uint64(key) + 1
			}
			return nil
		})
		if err != nil || len(stories) == 0 {
			return err
		}
		for _, s := range stories {
			if err := fn(s); err != nil {
				return err
			}
		}
	}
}

// Polls gives what is known of every source ever visited, in the order of their ids.
func (db *DB) Polls() (polls []feed.Poll, err error) {
	err = db.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(pollsBucket).ForEach(func(source, value []byte) error {
			p, err := decodePoll(value)
			if err != nil {
				return fmt.Errorf("poll of %q: %w", source, err)
			}
			polls = append(polls, p)
			return nil
		})
	})
	return polls, err
}

// Listed gives the memory of a source's entries, as the last visit that brought
// one left it; nil if there is none.
func (db *DB) Listed(source string) (list []feed.Listed, err error) {
	err = db.view(func(tx *bbolt.Tx) error {
		value := tx.Bucket(listedBucket).Get([]byte(source))
		if value == nil {
			return nil
		}
		if list, err = decodeListed(value); err != nil {
			return fmt.Errorf("listed entries of %q: %w", source, err)
		}
		return nil
	})
	return list, err
}
