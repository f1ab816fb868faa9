package fetch_test

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

// hop redirects /301/302/end to /302/end by 301, and so on, until a path that
// does not begin with a status.
func hop(w http.ResponseWriter, r *http.Request) {
	code, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	n, err := strconv.Atoi(code)
	if err != nil {
		return
	}
	w.Header().Set("Location", "/"+rest)
	w.Header().Set("Set-Cookie", "a=b")
	w.WriteHeader(n)
}

func TestP31PermanentPrefix(t *testing.T) {
	o := serve(t, hop)
	c := newClient(t, fetch.Options{})
	cases := []struct{ path, final, permanent string }{
		{"/end", "/end", ""},
		{"/301/end", "/end", "/end"},
		{"/308/301/end", "/end", "/end"},
		{"/301/302/end", "/end", "/302/end"},
		{"/302/301/end", "/end", ""},
		{"/303/end", "/end", ""},
		{"/307/308/end", "/end", ""},
		{"/301/308/307/301/end", "/end", "/307/301/end"},
	}
	for _, tc := range cases {
		_, res := visit(t, c, feed.Source{URL: o.URL + tc.path}, feed.Poll{})
		if tc.permanent != "" {
			tc.permanent = o.URL + tc.permanent
		}
		if res.URL != o.URL+tc.final || res.Permanent != tc.permanent {
			t.Errorf("%s: at %s, permanently %q; want %q", tc.path, res.URL, res.Permanent, tc.permanent)
		}
	}
}

func TestP33HopsAreCounted(t *testing.T) {
	o := serve(t, hop)
	c := newClient(t, fetch.Options{})
	visit(t, c, feed.Source{URL: o.URL + strings.Repeat("/302", 5) + "/end"}, feed.Poll{})
	e := failure(t, c, feed.Source{URL: o.URL + strings.Repeat("/302", 6) + "/end"}, feed.Poll{})
	wantKind(t, e, fetch.KindRedirect)
	if n := len(o.requests()); n != 6+6 {
		t.Errorf("%d requests, want 12", n)
	}
}

func TestA18LoopsStopAndCookiesAreNotKept(t *testing.T) {
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "seen=1")
		to := map[string]string{"/self": "/self#x", "/a": "/b", "/b": "/a"}[r.URL.Path]
		http.Redirect(w, r, to, http.StatusFound)
	})
	c := newClient(t, fetch.Options{})
	for path, requests := range map[string]int{"/self": 1, "/a": 2} {
		before := len(o.requests())
		e := failure(t, c, feed.Source{URL: o.URL + path}, feed.Poll{})
		wantKind(t, e, fetch.KindRedirect)
		if e.Code != http.StatusFound || !strings.Contains(e.Error(), "circle") {
			t.Errorf("%s: %v", path, e)
		}
		if n := len(o.requests()) - before; n != requests {
			t.Errorf("%s: %d requests, want %d", path, n, requests)
		}
	}
	for _, r := range o.requests() {
		if r.Header.Get("Cookie") != "" {
			t.Error("cookie sent")
		}
	}
}

func TestP33LocationIsCleaned(t *testing.T) {
	o := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			w.Header().Set("Location", "http://user:secret@"+r.Host+"/end?q=1#part")
			w.WriteHeader(http.StatusMovedPermanently)
		}
	})
	_, res := visit(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL + "/feed"}, feed.Poll{})
	if want := o.URL + "/end?q=1"; res.URL != want || res.Permanent != want {
		t.Errorf("at %s, permanently %s; want %s", res.URL, res.Permanent, want)
	}
	if o.last(t).Header.Get("Authorization") != "" {
		t.Error("credentials of a Location were sent")
	}
}

func TestA05RedirectsThatAreNotFollowed(t *testing.T) {
	cases := []string{
		"", "file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "data:text/xml,<rss/>",
		"javascript:alert(1)", "http://", "http:///feed", "//", "http://[::1", "http://a b/", ":",
		"http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f.1/",
		"/" + strings.Repeat("x", 2048),
	}
	for _, location := range cases {
		o := serve(t, with(302, "Location", location))
		e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
		if wantKind(t, e, fetch.KindRedirect); t.Failed() {
			t.Fatalf("Location %q", location)
		}
	}
}

func TestP33HTTPSToHTTPIsRefused(t *testing.T) {
	plain := serve(t, with(200))
	secure, c := serveTLS(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain.URL, http.StatusFound)
	})
	e := failure(t, c, feed.Source{URL: secure.URL}, feed.Poll{})
	wantKind(t, e, fetch.KindRedirect)
	if len(plain.requests()) > 0 {
		t.Error("followed")
	}
}

func TestP34SecretsStayAtTheirOrigin(t *testing.T) {
	elsewhere := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if back := r.URL.Query().Get("back"); back != "" {
			http.Redirect(w, r, back, http.StatusFound)
		}
	})
	home := serve(t, nil)
	home.Config.Handler = home.record(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/within":
			http.Redirect(w, r, "/out", http.StatusFound)
		case "/out":
			http.Redirect(w, r, elsewhere.URL+"?back="+home.URL+"/back", http.StatusFound)
		}
	})
	host := strings.TrimPrefix(home.URL, "http://")
	src := feed.Source{
		URL: "http://user:pass@" + host + "/within", UserAgent: "special",
		Headers: map[string]string{"Cookie": "session=1", "X-Key": "k"},
	}
	_, res := visit(t, newClient(t, fetch.Options{}), src, feed.Poll{})
	if res.URL != home.URL+"/back" {
		t.Fatalf("ended at %s", res.URL)
	}
	var got []string
	for _, r := range append(home.requests(), elsewhere.requests()...) {
		user, pass, _ := r.BasicAuth()
		got = append(got, fmt.Sprintf("%s %s:%s %s %s %s", r.URL.Path, user, pass,
			r.Header.Get("Cookie"), r.Header.Get("X-Key"), r.UserAgent()))
	}
	want := []string{
		"/within user:pass session=1 k special",
		"/out user:pass session=1 k special",
		"/back :   special", // reached through another origin
		"/ :   special",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestP35EveryHopPassesTheGuard(t *testing.T) {
	inside := serve(t, with(200)) // on 127.0.0.1
	outside := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inside.URL, http.StatusFound)
	})
	// Only the first server's host is allowed: 127.0.0.2 stands for the public.
	c := newClient(t, fetch.Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}})
	dialVia(c, outside.Listener.Addr().String(), "127.0.0.2:80")
	e := failure(t, c, feed.Source{URL: "http://127.0.0.2/"}, feed.Poll{})
	wantKind(t, e, fetch.KindGuard)
	if len(inside.requests()) > 0 {
		t.Error("the second hop was made")
	}
	if !strings.Contains(e.Error(), "redirected from 127.0.0.2") {
		t.Errorf("message does not name the first host: %v", e)
	}
}

func TestA06RedirectToAnotherPort(t *testing.T) {
	for _, port := range []int{22, 25, 6379, 8080} {
		o := serve(t, with(302, "Location", fmt.Sprintf("http://93.184.215.14:%d/", port)))
		e := failure(t, newClient(t, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{})
		wantKind(t, e, fetch.KindGuard)
		if !strings.Contains(e.Error(), "only 80 and 443") {
			t.Errorf("port %d: %v", port, e)
		}
	}
}
