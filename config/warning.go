package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"sitrep/feed"
)

// Warnings are what is legal but doubtful: nobody to turn to, an authority that
// was never set, addresses that the guard against private networks will refuse,
// two labels for one publisher, a topic that one side or one publisher covers.
func (c *Config) Warnings() []Mistake {
	warnings := c.warnSettings()
	for _, s := range c.Sources {
		if a, ok := privateHost(s.URL); ok && !c.opens(a) {
			warnings = append(warnings, c.origins[s.ID].mistake("url", label(s)+": the address is in a private network, which will not be fetched",
				"name the network in allow_private"))
		}
	}
	warnings = append(warnings, c.warnPublishers()...)
	for _, t := range c.Topics {
		warnings = append(warnings, c.warnTopic(t)...)
	}
	return Mistakes(warnings).sorted()
}

func (c *Config) warnSettings() []Mistake {
	var warnings []Mistake
	public := slices.ContainsFunc(c.Sources, func(s feed.Source) bool {
		_, private := privateHost(s.URL)
		return !private
	})
	if c.file != "" && c.Contact == "" && public {
		warnings = append(warnings, Mistake{File: c.file, Text: "contact is not set", Remedy: "give a web or mail address, so that outlets can turn to you before they block you"})
	}
	if _, private := privateHost(c.PublicURL); c.Authority == defaultAuthority && c.PublicURL != c.derived && !private {
		warnings = append(warnings, Mistake{File: c.file, Text: "authority is not set, but public_url is public",
			Remedy: "set it to a domain of yours before others subscribe: ids are made of it, and it can never be changed"})
	}
	return warnings
}

// privateHost gives the address of a host that is written as a private or
// loopback address, or as localhost.
func privateHost(raw string) (netip.Addr, bool) {
	u, err := url.Parse(raw)
	if err != nil {
		return netip.Addr{}, false
	}
	host := strings.ToLower(u.Hostname())
	if host == "localhost" {
		host = "127.0.0.1"
	}
	a, err := netip.ParseAddr(host)
	a = a.Unmap()
	return a, err == nil && (a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsUnspecified())
}

func (c *Config) opens(a netip.Addr) bool {
	return slices.ContainsFunc(c.AllowPrivate, func(p netip.Prefix) bool { return p.Contains(a) })
}

// warnPublishers finds sources of one site, or with labels that look the same,
// that do not share a publisher: they would count as independent reports.
func (c *Config) warnPublishers() []Mistake {
	var warnings []Mistake
	sites, names := map[string]feed.Source{}, map[string]feed.Source{}
	for _, s := range c.Sources {
		site, name := siteOf(s), bareName(s.Publisher)
		first, known := sites[site]
		if !known || site == "" {
			first, known = names[name]
		}
		if known && first.Publisher != s.Publisher {
			warnings = append(warnings, c.origins[s.ID].mistake("publisher",
				fmt.Sprintf("%s has the publisher %s, but %s of the same house has %s", label(s), quote(s.Publisher), quote(first.ID), quote(first.Publisher)),
				"give both the same publisher, or their reports count as independent"))
		}
		sites[site], names[name] = s, s
	}
	return warnings
}

// siteOf is the registrable domain of an outlet; empty if it has none.
func siteOf(s feed.Source) string {
	address := s.Site
	if address == "" {
		address = s.URL
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname()))
	if _, isAddress := netip.ParseAddr(u.Hostname()); err != nil || isAddress == nil {
		return ""
	}
	return site
}

func bareName(s string) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune(" -_.", c) {
			return -1
		}
		return c
	}, strings.ToLower(s))
}

// warnTopic finds a topic whose sources are of one publisher, or leave one of
// its sides unheard.
func (c *Config) warnTopic(t feed.Topic) []Mistake {
	var publishers []string
	for _, s := range c.Sources {
		if slices.Contains(s.Topics, t.ID) {
			publishers = append(publishers, s.Publisher)
		}
	}
	slices.Sort(publishers)
	if publishers = slices.Compact(publishers); len(publishers) == 1 {
		return []Mistake{{File: c.file, Text: fmt.Sprintf("topic %q has sources of one publisher alone, %q", t.ID, publishers[0]), Remedy: "add sources of others"}}
	}
	return c.warnSides(t, len(publishers) > 0)
}

// warnSides finds the sides of a topic that no source speaks from. A topic that
// no source names has those of the whole world, and wants all of its sides only
// if they speak from one. A side that the built-in sources do not speak from
// either, such as North Korea's, has nobody to be added.
func (c *Config) warnSides(t feed.Topic, named bool) []Mistake {
	var warnings []Mistake
	heard := 0
	for _, side := range t.Sides {
		covering, others := speaking(c.Sources, side, t.ID)
		if len(covering) > 0 {
			heard++
		}
		if len(covering) > 0 || silent(t, side) {
			continue
		}
		m := Mistake{File: c.file, Text: fmt.Sprintf("topic %q has no source from %s", t.ID, strings.Join(side, " or ")), Remedy: "add one, so that each side is heard"}
		if len(others) > 0 {
			m.Text += " among those that usually cover it"
			m.Remedy = fmt.Sprintf("add one, or name the topic at %s, so that each side is heard", quote(others[0]))
		}
		warnings = append(warnings, m)
	}
	if !named && heard == 0 {
		return nil
	}
	return warnings
}

// silent reports whether a topic has this side among the built-in topics too, and
// no built-in source speaks from it.
func silent(t feed.Topic, side []string) bool {
	d := readBuiltin()
	same := func(s []string) bool { return slices.Equal(s, side) }
	if !slices.ContainsFunc(d.topics, func(b placed[topic]) bool { return b.it.ID == t.ID && slices.ContainsFunc(b.it.Sides, same) }) {
		return false
	}
	sources := make([]feed.Source, len(d.sources))
	for i, s := range d.sources {
		sources[i] = s.it.Source
	}
	covering, _ := speaking(sources, side, t.ID)
	return len(covering) == 0
}

// speaking gives the sources that speak from a side: those that usually cover a
// topic, as do those that name none, and the others. An outlet in exile does
// not speak for the state that it left, nor for its host.
func speaking(sources []feed.Source, side []string, topic string) (covering, others []string) {
	for _, s := range sources {
		switch {
		case s.Kind == "exile" || !slices.Contains(side, s.Country):
		case len(s.Topics) == 0 || slices.Contains(s.Topics, topic):
			covering = append(covering, s.ID)
		default:
			others = append(others, s.ID)
		}
	}
	return covering, others
}
