package serve_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sitrep/feed"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	if got := get(t, handler(&fakeStore{err: errors.New("no")}), "/healthz"); got.code != 200 || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", got.code, got.header)
	}
}

func TestReady(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		after  time.Duration // since the start
		polls  []feed.Poll   // At is measured back from the question
		err    error
		code   int
		stage  string
		reason string
	}{
		{name: "starting", after: time.Minute, code: 200, stage: "starting"},
		{name: "never a success", after: time.Hour, code: 503, stage: "running", reason: "no source was ever visited"},
		{name: "a success", after: time.Hour, polls: []feed.Poll{{Source: "wire", Status: feed.Unchanged}, {Source: "daily", Status: feed.Failed}}, code: 200, stage: "running"},
		{name: "an old success", after: 9 * time.Hour, polls: []feed.Poll{{Source: "wire", Status: feed.Fetched}}, code: 503, stage: "running", reason: "for 9h0m0s"},
		{name: "of a source long removed", after: time.Hour, polls: []feed.Poll{{Source: "gone", Status: feed.Fetched}}, code: 503, stage: "running", reason: "no source"},
		{name: "no store", after: time.Minute, err: errors.New("secret path"), code: 503, stage: "running", reason: "the store cannot be read"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				store := &fakeStore{polls: tc.polls, err: tc.err}
				for i := range store.polls {
					store.polls[i].At = time.Now()
				}
				h := handler(store)
				time.Sleep(tc.after)
				if tc.code == 200 && len(store.polls) > 0 {
					store.polls[0].At = time.Now().Add(-time.Minute)
				}
				got := get(t, h, "/readyz")
				var st struct {
					Ready   bool
					Stage   string
					Reasons []string
				}
				if err := json.Unmarshal([]byte(got.body), &st); err != nil {
					t.Fatal(err)
				}
				if got.code != tc.code || st.Stage != tc.stage || st.Ready != (tc.code == 200) || !strings.Contains(strings.Join(st.Reasons, ";"), tc.reason) || strings.Contains(got.body, "secret") {
					t.Errorf("%d %s", got.code, got.body)
				}
			})
		})
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	o := options(&fakeStore{})
	if got := get(t, newHandler(o), "/explain?q=x"); got.code != 404 {
		t.Errorf("without an explainer: %d", got.code)
	}
	o.Explain = func(q string) (any, error) {
		switch q {
		case "unknown":
			return nil, fs.ErrNotExist
		case "broken":
			return nil, errors.New("secret")
		}
		return map[string]string{"title": q}, nil
	}
	h := newHandler(o)
	for query, want := range map[string]int{"?q=missile": 200, "": 400, "?q=": 400, "?q=unknown": 404, "?q=broken": 500, "?q=" + strings.Repeat("x", 5000): 400} {
		got := get(t, h, "/explain"+query)
		if got.code != want || got.header.Get("Cache-Control") != "no-store" || strings.Contains(got.body, "secret") {
			t.Errorf("%.20s: %d %v", query, got.code, got.header)
		}
	}
	if got := get(t, h, "/explain?q=%3Cscript%3E"); strings.Contains(got.body, "<script>") || got.header.Get("Content-Type") != "application/json" {
		t.Errorf("%q", got.body)
	}
}
