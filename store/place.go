package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"sitrep/feed"
)

// placeAll applies the placements of all visits: first those that found stories,
// because a copy may have been read by an earlier visit than what it repeats.
func (b *batch) placeAll(visits []feed.Visit) error {
	for _, founders := range []bool{true, false} {
		for i := range visits {
			for _, p := range visits[i].Placed {
				if (p.Story == p.Item.ID) != founders {
					continue
				}
				if err := b.place(p); err != nil {
					return fmt.Errorf("visit to %q: %w", visits[i].Poll.Source, err)
				}
			}
		}
	}
	return nil
}

// hear tells fn of each story that is going to be written.
func (b *batch) hear(fn func(*feed.Story)) {
	if fn == nil {
		return
	}
	for _, e := range b.edits {
		if !e.gone {
			fn(&e.story)
		}
	}
}

// place brings an item into the story that holds it already, else into the
// story it was placed in, else into a new one.
func (b *batch) place(p feed.Placement) error {
	if p.Item.ID == 0 {
		return errors.New("item without an id")
	}
	e, err := b.edit(p.Item.ID)
	if err != nil {
		return err
	}
	if e == nil {
		if e, err = b.asked(p); err != nil {
			return err
		}
		b.storyOf[p.Item.ID] = e
		e.fresh = append(e.fresh, p.Item.ID)
	}
	e.story.Apply(p)
	for _, id := range p.Merge {
		if e, err = b.merge(e, id, p.Item.Seen); err != nil {
			return err
		}
	}
	return nil
}

// merge makes the story that holds an item one with e, at an instant, and gives
// the edit of both: that of the older, whose record stays.
func (b *batch) merge(e *edit, id feed.StoryID, at time.Time) (*edit, error) {
	o, err := b.edit(id)
	if err != nil || o == nil || o == e {
		return e, err
	}
	if o.story.Older(e.story) {
		e, o = o, e
	}
	e.story.Absorb(o.story, at)
	for i := range o.story.Items {
		b.storyOf[o.story.Items[i].ID] = e
		e.fresh = append(e.fresh, o.story.Items[i].ID)
	}
	for missing, founded := range b.instead {
		if founded == o {
			b.instead[missing] = e
		}
	}
	o.gone = true
	return e, nil
}

// asked finds the story that an item which is not stored yet was placed in, or
// founds one. Items placed in the same missing story stay together.
func (b *batch) asked(p feed.Placement) (*edit, error) {
	if p.Story != p.Item.ID {
		if e, err := b.edit(p.Story); e != nil || err != nil {
			return e, err
		}
	}
	if e := b.instead[p.Story]; e != nil {
		return e, nil
	}
	e := &edit{}
	b.edits = append(b.edits, e)
	if p.Story != p.Item.ID && p.Story != 0 {
		b.instead[p.Story] = e
	}
	return e, nil
}

// edit finds the story that holds an item, reading it if the transaction has
// not done so yet; nil if there is none.
func (b *batch) edit(id feed.ItemID) (*edit, error) {
	if e, ok := b.storyOf[id]; ok {
		return e, nil
	}
	number := b.numbered.Get(idKey(id))
	if number == nil {
		return nil, nil
	}
	value := b.stored.Get(number)
	story, err := decodeStory(value)
	if err != nil {
		return nil, fmt.Errorf("story of item %v: %w", id, err)
	}
	e := &edit{
		story: story, record: binary.BigEndian.Uint64(number), old: value,
		oldKey: appendTimelineKey(nil, story.Updated, story.ID), due: pendingKey(story),
	}
	for i := range story.Items {
		b.storyOf[story.Items[i].ID] = e
	}
	b.edits = append(b.edits, e)
	return e, nil
}
