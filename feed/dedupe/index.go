package dedupe

import (
	"sync"
	"sync/atomic"
	"time"

	"sitrep/feed"
)

// Options are the settings of an Index; the zero value means the defaults.
type Options struct {
	// Window is how far apart in time two texts may be published to be
	// copies; 72 hours by default.
	Window time.Duration
	// Model is what was learnt of reports of one event; nil for the one that is
	// compiled in.
	Model *Model
}

// DefaultWindow is the Window of the zero Options: a wire story is reprinted
// within three days or not at all.
const DefaultWindow = 72 * time.Hour

// Index knows the items of the stories so far and says where new ones belong.
// It is safe for concurrent use.
type Index struct {
	window uint32 // seconds
	lex    *lexicon
	model  *Model

	mu     sync.RWMutex // protects base, events and rarity, and all in them
	base   *layer
	events *register
	rarity *rarity

	read atomic.Pointer[reading] // what the latest Place has read
}

// reading is a batch with its texts read, so that Add, which is mostly told
// what the latest Place answered, need not read them again.
type reading struct {
	first *feed.Placement // of the answer, which knows it by
	items int
	batch *layer
}

// entry returns what was read of placement i, if answer is the one that this
// reading is of and the item was not renamed.
func (r *reading) entry(answer []feed.Placement, i int) (e entry, ok bool) {
	if r == nil || len(answer) != r.items || &answer[0] != r.first {
		return e, false
	}
	e = *r.batch.at(i)
	e.next, e.fresh = [slots]uint32{}, false
	return e, e.id == answer[i].Item.ID
}

// New returns an empty index.
func New(o Options) *Index {
	if o.Window <= 0 {
		o.Window = DefaultWindow
	}
	if o.Model == nil {
		o.Model = built()
	}
	return &Index{model: o.Model, window: uint32(min(o.Window/time.Second, 1<<31)), lex: newLexicon(), base: newLayer(0), events: newRegister(growing), rarity: newRarity(o.Model.Words)}
}

// built is the compiled in model, read once.
var built = sync.OnceValue(func() *Model {
	m, err := Built()
	if err != nil {
		panic(err) // the tests prove that the embedded files are good
	}
	return m
})

// Len returns the number of items that the index remembers.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.base.n - x.base.dead
}

// Has reports whether the index remembers an item. One that was placed and is
// not remembered has been forgotten.
func (x *Index) Has(id feed.ItemID) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	c := x.base.find(byID, uint64(id), 1)
	return c.next() != nil
}

// Place says of each item to which story it belongs, in the order given: later
// items see earlier ones. It changes nothing; what has been stored is to be
// told to Add.
//
// A placement's item carries CopyOf, Rule and Print. Where a source names an
// old item anew, the placement is an Update and its item has the old one's id.
func (x *Index) Place(items []feed.Item) []feed.Placement {
	x.mu.RLock()
	defer x.mu.RUnlock()
	c := court{base: x.base, batch: newLayer(len(items)), window: x.window}
	c.desk = desk{base: x.events, batch: newRegister(len(items)), rarity: x.rarity, model: x.model, found: new(tallies)}
	out := make([]feed.Placement, len(items))
	r := reader{lex: x.lex}
	c.reader = &r
	for i := range items {
		out[i].Item = items[i]
		e, at := c.batch.grow(len(items) - i)
		r.enter(e, &out[i].Item)
		e.fresh = true
		c.batch.link(at)
	}
	for i := range out {
		c.judge(i, &out[i])
	}
	if len(out) > 0 {
		x.read.Store(&reading{first: &out[0], items: len(out), batch: c.batch})
	}
	return out
}

