package main

import (
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"sitrep/config"
	"sitrep/feed"
	"sitrep/feed/classify"
	"sitrep/feed/dedupe"
	"sitrep/feed/fetch"
	"sitrep/feed/poll"
	"sitrep/feed/serve"
	"sitrep/store"
)

// house is all rooms wired together: poll writes, serve reads, and they meet in
// the store.
type house struct {
	cfg    *config.Config
	log    *slog.Logger
	db     *store.DB
	client *fetch.Client
	judge  *classify.Classifier
}

// openHouse opens the store in the configured folder and builds what polls need.
func openHouse(cfg *config.Config, log *slog.Logger) (*house, error) {
	judge, err := newJudge(cfg)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.Data, 0o750); err != nil {
		return nil, fmt.Errorf("the data folder cannot be made: %w; choose another with --data", err)
	}
	db, err := store.Open(storePath(cfg), store.Options{Hear: hearSides(cfg)})
	if err != nil {
		return nil, err
	}
	return &house{cfg: cfg, log: log, db: db, client: newClient(cfg), judge: judge}, nil
}

// hearSides gives a function that notes in a story which sides of its topics
// speak, as the configuration has sources and topics. Topics without sides need
// no ear; without any there is none.
func hearSides(cfg *config.Config) func(*feed.Story) {
	sided := map[string]feed.Topic{}
	for _, t := range cfg.Topics {
		if len(t.Sides) > 0 {
			sided[t.ID] = t
		}
	}
	if len(sided) == 0 {
		return nil
	}
	sources := sourcesByID(cfg.Sources)
	return func(s *feed.Story) {
		if len(s.Items) < 2 {
			return // most stories
		}
		for _, id := range s.Topics() {
			if t, ok := sided[id]; ok {
				s.Hear(sources, t)
			}
		}
	}
}

func (h *house) Close() error {
	h.client.Close()
	return h.db.Close()
}

// poller wires the write side. It reads the whole store once, to know which
// items are already in which stories.
func (h *house) poller() (*poll.Poller, error) {
	cfg := h.cfg
	return poll.New(poll.Options{
		Store: h.db, Fetch: h.client, Judge: h.judge, Index: dedupe.New(dedupe.Options{}), Log: h.log,
		Sources: cfg.Sources, Content: cfg.Content == "full",
		Interval: cfg.Poll.Interval, MinInterval: cfg.Poll.MinInterval,
		HostGap: cfg.Poll.HostGap, Concurrency: cfg.Poll.Concurrency,
		Expire: func(now time.Time, gone func([]feed.ItemID)) (int, error) {
			return h.db.Expire(store.Retention{Age: cfg.Retention.Age, Stories: cfg.Retention.Stories, Removed: gone}, now)
		},
	})
}

// server wires the read side.
func (h *house) server() *serve.Server {
	cfg := h.cfg
	return serve.New(serve.Options{
		Store: h.db, Sources: cfg.Sources, Topics: cfg.Topics, PublicURL: cfg.PublicURL,
		Title: cfg.Title, Authority: cfg.Authority, Version: release(),
		Languages: cfg.Languages, Limit: cfg.Feed.Limit, Log: h.log,
		Explain: func(q string) (any, error) { return h.explain(q) },
	})
}

func storePath(cfg *config.Config) string { return filepath.Join(cfg.Data, "sitrep.db") }

func newJudge(cfg *config.Config) (*classify.Classifier, error) {
	return classify.New(judgeOptions(cfg))
}

// judgeOptions are how the configuration wants items judged.
func judgeOptions(cfg *config.Config) classify.Options {
	o := classify.Options{
		Topics: cfg.Topics, Strictness: cfg.Strictness, Threshold: cfg.Classify.Threshold,
		KeepAll: cfg.Keep == config.KeepAll, Rules: cfg.Rules,
	}
	for _, t := range cfg.Terms {
		o.Terms = append(o.Terms, classify.Term(t))
	}
	return o
}

func newClient(cfg *config.Config) *fetch.Client {
	return fetch.New(fetch.Options{
		UserAgent: userAgent(cfg), AllowPrivate: cfg.AllowPrivate, Timeout: cfg.Poll.Timeout, MaxBytes: cfg.Poll.MaxBytes,
	})
}

// userAgent names the program and where a publisher reaches its operator. An
// address that only this machine knows is of no use to a publisher.
func userAgent(cfg *config.Config) string {
	agent := "sitrep/" + release()
	contact := cfg.Contact
	if contact == "" && !local(cfg.PublicURL) {
		contact = cfg.PublicURL
	}
	if contact == "" {
		return agent
	}
	return fmt.Sprintf("%s (+%s)", agent, contact)
}

// local reports whether an address means nothing on other machines.
func local(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "localhost" || u.Hostname() == "" {
		return true
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified() || ip.IsLinkLocalUnicast())
}

func sourcesByID(sources []feed.Source) map[string]feed.Source {
	byID := make(map[string]feed.Source, len(sources))
	for _, s := range sources {
		byID[s.ID] = s
	}
	return byID
}
