package feedtest

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Article is one entry of an outlet's feed, as the newsroom wrote it.
type Article struct {
	Path      string // of its page, from the root of the server; the link is the base and this
	GUID      string // empty means the link
	Title     string // plain text
	Summary   string // plain text
	HTML      string // the summary as HTML; empty means that the feed carries the plain text
	Author    string
	Category  string
	Credit    string    // title of the outlet it was taken from; empty for its own work
	Published time.Time // on the reader's clock; zero means that the feed names no date
	Updated   time.Time
	Truth     Truth
}

// Truth is what the newsroom knows of an article and a reader has to find out.
type Truth struct {
	Path     string // of the article's page
	Outlet   string
	Language string
	Event    string // reports of one event share it
	Conflict bool   // is it coverage of an armed conflict
	Topic    string // a theatre (one of Topics) or a subject: sport, trade, film, crime, weather, labour, ...
	Kind     string // of event: airstrike, drones, talks, derby, ...
	CopyOf   string // path of the article whose text this one repeats; empty for its own work
	Title    string // latest headline
	Former   []string
	// Published is when the article came out, on the reader's clock.
	Published time.Time
}

// shelf holds the articles of one outlet.
type shelf interface {
	// revision tells two states of the shelf apart.
	revision(now time.Time) int
	// list gives what is out at now, newest first, at most limit.
	list(now time.Time, limit int) []Article
	// find gives the article of a path, if it is out at now.
	find(path string, now time.Time) (Article, bool)
	// truths gives everything that was out at now.
	truths(now time.Time) []Truth
}

// stock is a shelf of articles that were written beforehand or by hand.
type stock struct {
	mu      sync.Mutex
	entries []*entry // by time of their first version
	paths   map[string]*entry
	serial  int
	gone    int // versions forgotten: revisions never come back
}

// entry is one article and what became of it.
type entry struct {
	id       int
	versions []version
}

type version struct {
	at time.Time // when it comes out, on the newsroom's clock
	Article
}

func newStock() *stock { return &stock{paths: map[string]*entry{}} }

// add puts in an article whose versions are known beforehand, first first.
func (s *stock) add(versions ...version) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	e := &entry{id: s.serial, versions: versions}
	s.paths[versions[0].Path] = e
	at, _ := slices.BinarySearchFunc(s.entries, e, func(a, b *entry) int {
		return cmp.Or(a.versions[0].at.Compare(b.versions[0].at), cmp.Compare(a.id, b.id))
	})
	s.entries = slices.Insert(s.entries, at, e)
}

func (s *stock) publish(o Outlet, a Article, now, wire time.Time) string {
	s.mu.Lock()
	serial, e := s.serial+1, s.paths[a.Path]
	s.mu.Unlock()
	if a.Path == "" {
		a.Path = fmt.Sprintf("/%s/%s-%d.html", o.ID, slug(a.Title), serial)
	}
	if a.Published.IsZero() {
		a.Published = wire
	}
	if a.Updated.IsZero() {
		a.Updated = wire
	}
	a.Truth.Path, a.Truth.Outlet, a.Truth.Language = a.Path, o.ID, o.Language
	if a.Truth.Event == "" {
		a.Truth.Event = a.Path
	}
	if e == nil {
		s.add(version{at: now, Article: a})
		return a.Path
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a.Published = e.versions[0].Published
	e.versions = append(e.versions, version{at: now, Article: a})
	return a.Path
}

// at gives the version of an entry that is out at now.
func (e *entry) at(now time.Time) (Article, bool) {
	for i := len(e.versions) - 1; i >= 0; i-- {
		if !e.versions[i].at.After(now) {
			a := e.versions[i].Article
			a.Truth.Title, a.Truth.Published = a.Title, e.versions[0].Published
			for _, old := range e.versions[:i] {
				a.Truth.Former = append(a.Truth.Former, old.Title)
			}
			return a, true
		}
	}
	return Article{}, false
}

func (s *stock) revision(now time.Time) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n = s.gone
	for _, e := range s.entries {
		for _, v := range e.versions {
			if !v.at.After(now) {
				n++
			}
		}
	}
	return n
}

