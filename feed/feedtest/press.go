package feedtest

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// press is the shelf of one outlet of the load world.
type press struct {
	load *load
	feed int
	out  string

	mu    sync.Mutex
	later []time.Time // of the articles that Advance published
}

func (p *press) publish(items int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for range items {
		p.later = append(p.later, now)
	}
}

func (p *press) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.load.Items + len(p.later)
}

func (p *press) revision(time.Time) int { return p.count() }

func (p *press) list(_ time.Time, limit int) []Article {
	var out []Article
	for s := p.count() - 1; s >= 0 && len(out) < limit; s-- {
		out = append(out, p.article(s))
	}
	return out
}

func (p *press) find(path string, _ time.Time) (Article, bool) {
	number, ok := strings.CutSuffix(path[strings.LastIndexByte(path, '-')+1:], ".html")
	s, err := strconv.Atoi(number)
	if !ok || err != nil || s < 0 || s >= p.count() {
		return Article{}, false
	}
	a := p.article(s)
	return a, a.Path == path
}

func (p *press) truths(time.Time) []Truth {
	var out []Truth
	for s := range p.count() {
		out = append(out, p.article(s).Truth)
	}
	return out
}

// published spreads the first items over the hours before the opening.
func (p *press) published(s int) time.Time {
	if s >= p.load.Items {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.later[s-p.load.Items]
	}
	gap := time.Duration(10+p.load.rand(p.feed, -2).IntN(80)) * time.Minute
	return p.load.start.Add(-time.Duration(p.load.Items-s) * gap)
}

func (p *press) article(s int) Article {
	l := p.load
	f, from := l.original(p.feed, s)
	st := l.story(f, from)
	a := Article{Title: st.title, Author: st.author, Category: st.category, Published: p.published(s)}
	a.Truth = Truth{Event: fmt.Sprintf("load-%d-%d", f, from), Conflict: st.war, Topic: st.category, Kind: st.category}
	text := st.text
	if f != p.feed {
		r := l.rand(p.feed, s)
		other := l.outlet(f)
		a.Author, a.Title, text = "", reheadline(r, st.title), edit(r, st.text, other.Title)
		a.Truth.CopyOf = l.path(other.ID, st.title, from)
	}
	a.Summary = strings.Join(text, " ")
	if p.feed%5 < 2 {
		a.HTML = paragraphs(text, "http://"+p.out+".example/more")
	}
	a.Updated = a.Published
	a.Path = l.path(p.out, a.Title, s)
	t := &a.Truth
	t.Path, t.Outlet, t.Language, t.Title, t.Published = a.Path, p.out, "en", a.Title, a.Published
	return a
}
