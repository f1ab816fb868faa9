package feed

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Standing is who stands behind a story.
type Standing struct {
	Reports     int // items, copies included
	Publishers  int // families, copies included, without those that took their report back
	Independent int // see Story.Independent
	Withdrawn   int // reports taken back
	Origins     []Shared

	// StateControlled counts publishers by the country whose state controls
	// them, "" where it is unknown.
	StateControlled map[string]int

	Voice        Voice
	Sides        []int // which sides of the topic speak, as indices of Topic.Sides, sorted
	Outsiders    bool  // somebody speaks who is of no side
	Institutions bool  // the UN, another organisation of states, or an NGO speaks

	Languages []string // as Story.Languages
	First     string   // the publisher that published first
	Lags      []Lag    // of the other publishers, the shortest first
}

// Lag is how long after the first publisher another one published.
type Lag struct {
	Publisher string
	After     time.Duration
}

// Voice says from where a story is told. It is empty where the topic has no
// sides that are countries, or where nobody's country is known.
type Voice string

// The kinds of Voice. Where both sides speak, outsiders may do so too; where
// outsiders speak, one side may.
const (
	OneSide   Voice = "one side"
	BothSides Voice = "both sides"
	Outsiders Voice = "outsiders"
)

// Standing tells who stands behind the story, by what the sources are (by
// Source.ID) and by the sides of the topic; the zero Topic has none.
func (s Story) Standing(sources map[string]Source, topic Topic) Standing {
	if s.Reached.Publishers == nil {
		s.Recount() // a story put together by hand
	}
	st := Standing{
		Reports:         len(s.Items),
		Publishers:      len(s.Reached.Publishers),
		Independent:     len(s.Reached.Independent),
		Origins:         s.Origins(),
		StateControlled: s.stateControlled(sources),
		Languages:       s.Languages(),
	}
	for i := range s.Items {
		if s.Items[i].Withdrawn {
			st.Withdrawn++
		}
	}
	st.First, st.Lags = s.lags()
	for _, v := range s.voices(sources, topic) {
		st.Institutions = st.Institutions || v.institution
		st.Outsiders = st.Outsiders || v.side == noSide
		if v.side >= 0 && !slices.Contains(st.Sides, v.side) {
			st.Sides = append(st.Sides, v.side)
		}
	}
	slices.Sort(st.Sides)
	switch {
	case len(topic.Sides) == 0:
	case len(st.Sides) > 1:
		st.Voice = BothSides
	case st.Outsiders:
		st.Voice = Outsiders
	case len(st.Sides) == 1:
		st.Voice = OneSide
	}
	return st
}

func (s Story) stateControlled(sources map[string]Source) map[string]int {
	states := map[string]int{}
	counted := map[string]bool{}
	for i := range s.Items {
		it := &s.Items[i]
		src := sources[it.Source]
		if src.StateControlled && !it.Withdrawn && !counted[it.Publisher] {
			counted[it.Publisher] = true
			states[src.Country]++
		}
	}
	return states
}

// lags go by the dates that publishers give: when we read them tells of us.
func (s Story) lags() (first string, lags []Lag) {
	earliest := map[string]time.Time{}
	for i := range s.Items {
		it := &s.Items[i]
		if at, ok := earliest[it.Publisher]; !ok || it.Published.Before(at) {
			earliest[it.Publisher] = it.Published
		}
	}
	for publisher := range earliest {
		lags = append(lags, Lag{Publisher: publisher})
	}
	slices.SortFunc(lags, func(a, b Lag) int {
		return cmp.Or(earliest[a.Publisher].Compare(earliest[b.Publisher]), strings.Compare(a.Publisher, b.Publisher))
	})
	if len(lags) == 0 {
		return "", nil
	}
	first = lags[0].Publisher
	for i := range lags {
		lags[i].After = earliest[lags[i].Publisher].Sub(earliest[first])
	}
	return first, lags[1:]
}

// What a report's country may say beside the index of a side.
const (
	noSide  = -1 // an outsider
	nowhere = -2 // not known, or one who speaks for nobody
)

// voice is one report's place among the sides.
type voice struct {
	item        *Item
	side        int
	institution bool
}

// voices are those of the reports that are no copies, in the order of the
// items. A report that an agency tells speaks from where the agency is.
func (s Story) voices(sources map[string]Source, topic Topic) []voice {
	var all []voice
	agencies := map[string]Source{}
	for _, src := range sources {
		if o, ok := agencies[src.Publisher]; !ok || src.ID < o.ID {
			agencies[src.Publisher] = src
		}
	}
	for i := range s.Items {
		it := &s.Items[i]
		if !it.original() {
			continue
		}
		src := sources[it.Source]
		if told, ok := agencies[it.About.Agency]; ok && it.About.Agency != "" && it.About.Agency != it.Publisher {
			src = told
		}
		all = append(all, voice{it, topic.side(src), src.Kind == "igo" || src.Kind == "ngo"})
	}
	return all
}

// side is from which side of the topic a source speaks. Exile outlets speak for
// none, wherever they are, and the UN and NGOs are outsiders.
func (t Topic) side(src Source) int {
	switch {
	case src.Kind == "exile":
		return nowhere
	case src.Kind == "igo" || src.Kind == "ngo":
		return noSide
	case src.Country == "":
		return nowhere
	}
	return slices.IndexFunc(t.Sides, func(countries []string) bool { return slices.Contains(countries, src.Country) })
}

// Hear notes each side of the topic that speaks for the first time after another
// had spoken, and reports whether one did, which is material. Whoever has the
// table of sources calls it after Apply.
func (s *Story) Hear(sources map[string]Source, topic Topic) (material bool) {
	var heard []int
	for _, v := range s.voices(sources, topic) {
		if v.side < 0 || slices.Contains(heard, v.side) {
			continue
		}
		heard = append(heard, v.side)
		c := Change{v.item.Seen, ChangeSide, v.item.ID, strings.Join(topic.Sides[v.side], ", ")}
		if len(heard) == 1 || s.remembers(c) {
			continue
		}
		s.note(c)
		s.touch(c.At)
		material = true
	}
	if material { // a side may have spoken before what else was noted
		slices.SortStableFunc(s.Changes, func(a, b Change) int { return a.At.Compare(b.At) })
	}
	return material
}

// remembers reports whether such a change was noted, or may have been and is
// forgotten: it is older than all that a full history still has.
func (s *Story) remembers(c Change) bool {
	if len(s.Changes) == changeHistory && !c.At.After(s.Changes[0].At) {
		return true
	}
	return slices.ContainsFunc(s.Changes, func(o Change) bool { return o.Kind == c.Kind && o.Text == c.Text })
}
