package store

import (
	"bytes"
	"fmt"
	"io/fs"

	"go.etcd.io/bbolt"

	"sitrep/feed"
)

// Dropped gives items that were judged and not kept, the last seen first, at
// most limit of them; zero for all that are remembered. Of each it has what
// explains the judgement: id, source, address, title, the beginning of the
// summary, language, dates, score and whether it was near.
func (db *DB) Dropped(limit int) (items []feed.Item, err error) {
	err = db.view(func(tx *bbolt.Tx) error {
		c := tx.Bucket(droppedBucket).Cursor()
		for key, value := c.Last(); key != nil; key, value = c.Prev() {
			it, err := decodeItem(value)
			if err != nil {
				return fmt.Errorf("dropped item %x: %w", key, err)
			}
			if items = append(items, it); len(items) == limit {
				break
			}
		}
		return nil
	})
	return items, err
}

// FindURL finds an item by its address: a kept one with its story, the latest
// founded first, else a dropped one with an empty story; an error that is
// fs.ErrNotExist if there is neither. It reads the whole store (40 ms for
// 100,000 stories), since only a person who asks for an explanation needs it.
func (db *DB) FindURL(url string) (it feed.Item, s feed.Story, err error) {
	defer db.release()
	err = db.view(func(tx *bbolt.Tx) error {
		if url == "" {
			return fs.ErrNotExist
		}
		found, err := findKept(tx, url, &it, &s)
		if err == nil && !found {
			found, err = findDropped(tx, url, &it)
		}
		if err == nil && !found {
			err = fmt.Errorf("item with address %s: %w", url, fs.ErrNotExist)
		}
		return err
	})
	return it, s, err
}

func findKept(tx *bbolt.Tx, url string, it *feed.Item, s *feed.Story) (bool, error) {
	needle := putString(nil, url)
	c := tx.Bucket(storiesBucket).Cursor()
	for key, value := c.Last(); key != nil; key, value = c.Prev() {
		if !bytes.Contains(value, needle) {
			continue
		}
		story, err := decodeStory(value)
		if err != nil {
			return false, fmt.Errorf("story %x: %w", key, err)
		}
		for _, candidate := range story.Items {
			if candidate.URL == url {
				*it, *s = candidate, story
				return true, nil
			}
		}
	}
	return false, nil
}

func findDropped(tx *bbolt.Tx, url string, it *feed.Item) (bool, error) {
	needle := putString(nil, url)
	c := tx.Bucket(droppedBucket).Cursor()
	for key, value := c.Last(); key != nil; key, value = c.Prev() {
		if !bytes.Contains(value, needle) {
			continue
		}
		candidate, err := decodeItem(value)
		if err != nil {
			return false, fmt.Errorf("dropped item %x: %w", key, err)
		}
		if candidate.URL == url {
			*it = candidate
			return true, nil
		}
	}
	return false, nil
}
