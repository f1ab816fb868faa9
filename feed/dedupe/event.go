package dedupe

import (
	"cmp"
	"math"
	"slices"

	"sitrep/feed"
)

const (
	// eventWindow is how far apart two reports of one event may be published.
	eventWindow = 5 * day
	// storyLife is how long after its first report a story takes in new ones:
	// what goes on longer is the next story.
	storyLife = 10 * day
	// candidateReports are how many reports are compared word by word.
	candidateReports = 24
	// rivals are how many stories are weighed whole.
	rivals = 3
	// sample is how many reports of a story a new one is compared with.
	sample = 8
	// maxLogit bounds what one pair says for or against a story.
	maxLogit = 6
)

// bond is a story that an item may belong to, the logit that it does, and the
// report in it that is closest.
type bond struct {
	story   feed.StoryID
	logit   float32
	closest *report
}

// desk finds the story whose event an item reports.
type desk struct {
	base, batch *register
	rarity      *rarity
	model       *Model
	forms       []feed.ItemID // items that tell another event in the same words
	found       *tallies
	keys        []uint32
	weights     []float32
}

// place finds the story of an item that no rule placed, and enters the item's
// report in the batch.
func (d *desk) place(r *reader, p *feed.Placement) {
	var rep report
	r.tell(&rep, &p.Item)
	w := d.rarity.weigh(&rep)
	d.keys, d.weights = keysOf(d.keys[:0], d.weights[:0], &w)
	if p.Item.Rule == founding {
		d.decide(&w, p)
	}
	rep.story = p.Story
	if rep.copied {
		d.keys = d.keys[:0]
	}
	d.batch.add(&rep, d.keys)
}

// byEvent is the Rule of an item that reports an event of which others told.
const byEvent = "event"

func (d *desk) decide(w *weighted, p *feed.Placement) {
	list := d.bonds(w)
	if len(list) == 0 {
		return
	}
	switch first := list[0]; {
	case first.logit >= d.model.JoinAt+d.doubt(w, first):
		p.Story, p.Chance, p.Item.Rule = first.story, chance(first.logit), byEvent
		if len(list) > 1 && list[1].logit >= d.model.MergeAt && d.oneEvent(first, list[1]) {
			p.Story, p.Merge = d.elder(first.story, list[1].story)
		}
	case first.logit >= d.model.LinkAt:
		p.Previous = first.story
	}
}

// namelessDoubt is what is asked more of reports of violence that name no known
// place or actor together: in a war the same words come every day, and the name
// that would tell one day's from another's is not known.
const namelessDoubt = 0.5

func (d *desk) doubt(w *weighted, b bond) float32 {
	v := d.rarity.weigh(b.closest)
	p := pairOf(w, &v)
	if p.kind == twoLanguages || w.titleActs == 0 || v.titleActs == 0 || p.x[fPlaceExact]+p.x[fActor] > 0 {
		return 0
	}
	return namelessDoubt
}

// oneEvent reports whether the reports by which two stories are known to the
// item tell of one event themselves.
func (d *desk) oneEvent(a, b bond) bool {
	v, w := d.rarity.weigh(a.closest), d.rarity.weigh(b.closest)
	_, logit := weighPair(&v, &w, d.model)
	return logit >= 0
}

// elder gives the story that was there first, and the other as what it takes in.
func (d *desk) elder(a, b feed.StoryID) (older feed.StoryID, merged []feed.StoryID) {
	if d.firstOf(b) < d.firstOf(a) || d.firstOf(a) == d.firstOf(b) && b < a {
		a, b = b, a
	}
	return a, []feed.StoryID{b}
}

// firstOf is when the first report of a story was published.
func (d *desk) firstOf(story feed.StoryID) uint32 {
	first := uint32(1<<32 - 1)
	for _, g := range [...]*register{d.base, d.batch} {
		for r := range g.members(story) {
			first = min(first, r.published)
		}
	}
	return first
}

// bonds weighs the stories that the report may belong to, the likeliest first.
func (d *desk) bonds(w *weighted) []bond {
	d.found.reset()
	for _, g := range [...]*register{d.base, d.batch} {
		g.search(d.found, w.report, d.keys, d.weights)
	}
	other := d.otherStories()
	var list []bond
	for _, t := range d.found.best(candidateReports) {
		if t.report.copied || slices.Contains(other, t.report.story) {
			continue
		}
		v := d.rarity.weigh(t.report)
		_, logit := weighPair(w, &v, d.model)
		at := slices.IndexFunc(list, func(b bond) bool { return b.story == t.report.story })
		switch {
		case at < 0:
			list = append(list, bond{t.report.story, logit, t.report})
		case logit > list[at].logit:
			list[at].logit, list[at].closest = logit, t.report
		}
	}
	slices.SortStableFunc(list, func(a, b bond) int { return cmp.Compare(b.logit, a.logit) })
	list = list[:min(rivals, len(list))]
	for i := range list {
		list[i].logit = d.whole(w, list[i])
	}
	slices.SortStableFunc(list, func(a, b bond) int { return cmp.Compare(b.logit, a.logit) })
	return list
}

// otherStories are those of the items that tell another event in the same words.
func (d *desk) otherStories() (stories []feed.StoryID) {
	for _, id := range d.forms {
		for _, g := range [...]*register{d.base, d.batch} {
			if at := g.by[id]; at != 0 {
				stories = append(stories, g.at(int(at-1)).story)
			}
		}
	}
	return stories
}

// whole is the logit that a report belongs to a story, by a sample of its
// reports, the newest: one that is close to a single report of many does not
// belong, so that a war does not chain into one story.
func (d *desk) whole(w *weighted, b bond) float32 {
	c := newCrowd()
	first := w.published
	for _, g := range [...]*register{d.batch, d.base} {
		for r := range g.members(b.story) {
			first = min(first, r.published)
			if !r.copied && c.n < sample {
				v := d.rarity.weigh(r)
				p, logit := weighPair(w, &v, d.model)
				c.add(w, r, &p, logit)
			}
		}
	}
	if c.n == 0 || w.published-first > storyLife {
		return -maxLogit
	}
	c.oldest = first
	return d.model.Story.Sum(c.features(w, d.rarity))
}

// chance is the probability of a logit.
func chance(logit float32) float64 { return 1 / (1 + math.Exp(-float64(logit))) }
