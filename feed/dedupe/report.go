package dedupe

import (
	"slices"
	"strings"

	"sitrep/feed"
)

// report is what is kept of an item to tell whether it reports the event of
// another: hashes of its words, and what it mentions and counts. Like entry it
// has no pointers.
type report struct {
	id        feed.ItemID
	story     feed.StoryID
	published uint32 // Unix seconds
	source    uint32
	publisher uint32
	before    uint32 // the member of its story that came before it: position + 1

	title   [titleTerms]uint32 // content words, by their stem
	body    [bodyTerms]uint32  // further ones of the summary
	sounds  [maxSounds]uint32  // consonants of names, the same in every script
	places  [maxPlaces]place
	actors  [maxActors]actor
	acts    [maxActs]uint16
	counts  [maxCounts]uint32 // kind and value
	figures [maxFigures]uint32

	tags [reportKeys]uint16 // of the keys, to tell them from others in their bucket
	next [reportKeys]uint32

	titleN, bodyN, soundN, placeN, actorN, actN, countN, figureN uint8
	titlePlaces, titleActors, titleActs                          uint8 // so many of them, the first, are of the title

	language  uint16
	names     uint16 // bit i: title[i] is a name
	behind    uint16 // bit i: title[i] is of the background
	form      uint8  // bits of forms, see formOf
	script    uint8
	day, date uint16 // as in traits
	content   uint8  // words of the title that name something
	plainCase uint8  // words of the title that begin with a small letter
	copied    bool   // it copies another item: a story is not judged by it
	digest    bool   // the title numbers a day of the war: it tells of many events
}

const (
	titleTerms = 12
	bodyTerms  = 16
	maxSounds  = 8
	maxPlaces  = 4
	maxActors  = 5
	maxActs    = 8
	maxCounts  = 4
	maxFigures = 4
	reportKeys = 24
)

// place is a place with what contains it, outermost last.
type place struct {
	at, in, land uint32
}

// actor is an actor and whom it belongs to.
type actor struct {
	who, of uint32
}

// within reports whether one of two places contains the other, and whether they
// are the same below the level of a country.
func (p place) within(o place) (meet, exact bool) {
	if p.at == o.at {
		return true, p.at != p.land
	}
	return p.in == o.at || o.in == p.at || p.land == o.at || o.land == p.at, false
}

// tell fills a report from an item, all but its story.
func (r *reader) tell(rep *report, it *feed.Item) {
	rep.id, rep.published = it.ID, seconds(it.Published)
	if rep.published == 0 {
		rep.published = seconds(it.Seen)
	}
	rep.source, rep.publisher = short(hash(it.Source)), short(hash(publisherOf(it)))
	rep.language = uint16(hash(primary(it.Language)) >> 48)
	rep.copied = it.CopyOf != 0
	r.reset()
	r.termsOf(rep, it)
	rep.day, rep.date = r.day, r.date
	mentionsOf(rep, it.About.Mentions)
	for _, n := range it.About.Counts {
		if int(rep.countN) < maxCounts {
			rep.counts[rep.countN] = countOf(n)
			rep.countN++
		}
	}
}

func publisherOf(it *feed.Item) string {
	if it.Publisher != "" {
		return it.Publisher
	}
	return it.Source
}

// primary is the language of a tag without script and region.
func primary(tag string) string {
	tag, _, _ = strings.Cut(tag, "-")
	return tag
}

// countOf packs a count: the kind above, the value below.
func countOf(n feed.Count) uint32 {
	return uint32(slices.Index(feed.CountKinds, n.Kind)+1)<<24 | uint32(min(max(n.Value, 0), 1<<24-1))
}

func short(h uint64) uint32 { return uint32(h >> 32) }

func mentionsOf(rep *report, mentions []feed.Mention) {
	for _, m := range mentions {
		switch m.Kind {
		case feed.Place:
			p := placeOf(m.Name)
			if int(rep.placeN) < maxPlaces && !slices.Contains(rep.places[:rep.placeN], p) {
				rep.places[rep.placeN] = p
				rep.placeN++
				rep.titlePlaces += one(m.Title)
			}
		case feed.Actor:
			if int(rep.actorN) < maxActors {
				of, _, _ := strings.Cut(m.Name, "/")
				rep.actors[rep.actorN] = actor{short(hash(m.Name)), short(hash(of))}
				rep.actorN++
				rep.titleActors += one(m.Title)
			}
		case feed.Concept:
			if int(rep.actN) < maxActs {
				rep.acts[rep.actN] = uint16(hash(m.Name) >> 48)
				rep.actN++
				rep.titleActs += one(m.Title)
			}
		}
	}
}

func one(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

func placeOf(name string) place {
	p := place{at: short(hash(name))}
	p.in, p.land = p.at, p.at
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		p.in = short(hash(name[:i]))
		land, _, _ := strings.Cut(name, "/")
		p.land = short(hash(land))
	}
	return p
}
