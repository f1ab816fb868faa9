package feedtest_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"sitrep/feed/feedtest"
)

// TestADayInAMoment: over the listener in memory, a client reads a newsroom
// for a day of virtual time, and news comes as the clock moves.
func TestADayInAMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := feedtest.New(feedtest.Options{Seed: 1})
		l := feedtest.NewPipeListener()
		served := make(chan error)
		go func() { served <- n.Serve(l) }()
		client := &http.Client{Transport: &http.Transport{DialContext: l.Dial}}
		changes, tag := 0, ""
		for range 24 * 6 {
			req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://newsroom.example/meridian/feed.xml", nil)
			if tag != "" {
				req.Header.Set("If-None-Match", tag)
			}
			resp, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				changes, tag = changes+1, resp.Header.Get("ETag")
			}
			time.Sleep(10 * time.Minute) // virtual
		}
		if changes < 20 || changes > 143 {
			t.Errorf("the feed changed %d times in a day of 144 polls", changes)
		}
		client.CloseIdleConnections()
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
		if _, err := l.Dial(t.Context(), "", ""); err == nil {
			t.Error("a closed listener takes a connection")
		}
	})
}

// TestFastClock: a minute of news a second, and no date in the reader's future.
func TestFastClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := feedtest.New(feedtest.Options{Seed: 1, Speed: 60})
		before := len(n.Truths())
		opened := n.Now()
		time.Sleep(time.Minute) // virtual
		if passed := n.Now().Sub(opened); passed < 59*time.Minute || passed > 61*time.Minute {
			t.Errorf("%v of news in a minute", passed)
		}
		after := n.Truths()
		if len(after)-before < 15 {
			t.Errorf("%d articles in an hour of news", len(after)-before)
		}
		for _, tr := range after {
			if tr.Published.After(time.Now()) {
				t.Errorf("%s is dated %v ahead", tr.Path, time.Until(tr.Published))
			}
		}
	})
}

// TestMemoryIsBounded: a demonstration may run for weeks.
func TestMemoryIsBounded(t *testing.T) {
	n := feedtest.New(feedtest.Options{Seed: 1})
	n.Skip(8 * 24 * time.Hour)
	week := len(n.Truths())
	n.Skip(8 * 24 * time.Hour)
	if twice := len(n.Truths()); twice > week*5/4 {
		t.Errorf("%d articles after 8 days, %d after 16", week, twice)
	}
}

func TestRequestsAreRecordedInOrder(t *testing.T) {
	r := open(t, feedtest.Outlet{Items: 2})
	first := r.get("X-Mark", "1")
	r.again(first)
	if err := r.room.Behave("x", "hangs-up"); err != nil {
		t.Fatal(err)
	}
	r.get()
	log := r.room.Requests()
	if len(log) < 3 {
		t.Fatalf("%d requests", len(log))
	}
	for i, want := range []struct {
		status        int
		bytes         int64
		unconditional bool
	}{{200, int64(len(first.body)), true}, {304, 0, false}, {0, 0, true}} {
		got := log[i]
		if got.Status != want.status || got.Bytes != want.bytes || got.Unconditional() != want.unconditional || got.Outlet != "x" ||
			got.Path != "/x/feed.xml" || got.Method != http.MethodGet || got.At.IsZero() {
			t.Errorf("request %d: %+v", i+1, got)
		}
	}
	if log[0].Header.Get("X-Mark") != "1" {
		t.Error("the header is lost")
	}
	r.room.Forget()
	if len(r.room.Requests()) != 0 {
		t.Error("not forgotten")
	}
}

func TestLogIsBounded(t *testing.T) {
	for limit, want := range map[int]int{5: 5, -1: 0, 0: 20} {
		n := feedtest.New(feedtest.Options{Bare: true, Log: limit})
		for i := range 20 {
			get(n, fmt.Sprintf("/none/%d", i))
		}
		log := n.Requests()
		if len(log) != want || want > 0 && log[want-1].Path != "/none/19" {
			t.Errorf("limit %d: %d requests", limit, len(log))
		}
	}
}

// ExampleNew polls a newsroom whose only outlet asks the reader to wait.
func ExampleNew() {
	n := feedtest.New(feedtest.Options{Bare: true})
	if err := n.Add(feedtest.Outlet{ID: "alpha", Items: 5, Behaves: []string{"status=429", "retry-after=60"}}); err != nil {
		fmt.Println(err)
		return
	}
	base, err := n.Open("127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer n.Close()
	resp, err := http.Get(n.Sources(base)[0].URL)
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()
	fmt.Println(resp.Status, resp.Header.Get("Retry-After"))
	fmt.Println(n.Requests()[0].Path, n.Requests()[0].Unconditional())
	// Output:
	// 429 Too Many Requests 60
	// /alpha/feed.xml true
}
