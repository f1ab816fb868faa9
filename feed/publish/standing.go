package publish

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"sitrep/feed"
)

// maxHistory is how many values of a number's history are told, the newest, and
// maxName the most bytes of a newsroom's name among them.
const (
	maxHistory = 6
	maxName    = 60
)

// appendStanding appends, a line each: who stands behind the story, that it is
// unconfirmed, its numbers as they moved, what became of the lead, and the
// story that it continues. A line that would pass end is left out.
func (ed *edition) appendStanding(dst []byte, e *entry, end int) []byte {
	for _, line := range [](func([]byte, *entry) []byte){ed.appendBehind, appendUnconfirmed, ed.appendNumbers, appendEdits, ed.appendPrevious} {
		before := len(dst)
		if dst = line(dst, e); len(dst) > end {
			dst = dst[:before]
		}
	}
	return dst
}

// appendBehind says: "5 publishers, 3 of them independent; 2 state-controlled (RU)".
// Of a single publisher the list of reports tells all.
func (ed *edition) appendBehind(dst []byte, e *entry) []byte {
	topic := ed.sided(e.story)
	st := e.story.Standing(ed.Sources, topic)
	if st.Publishers < 2 {
		return dst
	}
	dst = append(dst, "<p>"...)
	dst = strconv.AppendInt(dst, int64(st.Publishers), 10)
	dst = append(dst, " publishers, "...)
	dst = strconv.AppendInt(dst, int64(st.Independent), 10)
	dst = append(dst, " of them independent"...)
	dst = appendControlled(dst, st.StateControlled)
	switch st.Voice {
	case feed.OneSide:
		dst = append(dst, "; one side only"...)
		dst = appendCountries(dst, topic.Sides[st.Sides[0]])
	case feed.BothSides:
		dst = append(dst, "; both sides"...)
	case feed.Outsiders:
	}
	if st.Institutions {
		dst = append(dst, "; UN or NGO among them"...)
	}
	for _, shared := range feed.Copied(st.Origins) {
		dst = ed.appendOrigin(dst, shared)
	}
	return append(dst, "</p>\n"...)
}

func appendControlled(dst []byte, states map[string]int) []byte {
	if len(states) == 0 {
		return dst
	}
	controlled := 0
	for _, n := range states {
		controlled += n
	}
	dst = append(dst, "; "...)
	dst = strconv.AppendInt(dst, int64(controlled), 10)
	dst = append(dst, " state-controlled"...)
	return appendCountries(dst, slices.Sorted(maps.Keys(states)))
}

func (ed *edition) appendOrigin(dst []byte, shared feed.Shared) []byte {
	dst = append(dst, "; "...)
	if shared.By != "" {
		dst = appendEscaped(dst, excerpt(ed.newsroom(shared.By), maxName), asHTML)
	} else {
		dst = append(dst, "unknown origin"...)
	}
	dst = append(dst, ", "...)
	if shared.Copies == 1 {
		return append(dst, "1 copy"...)
	}
	dst = strconv.AppendInt(dst, int64(shared.Copies), 10)
	return append(dst, " copies"...)
}

func appendCountries(dst []byte, countries []string) []byte {
	known := slices.DeleteFunc(slices.Clone(countries), func(c string) bool { return said(c) == "" })
	if len(known) == 0 {
		return dst
	}
	dst = append(dst, " ("...)
	dst = appendEscaped(dst, excerpt(said(strings.Join(known, ", ")), 2*maxName), asHTML)
	return append(dst, ')')
}

// sided is the first topic of the story that has sides.
func (ed *edition) sided(s feed.Story) feed.Topic {
	for _, id := range s.Topics() {
		if t := ed.Topics[id]; len(t.Sides) > 0 {
			return t
		}
	}
	return feed.Topic{}
}

// newsroom is the name by which readers know a publisher: that of its source
// with the lowest id, up to a dash or colon, which parts its name from that of a
// section. An agency whose feed we do not read has its slug, in capitals if short.
func (ed *edition) newsroom(publisher string) string {
	if name, ok := ed.newsrooms[publisher]; ok {
		return name
	}
	name := said(publisher)
	if utf8.RuneCountInString(name) <= 4 {
		return strings.ToUpper(name)
	}
	_, n := utf8.DecodeRuneInString(name)
	return strings.ToUpper(name[:n]) + name[n:]
}

