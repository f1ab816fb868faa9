package parse

import (
	"bytes"
	"errors"
)

// Limits of one document. They are far above anything a feed needs and far
// below what makes gofeed slow or, by recursion, overflow the stack of the
// process: ten thousand levels cost it 33 ms, a million 1.5 GB.
const (
	maxDepth    = 5_000   // levels inside one entry (unclosed <br> in raw HTML make hundreds)
	maxElements = 200_000 // in the document
	maxEdits    = 50_000  // in the document
	maxAttrs    = 256     // of one element
	maxName     = 64 << 10
	maxValue    = 64 << 10 // of one attribute
	maxEntries  = 2_000    // read in one poll
	maxBytes    = 256 << 20
)

var errLimit = errors.New("the document exceeds the limits of nesting, elements or attributes")

// scanner walks over the markup of a feed once, byte by byte only inside tags.
// It finds where each entry and each of an entry's children begins and ends,
// enforces the limits, and notes the edits that make the document well-formed,
// so that a broken feed is never refused as a whole. What is given to gofeed is
// the document with these edits: every start tag in it has its end tag, so the
// depth that encoding/xml sees is the depth that was counted here.
type scanner struct {
	doc      []byte
	dialect  *dialect
	stack    []open
	elements int
	deepest  int
	entries  []entry
	kids     []kid
	edits    []edit
	surplus  entry // all entries behind maxEntries as one, which nobody reads
	extra    int   // how many they are
	inEntry  bool
	level    int  // of the entry on the stack
	outside  int  // how many of the entries are beside a channel, not in it
	cut      bool // the document ended before its root element did
	stop     int  // the markup that was read last
	err      error
	hopeless map[string]bool // terminators that do not occur any more
	repairs  []string
	prefixes []prefix // declared by the root element
	root     entry    // the root element: its tag, its end, its edits
	channel  span     // start tag of the channel
	partial  *entry   // the entry that was cut in two, if there is one
}

// span is a stretch of the document, end exclusive.
type span struct{ start, end int }

// open is an element whose end tag is awaited.
type open struct{ name span }

// kid is a child element of an entry.
type kid struct {
	span
	inner  span // between its tags
	field  field
	lo, hi int // its edits
}

// entry is an item or entry of the feed.
type entry struct {
	span
	tag    span // its start tag
	kids   span // its children, as indices of scanner.kids
	lo, hi int  // its edits
	raw    uint64
	whole  bool
}

// edit replaces doc[at:end] by text, so that the document becomes well-formed.
type edit struct {
	at, end int
	text    string
}

// scan reads doc from its root element at start.
func scan(doc []byte, start int, d *dialect) *scanner {
	s := &scanner{doc: doc, dialect: d}
	s.entries = make([]entry, 0, 64)
	s.kids = make([]kid, 0, 512)
	s.stack = make([]open, 0, 16)
	p := start
	for next := p; next >= 0; {
		p, next = next, s.next(next)
	}
	if s.err != nil {
		s.doc = s.doc[:max(p, s.stop)]
	}
	if len(s.stack) > 0 {
		s.cut = true
		s.close(len(s.doc), len(s.doc), 0, false)
	}
	return s
}

// next reads the text at p and the markup behind it; it returns where to go
// on, or -1 at the end of the root element or of the document.
func (s *scanner) next(p int) int {
	n := bytes.IndexByte(s.doc[p:], '<')
	if n < 0 {
		s.text(p, len(s.doc))
		return -1
	}
	if n > 2 {
		s.text(p, p+n)
	}
	p += n
	s.stop = p
	if len(s.edits) > maxEdits {
		s.err = errLimit
		return -1
	}
	if p+1 == len(s.doc) {
		s.edit("cut", p, p+1, "")
		return -1
	}
	switch c := s.doc[p+1]; {
	case c == '/':
		p = s.endTag(p)
	case nameByte[c]&nameStart != 0:
		p = s.startTag(p)
	case c == '!' || c == '?':
		p = s.special(p)
	default:
		p = s.stray(p)
	}
	if s.err != nil || len(s.stack) == 0 && p > 0 {
		return -1
	}
	return p
}
