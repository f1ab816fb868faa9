package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"sitrep/feed"
	"sitrep/feed/poll"
	"sitrep/feed/publish"
)

type onceCommand struct {
	setup
	logging
	Format  string `help:"Format of the feed on standard output: atom, rss or json." enum:"atom,rss,json" default:"atom"`
	Summary string `help:"Also write the summary as JSON Lines to this file." placeholder:"FILE" type:"path"`
	Force   bool   `help:"Poll also the sources that are to be left alone for now. Publishers may block you for it."`
}

// Help is shown by once --help.
func (onceCommand) Help() string {
	return "Errors alone are logged unless --log-level says otherwise: the summary on standard error tells the rest."
}

// Run polls every source one time and prints the merged feed on standard
// output, and what became of each source on standard error. It fails where not
// one source could be read; a source that fails beside others is reported.
func (c onceCommand) Run(ctx context.Context, io streams) error {
	if c.LogLevel == "" {
		c.LogLevel = "error" // the summary says the rest
	}
	cfg, err := c.load()
	if err != nil {
		return err
	}
	log, err := c.logger(cfg, io.err)
	if err != nil {
		return err
	}
	h, err := openHouse(cfg, log)
	if err != nil {
		return err
	}
	err = c.round(ctx, h, io)
	return errors.Join(err, h.Close())
}

func (c onceCommand) round(ctx context.Context, h *house, io streams) error {
	poller, err := h.poller()
	if err != nil {
		return err
	}
	progress := newProgress(io.err, len(h.cfg.Sources))
	var reports []poll.Report
	err = poller.Once(ctx, c.Force, func(r poll.Report) {
		reports = append(reports, r)
		progress.show(r)
	})
	progress.clear()
	if err != nil {
		return err
	}
	slices.SortFunc(reports, func(a, b poll.Report) int { return strings.Compare(a.Source, b.Source) })
	if err := c.summarise(reports, io.err); err != nil {
		return err
	}
	dropped, err := h.db.Dropped(0)
	if err != nil {
		return err
	}
	printNear(io.err, dropped)
	if ctx.Err() != nil {
		return errors.New("interrupted; what was read is stored")
	}
	if err := c.print(h, io.out); err != nil {
		return err
	}
	if lost := slices.IndexFunc(reports, func(r poll.Report) bool { return r.Status != feed.Failed }) < 0; lost && len(reports) > 0 {
		return errors.New("no source could be read; the feed holds what was stored before")
	}
	return nil
}

// print writes the merged feed as the daemon would serve it.
func (c onceCommand) print(h *house, out io.Writer) error {
	document, err := h.server().Feed("")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(publish.Formats, func(f publish.Format) bool { return f.Suffix == "."+c.Format })
	return publish.Formats[i].Write(out, document)
}

// summarise tells what became of each source.
func (c onceCommand) summarise(reports []poll.Report, errOut io.Writer) error {
	printTable(errOut, reports)
	if c.Summary == "" {
		return nil
	}
	file, err := os.Create(c.Summary)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(file)
	for _, r := range reports {
		err = errors.Join(err, encoder.Encode(r))
	}
	return errors.Join(err, file.Close())
}

func printTable(w io.Writer, reports []poll.Report) {
	var total poll.Report
	count := map[feed.Status]int{}
	fmt.Fprintf(w, "%-32s %-10s %6s %6s %6s  %s\n", "source", "status", "items", "kept", "copies", "error")
	for _, r := range reports {
		fmt.Fprintf(w, "%-32s %-10s %6d %6d %6d  %s\n", r.Source, r.Status, r.Items, r.Kept, r.Copies, oneLine(r.Error))
		total.Items, total.Kept, total.Copies = total.Items+r.Items, total.Kept+r.Kept, total.Copies+r.Copies
		count[r.Status]++
	}
	fmt.Fprintf(w, "%d sources: %d fetched, %d unchanged, %d waiting, %d failed or gone; %d entries read, %d kept, %d of them copies\n",
		len(reports), count[feed.Fetched], count[feed.Unchanged], count[feed.Waiting], count[feed.Failed]+count[feed.Gone],
		total.Items, total.Kept, total.Copies)
}

// oneLine keeps what an outlet's server said from breaking the table.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// progress is one line on a terminal that is written over and over; elsewhere
// it is silent.
type progress struct {
	out         io.Writer
	done, total int
	kept        int
}

func newProgress(out io.Writer, total int) *progress {
	p := &progress{total: total}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.out = out
	}
	return p
}

func (p *progress) show(r poll.Report) {
	p.done++
	p.kept += r.Kept
	if p.out != nil {
		fmt.Fprintf(p.out, "\r\x1b[K%d of %d sources, %d items kept", p.done, p.total, p.kept)
	}
}

func (p *progress) clear() {
	if p.out != nil {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
