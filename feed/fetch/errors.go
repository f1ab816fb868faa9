package fetch

import (
	"net/http"
	"strconv"
	"time"

	"sitrep/feed"
)

// The kinds of failure.
const (
	KindAddress     = "address"     // the configured address is no http(s) URL
	KindCanceled    = "canceled"    // the caller gave up
	KindDNS         = "dns"         // the host's name has no address
	KindGuard       = "guard"       // the address or port may not be reached
	KindRefused     = "refused"     // nothing listens there
	KindUnreachable = "unreachable" // no way to the host
	KindReset       = "reset"       // the connection broke before an answer
	KindTLS         = "tls"         // no trusted connection
	KindTimeout     = "timeout"     // no answer in time
	KindSlow        = "slow"        // the body trickled
	KindHeader      = "header"      // the headers are too large or no HTTP
	KindRedirect    = "redirect"    // a redirect that is not followed
	KindStatus      = "status"      // any status but 200, 203 and a fitting 304
	KindTooLarge    = "too-large"   // the body is over the limit, or a bomb
	KindTruncated   = "truncated"   // the body broke off
	KindDecode      = "decode"      // the body's compression cannot be read
	KindNetwork     = "network"     // anything else between here and there
)

// Error is a Get that gave nothing usable. Its text is for people: it names the
// host, what went wrong and, where there is one, the remedy. It never holds
// credentials or what a source configured as a header.
type Error struct {
	Kind       string    // one of the Kind constants
	Code       int       // HTTP status; 0 where there was no answer
	URL        string    // of the hop that failed, without credentials and fragment
	Body       string    // beginning of an error page as plain text, at most 500 runes
	RetryAfter time.Time // no request before this; zero if the server did not say
	Freshness  time.Duration

	// Validators are those to keep: a failure changes nothing about them.
	Validators    feed.Validators
	Unconditional bool  // a request went out, and it carried no validator
	Wire          int64 // bytes of the body as they came
	Err           error // what went wrong; its cause, if any, is wrapped
	host          string
}

func (e *Error) Error() string {
	if e.host == "" {
		return e.Err.Error()
	}
	return e.host + ": " + e.Err.Error()
}

// Unwrap gives Err.
func (e *Error) Unwrap() error { return e.Err }

// told is a message for people around the error that it explains.
type told struct {
	text  string
	cause error
}

func (e *told) Error() string { return e.text }
func (e *told) Unwrap() error { return e.cause }

// unsent are the kinds of failure before any request went out.
var unsent = map[string]bool{
	KindAddress: true, KindDNS: true, KindGuard: true, KindRefused: true, KindUnreachable: true, KindTLS: true,
}

// fail makes the error of this hop.
func (t *trip) fail(kind, text string, cause error) *Error {
	e := &Error{
		Kind: kind, URL: t.url, Validators: t.known, Wire: t.wire,
		Unconditional: !t.conditional && !unsent[kind],
		Err:           &told{text, cause},
		host:          clip(t.at.Host, maxHost),
	}
	if t.at.Host != t.origin {
		e.host += " (redirected from " + clip(t.origin, maxHost) + ")"
	}
	return e
}

// maxHost is how much of a host name an error shows: the longest that DNS has.
const maxHost = 253

// refused makes the error of an answer whose status brings no feed.
func (t *trip) refused(res *http.Response) *Error {
	page := t.page(res)
	e := t.fail(KindStatus, statusText(res.StatusCode), nil)
	now := time.Now()
	e.Code = res.StatusCode
	e.Body = page
	e.RetryAfter = retryAfter(first(res.Header, "Retry-After"), now)
	if res.StatusCode == http.StatusTooManyRequests {
		// As binding as a Retry-After, and so under the same bound: whoever is
		// sent away for two days by max-age means it.
		e.Freshness, _ = freshness(res.Header, now, maxRetryAfter)
	}
	return e
}

// remedies follow the status in a message.
var remedies = map[int]string{
	204: "there is nothing to read",
	304: "although nothing was asked conditionally",
	401: "it wants credentials, which belong in the source's headers",
	402: "it wants payment",
	403: "it refuses this client; a user agent that names a contact may help",
	404: "there is no feed at this address; look for its new one",
	410: "the feed is gone for good; remove the source",
	429: "it was asked too often",
	451: "it is withheld for legal reasons",
	503: "it is overloaded or being maintained",
}

func statusText(code int) string {
	text := "answered " + strconv.Itoa(code)
	if name := http.StatusText(code); name != "" {
		text += " " + name
	}
	if remedy := remedies[code]; remedy != "" {
		text += ": " + remedy
	}
	return text
}
