package main

import (
	"time"

	"sitrep/feed"
)

type judgeCommand struct {
	configured
}

// Help is shown by judge --help.
func (judgeCommand) Help() string {
	return `Reads one JSON object a line with the keys id, title, summary, language, source, url
and published (only title is required) and writes, in the same order,
{"id","keep","decision","score","class","topics","reasons":[{"term","weight","where"}]}:
decision is keep, near or drop, score a probability, class how a kept item is coverage.

Example: echo '{"title":"Shells hit the port of Mirna, nine dead"}' | sitrep judge`
}

// judgement is one line of judge's output.
type judgement struct {
	ID       name          `json:"id"`
	Keep     bool          `json:"keep"`
	Decision string        `json:"decision"` // keep, near or drop
	Score    float64       `json:"score"`
	Class    string        `json:"class,omitempty"`
	Topics   []string      `json:"topics"`
	Reasons  []feed.Reason `json:"reasons"`
}

// Run judges standard input with the rules and topics of the configuration.
func (c judgeCommand) Run(io streams) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	judge, err := newJudge(cfg)
	if err != nil {
		return err
	}
	sources := sourcesByID(cfg.Sources)
	now := time.Now().UTC()
	return eachLine(io, func(n int, l line) (any, error) {
		it, err := l.item(n, now)
		v := judge.Explain(it, sources[l.Source])
		return judgement{
			ID: l.ID, Keep: v.Keep, Decision: v.Decision(), Score: v.Score, Class: v.Class,
			Topics: list(v.Topics), Reasons: list(v.Reasons),
		}, err
	})
}

// list makes JSON say [] where there is nothing, not null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
