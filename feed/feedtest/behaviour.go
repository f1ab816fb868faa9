package feedtest

import (
	"fmt"
	"strings"
)

// Behaviour is one way in which an outlet behaves, good or bad. Behaviours
// combine: each acts on another part of the answer, and where two act on the
// same part the later one wins.
type Behaviour struct {
	Name    string
	Takes   string // what its argument means, with an example; empty if it takes none
	Says    string // what an outlet with it does
	Default string // the argument where none is given

	early   func(v *visit, arg string)      // sets headers that every answer carries, failures too
	answer  func(v *visit, arg string) bool // answers in place of the feed, or waits and reports false
	channel func(v *visit, arg string)      // changes the head of the feed
	list    func(v *visit, arg string)      // changes which articles are listed, and how
	body    func(v *visit, body []byte, arg string) []byte
	head    func(v *visit, arg string) // changes response headers and validators, or the sending
}

func (b Behaviour) changesBody() bool { return b.channel != nil || b.list != nil || b.body != nil }

// Behaviours lists all behaviours that an outlet can be given.
func Behaviours() []Behaviour {
	var all []Behaviour
	for _, table := range [][]Behaviour{validatorBehaviours(), timingBehaviours(), redirectBehaviours(), wireBehaviours(), codingBehaviours(), bodyBehaviours(), listBehaviours()} {
		all = append(all, table...)
	}
	return all
}

// act is a behaviour with its argument.
type act struct {
	Behaviour
	arg string
}

// parseActs reads "name" and "name=argument".
func parseActs(given []string) ([]act, error) {
	if len(given) == 0 {
		return nil, nil
	}
	known := map[string]Behaviour{}
	for _, b := range Behaviours() {
		known[b.Name] = b
	}
	var acts []act
	for _, g := range given {
		name, arg, has := strings.Cut(g, "=")
		b, ok := known[name]
		switch {
		case !ok:
			return nil, fmt.Errorf("no behaviour %q", name)
		case has && b.Takes == "":
			return nil, fmt.Errorf("behaviour %q takes no argument", name)
		case !has:
			arg = b.Default
		}
		acts = append(acts, act{b, arg})
	}
	return acts, nil
}
