package serve

import (
	"cmp"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sitrep/feed"
)

// Store is what serve reads. It has no method that writes.
type Store interface {
	// Stories gives the stories that q asks for, newest Updated first.
	Stories(q feed.Query) ([]feed.Story, error)
	// Version moves with every commit that changed a story. It is asked at
	// every request and must be cheap.
	Version() uint64
	// Polls gives what is known of each source from its visits.
	Polls() ([]feed.Poll, error)
}

// Options say what to serve. Only Store and PublicURL are needed; zero values
// of the rest mean what their comments say.
type Options struct {
	Store   Store
	Sources []feed.Source
	Topics  []feed.Topic

	PublicURL string // absolute address by which readers reach the daemon; every link is made from it
	Title     string // "sitrep"
	Subtitle  string // a sentence that says what the feed is
	Authority string // tagging authority of ids; the host of PublicURL
	Version   string // of the program; "dev"

	Languages []string // stories are shown that have a report in one of these; all
	Limit     int      // stories in a feed; 200
	PageLimit int      // stories on a page; 60
	MaxBytes  int      // of one document before compression; 1 MB

	CacheControl string        // of feeds; five minutes, and stale rather than nothing
	Fresh        time.Duration // a daemon without a good visit for this long is not ready; 2 h
	ConfiguredAt time.Time     // when Sources last changed, for the OPML; left out

	// Explain says why a text or address was kept or dropped, as a value for
	// JSON. It returns fs.ErrNotExist for an unknown address. Nil: no /explain.
	Explain func(q string) (any, error)
	Log     *slog.Logger // discarded
}

func (o Options) withDefaults() Options {
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	o.Title = cmp.Or(o.Title, "sitrep")
	o.Subtitle = cmp.Or(o.Subtitle, "News of armed conflict from many sources, one entry for each event.")
	o.Version = cmp.Or(o.Version, "dev")
	o.Limit = cmp.Or(o.Limit, 200)
	o.PageLimit = cmp.Or(o.PageLimit, 60)
	o.MaxBytes = cmp.Or(o.MaxBytes, 1_000_000)
	o.CacheControl = cmp.Or(o.CacheControl, "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400")
	o.Fresh = cmp.Or(o.Fresh, 2*time.Hour)
	if u, err := url.Parse(o.PublicURL); err == nil {
		o.Authority = cmp.Or(o.Authority, u.Hostname())
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Server answers readers. Its handler is safe for concurrent use; the server
// holds no goroutines of its own.
type Server struct {
	o       Options
	prefix  string // path of PublicURL, for addresses within a page
	sources map[string]feed.Source
	topics  map[string]feed.Topic
	shelf   *shelf
	handler http.Handler
	started time.Time
	ready   readiness
}

// New makes a server. It reads nothing from the store until it is asked.
func New(o Options) *Server {
	s := &Server{
		o:       o.withDefaults(),
		sources: make(map[string]feed.Source, len(o.Sources)),
		topics:  make(map[string]feed.Topic, len(o.Topics)),
		started: time.Now(),
	}
	for _, src := range o.Sources {
		s.sources[src.ID] = src
	}
	for _, topic := range o.Topics {
		s.topics[topic.ID] = topic
	}
	if u, err := url.Parse(s.o.PublicURL); err == nil {
		s.prefix = u.EscapedPath()
	}
	s.shelf = newShelf(s.o.Store.Version, s.o.Log)
	s.handler = s.routes()
	return s
}

// Handler is all of the daemon's HTTP face.
func (s *Server) Handler() http.Handler { return s.handler }

// Feed is the newest stories, of one topic or, for "", of all: what the feed
// documents show, for whoever wants to render it elsewhere.
func (s *Server) Feed(topic string) (feed.Feed, error) {
	return s.newest(topic, s.o.Limit)
}

func (s *Server) newest(topic string, limit int) (feed.Feed, error) {
	stories, err := s.o.Store.Stories(feed.Query{Topic: topic, Languages: s.o.Languages, Limit: limit})
	if err != nil {
		return feed.Feed{}, err
	}
	f := feed.Feed{
		Title:     s.o.Title,
		Subtitle:  s.o.Subtitle,
		Base:      s.o.PublicURL,
		Path:      "/feed",
		Authority: s.o.Authority,
		Generator: "sitrep " + s.o.Version,
		Stories:   stories,
		Sources:   s.sources,
		Topics:    s.topics,
	}
	if len(s.o.Languages) == 1 {
		f.Language = s.o.Languages[0]
	}
	if topic != "" {
		f.Path = "/topic/" + topic + "/feed"
		f.Title = s.o.Title + ": " + s.topicTitle(topic)
	}
	return f, nil
}

func (s *Server) topicTitle(id string) string { return cmp.Or(s.topics[id].Title, id) }
