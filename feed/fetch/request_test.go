package fetch_test

import (
	"bytes"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

// serveTLS is a server with HTTP/2 and a client that trusts it.
func serveTLS(t testing.TB, handler http.HandlerFunc) (*origin, *fetch.Client) {
	t.Helper()
	o := &origin{}
	o.Server = httptest.NewUnstartedServer(o.record(handler))
	o.EnableHTTP2 = true
	o.StartTLS()
	t.Cleanup(o.Close)
	c := newClient(t, fetch.Options{})
	pool := x509.NewCertPool()
	pool.AddCert(o.Certificate())
	c.SetRoots(pool)
	return o, c
}

func TestP36UserAgent(t *testing.T) {
	o := serve(t, with(200))
	c := newClient(t, fetch.Options{UserAgent: "sitrep/1.2.3 (+https://operator.example/)"})
	visit(t, c, feed.Source{URL: o.URL}, feed.Poll{})
	visit(t, c, feed.Source{URL: o.URL, UserAgent: "own/1"}, feed.Poll{})
	visit(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
	var got []string
	for _, r := range o.requests() {
		got = append(got, r.UserAgent())
	}
	want := []string{"sitrep/1.2.3 (+https://operator.example/)", "own/1", "sitrep"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestP37P38P39RequestShape(t *testing.T) {
	o := serve(t, with(200))
	visit(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL + "/feed?a=b#part"}, feed.Poll{})
	r := o.last(t)
	want := http.Header{
		"Accept": {"application/atom+xml, application/rss+xml, application/feed+json;q=0.9, " +
			"application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"},
		"Accept-Encoding": {"gzip"},
		"User-Agent":      {"sitrep"},
	}
	if diff := cmp.Diff(want, r.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	if r.Method != "GET" || r.RequestURI != "/feed?a=b" {
		t.Errorf("%s %s", r.Method, r.RequestURI)
	}
}

func TestP38BrotliAndZstdAreOfferedOverHTTPSOnly(t *testing.T) {
	o, c := serveTLS(t, with(200))
	visit(t, c, feed.Source{URL: o.URL}, feed.Poll{})
	if got := o.last(t).Header.Get("Accept-Encoding"); got != "gzip, br, zstd" {
		t.Errorf("over https: %q", got)
	}
}

// packed is text in a coding.
func packed(t testing.TB, coding string, text []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip", "x-gzip", "GZIP":
		w = gzip.NewWriter(&buf)
	case "br":
		w = brotli.NewWriter(&buf)
	case "zstd":
		w, _ = zstd.NewWriter(&buf)
	default:
		return text
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestP38WhateverTheServerChoseIsDecoded(t *testing.T) {
	text := bytes.Repeat([]byte("<item>news</item>\n"), 20_000) // more than the first buffer
	var coding string
	o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", coding)
		_, _ = w.Write(packed(t, coding, text))
	})
	c := newClient(t, fetch.Options{})
	for _, coding = range []string{"", "identity", "gzip", "x-gzip", "GZIP", "br", "zstd"} {
		for range 3 { // decoders and buffers are used again
			_, res := visit(t, c, feed.Source{URL: o.URL}, feed.Poll{})
			if !bytes.Equal(res.Body, text) {
				t.Errorf("%q: %d bytes, want %d", coding, len(res.Body), len(text))
			}
			if res.Wire != int64(len(packed(t, coding, text))) {
				t.Errorf("%q: %d bytes on the wire", coding, res.Wire)
			}
			res.Release()
			res.Release()
		}
	}
}

func TestP38UnknownCodingsAreErrors(t *testing.T) {
	for _, coding := range []string{"deflate", "utf-8", "none", "gzip, gzip", "gzip,br", "compress"} {
		o := serve(t, with(200, "Content-Encoding", coding))
		wantKind(t, failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{}), fetch.KindDecode)
	}
	for _, coding := range []string{"gzip", "br", "zstd"} {
		o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			_, _ = io.WriteString(w, "<rss>plain in truth</rss>")
		})
		wantKind(t, failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{}), fetch.KindDecode)
		o = serve(t, with(200, "Content-Encoding", coding))
		if _, res := visit(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{}); len(res.Body) != 0 {
			t.Errorf("%s: empty body became %q", coding, res.Body)
		}
	}
}

