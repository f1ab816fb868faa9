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
	links       map[uint64]tally
}

// tally says what a name stands for: the hash of link and title of the entry
// that bears it. An entry listed twice is still one entry.
type tally struct {
	entry uint64
	mixed bool
}

func newCensus(n int) census {
	return census{make(map[uint64]tally, n), make(map[uint64]tally, n), make(map[uint64]tally, n)}
}

func (c census) count(guid, link []byte, entry uint64) {
	if len(guid) > 0 {
		add(c.guids, guid, entry)
		add(c.bare, bareGUID(guid), entry)
	}
	if len(link) > 0 {
		add(c.links, link, entry)
	}
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

// identify gives the item its GUID, if that can be trusted, and its id: from
// the GUID, else from the link, else from the title.
func (m *maker) identify(it *feed.Item, d *draft) {
	key := ""
	if g := []byte(d.rawGUID); len(g) > 0 && len(g) <= maxGUID {
		switch {
		case alone(m.census.bare, bareGUID(g)):
			it.GUID = line(string(bareGUID([]byte(d.guid))))
		case alone(m.census.guids, g):
			it.GUID = line(d.guid)
		}
		key = it.GUID
		it.AtomID = d.atomID && it.GUID != ""
	}
	if key == "" && alone(m.census.links, []byte(d.rawLink)) {
		key = it.URL
	}
	for _, other := range []string{it.Title, it.Summary, it.URL} {
		if key == "" {
			key = other
		}
	}
	it.ID = feed.NewItemID(m.src.ID, key)
}
