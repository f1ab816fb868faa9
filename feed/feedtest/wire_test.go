package feedtest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"sitrep/feed/feedtest"
)

// reader is a client of one outlet over loopback that neither decodes nor
// follows anything by itself.
type reader struct {
	t      *testing.T
	room   *feedtest.Newsroom
	client *http.Client
	url    string
}

// open starts a bare newsroom with one outlet "x" that behaves as told.
func open(t *testing.T, o feedtest.Outlet, behaviours ...string) *reader {
	t.Helper()
	n := feedtest.New(feedtest.Options{Bare: true})
	o.ID, o.Behaves = "x", behaviours
	if err := n.Add(o); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(n)
	t.Cleanup(srv.Close)
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(client.CloseIdleConnections)
	return &reader{t: t, room: n, client: client, url: n.Sources(srv.URL)[0].URL}
}

// answer is a response with as much of its body as came.
type answer struct {
	*http.Response
	body []byte
	err  error // of reading the body, or of the whole request
}

func (r *reader) get(header ...string) answer { return r.fetch(r.url, 64<<10, header...) }

// fetch reads at most limit bytes of the body.
func (r *reader) fetch(url string, limit int64, header ...string) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, url, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header[header[i]] = []string{header[i+1]}
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit))
	return answer{resp, body, err}
}

// again repeats a request with the validators of an answer.
func (r *reader) again(a answer) answer {
	r.t.Helper()
	var header []string
	if tag := a.Header.Values("ETag"); len(tag) > 0 {
		header = append(header, "If-None-Match", tag[0])
	}
	if date := a.Header.Get("Last-Modified"); date != "" {
		header = append(header, "If-Modified-Since", date)
	}
	return r.get(header...)
}
