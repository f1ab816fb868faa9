package publish

import (
	"cmp"
	"io"
	"strings"
	"time"

	"sitrep/feed"
)

// OPML writes a list of sources as OPML 2.0, one outline each. Request headers
// and passwords in addresses stay out of it.
func OPML(w io.Writer, title string, sources []feed.Source) error {
	return List{Title: title, Sources: sources}.WriteOPML(w)
}

// List is a list of sources to be published.
type List struct {
	Title    string
	Modified time.Time // when the list last changed; zero leaves it out
	Sources  []feed.Source
}

// WriteOPML writes the list as OPML 2.0. Its only errors are those of w.
func (l List) WriteOPML(w io.Writer) error {
	s := start(1<<10+len(l.Sources)*512, asText)
	s.open("opml", "version", "2.0")
	s.raw("\n")
	s.open("head")
	s.raw("\n")
	s.element("title", l.Title)
	s.element("dateModified", rfc822(l.Modified))
	s.element("docs", "https://opml.org/spec2.opml")
	s.close("head")
	s.open("body")
	s.raw("\n")
	for _, src := range l.Sources {
		s.outline(src)
	}
	s.close("body")
	s.close("opml")
	_, err := w.Write(s.buf)
	return err
}

func (s *sheet) outline(src feed.Source) {
	address := link(src.URL)
	if address == "" {
		return
	}
	title := cmp.Or(src.Title, src.Publisher, src.ID, address)
	s.empty("outline", "type", "rss", "text", title, "title", title, "xmlUrl", address,
		"htmlUrl", link(src.Site), "language", tongue(src.Language), "category", categoryPaths(src.Topics))
}

// categoryPaths writes topics as OPML's category attribute: paths that begin
// with a slash, between commas.
func categoryPaths(topics []string) string {
	if len(topics) == 0 {
		return ""
	}
	return "/" + strings.Join(topics, ",/")
}
