package feedtest

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// visit is one request for a feed on its way to its answer.
type visit struct {
	n     *Newsroom
	out   *outlet
	w     http.ResponseWriter
	r     *http.Request
	nth   int       // 1 for the outlet's first
	hop   int       // how many redirects of a chain lie behind
	now   time.Time // on the newsroom's clock
	first time.Time // likewise, of the outlet's first visit

	channel  channel
	limit    int // how many articles to list
	articles []Article
	issue    issue

	match func(v *visit) bool         // replaces the comparison of validators
	send  func(v *visit, body []byte) // replaces the plain writing of the body
}

// issue is a feed as it is sent, with its validators.
type issue struct {
	revision       int
	body           []byte
	etag, modified string
	mediaType      string
}

// serveFeed is the walk of one visit: behaviours that answer in place of the
// feed, the articles, the bytes, the validators, the sending.
func (n *Newsroom) serveFeed(w http.ResponseWriter, r *http.Request, out *outlet) {
	now := n.edition()
	nth, first, acts := out.arrive(now)
	hop, _ := strconv.Atoi(strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, out.FeedPath()), "/"))
	v := &visit{n: n, out: out, w: w, r: r, nth: nth, hop: hop, now: now, first: first, limit: max(out.Items, 0)}
	for _, a := range acts {
		if a.early != nil {
			a.early(v, a.arg)
		}
	}
	for _, a := range acts {
		if a.answer != nil && a.answer(v, a.arg) {
			return
		}
	}
	v.issue = v.compose(acts)
	for _, a := range acts {
		if a.head != nil {
			a.head(v, a.arg)
		}
	}
	v.deliver()
}

// compose makes the issue, or takes the one made before: most outlets are
// polled far more often than they change.
func (v *visit) compose(acts []act) issue {
	revision := v.out.shelf.revision(v.now)
	plain := true
	for _, a := range acts {
		plain = plain && !a.changesBody()
	}
	base := v.n.prefix.of(v.out.ID)
	v.out.mu.Lock()
	cached := v.out.cached
	v.out.mu.Unlock()
	if plain && cached != nil && cached.revision == revision {
		return *cached
	}
	made := v.render(acts, base)
	made.revision = revision
	if plain {
		v.out.mu.Lock()
		v.out.cached = &made
		v.out.mu.Unlock()
	}
	return made
}

func (v *visit) render(acts []act, base string) issue {
	o := v.out.Outlet
	v.channel = channel{
		Title: o.Title, About: "News from " + o.Title, Base: base, Path: o.FeedPath(), ID: o.ID,
		Language: o.Language, Declares: o.Charset,
	}
	for _, a := range acts {
		if a.channel != nil {
			a.channel(v, a.arg)
		}
	}
	v.articles = v.out.shelf.list(v.now, v.limit)
	for _, a := range acts {
		if a.list != nil {
			a.list(v, a.arg)
		}
	}
	v.channel.Updated = v.newest()
	size := 2048
	for _, a := range v.articles {
		size += 700 + len(a.Title) + len(a.text())*5/4
	}
	form := formats[o.Format]
	body := form.write(make([]byte, 0, size), v.channel, v.articles)
	for _, a := range acts {
		if a.body != nil {
			body = a.body(v, body, a.arg)
		}
	}
	return publishable(encode(body, o.Charset), form.mediaType, v.channel.Updated)
}

func publishable(body []byte, mediaType string, changed time.Time) issue {
	sum := sha256.Sum256(body)
	return issue{
		body: body, mediaType: mediaType,
		etag:     `"` + hex.EncodeToString(sum[:8]) + `"`,
		modified: changed.UTC().Format(http.TimeFormat),
	}
}

// newest is when the list last changed, on the reader's clock.
func (v *visit) newest() time.Time {
	newest := v.n.clock.start
	for i, a := range v.articles {
		if i == 0 || a.Updated.After(newest) {
			newest = a.Updated
		}
	}
	return newest
}

// deliver sends 304 or the feed.
func (v *visit) deliver() {
	h := v.w.Header()
	if v.issue.etag != "" {
		h["Etag"] = []string{v.issue.etag} // not Set: odd values go out as they are
	}
	if v.issue.modified != "" {
		h.Set("Last-Modified", v.issue.modified)
	}
	match := sameValidators
	if v.match != nil {
		match = v.match
	}
	if match(v) {
		v.w.WriteHeader(http.StatusNotModified)
		return
	}
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", v.issue.mediaType)
	}
	if v.send != nil {
		v.send(v, v.issue.body)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(v.issue.body)))
	if v.r.Method != http.MethodHead {
		_, _ = v.w.Write(v.issue.body) // a reader that left is no concern of the newsroom
	}
}

// sameValidators compares byte for byte, as the strictest servers do: a client
// that changes a validator does not get its 304. As RFC 9110 has it, the entity
// tag decides where both came.
func sameValidators(v *visit) bool {
	if tags := v.r.Header.Values("If-None-Match"); len(tags) > 0 {
		return v.issue.etag != "" && tags[0] == v.issue.etag
	}
	since := v.r.Header.Get("If-Modified-Since")
	return since != "" && since == v.issue.modified
}

// conditional reports whether the request carried a validator.
func (v *visit) conditional() bool {
	return len(v.r.Header.Values("If-None-Match")) > 0 || v.r.Header.Get("If-Modified-Since") != ""
}
