package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"sitrep/config"
	"sitrep/feed"
	"sitrep/feed/feedtest"
)

type demoCommand struct {
	logging
	Listen string  `help:"Address to serve on; port 0 takes a free one." default:"127.0.0.1:0" placeholder:"HOST:PORT"`
	Speed  float64 `help:"How fast news breaks: at 1 as fast as in life, at 60 a minute of news a second." default:"60"`
}

// demoEvery is how often the daemon visits each invented outlet.
const demoEvery = "@every 5s"

// Run opens an invented newsroom on loopback and the daemon polling it, prints
// the daemon's address, and runs until the context ends. Nothing is kept.
func (c demoCommand) Run(ctx context.Context, io streams) error {
	if c.LogLevel == "" {
		c.LogLevel = "warn"
	}
	newsroom := feedtest.New(feedtest.Options{Seed: 1, Speed: c.Speed})
	base, err := newsroom.Open("127.0.0.1:0")
	if err != nil {
		return err
	}
	err = c.demonstrate(ctx, newsroom, base, io)
	return errors.Join(err, newsroom.Close())
}

func (c demoCommand) demonstrate(ctx context.Context, newsroom *feedtest.Newsroom, base string, io streams) error {
	folder, err := os.MkdirTemp("", "sitrep-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --listen", err)
	}
	cfg, err := demoConfig(folder, listener.Addr().String(), newsroom.Sources(base))
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
	fmt.Fprintf(io.out, `An invented newsroom of %d outlets is at %s
sitrep polls it and serves what it keeps at

    %s/

Subscribe in your feed reader: %[3]s/feed.atom
Press Ctrl-C to end; nothing is kept.
`, len(cfg.Sources), base, cfg.PublicURL)
	return errors.Join(h.live(ctx, listener), h.Close())
}

// demoConfig is the built-in configuration with the newsroom's outlets as its
// only sources and its theatres as topics, in all their languages.
func demoConfig(folder, address string, sources []feed.Source) (*config.Config, error) {
	cfg, err := config.Load("", config.Options{})
	if err != nil {
		return nil, err
	}
	override(cfg, address, "http://"+dialable(address))
	cfg.Title = "sitrep demonstration: news of an invented world"
	cfg.Data, cfg.Sources, cfg.Topics, cfg.Languages = folder, sources, feedtest.Topics(), nil
	cfg.AllowPrivate = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	cfg.Poll.MinInterval = time.Second
	for i := range cfg.Sources {
		cfg.Sources[i].Schedule = demoEvery
	}
	return cfg, nil
}
