package fetch

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// What the zero values of Options mean.
const (
	DefaultUserAgent    = "sitrep"
	DefaultTimeout      = 30 * time.Second
	DefaultMaxBytes     = 10 << 20
	DefaultMaxFreshness = 24 * time.Hour
)

// Limits that no option moves.
const (
	connectTimeout = 10 * time.Second // TCP connection, and again TLS handshake
	headerTimeout  = 10 * time.Second // from the request written to the last header read
	maxHeaderBytes = 64 << 10
	idleTimeout    = 90 * time.Second // an idle connection is kept so long
	idlePerHost    = 32               // as many as there are polls in flight at most
	idleInAll      = 128
)

// Options say how a Client behaves. The zero value is a working client that
// reaches public addresses only.
type Options struct {
	// UserAgent names the daemon and, in parentheses, where its operator can be
	// reached: "sitrep/1.2.3 (+https://example.org/)". A source may replace it.
	UserAgent string
	// AllowPrivate are networks that are reached although they are not public,
	// and on any port. Elsewhere only ports 80 and 443 are.
	AllowPrivate []netip.Prefix
	// Timeout bounds one Get from start to end, redirects included.
	Timeout time.Duration
	// MaxBytes bounds a body after decompression.
	MaxBytes int64
	// MaxFreshness bounds how long max-age or Expires can make us wait.
	MaxFreshness time.Duration
	// Dial replaces the network, and with it the guard against private
	// addresses. FOR TESTS, where the network is a newsroom in memory.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Client fetches sources. It is safe for concurrent use; one serves a daemon.
type Client struct {
	transport *http.Transport
	guard     *guard
	plain     http.Header // of a request over http; shared by requests and never written
	secure    http.Header // of a request over https; likewise
	timeout   time.Duration
	maxBytes  int64
	maxFresh  time.Duration
	buffers   sync.Pool             // of *[]byte, see body.go
	decoders  map[string]*sync.Pool // of decoder, by content coding; the map itself is never written
}

// New makes a client. Close it after use.
func New(o Options) *Client {
	agent := o.UserAgent
	if agent == "" {
		agent = DefaultUserAgent
	}
	c := &Client{
		guard:    newGuard(o.AllowPrivate),
		plain:    baseHeader(agent, "gzip"),
		secure:   baseHeader(agent, "gzip, br, zstd"),
		timeout:  positive(o.Timeout, DefaultTimeout),
		maxBytes: positive(o.MaxBytes, DefaultMaxBytes),
		maxFresh: positive(o.MaxFreshness, DefaultMaxFreshness),
	}
	c.decoders = decoderPools(c.maxBytes)
	c.transport = newTransport(c.guard)
	if o.Dial != nil {
		c.transport.DialContext = o.Dial
	}
	return c
}

// newTransport leaves Proxy unset on purpose: a proxy from the environment
// would resolve and dial in our place, past the guard.
func newTransport(g *guard) *http.Transport {
	dialer := &net.Dialer{Timeout: connectTimeout, Control: g.control}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    connectTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		DisableCompression:     true, // we ask and decode ourselves, see decode.go
		ForceAttemptHTTP2:      true, // a dialer of our own switches it off otherwise
		MaxIdleConns:           idleInAll,
		MaxIdleConnsPerHost:    idlePerHost,
		IdleConnTimeout:        idleTimeout,
	}
}

// Close ends the idle connections. Requests in flight end by their contexts.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

func positive[T ~int64](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}
