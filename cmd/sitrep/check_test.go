package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep/config"
	"sitrep/feed"
)

// TestCheckBesideADaemon: the store belongs to the daemon, and check says how to
// go about it.
func TestCheckBesideADaemon(t *testing.T) {
	room, base := openBareNewsroom(t, 1)
	d := newDaemon(t, room.Sources(base), "keep: all\nlanguages: [all]\nrules: [{must_not: zzyx}]")
	d.start()
	d.await(20)
	check := exec.Command(os.Args[0], "check", "--config", d.config)
	check.Env = append(os.Environ(), asCommand+"=1")
	said, err := check.CombinedOutput()
	for _, want := range []string{"not proved on items: a daemon holds", "stop it", "--data", "the configuration is good"} {
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("check beside a running daemon says %q (%v), want %q", said, err, want)
		}
	}
	d.stop()
}

// TestWhatConfigAcceptsCanBeJudgedWith: the judge refuses no pattern and no term
// that the configuration has accepted, for it cannot name the line.
func TestWhatConfigAcceptsCanBeJudgedWith(t *testing.T) {
	pattern := rapid.OneOf(
		rapid.StringN(0, 6, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("ab* ^/-'’ـ々ー〆ʰ刺ハ한قהéßﬁ２𐌰𝐚ा़\u200d.")), 0, 6, -1),
		rapid.StringMatching(`/[a-d|*?()^$\\.\[\]]{1,6}/`),
	)
	all, accepted := config.Defaults(), 0
	for seed := range 4000 {
		text, err := json.Marshal(pattern.Example(seed))
		if err != nil {
			t.Fatal(err)
		}
		file := fmt.Sprintf("rules: [{must_not: %s}]\nterms: [{text: %[1]s, weight: 1}]\nsources: {only: [bbc-world]}\ntopics: {only: [sudan]}\n", text)
		cfg, err := config.Parse("f.yaml", []byte(file), config.Options{})
		if err != nil {
			file = fmt.Sprintf("rules: [{keep: %s}]\nsources: {only: [bbc-world]}\ntopics: {only: [sudan]}\n", text)
			if cfg, err = config.Parse("f.yaml", []byte(file), config.Options{}); err != nil {
				continue
			}
		}
		accepted++
		all.Rules, all.Terms = append(all.Rules, cfg.Rules...), append(all.Terms, cfg.Terms...)
	}
	t.Logf("%d patterns, %d terms", accepted, len(all.Terms))
	if _, err := newJudge(all); err != nil || accepted < 500 {
		t.Errorf("of %d accepted patterns: %v", accepted, err)
	}
}

// TestExamplesOfAnyOrder: the examples are the strangest, each title once, in
// whatever order items were stored.
func TestExamplesOfAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []feed.Item
		for id := range rapid.IntRange(0, 12).Draw(t, "n") {
			items = append(items, feed.Item{
				ID: feed.ItemID(id), Source: rapid.SampledFrom([]string{"ledger", "meridian"}).Draw(t, "source"),
				Title: rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(t, "title"),
				Score: float64(rapid.IntRange(0, 3).Draw(t, "score")),
			})
		}
		tell := func(items []feed.Item) string {
			e := effect{name: "rule"}
			for _, it := range items {
				e.note(it, true, it.Source == "ledger", it.Source != "ledger")
			}
			var b strings.Builder
			e.print(&b)
			for _, l := range [][]feed.Item{e.leaves, e.enters} {
				if len(l) > examples {
					t.Errorf("%d examples", len(l))
				}
				for i, it := range l {
					if slices.ContainsFunc(l[:i], func(other feed.Item) bool { return other.Title == it.Title }) {
						t.Errorf("%q twice", it.Title)
					}
				}
			}
			return b.String()
		}
		one, other := tell(items), tell(rapid.Permutation(items).Draw(t, "order"))
		if one != other {
			t.Errorf("in one order\n%s, in another\n%s", one, other)
		}
	})
}

// TestRefusal: what empties a feed of some size is refused, alone or together.
func TestRefusal(t *testing.T) {
	rule := func(name string, leaving int) *effect {
		return &effect{name: name, drops: true, leaving: leaving, matches: leaving}
	}
	for _, c := range []struct {
		name string
		p    proof
		kept int
		left int // of those kept
		want string
	}{
		{"one rule", proof{rules: []*effect{rule("a", 9), rule("b", 30)}}, 30, 0, "b would drop all 30"},
		{"two rules", proof{rules: []*effect{rule("a", 20), rule("b", 0), rule("c", 15)}}, 30, 0, "a and c together would drop all 30"},
		{"a term", proof{terms: []*effect{rule("t", 30)}, outweighed: 30}, 30, 0, "t would drop all 30 items that are kept now; weigh it less"},
		{"terms", proof{terms: []*effect{rule("t", 9), rule("u", 9)}, outweighed: 30}, 30, 0, "t and u together"},
		{"a term without a part", proof{terms: []*effect{rule("t", 9)}, low: 30}, 30, 0, "strict would drop all 30"},
		{"rule and strictness", proof{rules: []*effect{rule("a", 9)}, low: 21}, 30, 0, "a and strict together"},
		{"few items", proof{rules: []*effect{rule("a", 19)}}, 19, 0, ""},
		{"one item is left", proof{rules: []*effect{rule("a", 29)}}, 30, 1, ""},
	} {
		c.p.strictness, c.p.all = &effect{name: "strict"}, &effect{kept: c.kept, leaving: c.kept - c.left}
		err := c.p.refusal()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
