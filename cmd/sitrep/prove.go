package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"sitrep/config"
	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/store"
)

// prove tells what rules, terms and strictness would do to the stored items if
// those were judged again. Without a store, or beside a daemon that holds it,
// it says that it cannot. The error names a rule that would drop everything.
func prove(cfg *config.Config, io streams) error {
	own := len(cfg.Rules)+len(cfg.Terms) > 0
	db, err := store.Open(storePath(cfg), store.Options{ReadOnly: true})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if own {
			fmt.Fprintf(io.err, "rules and terms were not proved on items: there is no store at %s yet; run sitrep or sitrep once first\n", storePath(cfg))
		}
		return nil
	case errors.Is(err, store.ErrLocked):
		fmt.Fprintf(io.err, "rules and terms were not proved on items: a daemon holds %s; stop it for as long as the check takes, or name a folder with a copy made while it was stopped by --data\n", storePath(cfg))
		return nil
	case err != nil:
		return err
	}
	p := &proof{cfg: cfg, db: db, sources: sourcesByID(cfg.Sources)}
	return errors.Join(p.run(io.out), db.Close())
}

// proof is one reading of a store that nobody writes meanwhile.
type proof struct {
	cfg     *config.Config
	db      *store.DB
	sources map[string]feed.Source
	dropped []feed.Item
}

func (p *proof) run(out io.Writer) (err error) {
	judge, err := newJudge(p.cfg)
	if err != nil {
		return err
	}
	if err := p.readDropped(); err != nil {
		return err
	}
	rules, strictness, all, err := p.rules(judge)
	if err != nil || all.items == 0 {
		return err
	}
	fmt.Fprintf(out, "the store has %d items: %d kept, %d dropped\n", all.items, all.kept, all.items-all.kept)
	for _, e := range rules {
		e.print(out)
	}
	for _, t := range p.cfg.Terms {
		e, err := p.term(t)
		if err != nil {
			return err
		}
		e.print(out)
	}
	strictness.print(out)
	all.print(out)
	p.explainGaps(out)
	for _, e := range rules {
		if err := e.refusal(); err != nil {
			return err
		}
	}
	return nil
}

// readDropped reads the dropped items that were not kept later.
func (p *proof) readDropped() error {
	kept := map[feed.ItemID]bool{}
	err := p.db.Each(func(s feed.Story) error {
		for _, it := range s.Items {
			kept[it.ID] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.dropped, err = p.db.Dropped(0)
	p.dropped = slices.DeleteFunc(p.dropped, func(it feed.Item) bool { return kept[it.ID] })
	return err
}

// each gives every stored item with its source, and whether it was kept.
func (p *proof) each(f func(it feed.Item, src feed.Source, kept bool)) error {
	err := p.db.Each(func(s feed.Story) error {
		for _, it := range s.Items {
			f(it, p.sources[it.Source], true)
		}
		return nil
	})
	for _, it := range p.dropped {
		f(it, p.sources[it.Source], false)
	}
	return err
}

// rules proves each rule as if it were the only one, the strictness by the
// stored scores, and the configuration as a whole.
func (p *proof) rules(judge *classify.Classifier) (rules []*effect, strictness, all *effect, err error) {
	for _, r := range p.cfg.Rules {
		rules = append(rules, &effect{name: fmt.Sprintf(`rule "%s"`, r.Name), drops: r.Kind != feed.RuleKeep})
	}
	strictness, all = &effect{name: p.line(), whole: true}, &effect{name: "all together", whole: true}
	err = p.each(func(it feed.Item, src feed.Source, kept bool) {
		decided := false
		for i, ruling := range judge.Rulings(it, src) {
			if ruling.Applies {
				would := !ruling.Drops() && (kept || ruling.Keeps())
				rules[i].note(it, ruling.Field != "", kept, would)
				decided = decided || ruling.String() != ""
			}
		}
		strictness.note(it, true, kept, decided && kept || !decided && judge.Keeps(it.Score, src))
		all.note(it, true, kept, judge.Judge(it, src).Keep)
	})
	return rules, strictness, all, err
}

// line names the setting from which score an item is kept.
func (p *proof) line() string {
	switch {
	case p.cfg.Keep == config.KeepAll:
		return "keep: all"
	case p.cfg.Classify.Threshold != 0:
		return fmt.Sprintf("threshold %v", p.cfg.Classify.Threshold)
	case p.cfg.Strictness != "":
		return "strictness " + string(p.cfg.Strictness)
	}
	return "strictness normal"
}

// term proves one term as if it were the only one: with it, and without.
func (p *proof) term(t config.Term) (*effect, error) {
	o := judgeOptions(p.cfg)
	o.Terms, o.Rules = nil, nil
	without, err := classify.New(o)
	if err != nil {
		return nil, err
	}
	o.Terms = []classify.Term{classify.Term(t)}
	o.Rules = []feed.Rule{{Kind: feed.RuleKeep, Patterns: []feed.Pattern{feed.Pattern(t.Text)}, In: []string{"title", "summary"}}}
	with, err := classify.New(o)
	if err != nil {
		return nil, err
	}
	e := &effect{name: fmt.Sprintf(`term "%s" with weight %v`, t.Text, t.Weight)}
	err = p.each(func(it feed.Item, src feed.Source, kept bool) {
		matches, would := false, kept
		if with.Rulings(it, src)[0].Keeps() { // else the scores are the same
			before, after := without.Judge(it, src).Score, with.Judge(it, src).Score
			matches = before != after
			if keeps := with.Keeps(after, src); keeps != without.Keeps(before, src) {
				would = keeps
			}
		}
		e.note(it, matches, kept, would)
	})
	return e, err
}
