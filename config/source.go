package config

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/text/language"

	"sitrep/feed"
)

// source is a source with what is written beside it and belongs elsewhere.
type source struct {
	feed.Source
	rules list[rule] // for its items alone
}

// source reads one source and completes it.
func (r *reader) source(into *source) taker {
	return func(n ast.Node) {
		var control string
		r.mapping(keys{
			"id":               r.text(&into.ID),
			"title":            r.text(&into.Title),
			"url":              r.text(&into.URL),
			"site":             r.text(&into.Site),
			"publisher":        r.text(&into.Publisher),
			"country":          r.text(&into.Country),
			"language":         r.text(&into.Language),
			"kind":             r.text(&into.Kind),
			"state_controlled": r.text(&control),
			"strictness":       r.text((*string)(&into.Strictness)),
			"rules":            r.list(entry(r, &into.rules, r.sourceRule)),
			"topics":           r.words(&into.Topics),
			"schedule":         r.text(&into.Schedule),
			"headers":          r.headers(&into.Headers),
			"user_agent":       r.text(&into.UserAgent),
		})(n)
		complete(&into.Source)
		r.within("state_controlled", n, func(ast.Node) { r.control(&into.Source, control) })
	}
}

// complete fills in what follows from the rest, and writes tags in their
// canonical form: "EN-gb" as "en-GB".
func complete(s *feed.Source) {
	if s.Title == "" {
		s.Title = s.ID
	}
	if s.Publisher == "" {
		s.Publisher = publisherOf(*s)
	}
	if s.Schedule == "" {
		s.Schedule = "auto"
	}
	if len(s.Country) == 2 {
		s.Country = strings.ToUpper(s.Country)
	}
	if tag, err := language.Parse(s.Language); err == nil {
		s.Language = tag.String()
	}
}

// control understands true, false, yes, no and "yes: RU", which names the state
// as well and so stands for the country.
func (r *reader) control(s *feed.Source, text string) {
	word, state, named := strings.Cut(text, ":")
	if state = strings.TrimSpace(state); len(state) == 2 {
		state = strings.ToUpper(state)
	}
	switch strings.ToLower(strings.TrimSpace(word)) {
	case "", "no", "false":
		if named {
			r.wrong("state_controlled names a state but says no", "write false alone")
		}
		return
	case "yes", "true":
		s.StateControlled = true
	default:
		r.wrong("state_controlled must be true or false, not "+quote(text), `write true, false, or the state as in "yes: RU"`)
		return
	}
	if !named {
		return
	}
	switch {
	case s.Country == "":
		s.Country = state
	case s.Country != state:
		r.wrong(fmt.Sprintf("state_controlled names %s, but country is %s", quote(state), quote(s.Country)),
			"the country of a state-controlled outlet is that state: write it there, and true here")
	}
}

// headers reads request headers. Their values are secrets: no message shows one.
func (r *reader) headers(into *map[string]string) taker {
	return func(n ast.Node) {
		m, ok := n.(ast.MapNode)
		if !ok {
			r.wrong("headers must hold \"Name: value\" pairs", "write one header per line below it, indented")
			return
		}
		*into = map[string]string{}
		for it := m.MapRange(); it.Next(); {
			name := keyText(it.Key())
			r.lines[join(r.path, name)] = lineOf(it.Key())
			r.within(name, it.Value(), func(n ast.Node) { r.header(*into, name, n) })
		}
	}
}

func (r *reader) header(into map[string]string, name string, n ast.Node) {
	raw, ok := scalar(n)
	switch _, twice := into[name]; {
	case !ok:
		r.wrong(fmt.Sprintf("the header %s has no value", quote(name)), `write "Name: value"`)
		return
	case twice:
		r.wrong(fmt.Sprintf("the header %s stands here again", quote(name)), "keep one of them")
		return
	}
	value, problem, remedy := expand(raw, r.lookup)
	if problem != "" {
		r.wrong(fmt.Sprintf("the header %s %s", quote(name), problem), remedy)
	}
	into[name] = value
}

// expand puts environment variables in the place of ${NAME}. A problem names
// the variable, never a value.
func expand(raw string, lookup func(string) (string, bool)) (value, problem, remedy string) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(raw, "${")
		b.WriteString(before)
		if !found {
			return b.String(), "", ""
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || !isVariable(name) {
			return "", "has a ${ that no variable name and } follow", "write ${NAME}, in letters, digits and underscores"
		}
		v, ok := lookup(name)
		if !ok || v == "" {
			return "", "needs the environment variable " + name + ", which is not set", "set it where the daemon is started"
		}
		b.WriteString(v)
		raw = after
	}
}

func isVariable(s string) bool {
	for i, c := range []byte(s) {
		letter := c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}
