package config

import (
	"fmt"
	"net/netip"
	"os"
	"slices"
	"time"

	"sitrep/feed"
)

// Config is what the operator wants, complete and valid as Load and Parse
// return it. Whoever changes a field afterwards calls Check.
type Config struct {
	Listen    string // host:port; port 0 lets the system choose
	PublicURL string // under which readers reach the daemon, without a slash at the end; derived from Listen if not given, and then empty for port 0
	Data      string // folder of the store, relative to the working directory

	Keep      string   // KeepConflict or KeepAll
	Languages []string // primary subtags of the stories that the main feed shows; empty for all
	Content   string   // ContentSummary or ContentFull: what is kept and published of an item
	Title     string   // of the main feed
	Contact   string   // address or mail that the user agent names to outlets; may be empty
	Authority string   // tagging authority of minted ids (RFC 4151); never to be changed

	Strictness feed.Strictness // how sure the judge must be, where a source says nothing else; empty for feed.Normal
	Terms      []Term          // the operator's own words for the judge
	Rules      []feed.Rule     // those for all sources, then those of each source

	AllowPrivate []netip.Prefix // networks that may be fetched although they are not public

	Poll      Poll
	Retention Retention
	Feed      Feed
	Log       Log
	Classify  Classify

	Sources []feed.Source // in the order of the file, or sorted by id
	Topics  []feed.Topic

	file    string
	derived string            // the PublicURL that Check derived, to be derived anew
	origins map[string]origin // of sources, by id
}

// Poll says how sources are visited.
type Poll struct {
	MinInterval time.Duration // no source is asked more often; under a minute only with AllowPrivate
	Interval    time.Duration // between two visits of a source whose schedule is "auto", to start from
	Concurrency int           // visits at the same time
	HostGap     time.Duration // between two requests to one host
	Timeout     time.Duration // of one request, its redirects included
	MaxBytes    int64         // of one answer, decoded
}

// Retention says what is forgotten: what is over either bound.
type Retention struct {
	Age     time.Duration // of a story since its last change
	Stories int           // newest so many stay
}

// Feed says what a feed holds.
type Feed struct {
	Limit int // stories
}

// Log says what is logged and how.
type Log struct {
	Format string // text or json
	Level  string // debug, info, warn or error
}

// Classify adjusts the judgement of items.
type Classify struct {
	Threshold float64 // score from which an item is kept, above 0 to 1; 0 leaves it to package classify
}

// Term is a word or phrase of the operator's with what it weighs to the judge: 3
// alone keeps an item whose title has it, less than nothing speaks against.
type Term struct {
	Text   string // as a term of a topic
	Weight float64
}

// What Config.Keep and Config.Content may be.
const (
	KeepConflict = "conflict" // items that are coverage of armed conflict
	KeepAll      = "all"      // every item: a plain planet

	ContentSummary = "summary"
	ContentFull    = "full"
)

// Options are what Load and Parse need from outside. The zero value will do.
type Options struct {
	// Schedule reports what is wrong with a schedule that has passed this
	// package's own check of its syntax. It is not asked about "auto".
	Schedule func(string) error
	// LookupEnv resolves ${NAME} in header values; nil is os.LookupEnv.
	LookupEnv func(string) (string, bool)
}

// Load reads the configuration file at path over the defaults; path "" is the
// defaults alone. The error is Mistakes if the file could be read.
func Load(path string, o Options) (*Config, error) {
	if path == "" {
		return Parse("", nil, o)
	}
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() && info.Size() > maxBytes {
		return nil, Mistakes{{File: path, Text: "is larger than 5 MiB", Remedy: "this is not a configuration of sitrep"}}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	return Parse(path, data, o)
}

// Parse reads a configuration file over the defaults; name stands for the file
// in messages. The error is Mistakes.
func Parse(name string, data []byte, o Options) (*Config, error) {
	if o.LookupEnv == nil {
		o.LookupEnv = os.LookupEnv
	}
	c := basics()
	c.file = name
	r := newReader(name, o.LookupEnv)
	var l lists
	r.document(data, r.settings(c, &l))
	mistakes := slices.Concat(r.Mistakes, c.check(r.origin), l.resolve(c, r.origin, o.Schedule))
	if err := mistakes.err(); err != nil {
		return nil, err
	}
	return c, nil
}

// Defaults is the configuration without a file.
func Defaults() *Config {
	c, err := Parse("", nil, Options{})
	if err != nil { // the tests of this package make sure of it
		c = basics()
	}
	return c
}

func basics() *Config {
	return &Config{
		Listen:    "127.0.0.1:8080",
		Data:      "./data",
		Keep:      KeepConflict,
		Languages: []string{"en"},
		Content:   ContentSummary,
		Title:     "sitrep",
		Authority: defaultAuthority,
		Poll: Poll{
			MinInterval: time.Minute,
			Interval:    30 * time.Minute,
			Concurrency: 32,
			HostGap:     time.Second,
			Timeout:     30 * time.Second,
			MaxBytes:    10 << 20,
		},
		Retention: Retention{Age: 30 * day, Stories: 200_000},
		Feed:      Feed{Limit: 200},
		Log:       Log{Format: "text", Level: "info"},
	}
}

// defaultAuthority can never be somebody else's: RFC 2606 reserves the domain.
const defaultAuthority = "sitrep.invalid"

// Check reports every mistake among the settings, sources, topics and rules, as
// Mistakes, and derives PublicURL again if it was derived before. It is for
// fields that were set after Load; schedules are checked for syntax alone.
func (c *Config) Check() error {
	mistakes := c.check(origin{})
	topics := make(list[topic], len(c.Topics))
	for i, t := range c.Topics {
		topics[i].it.Topic = t
	}
	sources := make(list[source], len(c.Sources))
	for i, s := range c.Sources {
		sources[i].it.Source = s
	}
	mistakes = append(mistakes, checkTopics(topics)...)
	mistakes = append(mistakes, checkSources(sources, topics, nil)...)
	mistakes = append(mistakes, c.checkOwn(sources)...)
	return mistakes.err()
}
