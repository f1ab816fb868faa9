package fetch

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// HostKey names the server whose patience a request to rawURL draws on. For a
// public host it is the registrable domain, which all hosts of an outlet share.
// For an address in an allowed private network, and for localhost, it is the
// address of the feed itself: there, one machine stands for many outlets.
func (c *Client) HostKey(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil || u.Host == "" {
		return rawURL
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		if addr = addr.WithZone("").Unmap(); c.guard.opened(addr) {
			return rawURL
		}
		return addr.String()
	}
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return rawURL
	}
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}
