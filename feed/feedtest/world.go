package feedtest

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sitrep/feed"
)

// world is the invented world: what happens in it, and who reports it. It is
// made hour by hour, each hour a pure function of the seed and its number, and
// never earlier than somebody asks for it.
type world struct {
	seed    uint64
	clock   clock
	outlets []Outlet
	shelves map[string]*stock
	names   gazetteer
	kinds   []kind
	scripts map[string]map[string]script // by language and kind

	mu     sync.Mutex
	next   int                  // the hour to make next, counted from the opening
	lately map[string]time.Time // what happened last, by kind and place
}

// backlog is how many hours of news there were before the opening, and
// memory how many the world keeps: a demonstration may run for days.
const (
	backlog = 48
	memory  = 7 * 24
)

func openWorld(seed uint64, c clock) *world {
	w := &world{
		seed: seed, clock: c, outlets: readOutlets(), shelves: map[string]*stock{},
		names: readNames(), kinds: readKinds(), scripts: map[string]map[string]script{}, next: -backlog,
		lately: map[string]time.Time{},
	}
	for _, o := range w.outlets {
		w.shelves[o.ID] = newStock()
		if w.scripts[o.Language] == nil {
			w.scripts[o.Language] = readScripts(o.Language)
		}
	}
	return w
}

func (w *world) shelf(id string) shelf { return w.shelves[id] }

// advance makes all hours up to now.
func (w *world) advance(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	last := int(now.Sub(w.clock.start) / time.Hour)
	if w.next > last {
		return
	}
	for ; w.next <= last; w.next++ {
		for _, ev := range w.hour(w.next) {
			w.cover(ev)
		}
	}
	for _, s := range w.shelves {
		s.forget(now.Add(-memory * time.Hour))
	}
}

// Topics are the theatres of the invented world, with their names in all of
// its languages, for daemons that poll it.
func Topics() []feed.Topic {
	names := readNames()
	theatres := []struct {
		topic feed.Topic
		sides []string
	}{
		{feed.Topic{ID: "tarkonia-sarnovia", Title: "Tarkonia and Sarnovia"}, []string{"a", "b"}},
		{feed.Topic{ID: "maruba", Title: "Maruba"}, []string{"m", "d"}},
		{feed.Topic{ID: "haebong", Title: "Haebong and Yorai"}, []string{"h", "y"}},
	}
	var all []feed.Topic
	for _, t := range theatres {
		for _, side := range t.sides {
			for _, key := range append([]string{side, side + ".adj"}, names.groups["town "+side]...) {
				for lang, name := range names.forms[key] {
					t.topic.Terms = append(t.topic.Terms, term(lang, name))
				}
			}
		}
		slices.Sort(t.topic.Terms)
		t.topic.Terms = slices.Compact(t.topic.Terms)
		all = append(all, t.topic)
	}
	return all
}

// term makes a name match where its language inflects it or joins it to others.
func term(lang, name string) string {
	switch lang {
	case "ru", "uk":
		letters := []rune(strings.Trim(name, "«»"))
		return string(letters[:len(letters)-1]) + "*"
	case "ar", "he", "zh":
		return "*" + name + "*"
	}
	for _, article := range []string{"the ", "la ", "le ", "el ", "die "} {
		name = strings.TrimPrefix(name, article)
	}
	return name
}

// gazetteer is how each language says each name.
type gazetteer struct {
	forms  map[string]map[string]string // by key and language
	groups map[string][]string          // keys by heading
}

// nameColumns is the order of languages in names.txt.
var nameColumns = []string{"en", "ru", "uk", "ar", "he", "zh", "fr", "es", "de", "tr"}

func readNames() gazetteer {
	g := gazetteer{forms: map[string]map[string]string{}, groups: map[string][]string{}}
	for heading, lines := range readWorld("names.txt") {
		for _, line := range lines {
			cells := columns(line)
			key, forms := cells[0], map[string]string{}
			for i, lang := range nameColumns {
				form := cells[min(i+1, len(cells)-1)]
				if form == "=" {
					form = cells[1]
				}
				forms[lang] = form
			}
			g.forms[key] = forms
			g.groups[heading] = append(g.groups[heading], key)
		}
	}
	return g
}

// columns splits a line of a table.
func columns(line string) []string {
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

func readOutlets() []Outlet {
	var all []Outlet
	for _, line := range readWorld("outlets.txt")[""] {
		c := columns(line)
		o := Outlet{
			ID: c[0], Title: c[1], Publisher: c[2], Language: c[3], Country: c[4], Kind: c[5], StateControlled: c[6] == "yes",
			Format: c[7], Charset: c[8], Beats: strings.Fields(c[9]), Wire: strings.TrimPrefix(c[10], "-"), Behaves: strings.Fields(c[12]),
		}
		o.Items, _ = strconv.Atoi(c[11]) // a number: a test reads the table
		if o.Publisher == "=" {
			o.Publisher = ""
		}
		all = append(all, o.withDefaults())
	}
	return all
}
