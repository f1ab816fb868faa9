package store

import (
	"encoding/binary"

	"sitrep/feed"
)

// putLife writes what became of a story, which records before version 3 have not.
func putLife(b []byte, s *feed.Story) []byte {
	b = putTime(b, s.Pending)
	b = binary.AppendVarint(b, int64(s.Updates))
	b = putHash(b, uint64(s.LeadID))
	b = putHash(b, uint64(s.Previous))
	b = binary.AppendUvarint(b, uint64(len(s.Merged)))
	for _, id := range s.Merged {
		b = putHash(b, uint64(id))
	}
	b = putTimes(b, s.Reached.Publishers)
	b = putTimes(b, s.Reached.Independent)
	b = binary.AppendUvarint(b, uint64(len(s.Changes)))
	for _, c := range s.Changes {
		b = putTime(b, c.At)
		b = putHash(b, uint64(c.Item))
		b = putString(b, string(c.Kind))
		b = putString(b, c.Text)
	}
	return b
}

// changeSize is the least that a change takes.
const changeSize = 8 + 8 + 2

// life reads what putLife wrote, in the same order.
func (f *fields) life(s *feed.Story) {
	s.Pending = f.time()
	s.Updates = int(f.varint())
	s.LeadID, s.Previous = feed.ItemID(f.hash()), feed.ItemID(f.hash())
	if n := f.count(8); n > 0 {
		s.Merged = make([]feed.StoryID, n)
	}
	for i := range s.Merged {
		s.Merged[i] = feed.ItemID(f.hash())
	}
	s.Reached.Publishers = f.times()
	s.Reached.Independent = f.times()
	if n := f.count(changeSize); n > 0 {
		s.Changes = make([]feed.Change, n)
	}
	for i := range s.Changes {
		c := &s.Changes[i]
		c.At, c.Item = f.time(), feed.ItemID(f.hash())
		c.Kind, c.Text = feed.ChangeKind(f.text()), f.text()
	}
}
