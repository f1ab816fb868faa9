package feed

import "time"

// Poll is what sitrep knows of a source from its visits so far: the outcome of
// the last one, what the next one must send, and when it may be.
type Poll struct {
	Source string // Source.ID
	URL    string // the configured address that all this belongs to; another address starts afresh

	At     time.Time // when the last visit began; zero before the first
	Status Status
	Code   int    // HTTP status of the last answer; zero where there was none
	Error  string // why the last visit failed; empty if it did not
	Body   string // beginning of an error page, plain text, at most 500 runes

	Validators Validators
	BodyHash   uint64 // of the last decoded body that was parsed whole

	Next        time.Time // when the next visit is due
	Reason      string    // why then, and not earlier: "schedule", "max-age", "Retry-After", ...
	Floor       time.Time // no request before this, whatever the schedule says
	FloorReason string

	Failures    int           // failed visits since the last good one
	Penalty     time.Duration // added to the interval after 429s; decays
	Clean       time.Time     // since when no 429 was seen
	NotModified bool          // this source has answered 304 at least once
	Full        time.Time     // when the last unconditional request was sent

	Moved      string    // target of a permanent redirect, not yet adopted
	MovedSince time.Time // first poll that saw Moved
	MovedSeen  int       // polls that agreed on Moved

	Totals Totals
}

// Status is how a visit ended.
type Status string

// The ways in which a visit ends.
const (
	Fetched   Status = "fetched"   // a new body was read
	Unchanged Status = "unchanged" // 304, or the same body again
	Waiting   Status = "waiting"   // no request was made: the source asked to wait
	Failed    Status = "failed"    // no usable answer
	Gone      Status = "gone"      // 410: no more requests
)

// Validators are what a conditional request sends back, byte for byte as one
// response gave them. They are one atomic set: never two halves of two answers.
type Validators struct {
	URL          string // the final address that gave them; they are sent nowhere else
	ETag         string
	LastModified string
}

// Totals count over the life of a source.
type Totals struct {
	Requests      int64
	NotModified   int64 // 304 answers
	SameBody      int64 // 200 answers with the body of the time before
	Unconditional int64 // requests sent without a validator
	TooMany       int64 // 429 answers
	Bytes         int64 // on the wire, bodies only
	Items         int64 // entries met for the first time
	Kept          int64
	Copies        int64
}

// Listed is the memory of one entry that a source lists or listed, kept or
// dropped, so that it is neither parsed nor judged at every poll, and so that
// it does not come back after its story has expired.
type Listed struct {
	Raw  uint64 // hash of the entry's raw bytes
	Item ItemID
	Link uint64 // hash of its canonical URL; zero if it has none
	Kept bool
	Day  uint16 // days since 1970 when it was last listed
}

// Visit is everything that one poll changed; it is stored whole or not at all.
type Visit struct {
	Poll    Poll
	Listed  []Listed    // the source's new memory; nil leaves the stored one as it is
	Placed  []Placement // kept items
	Dropped []Item      // judged and not kept
}
