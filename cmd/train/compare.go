package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/measure"
	"sitrep/feed/train"
)

// lexicon is the simplest system: an item with any of these words is kept.
var lexicon = strings.Fields(`war wars troops soldiers army military missile missiles airstrike airstrikes
	strike strikes shelling artillery drone drones bombing bomb militants militia rebels insurgents
	ceasefire truce hostages invasion offensive frontline casualties killed attack attacks gaza ukraine terrorist`)

// system is something that judges items.
type system struct {
	name  string
	judge func(feed.Item) feed.Verdict
}

// trial is a group of rows on which no system has learnt.
type trial struct {
	name string
	of   set
	in   func(r row) bool
}

var (
	gold   = set{file: "gold/relevance.tsv", feeds: true}
	items  = set{file: ":labels/items.tsv", feeds: true}
	heads  = set{file: ":labels/headlines.tsv"}
	editor = set{file: "relevance/train.tsv.gz"}
)

var trials = []trial{
	{"gold, held", gold, heldRow},
	{"gold, held, sure labels", gold, func(r row) bool { return heldRow(r) && !r.Doubt }},
	{"gold, held, natural mix", gold, func(r row) bool { return heldRow(r) && r.Sample == "random" }},
	{"gold, held, English", gold, func(r row) bool { return heldRow(r) && r.Item.Language == "en" }},
	{"gold, held, Ukrainian", gold, func(r row) bool { return heldRow(r) && r.Item.Language == "uk" }},
	{"gold, held, Bengali", gold, func(r row) bool { return heldRow(r) && r.Item.Language == "bn" }},
	{"gold, held, Russian", gold, func(r row) bool { return heldRow(r) && r.Item.Language == "ru" }},
	{"gold, held, traps", gold, func(r row) bool { return heldRow(r) && !r.Keep && r.Class != "unrelated" }},
	{"own items of held outlets, sure", items, func(r row) bool { return heldRow(r) && !r.Doubt }},
	{"headlines, test part, sure", heads, func(r row) bool { return r.Part == "test" && !r.Doubt }},
	{"headlines, test part, English", heads, func(r row) bool { return r.Part == "test" && !r.Doubt && r.Item.Language == "en" }},
	{"clickbait, held", editor, func(r row) bool { return r.Set == "clickbait" && r.heldTitle() }},
	{"lethal events, held", editor, func(r row) bool { return r.Set == "ucdp" && r.heldTitle() }},
	{"editors, development", set{file: "relevance/dev.tsv.gz"}, func(r row) bool { return r.Tier != "context" }},
}

func heldRow(r row) bool { return train.Held(r.Outlet) }

// writeComparison tells what each system does on each trial.
func writeComparison(w io.Writer, l library) error {
	systems, err := l.systems()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\titems\tkeeps\t")
	for _, s := range systems {
		fmt.Fprintf(table, "%s\t", s.name)
	}
	fmt.Fprintln(table)
	for _, t := range trials {
		rows, err := l.read([]set{t.of}, t.in)
		if err != nil {
			return err
		}
		keeps := 0
		for _, r := range rows {
			if r.Keep {
				keeps++
			}
		}
		fmt.Fprintf(table, "%s\t%d\t%d\t", t.name, len(rows), keeps)
		for _, s := range systems {
			fmt.Fprintf(table, "%s\t", outcome(s, rows, keeps))
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

// outcome is precision, recall and F1; where all are keeps the share kept, and
// where none is the share kept wrongly.
func outcome(s system, rows []row, keeps int) string {
	var judged []measure.Judged
	for _, r := range rows {
		judged = append(judged, measure.Judged{Row: r.Row, Verdict: s.judge(r.Item)})
	}
	all := measure.Judge(judged).Group("all")
	switch keeps {
	case 0:
		return fmt.Sprintf("kept %.3f", all.FalseKeeps())
	case len(rows):
		return fmt.Sprintf("kept %.3f", all.Recall())
	}
	return fmt.Sprintf("%.3f %.3f %.3f", all.Precision(), all.Recall(), all.F1())
}

// systems are the simpler ones and the embedded model, each learnt from nothing
// that a trial asks.
func (l library) systems() ([]system, error) {
	stated, err := classify.New(classify.Options{Untrained: true, Threshold: statedThreshold})
	if err != nil {
		return nil, err
	}
	model, err := classify.New(classify.Options{})
	if err != nil {
		return nil, err
	}
	rows, err := l.training()
	if err != nil {
		return nil, err
	}
	var sentences []row
	for _, r := range rows {
		if r.of.file == editor.file {
			sentences = append(sentences, r)
		}
	}
	return []system{
		{"lexicon", keywords},
		{"TF-IDF, editors", plain(train.FitPlain(examples(sentences)))},
		{"TF-IDF, all", plain(train.FitPlain(examples(rows)))},
		{"stated", func(it feed.Item) feed.Verdict { return stated.Judge(it, feed.Source{}) }},
		{"model", func(it feed.Item) feed.Verdict { return model.Judge(it, feed.Source{}) }},
	}, nil
}

// statedThreshold is where the weights that the data files state were meant to
// divide.
const statedThreshold = 0.5

func plain(p *train.Plain) func(feed.Item) feed.Verdict {
	return func(it feed.Item) feed.Verdict { return feed.Verdict{Keep: p.Score(it) >= 0.5, Score: p.Score(it)} }
}

func keywords(it feed.Item) feed.Verdict {
	text := " " + strings.Join(strings.FieldsFunc(strings.ToLower(it.Title+" "+it.Summary), train.NotWord), " ") + " "
	for _, word := range lexicon {
		if strings.Contains(text, " "+word+" ") {
			return feed.Verdict{Keep: true, Score: 1}
		}
	}
	return feed.Verdict{}
}