func TestP39ReservedHeadersAreOurs(t *testing.T) {
	o := serve(t, with(200))
	src := feed.Source{URL: o.URL, Headers: map[string]string{
		"if-none-match": `"x"`, "If-Modified-Since": "x", "Range": "bytes=0-1", "Host": "other.example", "x-key": "k",
	}}
	_, res := visit(t, newClient(t, fetch.Options{}), src, feed.Poll{})
	r := o.last(t)
	if sent(r) != [2]string{} || r.Header.Get("Range") != "" || r.Host == "other.example" || !res.Unconditional {
		t.Errorf("reserved headers were sent: %v, host %s", r.Header, r.Host)
	}
	if r.Header.Get("X-Key") != "k" {
		t.Error("X-Key is missing")
	}
}

func TestP40HTTP2AndReuse(t *testing.T) {
	page := bytes.Repeat([]byte("no"), 10_000)
	handler := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/from":
			http.Redirect(w, r, "/missing", http.StatusFound)
		case "/missing":
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write(page)
	}
	secure, c := serveTLS(t, handler)
	visit(t, c, feed.Source{URL: secure.URL}, feed.Poll{})
	if r := secure.last(t); r.ProtoMajor != 2 {
		t.Errorf("over TLS: %s", r.Proto)
	}
	plain := serve(t, handler)
	for range 3 {
		visit(t, c, feed.Source{URL: plain.URL}, feed.Poll{})
		failure(t, c, feed.Source{URL: plain.URL + "/from"}, feed.Poll{})
	}
	var ports []string
	for _, r := range plain.requests() {
		ports = append(ports, r.RemoteAddr)
	}
	slices.Sort(ports)
	if n := len(slices.Compact(ports)); n != 1 {
		t.Errorf("%d connections for 9 requests one after another", n)
	}
}

func TestResponseFields(t *testing.T) {
	o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", `Application/RSS+xml; Charset="Windows-1251"`)
		w.Header().Add("Link", `<https://hub.example/>; rel="hub", </feed>; rel=self`)
		_, _ = io.WriteString(w, "<rss/>")
	})
	_, res := visit(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
	got := []string{res.ContentType, res.Charset, string(res.Body)}
	if diff := cmp.Diff([]string{"application/rss+xml", "windows-1251", "<rss/>"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	links := []fetch.Link{{Rel: "hub", Href: "https://hub.example/"}, {Rel: "self", Href: o.URL + "/feed"}}
	if diff := cmp.Diff(links, res.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

func TestSecretsStayOutOfErrors(t *testing.T) {
	o := serve(t, with(500))
	host := strings.TrimPrefix(o.URL, "http://")
	for _, src := range []feed.Source{
		{URL: "http://user:hunter2@" + host + "/"},
		{URL: "http://user:hunter2@" + host + ":x/"},
		{URL: "http://user:hunter2/@" + host + "/"},
		{URL: "http://us er:hunter2@" + host + "/\x7f"},
		{URL: "http://user:hunter2@/"},
		{URL: "ftp://user:hunter2@" + host},
		{URL: o.URL, Headers: map[string]string{"Authorization": "hunter2"}},
		{URL: o.URL, Headers: map[string]string{"Authorization": "hunter2\n"}},
		{URL: o.URL, Headers: map[string]string{"Bad name": "hunter2"}},
	} {
		e := failure(t, newClient(t, fetch.Options{}), src, feed.Poll{})
		for err := error(e); err != nil; {
			if strings.Contains(err.Error()+e.URL+e.Body, "hunter2") {
				t.Errorf("%q is told in %q (%s)", src.URL, err, e.URL)
			}
			u, ok := err.(interface{ Unwrap() error })
			if !ok {
				break
			}
			err = u.Unwrap()
		}
	}
}
