package config

import (
	"fmt"
	"maps"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// placed is a thing with the place where it was written. If name is set, only
// that was written, and stands for the built-in one of this id.
type placed[T any] struct {
	origin
	it   T
	name string
}

type list[T any] []placed[T]

// selection is what a file makes of a built-in list: "only" replaces it, "add"
// and "remove" extend and cut it.
type selection[T any] struct {
	only, add list[T]
	remove    list[T] // names alone
	replaced  bool    // "only" was written, were it empty
}

// lists are the two lists that a file can change, and those it alone makes.
type lists struct {
	sources selection[source]
	topics  selection[topic]
	rules   list[rule]
	terms   list[Term]
}

func choice[T any](r *reader, s *selection[T], read func(*T) taker) taker {
	only := r.list(element(r, &s.only, read))
	return r.mapping(keys{
		"only": func(n ast.Node) {
			s.replaced = true
			only(n)
		},
		"add": r.list(element(r, &s.add, read)),
		"remove": r.list(func(n ast.Node) {
			p := placed[T]{origin: r.origin}
			if r.text(&p.name)(n); p.name != "" {
				s.remove = append(s.remove, p)
			}
		}),
	})
}

// element reads one element of a list: a mapping, or the name of a built-in.
func element[T any](r *reader, into *list[T], read func(*T) taker) taker {
	return func(n ast.Node) {
		p := placed[T]{origin: r.origin}
		if _, ok := scalar(n); ok {
			r.text(&p.name)(n)
		} else {
			read(&p.it)(n)
		}
		*into = append(*into, p)
	}
}

// apply makes the list that the selection asks for. noun names an element and
// id its identity; o is where the selection stands.
func (s selection[T]) apply(noun string, builtin list[T], id func(T) string, o origin) (list[T], Mistakes) {
	var mistakes Mistakes
	if s.replaced && len(s.add)+len(s.remove) > 0 {
		mistakes = append(mistakes, o.mistake("only", noun+"s.only stands beside add or remove",
			"only replaces the whole built-in list: put everything there, or change the list by add and remove"))
	}
	byID := map[string]placed[T]{}
	for _, p := range builtin {
		byID[id(p.it)] = p
	}
	ids := slices.Sorted(maps.Keys(byID))
	unknown := func(p placed[T]) {
		mistakes = append(mistakes, p.mistake("", fmt.Sprintf("no built-in %s is called %s", noun, quote(p.name)),
			didYouMean(p.name, ids)))
	}
	result := slices.Clone(builtin)
	if s.replaced {
		result = nil
	}
	for _, p := range s.remove {
		if _, ok := byID[p.name]; !ok {
			unknown(p)
		}
		result = slices.DeleteFunc(result, func(b placed[T]) bool { return id(b.it) == p.name })
	}
	for _, p := range slices.Concat(s.only, s.add) {
		if p.name == "" {
			result = append(result, p)
		} else if b, ok := byID[p.name]; ok {
			b.origin, b.name = p.origin, p.name
			result = append(result, b)
		} else {
			unknown(p)
		}
	}
	return result, mistakes
}

// resolve applies both selections to the built-in lists, checks what comes out
// of it and puts it into the configuration. o is where the file begins.
func (l lists) resolve(c *Config, o origin, schedule func(string) error) Mistakes {
	built := builtin()
	topics, mistakes := l.topics.apply("topic", built.topics, func(t topic) string { return t.ID }, below(o, "topics"))
	completeTopics(topics, built.topics)
	sources, more := l.sources.apply("source", built.sources, func(s source) string { return s.ID }, below(o, "sources"))
	keepTopics(sources, topics)
	mistakes = slices.Concat(built.mistakes, mistakes, more, checkTopics(topics), checkSources(sources, topics, schedule))
	if len(sources) == 0 && len(more) == 0 {
		mistakes = append(mistakes, o.mistake("sources", "no source is left to read", "name one under sources.only or sources.add"))
	}
	for _, t := range topics {
		c.Topics = append(c.Topics, t.it.Topic)
	}
	c.origins = map[string]origin{}
	for _, s := range sources {
		c.Sources = append(c.Sources, s.it.Source)
		c.origins[s.it.ID] = s.origin
	}
	return append(mistakes, l.resolveRules(c, sources)...)
}

func below(o origin, key string) origin {
	o.path = join(o.path, key)
	return o
}