// newsrooms names the publishers of the sources.
func newsrooms(sources map[string]feed.Source) map[string]string {
	names := make(map[string]string, len(sources))
	for _, id := range slices.Sorted(maps.Keys(sources)) {
		src := sources[id]
		title := said(src.Title)
		for _, mark := range []string{" – ", " — ", " - ", ": ", " | "} {
			title, _, _ = strings.Cut(title, mark)
		}
		if _, ok := names[src.Publisher]; !ok && src.Publisher != "" && title != "" {
			names[src.Publisher] = title
		}
	}
	return names
}

// appendUnconfirmed quotes whom a story is left to that nobody has confirmed.
func appendUnconfirmed(dst []byte, e *entry) []byte {
	if !e.story.Unconfirmed() {
		return dst
	}
	dst = append(dst, "<p>Unconfirmed"...)
	if words := said(e.lead.About.Saying.Words); words != "" {
		dst = append(dst, ": <q dir=\"auto\">"...)
		dst = appendEscaped(dst, excerpt(words, 400), asHTML)
		dst = append(dst, "</q>"...)
	}
	return append(dst, "</p>\n"...)
}

// appendNumbers tells how each count moved: "Deaths: 9–17 (9 Reuters 06:10, …)".
func (ed *edition) appendNumbers(dst []byte, e *entry) []byte {
	for _, n := range e.story.Numbers() {
		dst = append(dst, "<p>"...)
		dst = append(dst, strings.ToUpper(n.Kind[:1])+n.Kind[1:]...)
		dst = append(append(dst, ": "...), n.Range()...)
		dst = append(dst, " ("...)
		history := n.History[max(0, len(n.History)-maxHistory):]
		if len(history) < len(n.History) {
			dst = append(dst, "… "...)
		}
		for i, r := range history {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			dst = strconv.AppendInt(dst, int64(r.Value), 10)
			dst = append(dst, ' ')
			dst = appendEscaped(dst, excerpt(cmp.Or(ed.newsroom(r.Publisher), "unnamed"), maxName), asHTML)
			dst = append(dst, ' ')
			dst = appendClock(dst, r.At, history[0].At, i == 0)
		}
		dst = append(dst, ")</p>\n"...)
	}
	return dst
}

// appendClock writes an hour, with its day where that is another than the first.
func appendClock(dst []byte, at, day time.Time, first bool) []byte {
	at, day = sane(at), sane(day)
	if first || at.YearDay() != day.YearDay() || at.Year() != day.Year() {
		return at.AppendFormat(dst, "2 Jan 15:04")
	}
	return at.AppendFormat(dst, "15:04")
}

// appendEdits tells that the lead's source rewrote it.
func appendEdits(dst []byte, e *entry) []byte {
	words := map[feed.ChangeKind]string{
		feed.ChangeRetitled:   "Retitled by its source",
		feed.ChangeCorrection: "Text changed by its source",
		feed.ChangeWithdrawn:  "Withdrawn by its source",
	}
	for i := len(e.story.Changes) - 1; i >= 0; i-- {
		c := e.story.Changes[i]
		if c.Item != e.lead.ID || words[c.Kind] == "" {
			continue
		}
		dst = append(append(dst, "<p>"...), words[c.Kind]...)
		dst = append(dst, ", "...)
		dst = sane(c.At).AppendFormat(dst, "2 Jan 2006 15:04 UTC")
		if was := said(c.Text); was != "" {
			dst = append(dst, "; before: <q dir=\"auto\">"...)
			dst = appendEscaped(dst, excerpt(was, 300), asHTML)
			dst = append(dst, "</q>"...)
		}
		return append(dst, "</p>\n"...)
	}
	return dst
}

// appendPrevious links to the story that this one continues, if the feed has it.
func (ed *edition) appendPrevious(dst []byte, e *entry) []byte {
	if e.story.Previous == 0 {
		return dst
	}
	for i := range ed.entries {
		o := &ed.entries[i]
		if o.story.ID != e.story.Previous && !slices.Contains(o.story.Merged, e.story.Previous) || o.url == "" {
			continue
		}
		dst = append(dst, "<p>Previously: <a"...)
		dst = appendAttr(dst, "href", o.url)
		dst = append(dst, '>')
		dst = appendEscaped(dst, excerpt(o.title, 300), asHTML)
		return append(dst, "</a></p>\n"...)
	}
	return dst
}
