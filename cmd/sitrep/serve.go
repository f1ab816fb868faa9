package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"sitrep/config"
	"sitrep/feed/serve"
)

type serveCommand struct {
	setup
	logging
	Listen    string `help:"Address to serve on. Default: 127.0.0.1:8080, or what the file says." placeholder:"HOST:PORT"`
	PublicURL string `help:"Address under which readers reach the daemon. Default: from --listen." placeholder:"URL"`
}

// Run polls and serves until the context ends, then shuts down within ten
// seconds: readers get their answers, and visits under way are stored.
func (c serveCommand) Run(ctx context.Context, io streams) error {
	cfg, err := c.load(func(cfg *config.Config) { override(cfg, c.Listen, c.PublicURL) })
	if err != nil {
		return err
	}
	log, err := c.logger(cfg, io.err)
	if err != nil {
		return err
	}
	for _, w := range cfg.Warnings() {
		log.Warn(w.Text, "remedy", w.Remedy)
	}
	if c.Config == "" {
		log.Warn("publishers cannot reach you", "remedy", "write contact: https://... (a page or a mail address) into a file and start with --config FILE")
	}
	h, err := openHouse(cfg, log)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("%w; choose another address with --listen", err), h.Close())
	}
	if cfg.PublicURL == "" { // port 0: the system chose one
		cfg.PublicURL = "http://" + dialable(listener.Addr().String())
	}
	log.Info("serving", "address", cfg.PublicURL, "sources", len(cfg.Sources), "store", storePath(cfg), "version", release())
	return errors.Join(h.live(ctx, listener), h.Close())
}

// live runs both wings until the context ends or one of them fails. Readers are
// served at once from the store; polling begins when the index is filled.
func (h *house) live(ctx context.Context, listener net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var wings sync.WaitGroup
	var writing, reading error
	wings.Go(func() {
		defer stop()
		reading = serve.Run(ctx, listener, h.server().Handler(), h.log)
	})
	wings.Go(func() {
		defer stop()
		poller, err := h.poller()
		if err == nil {
			err = poller.Run(ctx)
		}
		writing = err
	})
	wings.Wait()
	return cmp.Or(writing, reading)
}
