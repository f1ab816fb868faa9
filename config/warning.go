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
		warnings = append(warnings, c.warnTopic(t.ID)...)
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
// its sides unheard. A topic that no source names has the world's feeds.
func (c *Config) warnTopic(id string) []Mistake {
	var publishers, countries []string
	for _, s := range c.Sources {
		if slices.Contains(s.Topics, id) {
			publishers = append(publishers, s.Publisher)
			countries = append(countries, s.Country)
		}
	}
	if len(publishers) == 0 {
		return nil
	}
	slices.Sort(publishers)
	if publishers = slices.Compact(publishers); len(publishers) == 1 {
		return []Mistake{{File: c.file, Text: fmt.Sprintf("topic %q has sources of one publisher alone, %q", id, publishers[0]), Remedy: "add sources of others"}}
	}
	var warnings []Mistake
	for _, side := range c.sides[id] {
		if !slices.Contains(countries, side) {
			warnings = append(warnings, Mistake{File: c.file, Text: fmt.Sprintf("topic %q has no source from %s", id, side), Remedy: "add one, so that both sides are heard"})
		}
	}
	return warnings
}