// Add remembers placements: those that Place made, once they are stored, or at
// start those of all stored items, oldest first within each story.
func (x *Index) Add(placements []feed.Placement) {
	x.mu.Lock()
	defer x.mu.Unlock()
	r := reader{lex: x.lex}
	read := x.read.Swap(nil)
	moved := map[feed.StoryID]feed.StoryID{} // by merges of this call: later placements may name what is no more
	for i := range placements {
		p := &placements[i]
		story := p.Story
		for to, ok := moved[story]; ok; to, ok = moved[story] {
			story = to
		}
		e, ok := read.entry(placements, i)
		if !ok {
			e = entry{}
			r.enter(&e, &p.Item)
		}
		e.story, e.copyOf, e.state = story, p.Item.CopyOf, placed
		x.base.put(&e)
		x.learn(&r, &p.Item, story)
		for _, from := range p.Merge {
			if from != story {
				moved[from] = story
				x.events.merge(from, story)
				x.base.retell(from, story)
			}
		}
	}
	if x.base.dead > 1000+x.base.n/8 {
		x.base = x.base.compact(func(*entry) bool { return true })
	}
}

// learn enters the report of an item among those of its story.
func (x *Index) learn(r *reader, it *feed.Item, story feed.StoryID) {
	if x.events.by[it.ID] != 0 {
		return
	}
	var rep report
	r.tell(&rep, it)
	rep.story = story
	w := x.rarity.weigh(&rep)
	keys := reportKeysOf(&w)
	x.rarity.add(&rep, 1)
	x.events.add(&rep, keys)
}

// retell gives the items of one story to another.
func (l *layer) retell(from, to feed.StoryID) {
	for i := range l.n {
		if e := l.at(i); e.story == from {
			e.story = to
		}
	}
}

// Forget drops items, whose stories are no more.
func (x *Index) Forget(items []feed.ItemID) {
	gone := make(map[feed.ItemID]bool, len(items))
	for _, id := range items {
		gone[id] = true
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.base = x.base.compact(func(e *entry) bool { return !gone[e.id] })
	x.events = x.events.without(gone, x.rarity)
}

// put adds an entry or replaces the one of the same id. What replaces an item
// keeps its place: story, original and the time when it was first seen.
func (l *layer) put(e *entry) {
	old := l.byID(e.id, e.source)
	if old != nil {
		e.story, e.copyOf, e.seen = old.story, old.copyOf, old.seen
		if old.sameKeys(e) {
			e.next = old.next
			*old = *e
			return
		}
		old.state = dead
		l.dead++
	}
	fresh, at := l.grow(pageSize)
	*fresh = *e
	l.link(at)
}

// byID returns the live entry of an item, or nil.
func (l *layer) byID(id feed.ItemID, source uint64) *entry {
	c := l.find(byID, uint64(id), l.n)
	for e := c.next(); e != nil; e = c.next() {
		if e.source == source && e.state == placed {
			return e
		}
	}
	return nil
}

func (e *entry) sameKeys(o *entry) bool {
	n := min(int(e.kept), anchors)
	return e.url == o.url && e.titled == o.titled && n == min(int(o.kept), anchors) &&
		[anchors]uint32(e.sketch[:anchors]) == [anchors]uint32(o.sketch[:anchors])
}

// enter fills an entry, all but its place, from an item, and gives the item
// its print and, where it has none, an id.
func (r *reader) enter(e *entry, it *feed.Item) {
	r.read(it)
	it.Print = r.print
	if it.ID == 0 {
		it.ID = feed.NewItemID(it.Source, it.URL+"\n"+it.Title)
	}
	e.id, e.traits, e.titled = it.ID, r.traits, r.titleKey
	e.source, e.url = hash(it.Source), r.address(it.URL)
	e.published, e.seen = seconds(it.Published), seconds(it.Seen)
	if e.published == 0 {
		e.published = e.seen
	}
}

// address hashes the key of an article's address.
func (r *reader) address(rawURL string) uint64 {
	key := appendKey(r.buf[:0], rawURL)
	if len(key) == 0 {
		return 0
	}
	h := uint64(seed)
	for _, b := range key {
		h = (h ^ uint64(b)) * prime
	}
	return mix(h, uint64(len(key)))
}

// hash folds a string; the empty one to zero.
func hash(s string) uint64 {
	if s == "" {
		return 0
	}
	h := uint64(seed)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime
	}
	return mix(h, uint64(len(s)))
}

// seconds clamps a time to what an entry holds, 1970 to 2106.
func seconds(t time.Time) uint32 {
	return uint32(min(max(t.Unix(), 0), 1<<32-1))
}
