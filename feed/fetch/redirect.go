package fetch

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

const (
	maxHops = 5    // redirects followed in one Get
	maxURL  = 2048 // bytes of an address
)

// redirects are the answers that send us on.
var redirects = map[int]bool{301: true, 302: true, 303: true, 307: true, 308: true}

func permanent(code int) bool { return code == 301 || code == 308 }

// follow moves the trip to where a redirect points.
func (t *trip) follow(res *http.Response) error {
	t.drain(res)
	next, problem := t.next(first(res.Header, "Location"))
	if problem != "" {
		err := t.fail(KindRedirect, problem, nil)
		err.Code = res.StatusCode
		return err
	}
	t.steady = t.steady && permanent(res.StatusCode)
	t.home = t.home && sameOrigin(t.at, next)
	t.seen = append(t.seen, t.url)
	t.at, t.url = next, next.String()
	if t.steady {
		t.permanent = t.url
	}
	return nil
}

// next reads a Location, or says what is wrong with it.
func (t *trip) next(location string) (_ *url.URL, problem string) {
	if location == "" {
		return nil, "redirects without saying where to"
	}
	next, err := t.at.Parse(location)
	if err != nil {
		return nil, "redirects to an address that cannot be read"
	}
	clean(next)
	if problem = unusable(next); problem != "" {
		return nil, "redirects to an address that " + problem
	}
	if t.at.Scheme == "https" && next.Scheme == "http" {
		return nil, "redirects from https to http, which is not followed"
	}
	to := next.String()
	if to == t.url || slices.Contains(t.seen, to) {
		return nil, "redirects in a circle"
	}
	if len(t.seen) == maxHops {
		return nil, fmt.Sprintf("redirects more than %d times", maxHops)
	}
	return next, ""
}

// unusable says what keeps an address from being fetched; "" if nothing does.
func unusable(u *url.URL) string {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return "is neither http nor https"
	case u.Hostname() == "":
		return "names no host"
	case disguised(u.Hostname()):
		return "writes an IP address in an unusual form, which is not followed"
	case len(u.Path)+len(u.RawQuery)+len(u.Host) > maxURL:
		return fmt.Sprintf("is longer than %d bytes", maxURL)
	}
	return ""
}

// disguised reports a host that some resolvers read as an IPv4 address though
// it is not written as one: decimal, octal, hexadecimal or shortened. No public
// name ends in a number.
func disguised(host string) bool {
	last := strings.TrimSuffix(host, ".")
	last = strings.ToLower(last[strings.LastIndexByte(last, '.')+1:])
	digits, allowed := last, "0123456789"
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		digits, allowed = hex, "0123456789abcdef"
	}
	if last == "" || strings.Trim(digits, allowed) != "" {
		return false
	}
	_, err := netip.ParseAddr(host)
	return err != nil
}

// sameOrigin reports whether a redirect stays with the server that the
// source's secrets are for: the same scheme, host and port, or the same host's
// step from http to https on their default ports.
func sameOrigin(from, to *url.URL) bool {
	if !strings.EqualFold(from.Hostname(), to.Hostname()) {
		return false
	}
	if from.Scheme == to.Scheme {
		return port(from) == port(to)
	}
	return to.Scheme == "https" && port(from) == "80" && port(to) == "443"
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}
