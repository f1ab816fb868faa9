package feedtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// LoadOptions say how large a load world is. The zero value is the world of
// the project's speed goals: 1,000 feeds of 35 items, 44 MB.
type LoadOptions struct {
	Seed   uint64
	Feeds  int       // zero means 1,000
	Items  int       // entries that each feed lists; zero means 35
	Copies float64   // share of items that repeat another's text; zero means 0.2, negative none
	War    float64   // share of items about an armed conflict; zero means 0.25, negative none
	Start  time.Time // see Options
	Log    int       // see Options, but zero means that no request is remembered
}

func (o LoadOptions) withDefaults() LoadOptions {
	if o.Feeds <= 0 {
		o.Feeds = 1000
	}
	if o.Items <= 0 {
		o.Items = 35
	}
	if o.Copies == 0 {
		o.Copies = 0.2
	}
	if o.War == 0 {
		o.War = 0.25
	}
	if o.Log == 0 {
		o.Log = -1
	}
	return o
}

// Load opens a newsroom of many ordinary, well-behaved English outlets, half
// RSS 2.0 and half Atom, with ETag and Last-Modified. About 1,257 bytes of XML
// an item make 44 MB of the default world. A tenth of the outlets are wires,
// and copies are of their articles. Call Prepare before measuring.
func Load(o LoadOptions) *Newsroom {
	o = o.withDefaults()
	n := New(Options{Seed: o.Seed, Start: o.Start, Bare: true, Log: o.Log})
	l := &load{LoadOptions: o, writer: newWriter(o.Seed), start: n.clock.start}
	n.load = l
	for f := range o.Feeds {
		out := l.outlet(f)
		n.enter(out, &press{load: l, feed: f, out: out.ID})
	}
	return n
}

// Prepare writes all feeds, so that serving them costs no more than sending
// bytes, and returns the size of all bodies in bytes. Links begin with the
// base of the latest call of Sources, so call that first.
func (n *Newsroom) Prepare() (size int64) {
	now := n.edition()
	n.mu.RLock()
	defer n.mu.RUnlock()
	for _, out := range n.outlets {
		v := &visit{n: n, out: out, now: now, limit: max(out.Items, 0)}
		size += int64(len(v.compose(out.acts).body))
	}
	return size
}

// Advance publishes new items in a share of the feeds of a load world, the
// same feeds for the same history of calls, and writes those feeds again. It
// returns how many feeds got items. In other newsrooms it does nothing.
func (n *Newsroom) Advance(share float64, items int) (feeds int) {
	if n.load == nil {
		return 0
	}
	n.load.rounds++
	r := n.load.rand(-n.load.rounds, 0)
	want := int(share*float64(n.load.Feeds) + 0.5)
	now := n.clock.wire(n.clock.now())
	n.mu.RLock()
	for _, i := range r.Perm(len(n.outlets))[:min(want, len(n.outlets))] {
		if p, ok := n.outlets[i].shelf.(*press); ok {
			p.publish(items, now)
			feeds++
		}
	}
	n.mu.RUnlock()
	n.Prepare()
	return feeds
}

// load is a world whose articles are pure functions of seed, feed and serial
// number: nothing is kept of them but the bodies.
type load struct {
	LoadOptions
	writer *writer
	start  time.Time
	rounds int
}

func (l *load) rand(f, s int) *rand.Rand {
	return rand.New(rand.NewPCG(l.Seed^uint64(f+1)<<20, uint64(s)))
}

func (l *load) wires() int { return max(l.Feeds/10, 1) }

func (l *load) outlet(f int) Outlet {
	r := l.rand(f, -1)
	place := l.writer.word(r, "P")
	kind := []string{"Herald", "Post", "Tribune", "Daily", "Observer", "Courier", "Times", "Chronicle", "Gazette", "Mirror"}[r.IntN(10)]
	o := Outlet{
		ID: fmt.Sprintf("%s-%s-%04d", slug(place), strings.ToLower(kind), f), Title: place + " " + kind,
		Items: l.Items, Format: []string{"rss2.0", "atom1.0"}[f%2],
	}
	if f < l.wires() {
		o.Title, o.Kind = place+" News Agency", "wire"
	}
	return o.withDefaults()
}

