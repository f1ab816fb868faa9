package publish

import (
	"io"

	"sitrep/feed"
)

// Format is one way to write a feed as bytes.
type Format struct {
	Name      string // "rss", "atom", "json": the word for flags and logs
	Suffix    string // what the format adds to feed.Feed.Path: ".rss", ".atom", ".json"
	MediaType string // without parameters

	// Write renders f in one call to w. It is a pure function: the same feed
	// gives the same bytes. Its only errors are those of w.
	Write func(w io.Writer, f feed.Feed) error
}

const (
	rssType  = "application/rss+xml"
	atomType = "application/atom+xml"
	jsonType = "application/feed+json"

	rssSuffix  = ".rss"
	atomSuffix = ".atom"
	jsonSuffix = ".json"
)

// RSS is RSS 2.0 by the RSS Advisory Board's Best Practices Profile.
var RSS = Format{Name: "rss", Suffix: rssSuffix, MediaType: rssType, Write: writeRSS}

// Atom is Atom 1.0 (RFC 4287), the richest of the formats.
var Atom = Format{Name: "atom", Suffix: atomSuffix, MediaType: atomType, Write: writeAtom}

// JSONFeed is JSON Feed 1.1.
var JSONFeed = Format{Name: "json", Suffix: jsonSuffix, MediaType: jsonType, Write: writeJSON}

// Formats are all of them. A new format is a file with its Write function and
// a word here.
var Formats = []Format{RSS, Atom, JSONFeed}

// ContentType is the value for the HTTP header of that name. JSON is UTF-8 by
// definition and takes no charset.
func (f Format) ContentType() string {
	if f.MediaType == jsonType {
		return f.MediaType
	}
	return f.MediaType + "; charset=utf-8"
}
