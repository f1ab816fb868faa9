package config

import (
	"slices"

	"sitrep/feed"
)

// topic is a topic with what only this package makes use of.
type topic struct {
	feed.Topic
	sides []string // countries whose own media should be heard
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
		"sides": r.words(&into.sides),
	})
}

// titleTopics gives topics without a title that of the built-in topic with the
// same id or, failing that, their id.
func titleTopics(topics, builtin list[topic]) {
	for i := range topics {
		t := &topics[i].it
		for _, b := range builtin {
			if t.Title == "" && b.it.ID == t.ID {
				t.Title = b.it.Title
			}
		}
		if t.Title == "" {
			t.Title = t.ID
		}
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
		for _, side := range t.it.sides {
			text, remedy = checkCountry(side)
			add("sides", text, remedy)
		}
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