func (l *load) path(outlet, title string, s int) string {
	return "/" + outlet + "/news/" + slug(title) + "-" + strconv.Itoa(s) + ".html"
}

// original tells whose text item s of feed f carries: its own, or that of a
// wire, which copies nobody.
func (l *load) original(f, s int) (feed, serial int) {
	if f < l.wires() || l.Copies <= 0 {
		return f, s
	}
	r := l.rand(f, s+1<<24)
	share := l.Copies * float64(l.Feeds) / float64(l.Feeds-l.wires())
	if r.Float64() >= share {
		return f, s
	}
	return r.IntN(l.wires()), s % l.Items
}

// telling is what an original article says.
type telling struct {
	title, author, category string
	text                    []string
	war                     bool
}

var loadCategories = []string{"Politics", "Business", "Culture", "Science", "Health", "Education", "Travel", "Transport", "Local", "Opinion"}

func (l *load) story(f, s int) telling {
	r := l.rand(f, s+1<<25)
	st := telling{war: r.Float64() < l.War, author: l.writer.word(r, "N")}
	size := 545 + r.IntN(120) // the last sentence runs over: 600 to 800 characters
	if st.war {
		st.category = []string{"World", "Conflict", "Defence"}[r.IntN(3)]
		st.title = l.writer.sentence(r, "war headline")
		st.text = l.writer.text(r, "war", size*3/5)
		st.text = append(st.text, l.writer.text(r, "plain", size*2/5)...)
		return st
	}
	st.category = loadCategories[r.IntN(len(loadCategories))]
	st.title = l.writer.sentence(r, "headline")
	st.text = l.writer.text(r, "plain", size)
	return st
}

// edit does to wire copy what desks do: a credit, a dateline, a cut at the end.
func edit(r *rand.Rand, text []string, agency string) []string {
	text = slices.Clone(text)
	if len(text) > 4 && r.IntN(3) == 0 {
		text = text[:len(text)-1]
	}
	switch r.IntN(4) {
	case 0:
		text[0] = "(" + agency + ") - " + text[0]
	case 1:
		text = append(text, "Source: "+agency+".")
	case 2:
		text[0] = strings.Replace(text[0], " said", " told "+agency, 1)
	}
	return text
}

func reheadline(r *rand.Rand, title string) string {
	switch r.IntN(6) {
	case 0:
		return title + ": report"
	case 1:
		return "World: " + title
	}
	return title
}

// paragraphs sets sentences as simple HTML, as content systems do.
func paragraphs(text []string, more string) string {
	var b strings.Builder
	for i := 0; i < len(text); i += 2 {
		b.WriteString("<p>" + strings.Join(text[i:min(i+2, len(text))], " ") + "</p>\n")
	}
	b.WriteString(`<p><a href="` + more + `"><b>Read more</b></a></p>`)
	return b.String()
}

// filler is the stock of an outlet that Add opened: one article an hour, the
// last an hour before now.
func (n *Newsroom) filler(o Outlet) *stock {
	n.writing.Do(func() { n.writer = newWriter(1) })
	st, now := newStock(), n.clock.now()
	seed := fold(o.ID)
	for i := range max(o.Items, 0) {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		at := now.Add(-time.Duration(o.Items-i) * time.Hour)
		text := n.writer.text(r, "plain", 300)
		a := Article{Title: n.writer.sentence(r, "headline"), Summary: strings.Join(text, " "), Author: n.writer.word(r, "N"), Category: "News"}
		a.Published, a.Updated = n.clock.wire(at), n.clock.wire(at)
		a.Truth.Topic, a.Truth.Kind = "filler", "filler"
		st.publish(o, a, at, a.Published)
	}
	return st
}

// fold turns a name into a seed (FNV-1a).
func fold(parts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint64(part[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return h
}
