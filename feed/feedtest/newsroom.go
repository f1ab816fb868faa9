package feedtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"sitrep/feed"
)

// Options say which newsroom to open. The zero value is the demonstration
// world at real speed, with seed 0, opening now.
type Options struct {
	Seed  uint64    // the same seed, start and speed give the same news, byte for byte
	Start time.Time // when the newsroom opens, on its own clock; zero means time.Now
	Speed float64   // how fast news breaks: 1 (the default) is real time, 60 a minute of news a second

	// Bare opens the newsroom without the built-in outlets: only what Add
	// and Publish bring exists. Tests of one behaviour want this.
	Bare bool

	// Log is how many requests are remembered, oldest forgotten first: zero
	// means 100,000, a negative number none at all (for benchmarks).
	Log int
}

// Newsroom is an origin server for invented outlets. It is an [http.Handler],
// safe for concurrent use, and also runs servers of its own: see Open and Serve.
type Newsroom struct {
	clock  clock
	speed  float64
	log    requestLog
	doors  doors
	world  *world // nil in a bare newsroom and in the load world
	load   *load  // nil but in the load world
	prefix baseURL

	writing sync.Once
	writer  *writer // of filler

	mu      sync.RWMutex // protects the three below
	outlets []*outlet
	byID    map[string]*outlet
	written map[string]string // path of a published article to the outlet's id
}

// New opens a newsroom. It starts no goroutine: news comes to be when a
// request asks for it.
func New(o Options) *Newsroom {
	n := &Newsroom{
		clock:   newClock(o.Start, o.Speed),
		speed:   max(o.Speed, 0),
		log:     requestLog{limit: o.Log},
		byID:    map[string]*outlet{},
		written: map[string]string{},
	}
	if !o.Bare {
		n.world = openWorld(o.Seed, n.clock)
		for _, out := range n.world.outlets {
			n.enter(out, n.world.shelf(out.ID))
		}
	}
	return n
}

// Add opens one more outlet, with Items articles of filler already published
// in the hours before. It fails on an id that is taken or malformed, and on a
// format, character set or behaviour that does not exist.
func (n *Newsroom) Add(o Outlet) error {
	o = o.withDefaults()
	if err := o.check(); err != nil {
		return err
	}
	n.mu.RLock()
	_, taken := n.byID[o.ID]
	n.mu.RUnlock()
	if taken {
		return fmt.Errorf("outlet %q: the newsroom has one of this id", o.ID)
	}
	n.enter(o, n.filler(o))
	return nil
}

func (n *Newsroom) enter(o Outlet, s shelf) {
	acts, _ := parseActs(o.Behaves) // checked by Add, and by a test for the embedded table
	out := &outlet{Outlet: o, shelf: s, acts: acts}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.outlets = append(n.outlets, out)
	n.byID[o.ID] = out
}

// Behave replaces the behaviours of an outlet from its next request on: a
// server falls ill, or recovers.
func (n *Newsroom) Behave(id string, behaviours ...string) error {
	acts, err := parseActs(behaviours)
	if err != nil {
		return err
	}
	out, ok := n.outlet(id)
	if !ok {
		return fmt.Errorf("outlet %q: no such outlet", id)
	}
	out.mu.Lock()
	defer out.mu.Unlock()
	out.Behaves, out.acts, out.cached = slices.Clone(behaviours), acts, nil
	return nil
}

// Publish brings out an article now. An article whose Path the outlet has
// published before is a new version of it (retitled, rewritten). A zero
// Published means now; an empty Path is made from the title. It returns the
// path. Outlets of the load world do not take articles.
func (n *Newsroom) Publish(id string, a Article) (path string, err error) {
	out, ok := n.outlet(id)
	if !ok {
		return "", fmt.Errorf("outlet %q: no such outlet", id)
	}
	st, ok := out.shelf.(*stock)
	if !ok {
		return "", fmt.Errorf("outlet %q: the load world takes no articles; use Advance", id)
	}
	now := n.clock.now()
	return st.publish(out.Outlet, a, now, n.clock.wire(now)), nil
}

// Outlets lists the outlets in order of their opening.
func (n *Newsroom) Outlets() []Outlet {
	n.mu.RLock()
	defer n.mu.RUnlock()
	all := make([]Outlet, len(n.outlets))
	for i, out := range n.outlets {
		all[i] = out.snapshot()
	}
	return all
}

// Sources lists the outlets as sources that are ready to poll. base is the
// address under which the newsroom is reached, such as "http://127.0.0.1:9000";
// "{outlet}" in it stands for the id, so that "http://{outlet}.example" gives
// each outlet a host of its own. Links in the feeds are made with the base of
// the latest call.
func (n *Newsroom) Sources(base string) []feed.Source {
	n.prefix.set(strings.TrimSuffix(base, "/"))
	var all []feed.Source
	for _, o := range n.Outlets() {
		at := n.prefix.of(o.ID)
		all = append(all, feed.Source{
			ID: o.ID, Title: o.Title, URL: at + o.FeedPath(), Site: at + "/" + o.ID + "/",
			Publisher: o.Publisher, Country: o.Country, Language: o.Language, Kind: o.Kind,
			StateControlled: o.StateControlled, Topics: slices.Clone(o.Topics), Schedule: n.schedule(),
		})
	}
	return all
}

// schedule asks for ten minutes of news per poll, but never more than one poll
// a second.
func (n *Newsroom) schedule() string {
	every := 10 * time.Minute
	if n.speed > 1 {
		every = max(time.Duration(float64(every)/n.speed).Round(time.Second), time.Second)
	}
	return "@every " + every.String()
}

// Now is the newsroom's own time, which runs Speed times as fast as the clock.
func (n *Newsroom) Now() time.Time { return n.clock.now() }

// Skip moves the newsroom's time ahead by d of news, for tests that wait for
// nothing. Dates written after it run ahead of the reader's clock by d/Speed.
func (n *Newsroom) Skip(d time.Duration) { n.clock.skip(d) }

func (n *Newsroom) outlet(id string) (*outlet, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	out, ok := n.byID[id]
	return out, ok
}

// baseURL is the address that links begin with. Before Sources names it, it is
// taken from the first request.
type baseURL struct {
	mu   sync.RWMutex
	base string
}

func (b *baseURL) set(base string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.base = base
}

func (b *baseURL) learn(r *http.Request) {
	b.mu.RLock()
	known := b.base != ""
	b.mu.RUnlock()
	if known {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.base == "" {
		b.base = "http://" + r.Host
	}
}

func (b *baseURL) of(outlet string) string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return strings.ReplaceAll(b.base, "{outlet}", outlet)
}
