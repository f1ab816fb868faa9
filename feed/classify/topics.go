package classify

import (
	"slices"

	"sitrep/feed"
)

// When a topic is tagged. A name in the title counts its class's points, one in
// the summary a part of them.
const (
	pointsSummary = 0.4  // of the points in the title
	pointsEarly   = 0.6  // the same for the first words of the summary
	pointsSource  = 0.3  // the outlet usually covers it: a prior, no more
	pointsEnough  = 1.0  // below this a place is merely named
	pointsShare   = 0.55 // of the best topic's points: below, the item is about the other
)

// tag names the topics of a kept item, sorted.
func (c *Classifier) tag(s *scratch, src feed.Source) []string {
	points := s.points[:0]
	for range c.topics {
		points = append(points, 0)
	}
	s.points = points
	for i := range s.found {
		f := &s.found[i]
		if e := &c.entries[f.id]; e.kind == formName {
			points[e.topic] += classes[e.ref].points * prominence(f)
		}
	}
	for n, id := range c.topics {
		if points[n] > 0 && id != "" && slices.Contains(src.Topics, id) {
			points[n] += pointsSource
		}
	}
	best := slices.Max(points)
	var out []string
	for n, p := range points {
		if c.topics[n] != "" && p >= pointsEnough && p >= pointsShare*best {
			out = append(out, c.topics[n])
		}
	}
	if len(out) == 0 {
		out = c.fallback(s, best)
	}
	slices.Sort(out)
	return out
}

// fallback tags an item that names no place clearly: by the only names it has,
// or by the war that its language is about.
func (c *Classifier) fallback(s *scratch, best float64) []string {
	for n, p := range s.points {
		if best > 0 && p == best && c.topics[n] != "" {
			return []string{c.topics[n]}
		}
	}
	if s.lang >= 0 && c.home[s.lang] != "" && slices.Contains(c.topics, c.home[s.lang]) {
		return []string{c.home[s.lang]}
	}
	if c.other {
		return []string{feed.OtherTopic}
	}
	return nil
}

func prominence(f *found) float64 {
	switch {
	case f.title:
		return 1
	case f.early:
		return pointsEarly
	}
	return pointsSummary
}