func (s *stock) list(now time.Time, limit int) []Article {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Article
	for i := len(s.entries) - 1; i >= 0 && len(out) < limit; i-- {
		if a, ok := s.entries[i].at(now); ok {
			out = append(out, a)
		}
	}
	return out
}

func (s *stock) find(path string, now time.Time) (Article, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.paths[path]
	if !ok {
		return Article{}, false
	}
	return e.at(now)
}

func (s *stock) truths(now time.Time) []Truth {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Truth
	for _, e := range s.entries {
		if a, ok := e.at(now); ok {
			out = append(out, a.Truth)
		}
	}
	return out
}

// forget drops what came out before a time.
func (s *stock) forget(before time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, _ := slices.BinarySearchFunc(s.entries, before, func(e *entry, t time.Time) int { return e.versions[0].at.Compare(t) })
	for _, e := range s.entries[:n] {
		delete(s.paths, e.versions[0].Path)
		s.gone += len(e.versions)
	}
	s.entries = slices.Delete(s.entries, 0, n)
}

// slug makes the readable part of a path: ASCII letters and digits of the
// title, or nothing where it has none.
func slug(title string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(unaccented.Replace(strings.ToLower(title)), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if b.Len() > 50 {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(word)
	}
	if b.Len() == 0 {
		return "a"
	}
	return b.String()
}

var unaccented = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ä", "a", "ç", "c", "é", "e", "è", "e", "ê", "e", "ğ", "g", "í", "i", "î", "i",
	"ı", "i", "ñ", "n", "ó", "o", "ô", "o", "ö", "o", "ş", "s", "ß", "ss", "ú", "u", "û", "u", "ü", "u")

// page is the small HTML document behind an article's link.
func (a Article) page(o Outlet) string {
	return `<!DOCTYPE html><html lang="` + o.Language + `"><meta charset="utf-8"><title>` + html.EscapeString(a.Title) +
		`</title><link rel="alternate" type="` + formats[o.Format].mediaType + `" href="` + o.FeedPath() + `"><p>` +
		html.EscapeString(o.Title) + `</p><h1>` + html.EscapeString(a.Title) + `</h1><p>` + html.EscapeString(a.Summary) +
		`</p><p>` + html.EscapeString(a.Author) + ` · ` + strconv.Itoa(a.Published.Year()) + `</p></html>`
}

// Truth tells what is true of the article behind a link, whatever the base,
// query and fragment that the link carries. An article that is not out yet,
// or that was forgotten, is not found.
func (n *Newsroom) Truth(link string) (Truth, bool) {
	path := pathOf(link)
	id, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	out, ok := n.outlet(id)
	if !ok {
		return Truth{}, false
	}
	now := n.edition()
	a, ok := out.shelf.find(path, now)
	return a.Truth, ok
}

// Truths tells what is true of all articles that are out, by outlet and time.
func (n *Newsroom) Truths() []Truth {
	now := n.edition()
	n.mu.RLock()
	defer n.mu.RUnlock()
	var all []Truth
	for _, out := range n.outlets {
		all = append(all, out.shelf.truths(now)...)
	}
	return all
}

// edition brings the world up to date and returns the time for which it is.
func (n *Newsroom) edition() time.Time {
	now := n.clock.now()
	if n.world != nil {
		n.world.advance(now)
	}
	return now
}

func pathOf(link string) string {
	if _, rest, ok := strings.Cut(link, "://"); ok {
		_, path, _ := strings.Cut(rest, "/")
		link = "/" + path
	}
	path, _, _ := strings.Cut(link, "#")
	path, _, _ = strings.Cut(path, "?")
	return path
}
