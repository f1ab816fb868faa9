package fetch_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

var update = flag.Bool("update", false, "rewrite the expected outputs under testdata")

func TestP21Excerpts(t *testing.T) {
	pages, err := filepath.Glob("testdata/excerpt/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages:", err)
	}
	for _, name := range pages {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got := fetch.Excerpt(page, "text/html") + "\n"
		golden := strings.TrimSuffix(name, ".html") + ".txt"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, want)
		}
	}
}

func TestP21ErrorPageIsKept(t *testing.T) {
	for _, coding := range []string{"", "gzip", "br", "deflate"} {
		o := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write(packed(t, coding, bytes.Repeat([]byte("<p>Access <b>denied</b></p>"), 10_000)))
		})
		e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
		wantKind(t, e, fetch.KindStatus)
		if known := coding != "deflate"; known != strings.HasPrefix(e.Body, "Access denied Access") {
			t.Errorf("%q: body %q", coding, e.Body)
		}
		if n := len([]rune(e.Body)); n > 500 {
			t.Errorf("%q: %d runes", coding, n)
		}
	}
}

func TestStatusMessages(t *testing.T) {
	cases := map[int]string{
		403: ": answered 403 Forbidden: it refuses this client; a user agent that names a contact may help",
		410: ": answered 410 Gone: the feed is gone for good; remove the source",
		202: ": answered 202 Accepted",
		999: ": answered 999",
	}
	for code, want := range cases {
		o := serve(t, with(code))
		e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
		wantKind(t, e, fetch.KindStatus)
		if got := e.Error(); got != strings.TrimPrefix(o.URL, "http://")+want || e.URL != o.URL {
			t.Errorf("%d: %q at %s", code, got, e.URL)
		}
	}
}

func TestRefusedAndUnreadableAddresses(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := l.Addr().String()
	_ = l.Close()
	cases := map[string]string{
		"http://" + closed + "/": fetch.KindRefused,
		"":                       fetch.KindAddress,
		"feed.xml":               fetch.KindAddress,
		"ftp://example.org/feed": fetch.KindAddress,
		"http://[::1":            fetch.KindAddress,
		"http:///feed":           fetch.KindAddress,
	}
	for url, kind := range cases {
		e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: url}, feed.Poll{})
		if wantKind(t, e, kind); e.Unconditional {
			t.Errorf("%q: counted as a request", url)
		}
	}
}

func TestA16Certificates(t *testing.T) {
	now := time.Now()
	cases := []struct {
		name, host string
		from, to   time.Time
		trusted    bool
		message    string
	}{
		{"good", "127.0.0.1", now.Add(-time.Hour), now.Add(time.Hour), true, ""},
		{"expired", "127.0.0.1", now.Add(-2 * time.Hour), now.Add(-time.Hour), true, "its certificate has expired or is not valid yet"},
		{"wrong host", "127.0.0.9", now.Add(-time.Hour), now.Add(time.Hour), true, "its certificate is for another host"},
		{"unknown", "127.0.0.1", now.Add(-time.Hour), now.Add(time.Hour), false, "its certificate is signed by nobody we trust"},
	}
	for _, tc := range cases {
		cert := certificate(t, tc.host, tc.from, tc.to)
		s := httptest.NewUnstartedServer(with(200))
		s.Config.ErrorLog = quiet()
		s.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
		s.StartTLS()
		c := newClient(t, fetch.Options{})
		pool := x509.NewCertPool()
		if tc.trusted {
			pool.AddCert(cert.Leaf)
		}
		c.SetRoots(pool)
		wantTLS(t, c, tc.name, s.URL, tc.message)
		s.Close()
	}
}

func wantTLS(t *testing.T, c *fetch.Client, name, url, message string) {
	t.Helper()
	if message == "" {
		visit(t, c, feed.Source{URL: url}, feed.Poll{})
		return
	}
	e := failure(t, c, feed.Source{URL: url}, feed.Poll{})
	wantKind(t, e, fetch.KindTLS)
	if !strings.HasSuffix(e.Error(), message) || e.Unconditional {
		t.Errorf("%s: %v", name, e)
	}
}

func TestA16PlainServerAskedForTLS(t *testing.T) {
	o := serve(t, with(200))
	o.Config.ErrorLog = quiet()
	wantTLS(t, newClient(t, fetch.Options{}), "plain", strings.Replace(o.URL, "http:", "https:", 1),
		"it speaks http, not https; check the address")
}

// certificate signs itself.
func certificate(t *testing.T, host string, from, to time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: to, IPAddresses: []net.IP{net.ParseIP(host)},
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

func TestHostKey(t *testing.T) {
	c := newClient(t, fetch.Options{})
	cases := map[string]string{
		"https://www.example.org/feed":        "example.org",
		"http://FEEDS.news.Example.org:80/x":  "example.org",
		"https://example.org./":               "example.org",
		"https://feeds.bbc.co.uk/news":        "bbc.co.uk",
		"https://one.blogspot.com/":           "one.blogspot.com",
		"https://новости.рф/rss":              "xn--b1amnebsh.xn--p1ai",
		"https://rss.xn--b1amnebsh.xn--p1ai/": "xn--b1amnebsh.xn--p1ai",
		"http://intranet/feed":                "intranet",
		"http://93.184.215.14/feed":           "93.184.215.14",
		"http://10.0.0.1:8080/feed":           "10.0.0.1", // not allowed: never reached
		"http://127.0.0.1:9000/feed/1.xml":    "http://127.0.0.1:9000/feed/1.xml",
		"http://[::ffff:127.0.0.1]/a":         "http://[::ffff:127.0.0.1]/a",
		"http://localhost:9000/feed/1.xml":    "http://localhost:9000/feed/1.xml",
		"http://[::1":                         "http://[::1",
		"":                                    "",
	}
	for url, want := range cases {
		if got := c.HostKey(url); got != want {
			t.Errorf("%q: %q, want %q", url, got, want)
		}
	}
}
