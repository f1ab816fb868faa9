package store

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"sitrep/feed"
)

func appendStory(b []byte, s feed.Story) []byte {
	start := len(b)
	b = beginRecord(b)
	b = putHash(b, uint64(s.ID))
	b = putTime(b, s.First)
	b = putTime(b, s.Updated)
	b = binary.AppendUvarint(b, uint64(len(s.Items)))
	for i := range s.Items {
		b = putItem(b, &s.Items[i])
	}
	return endRecord(putLife(b, &s), start)
}

func decodeStory(value []byte) (feed.Story, error) {
	f, err := openRecord(value)
	if err != nil {
		return feed.Story{}, err
	}
	s := f.story()
	return s, f.done()
}

// itemSize is the least that an item takes in a record of version 1: its flags,
// four hashes and three times, and an octet for each of 13 strings and 5 lists.
// Later ones have the class too, and then what the item is about.
const itemSize = 1 + 4*8 + 3*8 + 13 + 5

func (f *fields) story() (s feed.Story) {
	s.ID = feed.ItemID(f.hash())
	s.First = f.time()
	s.Updated = f.time()
	n := f.count(itemSize)
	if n > 0 {
		s.Items = make([]feed.Item, n)
	}
	for i := range s.Items {
		f.item(&s.Items[i])
	}
	if f.version > 2 {
		f.life(&s)
	} else {
		s.Recount()
	}
	return s
}

func appendItem(b []byte, it *feed.Item) []byte {
	start := len(b)
	return endRecord(putItem(beginRecord(b), it), start)
}

func decodeItem(value []byte) (it feed.Item, err error) {
	f, err := openRecord(value)
	if err != nil {
		return it, err
	}
	f.item(&it)
	return it, f.done()
}

// The flags of an item.
const (
	flagKeep = 1 << iota
	flagAtomID
	flagNear
	flagWithdrawn
)

func putItem(b []byte, it *feed.Item) []byte {
	var flags byte
	if it.Keep {
		flags |= flagKeep
	}
	if it.AtomID {
		flags |= flagAtomID
	}
	if it.Near {
		flags |= flagNear
	}
	if it.Withdrawn {
		flags |= flagWithdrawn
	}
	b = append(b, flags)
	for _, h := range [...]uint64{uint64(it.ID), uint64(it.CopyOf), it.Print, math.Float64bits(it.Score)} {
		b = putHash(b, h)
	}
	for _, t := range [...]time.Time{it.Published, it.Updated, it.Seen} {
		b = putTime(b, t)
	}
	for _, s := range [...]*string{
		&it.Source, &it.Publisher, &it.GUID, &it.URL, &it.Title, &it.Summary, &it.HTML, &it.Language,
		&it.Image, &it.Origin.Title, &it.Origin.URL, &it.Rights, &it.Rule,
	} {
		b = putString(b, *s)
	}
	for _, list := range [...][]string{it.Authors, it.Categories, it.Topics, it.Titles} {
		b = putStrings(b, list)
	}
	b = binary.AppendUvarint(b, uint64(len(it.Enclosures)))
	for _, e := range it.Enclosures {
		b = putString(b, e.URL)
		b = putString(b, e.Type)
		b = binary.AppendVarint(b, e.Length)
	}
	return putReported(putAbout(putString(b, it.Class), &it.About), it.Counted)
}

// item reads what putItem wrote, in the same order.
func (f *fields) item(it *feed.Item) {
	flags := f.octet()
	it.Keep, it.AtomID, it.Near = flags&flagKeep != 0, flags&flagAtomID != 0, flags&flagNear != 0
	it.Withdrawn = flags&flagWithdrawn != 0
	it.ID, it.CopyOf = feed.ItemID(f.hash()), feed.ItemID(f.hash())
	it.Print = f.hash()
	it.Score = math.Float64frombits(f.hash())
	it.Published, it.Updated, it.Seen = f.time(), f.time(), f.time()
	for _, s := range [...]*string{
		&it.Source, &it.Publisher, &it.GUID, &it.URL, &it.Title, &it.Summary, &it.HTML, &it.Language,
		&it.Image, &it.Origin.Title, &it.Origin.URL, &it.Rights, &it.Rule,
	} {
		*s = f.text()
	}
	for _, list := range [...]*[]string{&it.Authors, &it.Categories, &it.Topics, &it.Titles} {
		*list = f.texts()
	}
	if n := f.count(3); n > 0 {
		it.Enclosures = make([]feed.Enclosure, n)
	}
	for i := range it.Enclosures {
		it.Enclosures[i] = feed.Enclosure{URL: f.text(), Type: f.text(), Length: f.varint()}
	}
	if f.version > 1 { // items of the first version had no class
		it.Class = f.text()
	}
	if f.version > 2 { // those of the second told nothing of what they are about
		f.about(&it.About)
		it.Counted = f.reported()
	}
}

// listedSize is what one entry of a source's memory takes.
const listedSize = 3*8 + 1 + 2

func appendListed(b []byte, list []feed.Listed) []byte {
	start := len(b)
	b = beginRecord(b)
	for _, l := range list {
		b = putHash(b, l.Raw)
		b = putHash(b, uint64(l.Item))
		b = putHash(b, l.Link)
		kept := byte(0)
		if l.Kept {
			kept = 1
		}
		b = append(b, kept)
		b = binary.LittleEndian.AppendUint16(b, l.Day)
	}
	return endRecord(b, start)
}

func decodeListed(value []byte) ([]feed.Listed, error) {
	f, err := openRecord(value)
	if err != nil {
		return nil, err
	}
	return f.listed()
}

func (f *fields) listed() ([]feed.Listed, error) {
	if len(f.rest)%listedSize != 0 {
		return nil, fmt.Errorf("%w: %d bytes of listed entries", errRecord, len(f.rest))
	}
	list := make([]feed.Listed, len(f.rest)/listedSize)
	for i := range list {
		list[i] = feed.Listed{
			Raw: f.hash(), Item: feed.ItemID(f.hash()), Link: f.hash(), Kept: f.octet() != 0,
			Day: uint16(f.octet()) | uint16(f.octet())<<8,
		}
	}
	return list, f.done()
}
