package store

import (
	"encoding/binary"

	"sitrep/feed"
)

// aboutSize is what an item that tells and counts nothing takes more in a record of
// version 3: an octet for each of 3 lists and 3 strings.
const aboutSize = 3 + 3

func putAbout(b []byte, a *feed.About) []byte {
	b = binary.AppendUvarint(b, uint64(len(a.Mentions)))
	for _, m := range a.Mentions {
		title := byte(0)
		if m.Title {
			title = 1
		}
		b = putString(append(b, byte(m.Kind), title), m.Name)
	}
	b = binary.AppendUvarint(b, uint64(len(a.Counts)))
	for _, c := range a.Counts {
		b = putCount(b, c)
	}
	b = putString(b, a.Saying.Kind)
	b = putString(b, a.Saying.Words)
	return putString(b, a.Agency)
}

// about reads what putAbout wrote, in the same order.
func (f *fields) about(a *feed.About) {
	if n := f.count(3); n > 0 {
		a.Mentions = make([]feed.Mention, n)
	}
	for i := range a.Mentions {
		a.Mentions[i] = feed.Mention{Kind: feed.MentionKind(f.octet()), Title: f.octet() != 0, Name: f.text()}
	}
	if n := f.count(2); n > 0 {
		a.Counts = make([]feed.Count, n)
	}
	for i := range a.Counts {
		a.Counts[i] = f.tally()
	}
	a.Saying.Kind, a.Saying.Words = f.text(), f.text()
	a.Agency = f.text()
}

func putCount(b []byte, c feed.Count) []byte {
	return binary.AppendVarint(putString(b, c.Kind), int64(c.Value))
}

func (f *fields) tally() feed.Count { return feed.Count{Kind: f.text(), Value: int(f.varint())} }

// reportedSize is the least that one count with its publisher and time takes.
const reportedSize = 2 + 1 + 8

func putReported(b []byte, list []feed.Reported) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, r := range list {
		b = putTime(putString(putCount(b, r.Count), r.Publisher), r.At)
	}
	return b
}

func (f *fields) reported() []feed.Reported {
	n := f.count(reportedSize)
	if n == 0 {
		return nil
	}
	list := make([]feed.Reported, n)
	for i := range list {
		list[i] = feed.Reported{Count: f.tally(), Publisher: f.text(), At: f.time()}
	}
	return list
}
