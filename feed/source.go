package feed

// Source is a feed that sitrep reads, as the operator configured it.
type Source struct {
	ID        string // lower-case slug, unique in a configuration
	Title     string // as shown to readers
	URL       string // absolute http or https address of the feed
	Site      string // home page of the outlet; may be empty
	Publisher string // family that stands behind it; two sources of one newsroom share it
	Country   string // ISO 3166-1 alpha-2, upper case; may be empty
	Language  string // BCP 47 tag of what it usually writes; may be empty
	Kind      string // one of Kinds; may be empty

	// StateControlled marks an outlet whose state decides what it says;
	// Country names that state. Public broadcasters are not marked.
	StateControlled bool

	// Strictness is how sure the judge must be of its items; empty for that of
	// the configuration.
	Strictness Strictness

	Topics   []string // topics the outlet usually covers: a prior, never a verdict
	Schedule string   // "auto", a cron expression, or "@every 10m"

	UserAgent string            // replaces the daemon's own towards this source; may be empty
	Headers   map[string]string // further request headers; the values are secrets and are never printed
}

// Kinds are the sorts of outlet that a source may name, as the source list of
// the project uses them.
var Kinds = []string{"wire", "newspaper", "broadcaster", "exile", "osint", "think-tank", "ngo", "igo", "government"}

// Topic is a conflict or theatre by which readers choose.
type Topic struct {
	ID    string // lower-case slug, as in /topic/ID/
	Title string
	// Terms are the operator's own words for the topic, beside those that
	// package classify knows for its built-in topics. A word or phrase that
	// begins or ends with * matches any continuation on that side.
	Terms []string
	// Sides are the countries whose outlets speak from each side, as ISO 3166-1
	// alpha-2: two sides or more, no country on two. Outlets in exile speak for
	// none. Nil where the sides are no countries, as in a civil war.
	Sides [][]string
}

// OtherTopic is the topic of conflicts that have none of their own.
const OtherTopic = "other"
