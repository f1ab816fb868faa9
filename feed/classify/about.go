package classify

import (
	"slices"
	"strings"

	"sitrep/feed"
)

// maxMentions bounds what is told of one item; a title and a lead have fewer.
const maxMentions = 24

// about gathers what the item tells of from what find has found.
func (c *Classifier) about(s *scratch, it *feed.Item) feed.About {
	return feed.About{
		Mentions: c.mentions(s),
		Counts:   c.counts(s, it),
		Saying:   c.saying(s, it),
		Agency:   c.credited(s, it),
	}
}

// mentions lists concepts, places and actors, each once, those of the title first.
func (c *Classifier) mentions(s *scratch) []feed.Mention {
	list := make([]feed.Mention, 0, 8)
	for _, title := range []bool{true, false} {
		for _, sp := range s.facts {
			e := &c.entries[sp.id]
			if sp.covered || e.kind != formEntity || c.entities[e.ref].kind == agency || (sp.start < s.title) != title {
				continue
			}
			list = mention(list, feed.Mention{Kind: c.entities[e.ref].kind, Name: c.entities[e.ref].name, Title: title})
		}
		for i := range s.found {
			e := &c.entries[s.found[i].id]
			if e.kind != formConcept || s.found[i].title != title || e.own || c.concepts[e.ref].mask {
				continue
			}
			list = mention(list, feed.Mention{Kind: feed.Concept, Name: c.concepts[e.ref].name, Title: title})
		}
	}
	return list
}

func mention(list []feed.Mention, m feed.Mention) []feed.Mention {
	for _, o := range list {
		if o.Kind == m.Kind && o.Name == m.Name {
			return list
		}
	}
	if len(list) == maxMentions {
		return list
	}
	return append(list, m)
}

// saying is how the item leaves what it tells to somebody: of several the least
// sure, with the words around it.
func (c *Classifier) saying(s *scratch, it *feed.Item) (said feed.Saying) {
	best := len(feed.SayingKinds)
	for _, sp := range s.facts {
		e := &c.entries[sp.id]
		if sp.covered || e.kind != formSaying || int(e.ref) >= best {
			continue
		}
		best = int(e.ref)
		said = feed.Saying{Kind: feed.SayingKinds[best], Words: c.quote(s, it, sp)}
	}
	return said
}

// sayingRunes is how much of a text is quoted as its saying: the words and whom
// they name, which stands behind them in most languages.
const sayingRunes = 60

func (c *Classifier) passage(s *scratch, it *feed.Item, sp span) (text string, start, end int) {
	text = it.Title
	if sp.start >= s.title {
		text = it.Summary
	}
	start, end = int(s.from[sp.start]), len(text)
	if int(sp.end) < len(s.from) && (sp.end < s.title) == (sp.start < s.title) {
		end = int(s.from[sp.end])
	}
	return text, min(start, len(text)), min(max(start, end), len(text))
}

func (c *Classifier) quote(s *scratch, it *feed.Item, sp span) string {
	text, start, end := c.passage(s, it, sp)
	if stop := strings.IndexAny(text[end:], ".,;:!?—\""); stop >= 0 && stop <= sayingRunes {
		end += stop
	}
	return strings.Join(strings.Fields(text[start:end]), " ")
}

// credited is the agency whose text the item says it is: in a credit line of its
// text, or as an author, or as the feed that it was taken from.
func (c *Classifier) credited(s *scratch, it *feed.Item) string {
	if name := c.creditLine(s, it); name != "" {
		return name
	}
	for _, byline := range append(slices.Clip(it.Authors), it.Origin.Title) {
		if name := c.byline(byline); name != "" {
			return name
		}
	}
	return ""
}

// bylineMarks part the names of a byline: "Jane Doe, Reuters", "AP / AFP".
const bylineMarks = ",;/|()&·•–—"

// byline is the agency that an author or the title of a feed names.
func (c *Classifier) byline(text string) string {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(bylineMarks, r) }) {
		part = strings.ToLower(strings.TrimSpace(part))
		if name, known := c.agencies[strings.TrimPrefix(part, "by ")]; known {
			return name
		}
	}
	return ""
}

// agenciesOf are the agencies by their forms, as they stand alone in a byline.
func agenciesOf(lex *lexicon) map[string]string {
	names := map[string]string{}
	for _, f := range lex.forms {
		if f.kind == formEntity && lex.entities[f.ref].kind == agency {
			names[strings.ToLower(strings.Trim(f.text, "^*"))] = lex.entities[f.ref].name
		}
	}
	return names
}

// creditLine is an agency in brackets, before a dash, or at the end.
func (c *Classifier) creditLine(s *scratch, it *feed.Item) string {
	for _, sp := range s.facts {
		e := &c.entries[sp.id]
		if sp.covered || e.kind != formEntity || c.entities[e.ref].kind != agency {
			continue
		}
		text, start, end := c.passage(s, it, sp)
		before, after := strings.TrimRight(text[:start], " "), strings.TrimLeft(text[end:], " ")
		bracketed := strings.HasSuffix(before, "(") && strings.HasPrefix(after, ")")
		dateline := start < 60 && opensDateline(after)
		last := strings.Trim(after, ".) ") == "" && (before == "" || strings.ContainsAny(before[len(before)-1:], "(-–—/.|"))
		if bracketed || dateline || last {
			return c.entities[e.ref].name
		}
	}
	return ""
}

func opensDateline(after string) bool {
	after = strings.TrimPrefix(after, ")")
	return slices.ContainsFunc([]string{"-", "–", "—", " -", " –", " —"}, func(dash string) bool {
		return strings.HasPrefix(after, dash)
	})
}
