package parse

import (
	"strings"

	"sitrep/feed"
)

// draft is an entry as its outlet wrote it: strings of any length and content.
// Only normalise makes an item of it.
type draft struct {
	values
	atomID     bool
	index      int // of the entry in its document
	names      rawNames
	links      []string // where the article may be, likeliest first
	title      string
	summary    string
	content    string
	authors    []string
	categories []string
	enclosures []feed.Enclosure
	images     []string
	origin     feed.Origin
}

// Bounds of the lists of one item. No outlet needs more; a hostile one would
// fill the memory of each item kept.
const (
	maxAuthors    = 20
	maxCategories = 40
	maxEnclosures = 20
	maxLabel      = 200 // runes of an author's or category's name
	maxRights     = 500 // runes
	maxGUID       = 2 << 10
)

// names cleans the names of authors or categories: plain text, each once.
func names(raw []string, limit int, clean func(string) string) []string {
	var out []string
	for _, name := range raw {
		name = cutRunes(line(clean(name)), maxLabel)
		if name != "" && !contains(out, name) && len(out) < limit {
			out = append(out, name)
		}
	}
	return out
}

// author takes the name out of "a.reporter@example.org (A. Reporter)" and
// "A. Reporter <a@example.org>"; a bare mail address names nobody.
func author(s string) string {
	s = strings.TrimSpace(s)
	at := strings.IndexByte(s, '@')
	if at < 0 {
		return s
	}
	if open := strings.IndexByte(s, '('); open >= 0 && strings.HasSuffix(s, ")") {
		inner, outer := s[open+1:len(s)-1], strings.TrimSpace(s[:open])
		if strings.IndexByte(inner, '@') < 0 {
			return inner
		}
		return outer
	}
	if open := strings.IndexByte(s, '<'); open > 0 && open < at {
		return s[:open]
	}
	if !strings.Contains(s, " ") {
		return ""
	}
	return s
}
