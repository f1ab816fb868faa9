package parse

import (
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// cleanHost brings the host into its one form; false if it is no host.
func cleanHost(u *url.URL) bool {
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		port = ""
	}
	if plainHost(host) {
		u.Host = host
		if port != "" {
			u.Host += ":" + port
		}
		return true
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" {
			return false
		}
		if host = ip.String(); ip.Is6() {
			host = "[" + host + "]"
		}
	} else {
		host = strings.TrimSuffix(host, ".")
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			host = strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
			if strings.ContainsFunc(host, oddInHost) {
				return false
			}
		}
	}
	if host == "" || host[0] == '.' || host[len(host)-1] == '.' || strings.Contains(host, "..") {
		return false
	}
	if u.Host = host; port != "" {
		u.Host += ":" + port
	}
	return true
}

// plainHost reports a name of ASCII labels that ends in a letter: no address,
// nothing for IDNA.
func plainHost(host string) bool {
	if host == "" || strings.Contains(host, "..") || strings.Contains(host, "xn--") || host[0] == '.' {
		return false
	}
	return !strings.ContainsFunc(host, oddInHost) && host[len(host)-1] >= 'a'
}

// oddInHost reports what is in no host name, the underscore excepted.
func oddInHost(r rune) bool {
	return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '.' || r == '_')
}
