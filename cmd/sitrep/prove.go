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
// it says that it cannot. The error names what would empty the feed.
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

	judge, plain *classify.Classifier // of the configuration, and without its rules and terms

	rules, terms    []*effect
	strictness, all *effect
	outweighed, low int // kept items that their score would drop: because of terms, and without them too
}

func (p *proof) run(out io.Writer) (err error) {
	if p.judge, err = newJudge(p.cfg); err != nil {
		return err
	}
	o := judgeOptions(p.cfg)
	o.Terms, o.Rules = nil, nil
	if p.plain, err = classify.New(o); err != nil {
		return err
	}
	if err := p.readDropped(); err != nil {
		return err
	}
	if err := p.judgeAgain(); err != nil || p.all.items == 0 {
		return err
	}
	for _, t := range p.cfg.Terms {
		e, err := p.term(t)
		if err != nil {
			return err
		}
		p.terms = append(p.terms, e)
	}
	fmt.Fprintf(out, "the store has %d items: %d kept, %d dropped\n", p.all.items, p.all.kept, p.all.items-p.all.kept)
	for _, e := range slices.Concat(p.rules, p.terms, []*effect{p.strictness, p.all}) {
		e.print(out)
	}
	p.explainGaps(out)
	return p.refusal()
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

// judgeAgain proves each rule as if it were the only one, the strictness on what
// no rule decides, and the configuration as a whole.
func (p *proof) judgeAgain() error {
	for _, r := range p.cfg.Rules {
		p.rules = append(p.rules, &effect{name: fmt.Sprintf(`rule "%s"`, r.Name), drops: r.Kind != feed.RuleKeep, sources: r.Sources})
	}
	p.strictness, p.all = &effect{name: p.line(), whole: true}, &effect{name: "all together", whole: true}
	return p.each(func(it feed.Item, src feed.Source, kept bool) {
		v := p.judge.Judge(it, src)
		it.Score = v.Score // the stored one is of another day's model and terms
		decided := false
		for i, r := range p.judge.Rulings(it, src) {
			if r.Applies {
				p.rules[i].note(it, r.Field != "", kept, !r.Drops() && (kept || r.Keeps()))
				decided = decided || r.Drops() || r.Keeps()
			}
		}
		covers := p.judge.Keeps(v.Score, src)
		p.strictness.note(it, true, kept, decided && kept || !decided && covers)
		p.all.note(it, true, kept, v.Keep)
		if kept && !decided && !covers {
			if p.plain.Keeps(p.plain.Judge(it, src).Score, src) {
				p.outweighed++
			} else {
				p.low++
			}
		}
	})
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
	o.Terms = []classify.Term{classify.Term(t)}
	words := feed.Pattern(" " + t.Text) // with the blank it is no expression, even between slashes
	o.Rules = []feed.Rule{{Kind: feed.RuleKeep, Patterns: []feed.Pattern{words}, In: []string{"title", "summary"}}}
	with, err := classify.New(o)
	if err != nil {
		return nil, err
	}
	e := &effect{name: fmt.Sprintf(`term "%s" with weight %v`, t.Text, t.Weight), drops: t.Weight < 0}
	err = p.each(func(it feed.Item, src feed.Source, kept bool) {
		matches, would := false, kept
		if with.Rulings(it, src)[0].Keeps() { // else the scores are the same
			before := p.plain.Judge(it, src).Score
			it.Score = with.Judge(it, src).Score
			matches = before != it.Score
			if keeps := with.Keeps(it.Score, src); keeps != p.plain.Keeps(before, src) {
				would = keeps
			}
		}
		e.note(it, matches, kept, would)
	})
	return e, err
}
