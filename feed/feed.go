package feed

import "time"

// Feed is what sitrep publishes: stories, and whose they are. Publishing is a
// pure function of it.
type Feed struct {
	Title     string
	Subtitle  string
	Base      string // public address of the daemon, without a slash at the end
	Path      string // "/feed", "/topic/ukraine/feed": the formats add their suffix
	Authority string // the tagging authority of minted ids (RFC 4151), never changed
	Language  string // of the feed as a whole; may be empty
	Generator string // "sitrep 1.2.3"

	Stories []Story           // newest Updated first, ties by id
	Sources map[string]Source // by id, for the sources that Stories name
	Topics  map[string]Topic  // by id
}

// Updated is the newest change of any story, or the zero time without stories.
func (f Feed) Updated() time.Time {
	var newest time.Time
	for _, s := range f.Stories {
		if s.Updated.After(newest) {
			newest = s.Updated
		}
	}
	return newest
}

// Query chooses stories.
type Query struct {
	Topic     string    // a topic id; empty for all
	Languages []string  // stories with a report in one of these (primary subtags); empty for all
	Since     time.Time // changed after this; zero for all
	Limit     int       // at most so many; zero for no limit
}
