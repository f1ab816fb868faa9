package feed

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"
)

// ItemID identifies an item for ever: a hash of its source and of the key by
// which that source names it. Zero means "none".
type ItemID uint64

// NewItemID derives the identity of an item from its source and key. It takes
// 64 bits of SHA-256: among a million items two share an id with probability
// 3e-8, and a hostile source cannot aim at another source's id.
func NewItemID(source, key string) ItemID {
	return ItemID(Hash(source, key))
}

// Hash folds strings to 64 bits of SHA-256, keeping apart ("ab","c") and ("a","bc").
func Hash(parts ...string) uint64 {
	buf := make([]byte, 0, 256)
	for _, part := range parts {
		buf = binary.AppendUvarint(buf, uint64(len(part)))
		buf = append(buf, part...)
	}
	sum := sha256.Sum256(buf)
	return binary.BigEndian.Uint64(sum[:8])
}

// String gives the id as 16 hexadecimal digits.
func (id ItemID) String() string { return fmt.Sprintf("%016x", uint64(id)) }

// ParseItemID reads what String wrote.
func ParseItemID(s string) (ItemID, error) {
	n, err := strconv.ParseUint(s, 16, 64)
	if err != nil || len(s) != 16 {
		return 0, fmt.Errorf("item id %q: want 16 hexadecimal digits", s)
	}
	return ItemID(n), nil
}

// Item is one entry of a source, normalised: whatever the outlet sent, every
// field holds what its comment says.
type Item struct {
	ID        ItemID
	Source    string // Source.ID
	Publisher string // Source.Publisher when the item was read

	GUID       string // as the source wrote it, at most 2 KB; empty if absent or not to be trusted
	AtomID     bool   // GUID is the atom:id of an Atom entry
	URL        string // absolute http(s) address without tracking parameters; may be empty
	Title      string // plain text, one line, at most 500 runes
	Summary    string // plain text, at most 10 KB
	HTML       string // the full content as safe HTML; empty unless content is kept
	Language   string // BCP 47; empty if unknown
	Authors    []string
	Categories []string
	Enclosures []Enclosure
	Image      string // https address; may be empty
	Origin     Origin // whom the source itself credits
	Rights     string

	Published time.Time // UTC, never after Seen; Seen where the source gave no usable date
	Updated   time.Time // UTC, never after Seen; Published where the source gave none
	Seen      time.Time // UTC: when sitrep first read it

	Keep   bool    // judged to be coverage
	Near   bool    // judged to be nearly coverage; never together with Keep
	Score  float64 // of that judgement, 0 to 1
	Class  string  // of a kept item: one of Classes; empty if never judged so finely
	Topics []string
	About  About // of a kept item

	CopyOf ItemID   // the item whose text this one repeats; zero for an original
	Rule   string   // the dedupe rule that put it into its story
	Print  uint64   // fingerprint of its text, made by package dedupe
	Titles []string // former titles, oldest first

	Withdrawn bool       // its source takes it back, see Apply
	Counted   []Reported // what its versions counted, oldest first; empty until one of them counts anew
}

// speaker is the newsroom whose words the item tells: the agency that it
// credits, or else its publisher.
func (it *Item) speaker() string {
	if it.About.Agency != "" {
		return it.About.Agency
	}
	return it.Publisher
}

// original reports whether the item is a report of its own that still stands.
func (it *Item) original() bool { return it.CopyOf == 0 && !it.Withdrawn }

// Enclosure is a media file that an item links to. It is never fetched.
type Enclosure struct {
	URL    string
	Type   string // media type; may be empty
	Length int64  // bytes as the source claims; zero if unknown
}

// Origin is the feed that an item was taken from, as atom:source or the RSS
// source element names it.
type Origin struct {
	Title string
	URL   string
}
