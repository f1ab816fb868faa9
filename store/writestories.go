package store

import (
	"bytes"
	"encoding/binary"
)

// writeStories writes the stories that differ from what is stored, and their
// entries in the timeline, among the pending and among the items.
func (b *batch) writeStories() (changed bool, err error) {
	var stories, timeline, pending, items []pair
	next := b.stored.Sequence()
	for _, e := range b.edits {
		if e.gone {
			if e.old != nil {
				stories = append(stories, pair{key: idKey(e.record)})
				timeline = append(timeline, pair{key: e.oldKey})
				pending = movePending(pending, e.due, nil, nil)
			}
			continue
		}
		value := b.values.keep(appendStory(b.values.room(), e.story))
		if bytes.Equal(value, e.old) {
			continue
		}
		if e.record == 0 {
			next++
			e.record = next
		}
		number := b.values.keep(binary.BigEndian.AppendUint64(b.values.room(), e.record))
		stories = append(stories, pair{number, value})
		timeline = b.moveEntry(timeline, e)
		pending = movePending(pending, e.due, pendingKey(e.story), number)
		for _, id := range e.fresh {
			items = append(items, pair{b.values.keep(binary.BigEndian.AppendUint64(b.values.room(), uint64(id))), number})
		}
	}
	if len(stories) == 0 {
		return false, nil
	}
	if err := b.stored.SetSequence(next); err != nil {
		return false, err
	}
	return true, putEach(b.tx, []change{
		{storiesBucket, stories, true}, {timelineBucket, timeline, true},
		{pendingBucket, pending, false}, {itemsBucket, items, false},
	})
}

// moveEntry puts the timeline entry of a story, and deletes the one that a
// change of Updated leaves behind.
func (b *batch) moveEntry(timeline []pair, e *edit) []pair {
	key := b.values.keep(appendTimelineKey(b.values.room(), e.story.Updated, e.story.ID))
	value := b.values.keep(appendTimelineValue(b.values.room(), e.record, e.story))
	if e.oldKey != nil && !bytes.Equal(key, e.oldKey) {
		timeline = append(timeline, pair{e.oldKey, nil})
	}
	return append(timeline, pair{key, value})
}

// An arena holds the values of a transaction, which bbolt reads until the commit,
// in a few large allocations instead of one for each.
type arena struct {
	chunk []byte
}

const (
	firstChunk = 4 << 10   // a quiet poll needs no more
	mostChunk  = 256 << 10 // so that the last one is not mostly waste
)

// room is where the next value is to be appended.
func (a *arena) room() []byte {
	if cap(a.chunk)-len(a.chunk) < firstChunk/2 {
		a.chunk = make([]byte, 0, min(max(2*cap(a.chunk), firstChunk), mostChunk))
	}
	return a.chunk[len(a.chunk):]
}

// keep takes what was appended to room. A value that outgrew the chunk has an
// allocation of its own by then.
func (a *arena) keep(value []byte) []byte {
	if free := a.chunk[len(a.chunk):cap(a.chunk)]; len(value) > 0 && len(value) <= len(free) && &free[:1][0] == &value[0] {
		a.chunk = a.chunk[:len(a.chunk)+len(value)]
	}
	return value[:len(value):len(value)]
}
