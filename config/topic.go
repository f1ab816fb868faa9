package config

import (
	"cmp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"sitrep/feed"
)

// topic is a topic with what only this package makes use of.
type topic struct {
	feed.Topic
}

func (t topic) label() string {
	if t.ID == "" {
		return "topic without an id"
	}
	return "topic " + quote(t.ID)
}

func (r *reader) topic(into *topic) taker {
	var about string // is for whoever reads the file
	return r.mapping(keys{
		"id":    r.text(&into.ID),
		"title": r.text(&into.Title),
		"about": r.text(&about),
		"terms": r.words(&into.Terms),
		"sides": r.sides(&into.Sides),
	})
}

// sides reads a list of sides, each a country or a list of them.
func (r *reader) sides(into *[][]string) taker {
	return r.list(func(n ast.Node) {
		var side []string
		r.words(&side)(n)
		for i, code := range side {
			if len(code) == 2 {
				side[i] = strings.ToUpper(code)
			}
		}
		*into = append(*into, side)
	})
}

// checkSides wants two sides or more, and no country on two of them.
func checkSides(sides [][]string) (text, remedy string) {
	const form = "write each side's countries, as in [[RU, BY], UA], or leave sides out"
	on := map[string]bool{}
	for _, side := range sides {
		if len(side) == 0 {
			return "a side has no country", form
		}
		for _, code := range side {
			if text, remedy = checkCountry(code); text != "" {
				return text, remedy
			}
			if on[code] {
				return "country " + quote(code) + " stands twice among the sides", "leave a country out that is on two sides"
			}
			on[code] = true
		}
	}
	if len(sides) == 1 {
		return "has one side", form
	}
	return "", ""
}

// completeTopics gives topics without a title or sides those of the built-in
// topic with the same id; a title is else the id.
func completeTopics(topics, builtin list[topic]) {
	for i := range topics {
		t := &topics[i].it
		for _, b := range builtin {
			if b.it.ID == t.ID {
				t.Title = cmp.Or(t.Title, b.it.Title)
				if t.Sides == nil {
					t.Sides = b.it.Sides
				}
			}
		}
		t.Title = cmp.Or(t.Title, t.ID)
	}
}

func checkTopics(topics list[topic]) Mistakes {
	var mistakes Mistakes
	seen := map[string]placed[topic]{}
	for _, t := range topics {
		add := func(key, text, remedy string) {
			if text != "" && !t.failed(key) {
				mistakes = append(mistakes, t.mistake(key, t.it.label()+": "+text, remedy))
			}
		}
		text, remedy := checkID(t.it.ID)
		add("id", text, remedy)
		text, remedy = checkLine("title", t.it.Title)
		if t.it.ID != "" { // the title follows from it
			add("title", text, remedy)
		}
		for _, term := range t.it.Terms {
			text, remedy = checkTerm(term)
			add("terms", text, remedy)
		}
		text, remedy = checkSides(t.it.Sides)
		add("sides", text, remedy)
		if first, again := seen[t.it.ID]; again && t.it.ID != "" {
			text, remedy = repeated(first.origin, t.origin, "topics")
			add("id", text, remedy)
		}
		seen[t.it.ID] = t
	}
	return mistakes
}

// keepTopics drops, from built-in sources, topics that the user did without.
func keepTopics(sources list[source], topics list[topic]) {
	known := topicIDs(topics)
	for i := range sources {
		if sources[i].isBuiltin() || sources[i].name != "" {
			s := &sources[i].it
			s.Topics = slices.DeleteFunc(s.Topics, func(id string) bool { return !slices.Contains(known, id) })
		}
	}
}

func topicIDs(topics list[topic]) []string {
	ids := make([]string, len(topics))
	for i, t := range topics {
		ids[i] = t.it.ID
	}
	return ids
}
