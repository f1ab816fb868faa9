package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"time"
)

// A record is a version byte, the CRC-32C of the rest, and the rest: fields in
// a fixed order, without names. Integers are varints, hashes and times eight
// bytes, strings and lists begin with their length. A noun that gains a field
// gets a new version, and the old one stays readable.

// errRecord is the reason of every value that cannot be decoded.
var errRecord = errors.New("unreadable record")

const (
	recordVersion = 3
	recordHead    = 5 // version and checksum
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// beginRecord leaves room for the head; endRecord fills it in, when the body
// that began at start-recordHead is complete.
func beginRecord(b []byte) []byte { return append(b, recordVersion, 0, 0, 0, 0) }

func endRecord(b []byte, start int) []byte {
	sum := crc32.Checksum(b[start+recordHead:], castagnoli)
	binary.LittleEndian.PutUint32(b[start+1:], sum)
	return b
}

// openRecord verifies the head and gives the body, as a copy of its own: what is
// cut from it stays valid after the transaction and costs no further copy.
func openRecord(value []byte) (*fields, error) {
	if len(value) < recordHead {
		return nil, fmt.Errorf("%w: %d bytes", errRecord, len(value))
	}
	if value[0] < 1 || value[0] > recordVersion {
		return nil, fmt.Errorf("%w: version %d, want 1 to %d", errRecord, value[0], recordVersion)
	}
	body := value[recordHead:]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(value[1:]) {
		return nil, fmt.Errorf("%w: wrong checksum", errRecord)
	}
	return &fields{version: value[0], rest: string(body)}, nil
}

func putString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func putStrings(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = putString(b, s)
	}
	return b
}

func putHash(b []byte, h uint64) []byte { return binary.LittleEndian.AppendUint64(b, h) }

// noTime stands for the zero time, which has no Unix nanoseconds.
const noTime = math.MinInt64

func putTime(b []byte, t time.Time) []byte { return putHash(b, uint64(nanos(t))) }

// nanos are the Unix nanoseconds of t, held within the years 1678 to 2261 that
// they can express, so that a wild date of an outlet stays in order.
func nanos(t time.Time) int64 {
	const most = math.MaxInt64 / int64(time.Second)
	switch seconds := t.Unix(); {
	case t.IsZero():
		return noTime
	case seconds >= most:
		return math.MaxInt64
	case seconds <= -most:
		return -math.MaxInt64
	}
	return t.UnixNano()
}

// fields reads a body from its beginning. After the first failure everything
// reads as zero, and done reports it.
type fields struct {
	version byte // of the record
	rest    string
	bad     bool
}

// done is the error of a body that was too short, too long or malformed.
func (f *fields) done() error {
	if f.bad || f.rest != "" {
		return fmt.Errorf("%w: malformed body", errRecord)
	}
	return nil
}

func (f *fields) take(n uint64) string {
	if n > uint64(len(f.rest)) {
		f.bad, f.rest = true, ""
		return ""
	}
	s := f.rest[:n]
	f.rest = f.rest[n:]
	return s
}

func (f *fields) octet() byte {
	if s := f.take(1); s != "" {
		return s[0]
	}
	return 0
}

func (f *fields) hash() uint64 {
	s := f.take(8)
	if s == "" {
		return 0
	}
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func (f *fields) uvarint() uint64 {
	var n uint64
	for i := 0; i < binary.MaxVarintLen64 && i < len(f.rest); i++ {
		c := f.rest[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			f.rest = f.rest[i+1:]
			return n
		}
	}
	f.bad, f.rest = true, ""
	return 0
}

func (f *fields) varint() int64 {
	n := f.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

func (f *fields) text() string { return f.take(f.uvarint()) }

// count reads the length of a list whose members take at least size bytes each,
// so that a hostile length cannot make us allocate more than a small multiple of
// the record.
func (f *fields) count(size int) int {
	n := f.uvarint()
	if n > uint64(len(f.rest)/size) {
		f.bad, f.rest = true, ""
		return 0
	}
	return int(n)
}

func (f *fields) texts() []string {
	n := f.count(1)
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = f.text()
	}
	return list
}

func putTimes(b []byte, list []time.Time) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, t := range list {
		b = putTime(b, t)
	}
	return b
}

func (f *fields) times() []time.Time {
	n := f.count(8)
	if n == 0 {
		return nil
	}
	list := make([]time.Time, n)
	for i := range list {
		list[i] = f.time()
	}
	return list
}

func (f *fields) time() time.Time {
	switch n := int64(f.hash()); {
	case f.bad, n == noTime:
		return time.Time{}
	default:
		return time.Unix(0, n).UTC()
	}
}
