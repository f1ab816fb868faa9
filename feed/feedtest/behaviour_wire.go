package feedtest

import (
	"bytes"
	"net/http"
	"strconv"
	"time"
)

// wireBehaviours send the right bytes in the wrong way.
func wireBehaviours() []Behaviour {
	return []Behaviour{
		{Name: "slow-body", Takes: "bytes a second", Default: "1", Says: "drips the body", head: sending(drip)},
		{Name: "cut", Says: "cuts the connection in the middle of the body", head: sending(cut)},
		{Name: "long-length", Says: "claims a longer body than it sends", head: sending(wrongLength(1000))},
		{Name: "short-length", Says: "claims a shorter body than it has, and sends no more", head: sending(wrongLength(-200))},
		{Name: "chunked", Says: "sends the body without a length", head: sending(chunked)},
		{Name: "endless", Says: "repeats the articles and never ends", head: sending(endless)},
		{Name: "content-type", Takes: "the header's value", Default: "text/html", Says: "names another media type", head: func(v *visit, arg string) { v.w.Header().Set("Content-Type", arg) }},
		{Name: "http-charset", Takes: "a character set", Default: "utf-8", Says: "names a character set in the Content-Type", head: func(v *visit, arg string) {
			v.w.Header().Set("Content-Type", v.issue.mediaType+"; charset="+arg)
		}},
		{Name: "link", Takes: "the header's value", Default: `<https://hub.example/>; rel="hub"`, Says: "sends a Link header", head: func(v *visit, arg string) { v.w.Header().Add("Link", arg) }},
	}
}

func sending(send func(v *visit, body []byte, arg string)) func(*visit, string) {
	return func(v *visit, arg string) {
		v.send = func(v *visit, body []byte) { send(v, body, arg) }
	}
}

// drip writes ten times a second, or byte by byte where that is slower.
func drip(v *visit, body []byte, arg string) {
	rate := atLeast(arg, 1)
	size, pause := max(rate/10, 1), time.Second/10
	if rate < 10 {
		pause = time.Second / time.Duration(rate)
	}
	control := http.NewResponseController(v.w)
	for len(body) > 0 {
		n, err := v.w.Write(body[:min(size, len(body))])
		if err != nil || control.Flush() != nil || !v.wait(pause) {
			return
		}
		body = body[n:]
	}
}

func cut(v *visit, body []byte, _ string) {
	v.w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = v.w.Write(body[:len(body)/2])
	_ = http.NewResponseController(v.w).Flush()
	panic(http.ErrAbortHandler) // net/http's own way to cut a connection
}

func wrongLength(by int) func(*visit, []byte, string) {
	return func(v *visit, body []byte, _ string) {
		claim := max(len(body)+by, 1)
		v.w.Header().Set("Content-Length", strconv.Itoa(claim))
		_, _ = v.w.Write(body[:min(len(body), claim)])
	}
}

func chunked(v *visit, body []byte, _ string) {
	_, _ = v.w.Write(body)
	_ = http.NewResponseController(v.w).Flush()
}

func endless(v *visit, body []byte, _ string) {
	from, to := firstEntry(body)
	_, err := v.w.Write(body[:to])
	for err == nil && v.r.Context().Err() == nil {
		_, err = v.w.Write(body[from:to])
	}
}

// firstEntry finds where the first entry begins and ends. A body without one
// gives all of it.
func firstEntry(body []byte) (from, to int) {
	for _, tag := range []string{"item", "entry"} {
		from = bytes.Index(body, []byte("<"+tag))
		if end := bytes.Index(body, []byte("</"+tag+">")); from >= 0 && end > from {
			return from, end + len("</"+tag+">")
		}
	}
	return 0, len(body)
}
