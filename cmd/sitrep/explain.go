package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"

	"sitrep/config"
	"sitrep/feed"
	"sitrep/feed/parse"
	"sitrep/store"
)

type explainCommand struct {
	setup
	Listen string   `help:"Where a running daemon listens; it is asked when it holds the store." placeholder:"HOST:PORT"`
	What   []string `arg:"" name:"url-or-text" help:"The address of an item in the store, or any text."`
}

// Run explains an item of the store, or a text. If a daemon holds the store it
// is asked instead.
func (c explainCommand) Run(ctx context.Context, io streams) error {
	cfg, err := c.load(func(cfg *config.Config) { override(cfg, c.Listen, "") })
	if err != nil {
		return err
	}
	what := strings.Join(c.What, " ")
	e, err := c.explanation(ctx, cfg, what)
	if err != nil {
		return err
	}
	e.print(io.out)
	return nil
}

// explanation judges a text at once; an address is looked up in the store.
func (c explainCommand) explanation(ctx context.Context, cfg *config.Config, what string) (e explanation, err error) {
	judge, err := newJudge(cfg)
	if err != nil {
		return e, err
	}
	h := &house{cfg: cfg, judge: judge}
	if !isURL(what) {
		return h.explain(what)
	}
	h.db, err = store.Open(storePath(cfg), store.Options{ReadOnly: true})
	switch {
	case errors.Is(err, store.ErrLocked):
		err = askJSON(ctx, cfg.Listen, "/explain?q="+url.QueryEscape(what), &e)
		if errors.Is(err, errNotFound) {
			err = unknown{what}
		}
		return e, err
	case errors.Is(err, fs.ErrNotExist):
		return e, fmt.Errorf("there is no store at %s yet; run sitrep or sitrep once first, or explain a text", storePath(cfg))
	case err != nil:
		return e, err
	}
	e, err = h.explain(what)
	return e, errors.Join(err, h.db.Close())
}

// unknown is an address that no item in the store has.
type unknown struct{ address string }

func (u unknown) Error() string {
	return fmt.Sprintf("no item with the address %s is in the store: its source did not list it, or it has expired; its text can be explained instead", u.address)
}

// Unwrap says it in the words of the standard library.
func (unknown) Unwrap() error { return fs.ErrNotExist }

func isURL(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// explain looks an address up in the store, or judges a text.
func (h *house) explain(what string) (explanation, error) {
	if !isURL(what) {
		it := feed.Item{Title: parse.Text(what)}
		return h.verdict(it, explanation{}), nil
	}
	it, story, err := h.db.FindURL(parse.Link(what, ""))
	if errors.Is(err, fs.ErrNotExist) {
		return explanation{}, unknown{what}
	}
	if err != nil {
		return explanation{}, err
	}
	e := explanation{Stored: true, Rule: it.Rule}
	if len(story.Items) > 0 {
		e.placed(it, story)
		if e.Previous, err = h.previous(story); err != nil {
			return explanation{}, err
		}
	}
	return h.verdict(it, e), nil
}

// previous finds the story that another one continues; nil if it continues none.
func (h *house) previous(s feed.Story) (*previous, error) {
	if s.Previous == 0 {
		return nil, nil
	}
	p := &previous{Story: s.Previous.String()}
	before, err := h.db.Story(s.Previous)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default: // it may have another id by now
		p.Story, p.Title = before.ID.String(), before.Lead().Title
	}
	return p, nil
}
