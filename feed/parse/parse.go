package parse

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"sitrep/feed"
)

// Page is a body as a server answered with it.
type Page struct {
	Body        []byte
	URL         string // final address: the base of relative links
	Charset     string // of the Content-Type header; may be empty
	ContentType string
	Now         time.Time             // what "first seen" is, and the end of all dates
	Known       func(raw uint64) bool // entries not to be read again, by hash; may be nil
	Content     bool                  // fill Item.HTML
}

// Document is a feed, read.
type Document struct {
	Format    string // "rss2.0", "rss0.91", "rdf1.0", "atom1.0", "atom0.3", "json1.1", ...
	Title     string // this and all down to SkipDays are empty where no entry had to be read
	Site      string // home page of the outlet
	Language  string // BCP 47
	Self, Hub string // what the feed says of its own address and of its WebSub hub
	TTL       time.Duration
	SkipHours []int // 0 to 23, UTC
	SkipDays  []time.Weekday

	Entries int           // whole entries in the document, known ones too
	Listed  []feed.Listed // one for each of the first 2,000: Raw; Item and Link for those read now
	Items   []feed.Item   // the entries not known before, in the feed's order, each id once
	Repairs []string      // what had to be mended: "charset", "control", "stray-end", ...
	// Salvaged means that the document was cut off, over the limits or refused
	// by the parser, and that Items is what could be saved of it.
	Salvaged bool
}

// Feed reads a body of any feed format. It fails, saying why, only on what is
// no feed or holds nothing whole; a feed without entries is a Document. Known
// entries are hashed and counted, nothing more: where all are known gofeed is
// not called, and the document does not describe the feed.
func Feed(src feed.Source, page Page) (*Document, error) {
	if len(page.Body) > maxBytes {
		return nil, fmt.Errorf("the document is larger than %d MiB", maxBytes>>20)
	}
	text, changed := decode(page.Body, page.Charset)
	doc := &Document{}
	if changed {
		doc.Repairs = append(doc.Repairs, "charset")
	}
	if looksJSON(text) {
		if err := doc.readJSON(src, page, text); err != nil {
			return nil, err
		}
		return doc, nil
	}
	text, names := mendCharacters(text)
	doc.Repairs = append(doc.Repairs, names...)
	at, dialect, junk, err := findRoot(text)
	if err != nil {
		return nil, err
	}
	if junk {
		doc.Repairs = append(doc.Repairs, "junk")
	}
	s := scan(text, at, dialect)
	if err := doc.readXML(src, page, s); err != nil {
		return nil, err
	}
	return doc, nil
}

func (doc *Document) readXML(src feed.Source, page Page, s *scanner) error {
	s.keepWhole()
	doc.Repairs = append(doc.Repairs, s.repairs...)
	doc.Entries, doc.Salvaged = len(s.entries)+s.extra, s.cut
	if s.cut && len(s.entries) == 0 {
		if s.err != nil {
			return s.err
		}
		return errors.New("the document ends before its first whole entry")
	}
	doc.Format = s.format()
	s.hashEntries()
	chosen := doc.choose(page.Known, len(s.entries), func(i int) uint64 { return s.entries[i].raw })
	if len(chosen) == 0 && len(s.entries) > 0 {
		return nil
	}
	c, drafts, refused, err := s.read(chosen, page.Content)
	if err != nil {
		return err
	}
	if refused {
		doc.Salvaged = true
		doc.Repairs = append(doc.Repairs, "refused")
	}
	base := page.URL
	for _, tag := range []span{s.root.tag, s.channel} {
		if b := s.attribute(tag, "xml:base"); b != "" {
			base = orElse(absolute(b, base), base)
		}
	}
	doc.describe(c, base, s.attribute(s.root.tag, "xml:lang"))
	m := &maker{src: src, page: page, base: base, language: orElse(doc.Language, tagOf(src.Language)), authors: c.authors, census: s.takeCensus()}
	doc.collect(m, drafts)
	return nil
}

// choose lists all entries and picks those to be read.
func (doc *Document) choose(known func(uint64) bool, n int, raw func(int) uint64) []int {
	doc.Listed = make([]feed.Listed, n)
	chosen := make([]int, 0, n)
	for i := range n {
		doc.Listed[i].Raw = raw(i)
		if known == nil || !known(doc.Listed[i].Raw) {
			chosen = append(chosen, i)
		}
	}
	return chosen
}

// collect makes the items. An entry that the feed lists twice is one item.
func (doc *Document) collect(m *maker, drafts []draft) {
	doc.Items = make([]feed.Item, 0, len(drafts))
	m.seen = make(map[feed.ItemID]bool, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		it := m.item(d)
		listed := &doc.Listed[d.index]
		listed.Item = it.ID
		if it.URL != "" {
			listed.Link = feed.Hash(it.URL)
		}
		if !m.seen[it.ID] {
			m.seen[it.ID] = true
			doc.Items = append(doc.Items, it)
		}
	}
}

// format names the format and its version as the root element gives them.
func (s *scanner) format() string {
	tag := s.doc[s.root.tag.start:s.root.tag.end]
	version := cutRunes(line(s.attribute(s.root.tag, "version")), 10)
	switch {
	case s.dialect == atomDialect && (version == "0.3" || bytes.Contains(tag, []byte(atom03))):
		return "atom0.3"
	case s.dialect == atomDialect:
		return "atom1.0"
	case bytes.Contains(tag, []byte("netscape.com/rdf/simple/0.9")):
		return "rdf0.9"
	case bytes.Contains(bytes.ToLower(tag[:min(len(tag), 20)]), []byte("rdf")):
		return "rdf1.0"
	}
	return "rss" + version
}
