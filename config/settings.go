package config

import (
	"net/netip"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// settings are the keys of a file, each with the field that takes it.
func (r *reader) settings(c *Config, l *lists) keys {
	return keys{
		"listen":        r.text(&c.Listen),
		"public_url":    r.text(&c.PublicURL),
		"data":          r.text(&c.Data),
		"keep":          r.text(&c.Keep),
		"languages":     r.words(&c.Languages),
		"content":       r.text(&c.Content),
		"title":         r.text(&c.Title),
		"contact":       r.text(&c.Contact),
		"authority":     r.text(&c.Authority),
		"allow_private": r.networks(&c.AllowPrivate),
		"poll": r.mapping(keys{
			"min_interval": r.duration(&c.Poll.MinInterval),
			"interval":     r.duration(&c.Poll.Interval),
			"concurrency":  r.integer(&c.Poll.Concurrency),
			"host_gap":     r.duration(&c.Poll.HostGap),
			"timeout":      r.duration(&c.Poll.Timeout),
			"max_bytes":    r.size(&c.Poll.MaxBytes),
		}),
		"retention": r.mapping(keys{
			"age":     r.duration(&c.Retention.Age),
			"stories": r.integer(&c.Retention.Stories),
		}),
		"feed": r.mapping(keys{"limit": r.integer(&c.Feed.Limit)}),
		"log": r.mapping(keys{
			"format": r.text(&c.Log.Format),
			"level":  r.text(&c.Log.Level),
		}),
		"strictness": r.text((*string)(&c.Strictness)),
		"classify":   r.mapping(keys{"threshold": r.fraction(&c.Classify.Threshold)}),
		"terms":      r.list(entry(r, &l.terms, r.term)),
		"rules":      r.list(entry(r, &l.rules, r.rule)),
		"sources":    choice(r, &l.sources, r.source),
		"topics":     choice(r, &l.topics, r.topic),
	}
}

// networks reads a list of networks; an address is a network of one.
func (r *reader) networks(into *[]netip.Prefix) taker {
	return r.list(func(n ast.Node) {
		var s string
		if r.text(&s)(n); s == "" {
			return
		}
		p, err := parseNetwork(s)
		if err != nil {
			r.wrong(r.name()+" is no network: "+quote(s), "write it as in 10.0.0.0/8, fd00::/8 or 127.0.0.1")
			return
		}
		*into = append(*into, p)
	})
}

func parseNetwork(s string) (netip.Prefix, error) {
	if !strings.Contains(s, "/") {
		a, err := netip.ParseAddr(s)
		if err != nil {
			return netip.Prefix{}, err
		}
		return a.Unmap().WithZone("").Prefix(a.Unmap().BitLen())
	}
	p, err := netip.ParsePrefix(s)
	return p.Masked(), err
}
