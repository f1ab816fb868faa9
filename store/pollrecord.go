package store

import (
	"encoding/binary"
	"time"

	"sitrep/feed"
)

func appendPoll(b []byte, p *feed.Poll) []byte {
	start := len(b)
	b = beginRecord(b)
	flag := byte(0)
	if p.NotModified {
		flag = 1
	}
	b = append(b, flag)
	b = putHash(b, p.BodyHash)
	for _, s := range pollStrings(p) {
		b = putString(b, *s)
	}
	b = putString(b, string(p.Status))
	for _, t := range pollTimes(p) {
		b = putTime(b, *t)
	}
	for _, n := range [...]int{p.Code, p.Failures, p.MovedSeen} {
		b = binary.AppendVarint(b, int64(n))
	}
	b = binary.AppendVarint(b, int64(p.Penalty))
	for _, n := range pollTotals(p) {
		b = binary.AppendVarint(b, *n)
	}
	return endRecord(b, start)
}

func decodePoll(value []byte) (feed.Poll, error) {
	f, err := openRecord(value)
	if err != nil {
		return feed.Poll{}, err
	}
	p := f.poll()
	return p, f.done()
}

// poll reads what appendPoll wrote, in the same order.
func (f *fields) poll() (p feed.Poll) {
	p.NotModified = f.octet() != 0
	p.BodyHash = f.hash()
	for _, s := range pollStrings(&p) {
		*s = f.text()
	}
	p.Status = feed.Status(f.text())
	for _, t := range pollTimes(&p) {
		*t = f.time()
	}
	for _, n := range [...]*int{&p.Code, &p.Failures, &p.MovedSeen} {
		*n = int(f.varint())
	}
	p.Penalty = time.Duration(f.varint())
	for _, n := range pollTotals(&p) {
		*n = f.varint()
	}
	return p
}

// The fields of a poll that are stored alike, in the order of the record.

func pollStrings(p *feed.Poll) [10]*string {
	return [...]*string{
		&p.Source, &p.URL, &p.Error, &p.Body, &p.Validators.URL, &p.Validators.ETag, &p.Validators.LastModified,
		&p.Reason, &p.FloorReason, &p.Moved,
	}
}

func pollTimes(p *feed.Poll) [6]*time.Time {
	return [...]*time.Time{&p.At, &p.Next, &p.Floor, &p.Clean, &p.Full, &p.MovedSince}
}

func pollTotals(p *feed.Poll) [9]*int64 {
	t := &p.Totals
	return [...]*int64{
		&t.Requests, &t.NotModified, &t.SameBody, &t.Unconditional, &t.TooMany, &t.Bytes, &t.Items, &t.Kept, &t.Copies,
	}
}
