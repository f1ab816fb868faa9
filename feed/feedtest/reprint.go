package feedtest

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// reprint brings out a wire's article at a partner, edited a little, or at
// another feed of the wire itself, as it is.
func (w *world) reprint(r *rand.Rand, p, wire Outlet, versions []version) {
	v := versions[0]
	v.Truth.Outlet, v.Truth.CopyOf = p.ID, v.Path
	if p.Publisher == wire.Publisher {
		for i := range versions {
			versions[i].Truth = v.Truth
		}
		w.shelves[p.ID].add(slices.Clone(versions)...)
		for i := range versions {
			versions[i].Truth.Outlet, versions[i].Truth.CopyOf = wire.ID, ""
		}
		return
	}
	if r.Float64() < 0.35 {
		return
	}
	v.at = v.at.Add(time.Duration(5+r.IntN(55)) * time.Minute)
	v.Published, v.Author, v.Category = w.clock.wire(v.at), "", ""
	v.Updated = v.Published
	v.Path = "/" + p.ID + strings.TrimPrefix(v.Path, "/"+wire.ID)
	v.Truth.Path = v.Path
	w.edit(r, &v.Article, p, wire)
	w.shelves[p.ID].add(v)
}

// edit does what desks do to agency copy.
func (w *world) edit(r *rand.Rand, a *Article, p, wire Outlet) {
	space := wordSpace(p.Language)
	stop := ". "
	if p.Language == "zh" {
		stop = "。"
	}
	if cut := strings.LastIndex(strings.TrimRight(a.Summary, ".。 "), stop); cut > len(a.Summary)/2 && r.IntN(3) == 0 {
		a.Summary = a.Summary[:cut+len(strings.TrimSpace(stop))]
	}
	switch r.IntN(3) {
	case 0:
		a.Summary = "(" + wire.Title + ") " + a.Summary
	case 1:
		a.Summary += space + "(" + wire.Title + ")"
	case 2:
		a.Credit = wire.Title
	}
	if r.IntN(4) == 0 {
		a.Title += " | " + wire.Title
	}
	a.HTML = ""
}
