package main

import (
	"fmt"

	"sitrep/feed"
	"sitrep/feed/measure"
)

type benchCommand struct {
	Judge benchJudgeCommand `cmd:"" help:"Judge labelled items and tell how often it is right."`
	Group benchGroupCommand `cmd:"" help:"Group labelled items and tell how often it is right."`
}

type benchJudgeCommand struct {
	configured
	Mistakes int      `help:"How many of the worst mistakes of either kind to list." default:"20"`
	Files    []string `arg:"" name:"file" help:"Labelled items, tab-separated." type:"existingfile"`
}

// Help is shown by bench judge --help.
func (benchJudgeCommand) Help() string {
	return `A file begins with a line that names its columns: title, and keep (1 or 0) or label (1, 0
or a class); if it has them also summary, language, class, topics (ids, separated by blanks),
confidence (sure or doubt), sample ("random" is the natural mix), set, tier and outlet. Cells
are separated by tabs, without quoting.

Prints precision, recall and F1 of all and of each part, how well scores are probabilities,
how well topics are found, and the worst mistakes.`
}

// Run judges all files together, with the rules and topics of the configuration.
func (c benchJudgeCommand) Run(io streams) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	judge, err := newJudge(cfg)
	if err != nil {
		return err
	}
	var judged []measure.Judged
	for _, name := range c.Files {
		rows, err := measure.ReadFile(name)
		if err != nil {
			return err
		}
		for _, r := range rows {
			judged = append(judged, measure.Judged{Row: r, Verdict: judge.Explain(r.Item, feed.Source{})})
		}
	}
	if len(judged) == 0 {
		return fmt.Errorf("%s: no labelled items below the header", c.Files[0])
	}
	return measure.Judge(judged).Write(io.out, c.Mistakes)
}
