package config

import (
	_ "embed"
	"slices"
	"sync"
)

//go:embed sources.yaml
var sourcesFile []byte

//go:embed topics.yaml
var topicsFile []byte

// defaults are the built-in lists, read.
type defaults struct {
	sources  list[source]
	topics   list[topic]
	mistakes Mistakes
}

// builtin reads the built-in lists; what it gives may be changed by the caller.
func builtin() defaults {
	d := readBuiltin()
	d.sources, d.topics = slices.Clone(d.sources), slices.Clone(d.topics)
	for i := range d.sources {
		d.sources[i].it.Topics = slices.Clone(d.sources[i].it.Topics)
	}
	for i := range d.topics {
		d.topics[i].it.Sides = slices.Clone(d.topics[i].it.Sides)
	}
	return d
}

// readBuiltin reads 2,500 lines, which takes 20 ms, and the same each time.
var readBuiltin = sync.OnceValue(func() (d defaults) {
	none := func(string) (string, bool) { return "", false }
	s := newReader(builtinSources, none)
	s.document(sourcesFile, keys{"sources": s.list(element(s, &d.sources, s.source))})
	t := newReader(builtinTopics, none)
	t.document(topicsFile, keys{"topics": t.list(element(t, &d.topics, t.topic))})
	d.mistakes = slices.Concat(s.Mistakes, t.Mistakes)
	return d
})

// The names of the embedded files in messages.
const (
	builtinSources = "built-in sources.yaml"
	builtinTopics  = "built-in topics.yaml"
)

// isBuiltin tells the built-in lists from what a user wrote.
func (o origin) isBuiltin() bool { return o.file == builtinSources || o.file == builtinTopics }
