package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// SetDial replaces the dialer, and with it the guard.
func (c *Client) SetDial(dial func(ctx context.Context, network, addr string) (net.Conn, error)) {
	c.transport.DialContext = dial
}

// SetResolver keeps the dialer and its guard, and looks names up with r.
func (c *Client) SetResolver(r *net.Resolver) {
	dialer := &net.Dialer{Timeout: connectTimeout, Control: c.guard.control, Resolver: r}
	c.transport.DialContext = dialer.DialContext
}

// SetRoots trusts the certificates of a test server.
func (c *Client) SetRoots(pool *x509.CertPool) {
	c.transport.TLSClientConfig = &tls.Config{RootCAs: pool}
}

// Judge asks the guard of a client that opens the given networks.
func Judge(private []netip.Prefix, to netip.AddrPort) error { return newGuard(private).judge(to) }

// Freshness and the following are the parsers of what servers write.
func Freshness(h http.Header, now time.Time, limit time.Duration) (time.Duration, string) {
	return freshness(h, now, limit)
}

func RetryAfter(value string, now time.Time) time.Time { return retryAfter(value, now) }

func Links(values []string, base *url.URL) []Link { return links(values, base) }

func ContentType(value string) (media, charset string) { return contentType(value) }

func Excerpt(page []byte, contentType string) string { return excerpt(page, contentType) }

func Disguised(host string) bool { return disguised(host) }

const (
	MaxRetryAfter = maxRetryAfter
	MaxLinks      = maxLinks
	ExcerptRunes  = excerptRunes
)

// Dial is what the client's own dialer does.
func (c *Client) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	dialer := &net.Dialer{Control: c.guard.control}
	return dialer.DialContext(ctx, network, addr)
}
