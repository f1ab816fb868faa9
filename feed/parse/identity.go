package parse

import (
	"bytes"
	"strings"

	"sitrep/feed"
)

// census counts the GUIDs of a whole document, known entries included, because
// a GUID is trusted only as long as it names one entry. Some outlets give all
// entries the same one; the BBC changes its #fragment at each fetch.
type census struct {
	guids, bare map[uint64]tally // by hash; bare is without the fragment
	links       map[uint64]tally // without the fragment
	titles      map[uint64]tally
}

// tally says what a name stands for: the hash of link, title and date of the
// entry that bears it. An entry that is listed twice is still one entry.
type tally struct {
	entry uint64
	mixed bool
}

func newCensus(n int) census {
	return census{make(map[uint64]tally, n), make(map[uint64]tally, n), make(map[uint64]tally, n), make(map[uint64]tally, n)}
}

// count takes an entry into account. Where the GUIDs are good nobody asks for
// the rest, but that is known only at the end.
func (c census) count(n rawNames) {
	entry := hash64(hash64(hash64(hashSeed, n.link), n.title), n.date)
	if len(n.guid) > 0 {
		add(c.guids, n.guid, entry)
		add(c.bare, bareGUID(n.guid), entry)
	}
	if len(n.link) > 0 {
		add(c.links, bareGUID(n.link), entry)
	}
	add(c.titles, n.title, entry)
}

func add(m map[uint64]tally, name []byte, entry uint64) {
	key := hash64(hashSeed, name)
	if t, ok := m[key]; ok {
		m[key] = tally{t.entry, t.mixed || t.entry != entry}
		return
	}
	m[key] = tally{entry: entry}
}

func alone(m map[uint64]tally, name []byte) bool {
	return !m[hash64(hashSeed, name)].mixed
}

// bareGUID cuts the fragment off a GUID that is an address.
func bareGUID(guid []byte) []byte {
	if n := bytes.IndexByte(guid, '#'); n > 0 && (bytes.HasPrefix(guid, []byte("http://")) || bytes.HasPrefix(guid, []byte("https://"))) {
		return guid[:n]
	}
	return guid
}

func urlShaped(guid string) bool {
	return strings.HasPrefix(guid, "http://") || strings.HasPrefix(guid, "https://")
}

// identify gives the item its GUID, if that can be trusted, and its id.
func (m *maker) identify(it *feed.Item, d *draft) {
	if g := d.names.guid; len(g) > 0 && len(g) <= maxGUID {
		switch {
		case alone(m.census.bare, bareGUID(g)):
			it.GUID = line(string(bareGUID([]byte(d.guid))))
		case alone(m.census.guids, g):
			it.GUID = line(d.guid)
		}
	}
	it.AtomID = d.atomID && it.GUID != ""
	it.ID = feed.NewItemID(m.src.ID, m.key(it, d))
}

// key is by what the item is known: the first of GUID, link and title that no
// other entry of the document shares; else all that tells it from the others.
func (m *maker) key(it *feed.Item, d *draft) string {
	switch {
	case it.GUID != "":
		return it.GUID
	case it.URL != "" && alone(m.census.links, bareGUID(d.names.link)):
		return it.URL
	case it.Title != "" && alone(m.census.titles, d.names.title):
		return it.Title
	}
	return strings.Join([]string{string(d.names.link), it.Title, d.published, d.updated, it.Summary[:min(len(it.Summary), 200)]}, "\n")
}
