package fetch

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/textproto"
	"net/url"
)

// accept asks for feeds, and takes what there is.
const accept = "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, " +
	"application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"

func baseHeader(agent, encoding string) http.Header {
	return http.Header{
		"User-Agent":      {agent},
		"Accept":          {accept},
		"Accept-Encoding": {encoding},
	}
}

// reserved are headers that a source cannot set: they are ours to send, or
// would change what the answer means.
var reserved = map[string]bool{
	"Connection": true, "Content-Length": true, "Host": true, "If-Match": true,
	"If-Modified-Since": true, "If-None-Match": true, "If-Range": true,
	"If-Unmodified-Since": true, "Keep-Alive": true, "Proxy-Connection": true,
	"Range": true, "Te": true, "Trailer": true, "Transfer-Encoding": true, "Upgrade": true,
}

// forcing are headers by which a client demands a fresh copy. They contradict
// a validator and are left out of a conditional request.
var forcing = map[string]bool{"Cache-Control": true, "Pragma": true}

// request makes the request of this hop. It does without http.NewRequest,
// which would parse an address that is parsed already.
func (t *trip) request() *http.Request {
	t.conditional = t.known.URL == t.url && (t.known.ETag != "" || t.known.LastModified != "")
	req := &http.Request{
		Method: http.MethodGet, URL: t.at, Host: t.at.Host, Header: t.header(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	return req.WithContext(t.ctx)
}

// header gives the shared header where nothing is added to it, and else a new
// one. br and zstd are offered over https alone: over http, proxies that do not
// know them change the body.
func (t *trip) header() http.Header {
	base := t.client.plain
	if t.at.Scheme == "https" {
		base = t.client.secure
	}
	secrets := t.home && (len(t.headers) > 0 || t.login != nil)
	if !t.conditional && !secrets && t.agent == "" {
		return base
	}
	h := make(http.Header, len(base)+len(t.headers)+4)
	maps.Copy(h, base)
	if secrets {
		t.addSecrets(h)
	}
	if t.agent != "" {
		h["User-Agent"] = []string{t.agent}
	}
	if t.conditional {
		condition(h, t.known)
	}
	return h
}

// addSecrets adds what is meant for the source's own origin alone.
func (t *trip) addSecrets(h http.Header) {
	if t.login != nil {
		password, _ := t.login.Password()
		pair := t.login.Username() + ":" + password
		h["Authorization"] = []string{"Basic " + base64.StdEncoding.EncodeToString([]byte(pair))}
	}
	for name, value := range t.headers {
		name = textproto.CanonicalMIMEHeaderKey(name)
		if !reserved[name] && !(t.conditional && forcing[name]) {
			h[name] = []string{value}
		}
	}
}

// clean takes credentials, fragment and an empty port off an address, and
// reports whether there was any.
func clean(u *url.URL) (changed bool) {
	changed = u.User != nil || u.Fragment != "" || u.RawFragment != ""
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	if n := len(u.Host); n > 0 && u.Host[n-1] == ':' {
		u.Host, changed = u.Host[:n-1], true
	}
	return changed
}
