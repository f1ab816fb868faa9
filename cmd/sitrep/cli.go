package main

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"

	"sitrep/config"
	"sitrep/feed/poll"
)

const description = `sitrep reads hundreds of news feeds, keeps what reports on armed conflict,
folds copies of one report into one story, and publishes the stories as one
feed (Atom, RSS, JSON Feed) for the feed reader you already use.

Without a command it serves: open http://127.0.0.1:8080 and subscribe.
To see it alive without a network, try: sitrep demo`

// cli is the command line. Every flag is also an environment variable:
// --public-url is SITREP_PUBLIC_URL.
type cli struct {
	Serve   serveCommand   `cmd:"" default:"withargs" help:"Poll the sources and serve the merged feed (this is the default)."`
	Once    onceCommand    `cmd:"" help:"Poll every source one time, print the merged feed and a summary."`
	Check   checkCommand   `cmd:"" help:"Validate the configuration; with --online also fetch each source."`
	Judge   judgeCommand   `cmd:"" help:"Judge items given as JSON Lines on standard input: is it conflict coverage, and why?"`
	Bench   benchCommand   `cmd:"" help:"Measure against labelled items."`
	Group   groupCommand   `cmd:"" help:"Group items given as JSON Lines on standard input: which would be one story?"`
	Explain explainCommand `cmd:"" help:"Tell why an item (by its address) or a text was kept or dropped."`
	Demo    demoCommand    `cmd:"" help:"Start an invented newsroom and the daemon polling it; needs no network."`
	Health  healthCommand  `cmd:"" help:"Ask a running daemon whether it is well; exit 0 or 1."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// configured is what every command needs that reads the configuration.
type configured struct {
	Config string `help:"Configuration file (YAML). Without one the built-in sources are used." placeholder:"FILE" type:"path"`
}

// setup is what every command needs that opens the store.
type setup struct {
	configured
	Data string `help:"Folder for the store, made if missing. Default: ./data, or what the file says." placeholder:"DIR" type:"path"`
}

// logging is how a command that works for long tells what it does.
type logging struct {
	LogFormat string `help:"How to log: text or json. Default: text, or what the file says." enum:"text,json," default:"" placeholder:"FORMAT"`
	LogLevel  string `help:"What to log: debug, info, warn or error. Default: info, or what the file says." enum:"debug,info,warn,error," default:"" placeholder:"LEVEL"`
}

// load reads the configuration and lets flags override it.
func (s setup) load(override ...func(*config.Config)) (*config.Config, error) {
	data := func(cfg *config.Config) { cfg.Data = cmp.Or(s.Data, cfg.Data) }
	return s.configured.load(append(override, data)...)
}

func (c configured) load(override ...func(*config.Config)) (*config.Config, error) {
	cfg, err := config.Load(c.Config, config.Options{Schedule: poll.CheckSchedule})
	if err != nil {
		return nil, err
	}
	for _, f := range override {
		f(cfg)
	}
	return cfg, cfg.Check()
}

// override lets the addresses of the command line, if given, stand for those of
// the configuration.
func override(cfg *config.Config, listen, publicURL string) {
	cfg.Listen = cmp.Or(listen, cfg.Listen)
	cfg.PublicURL = cmp.Or(publicURL, cfg.PublicURL)
}

// logger makes the log that the flags, or else the configuration, ask for.
func (l logging) logger(cfg *config.Config, w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cmp.Or(l.LogLevel, cfg.Log.Level, "info"))); err != nil {
		return nil, fmt.Errorf("log level: %w", err)
	}
	options := &slog.HandlerOptions{Level: level}
	if cmp.Or(l.LogFormat, cfg.Log.Format) == "json" {
		return slog.New(slog.NewJSONHandler(w, options)), nil
	}
	return slog.New(slog.NewTextHandler(w, options)), nil
}
