package fetch

import (
	"time"

	"sitrep/feed"
)

// Response is a usable answer: a body, or the word that nothing has changed.
type Response struct {
	Code        int
	URL         string // the final address, without credentials and fragment
	NotModified bool   // 304; there is no body
	Body        []byte // decoded; valid until Release
	ContentType string // media type in lower case, without parameters; may be empty
	Charset     string // as the Content-Type header labels it, in lower case; may be empty

	// Validators are the set to store after this answer in place of the former
	// one. They are for a body that could be used: whoever cannot parse it
	// keeps the former set.
	Validators    feed.Validators
	Unconditional bool // the request that was answered carried no validator

	Freshness   time.Duration // how long the answer asks us to wait; 0 if it does not
	FreshReason string        // "max-age", "Expires" or ""

	Permanent string // where the leading permanent redirects (301, 308) lead; empty without any
	Links     []Link // of the Link header
	Wire      int64  // bytes of the body as they came

	buf    *[]byte
	client *Client
}

// Link is one relation of a Link header (RFC 8288).
type Link struct {
	Rel  string // in lower case
	Href string // absolute http or https address
}

// Release gives the body's memory back. Nothing may hold on to Body after it.
// It may be called more than once.
func (r *Response) Release() {
	if r.buf == nil {
		return
	}
	r.client.putBuffer(r.buf)
	r.Body, r.buf = nil, nil
}
