package fetch

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"sitrep/feed"
)

// Get fetches a source once. last is what is known of it: its validators are
// sent back if they belong to the address asked. A 304 is a result. Every error
// is an *Error.
func (c *Client) Get(ctx context.Context, src feed.Source, last feed.Poll) (*Response, error) {
	ctx, w := newWatch(ctx, c.timeout)
	defer w.stop()
	t := trip{client: c, ctx: ctx, watch: w, agent: src.UserAgent, headers: src.Headers, home: true, steady: true}
	if last.URL == src.URL {
		t.known = last.Validators
	}
	if err := t.depart(src.URL); err != nil {
		return nil, err
	}
	for {
		res, err := c.transport.RoundTrip(t.request()) //nolint:bodyclose // closed where it is read
		if err != nil {
			return nil, t.broken(err)
		}
		if !redirects[res.StatusCode] {
			return t.arrive(res)
		}
		if err := t.follow(res); err != nil {
			return nil, err
		}
	}
}

// trip is one Get under way, from hop to hop.
type trip struct {
	client  *Client
	ctx     context.Context
	watch   *watch
	agent   string            // of the source; may be empty
	headers map[string]string // of the source
	login   *url.Userinfo     // that the source's address carried; nil for none
	known   feed.Validators   // sent to known.URL and nowhere else

	at          *url.URL // this hop, without credentials and fragment
	url         string   // the same as a string
	origin      string   // host of the first hop
	seen        []string // earlier hops
	home        bool     // no hop has left the source's own origin
	steady      bool     // every redirect so far was permanent
	permanent   string   // where those led
	conditional bool     // the last request carried validators
	wire        int64    // bytes of the last body as they came
}

// depart sets out for the configured address.
func (t *trip) depart(raw string) error {
	u, err := url.Parse(raw)
	if err != nil {
		// The parser's own words could quote a password.
		t.at = &url.URL{}
		return t.fail(KindAddress, "the address cannot be read as a URL", nil)
	}
	t.at, t.login = u, u.User
	if t.url = raw; clean(u) {
		t.url = u.String()
	}
	t.origin = u.Host
	if problem := unusable(u); problem != "" {
		return t.fail(KindAddress, "the address "+problem, nil)
	}
	return nil
}

// arrive makes the outcome of an answer that is not a redirect.
func (t *trip) arrive(res *http.Response) (*Response, error) {
	switch {
	case res.StatusCode == http.StatusNotModified && t.conditional:
		return t.unchanged(res), nil
	case res.StatusCode == http.StatusOK, res.StatusCode == http.StatusNonAuthoritativeInfo:
		return t.content(res)
	}
	return nil, t.refused(res)
}

func (t *trip) unchanged(res *http.Response) *Response {
	_ = res.Body.Close() // a 304 has no body that could fail
	r := t.response(res)
	r.NotModified = true
	r.Validators = refreshed(t.known, res.Header)
	return r
}

func (t *trip) content(res *http.Response) (*Response, error) {
	buf, err := t.body(res)
	if err != nil {
		return nil, err
	}
	r := t.response(res)
	r.Body, r.buf, r.Wire = *buf, buf, t.wire
	r.ContentType, r.Charset = contentType(first(res.Header, "Content-Type"))
	r.Validators = validatorsOf(res.Header, t.url)
	return r, nil
}

// response fills what a 200 and a 304 have in common.
func (t *trip) response(res *http.Response) *Response {
	r := &Response{
		Code: res.StatusCode, URL: t.url, Permanent: t.permanent,
		Unconditional: !t.conditional, client: t.client,
	}
	r.Freshness, r.FreshReason = freshness(res.Header, time.Now(), t.client.maxFresh)
	if values := res.Header["Link"]; values != nil {
		r.Links = links(values, t.at)
	}
	return r
}

// first is the first value of a header given in its canonical form; unlike
// Header.Get it does not canonicalise the key anew.
func first(h http.Header, key string) string {
	if v := h[key]; len(v) > 0 {
		return v[0]
	}
	return ""
}
