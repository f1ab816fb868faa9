package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"sitrep/config"
	"sitrep/feed/poll"
	"sitrep/feed/publish"
)

type checkCommand struct {
	setup
	Online bool   `help:"Also fetch each source and report what it gave."`
	OPML   string `name:"opml" help:"Print the configuration for the feeds of an OPML file instead." placeholder:"FILE" type:"existingfile"`
}

// Help is shown by check --help.
func (checkCommand) Help() string {
	return `If there is a store, rules, terms and strictness are proved on what it holds: how many
items each of them matches, and how many would leave the feed and how many enter it, were
they judged again. Rules, terms and strictness that would drop all that is kept now, alone
or together, are refused; a rule for named sources may drop all of theirs.`
}

// Run validates the configuration and reports every mistake at once; then it
// proves rules on the stored items.
func (c checkCommand) Run(ctx context.Context, io streams) error {
	if c.OPML != "" {
		return printOPML(c.OPML, io)
	}
	cfg, err := c.load()
	if err != nil {
		return err
	}
	for _, w := range cfg.Warnings() {
		fmt.Fprintln(io.err, "warning:", w)
	}
	if err := prove(cfg, io); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "the configuration is good: %d sources, %d topics, served at %s\n", len(cfg.Sources), len(cfg.Topics), cfg.PublicURL)
	if c.Online {
		return online(ctx, cfg, io)
	}
	return nil
}

// printOPML turns a reader's subscriptions into configuration.
func printOPML(path string, io streams) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	sources, err := publish.ReadOPML(file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return config.WriteSources(io.out, sources)
}

// online polls each source one time into a store that is thrown away, with all
// manners, and fails if one of them gave no feed.
func online(ctx context.Context, cfg *config.Config, io streams) error {
	folder, err := os.MkdirTemp("", "sitrep-check-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	cfg.Data = folder
	h, err := openHouse(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	bad, err := h.look(ctx, io)
	if err = errors.Join(err, h.Close()); err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d sources gave no feed; mend their url, or take them out with sources: {remove: [id]}", bad, len(cfg.Sources))
	}
	return nil
}

// look polls every source and prints a line for each as it answers.
func (h *house) look(ctx context.Context, io streams) (bad int, err error) {
	poller, err := h.poller()
	if err != nil {
		return 0, err
	}
	err = poller.Once(ctx, false, func(r poll.Report) {
		found := fmt.Sprintf("%d entries, %d would be kept", r.Items, r.Kept)
		if r.Error != "" {
			bad++
			found = oneLine(r.Error)
		}
		fmt.Fprintf(io.out, "%-32s %s\n", r.Source, found)
	})
	if err == nil && ctx.Err() != nil {
		err = errors.New("interrupted before all sources were asked")
	}
	return bad, err
}
