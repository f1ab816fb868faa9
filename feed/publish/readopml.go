package publish

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/html/charset"

	"sitrep/feed"
)

// What an OPML document may be at most: larger ones are refused whole.
const (
	maxOPML     = 5 << 20 // bytes
	maxOutlines = 10_000
	maxDepth    = 64
)

// ReadOPML reads the feeds of an OPML document, 1.0 or 2.0, in document order:
// nested outlines are flattened, "url" serves where "xmlUrl" is missing, what
// is not an http(s) feed is passed over, and a feed listed twice is read once.
// The sources have an ID made from their title, unique among them.
//
// It refuses a document that is not OPML, over 5 MB, over 10,000 outlines, or
// nested more than 64 deep. Nothing is fetched or included.
func ReadOPML(r io.Reader) ([]feed.Source, error) {
	body := &io.LimitedReader{R: r, N: maxOPML + 1}
	d := xml.NewDecoder(body)
	d.Strict = false // exports with a bare & are common
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	in := &opmlReader{ids: map[string]int{}, urls: map[string]bool{}}
	for {
		tok, err := d.Token()
		if body.N <= 0 {
			return nil, fmt.Errorf("opml: over %d MB", maxOPML>>20)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = in.token(tok)
		}
		if err != nil {
			line, _ := d.InputPos()
			return nil, fmt.Errorf("opml: line %d: %w", line, err)
		}
	}
	if !in.root {
		return nil, errors.New("opml: empty document")
	}
	return in.sources, nil
}

// opmlReader is what was read so far.
type opmlReader struct {
	root     bool
	depth    int
	outlines int
	sources  []feed.Source
	ids      map[string]int // how often each was asked for
	urls     map[string]bool
}

func (in *opmlReader) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return in.element(t)
	case xml.EndElement:
		in.depth--
	}
	return nil
}

func (in *opmlReader) element(t xml.StartElement) error {
	name := strings.ToLower(t.Name.Local)
	if !in.root && name != "opml" {
		return fmt.Errorf("not an OPML document: it begins with <%.40s>", clean(name))
	}
	in.root = true
	if in.depth++; in.depth > maxDepth {
		return fmt.Errorf("nested more than %d deep", maxDepth)
	}
	if name != "outline" {
		return nil
	}
	if in.outlines++; in.outlines > maxOutlines {
		return fmt.Errorf("over %d outlines", maxOutlines)
	}
	in.outline(t.Attr)
	return nil
}

// outline reads one outline; a folder has no address and is passed over.
func (in *opmlReader) outline(attrs []xml.Attr) {
	of := map[string]string{}
	for _, a := range attrs {
		of[strings.ToLower(a.Name.Local)] = strings.TrimSpace(clean(a.Value))
	}
	address := of["xmlurl"]
	if address == "" && of["type"] != "link" && of["type"] != "include" {
		address = of["url"]
	}
	if rest, ok := strings.CutPrefix(address, "feed://"); ok {
		address = "http://" + rest
	}
	address = link(strings.TrimPrefix(address, "feed:"))
	if address == "" || in.urls[address] {
		return
	}
	in.urls[address] = true
	title := of["text"]
	if title == "" {
		title = of["title"]
	}
	in.sources = append(in.sources, feed.Source{
		ID:       in.newID(title, address),
		Title:    excerpt(title, 200),
		URL:      address,
		Site:     link(of["htmlurl"]),
		Language: tongue(of["language"]),
		Topics:   topicsOf(of["category"]),
	})
}

// newID makes a slug of the title, or of the host where the title has no Latin
// letters, and numbers it if it is taken.
func (in *opmlReader) newID(title, address string) string {
	base := slug(title)
	if base == "" {
		_, rest, _ := strings.Cut(address, "://")
		host, _, _ := strings.Cut(rest, "/")
		base = slug(strings.TrimPrefix(host, "www."))
	}
	id := base
	for in.ids[id] > 0 {
		in.ids[base]++
		id = base + "-" + strconv.Itoa(in.ids[base])
	}
	in.ids[id]++
	return id
}

// slug is text in lower-case Latin letters, digits and single hyphens.
func slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case b.Len() >= 40:
			return strings.Trim(b.String(), "-")
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// topicsOf reads what categoryPaths wrote. Other programs' categories are no
// topics of ours; only single slugs are taken.
func topicsOf(category string) []string {
	var topics []string
	for _, path := range strings.Split(category, ",") {
		id, ok := strings.CutPrefix(strings.TrimSpace(path), "/")
		if ok && id != "" && id == slug(id) {
			topics = append(topics, id)
		}
	}
	return topics
}
