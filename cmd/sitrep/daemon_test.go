package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/feedtest"
)

// daemon is the real command, serving as a process of its own.
type daemon struct {
	t      *testing.T
	url    string
	config string
	cmd    *exec.Cmd
	log    *bytes.Buffer
}

// newDaemon writes the configuration of a daemon that polls the sources of a
// newsroom on loopback. It is not started yet.
func newDaemon(t *testing.T, sources []feed.Source, extra string) *daemon {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "listen: %s\ndata: %s\nallow_private: [127.0.0.0/8]\npoll: {min_interval: 1s}\n%s\nsources:\n  only:\n", address, t.TempDir(), extra)
	for _, s := range sources {
		fmt.Fprintf(&text, "    - {id: %s, title: %q, url: %q, language: %q, schedule: \"@every 1s\"}\n", s.ID, s.Title, s.URL, s.Language)
	}
	config := filepath.Join(t.TempDir(), "sitrep.yaml")
	if err := os.WriteFile(config, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return &daemon{t: t, url: "http://" + address, config: config}
}

// start runs the daemon until stop, kill or the end of the test.
func (d *daemon) start() {
	d.t.Helper()
	d.cmd = exec.Command(os.Args[0], "serve", "--config", d.config)
	d.cmd.Env = append(os.Environ(), asCommand+"=1")
	d.log = &bytes.Buffer{}
	d.cmd.Stderr = d.log
	if err := d.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	cmd := d.cmd
	d.t.Cleanup(func() { _ = cmd.Process.Kill() })
}

// stop asks the daemon to end, and checks that it does so in order.
func (d *daemon) stop() {
	d.t.Helper()
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		d.t.Fatal(err)
	}
	if err := d.cmd.Wait(); err != nil {
		d.t.Errorf("after SIGTERM: %v\n%s", err, d.log)
	}
}

func (d *daemon) kill() {
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
}

// entry is what these tests read of an entry of the JSON Feed.
type entryJSON struct {
	ID, URL, Title string
	DatePublished  string `json:"date_published"`
	DateModified   string `json:"date_modified"`
	ContentHTML    string `json:"content_html"`
}

// reports counts the reports that entries name: invented articles may have so
// much in common that two of them are one story.
func reports(entries []entryJSON) (n int) {
	for _, e := range entries {
		n += max(1, strings.Count(e.ContentHTML, "<li>"))
	}
	return n
}

// entries reads the daemon's feed.
func (d *daemon) entries() (entries []entryJSON, err error) {
	response, err := http.Get(d.url + "/feed.json")
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var document struct{ Items []entryJSON }
	err = json.NewDecoder(response.Body).Decode(&document)
	return document.Items, err
}

// await waits until the entries of the feed name so many reports.
func (d *daemon) await(n int) []entryJSON {
	d.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		entries, err := d.entries()
		if err == nil && reports(entries) == n {
			return entries
		}
		select {
		case <-ctx.Done():
			d.t.Fatalf("the feed has %d reports, want %d (%v)\n%s", reports(entries), n, err, d.log)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// openBareNewsroom has so many outlets, each with twenty articles of its own.
func openBareNewsroom(t *testing.T, outlets int) (room *feedtest.Newsroom, base string) {
	t.Helper()
	room = feedtest.New(feedtest.Options{Seed: 3, Bare: true})
	for i := range outlets {
		format := feedtest.Formats()[i%len(feedtest.Formats())]
		if err := room.Add(feedtest.Outlet{ID: fmt.Sprintf("outlet-%d", i), Format: format}); err != nil {
			t.Fatal(err)
		}
	}
	base, err := room.Open("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = room.Close() })
	return room, base
}

// TestKill: killed at any moment, the daemon has every entry once afterwards,
// under the same ids, and asks nobody early.
func TestKill(t *testing.T) {
	room, base := openBareNewsroom(t, 6)
	d := newDaemon(t, room.Sources(base), "keep: all\nlanguages: [all]")
	ids := map[string]bool{}
	for n := range 8 {
		d.start()
		<-time.After(time.Duration(n*37) * time.Millisecond) // a different moment each time
		d.kill()
	}
	d.start()
	for _, e := range d.await(6 * 20) {
		ids[e.ID] = true
	}
	d.kill()
	d.start()
	entries := d.await(6 * 20)
	for _, e := range entries {
		if !ids[e.ID] {
			t.Errorf("%s has a new id: %s", e.Title, e.ID)
		}
	}
	d.stop()
	last := map[string]time.Time{}
	for _, r := range room.Requests() {
		if gap := r.At.Sub(last[r.Outlet]); gap < 900*time.Millisecond {
			t.Errorf("%s was asked again after %v", r.Outlet, gap)
		}
		last[r.Outlet] = r.At
	}
}

// TestSecondDaemon: one file belongs to one process, and the message says what to do.
func TestSecondDaemon(t *testing.T) {
	room, base := openBareNewsroom(t, 1)
	d := newDaemon(t, room.Sources(base), "keep: all\nlanguages: [all]")
	d.start()
	d.await(20)
	second := exec.Command(os.Args[0], "once", "--config", d.config)
	second.Env = append(os.Environ(), asCommand+"=1")
	said, err := second.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "another sitrep") || !strings.Contains(string(said), "--data") {
		t.Errorf("a second process says %q (%v)", said, err)
	}
	explain := exec.Command(os.Args[0], "explain", "--config", d.config, d.await(20)[0].URL)
	explain.Env = append(os.Environ(), asCommand+"=1")
	if said, err := explain.CombinedOutput(); err != nil || !strings.Contains(string(said), "joined by the rule") || !strings.Contains(string(said), " independent\n") {
		t.Errorf("explain beside a running daemon says %q (%v)", said, err)
	}
	d.stop()
}

// recorder stands between a reader and the daemon and notes what was answered.
type recorder struct {
	*httptest.Server
	mu    sync.Mutex // protects codes
	codes map[string][]int
}

func record(t *testing.T, origin string) *recorder {
	t.Helper()
	target, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{codes: map[string][]int{}}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ModifyResponse = func(response *http.Response) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		path := response.Request.URL.Path
		r.codes[path] = append(r.codes[path], response.StatusCode)
		return nil
	}
	r.Server = httptest.NewServer(proxy)
	t.Cleanup(r.Close)
	return r
}

// answered checks the status codes that a path was answered with so far.
func (r *recorder) answered(t *testing.T, path string, want ...int) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if fmt.Sprint(r.codes[path]) != fmt.Sprint(want) {
		t.Errorf("%s was answered with %v, want %v", path, r.codes[path], want)
	}
	r.codes[path] = nil
}

// tool finds a program that nobody here wrote. Without it the test is skipped,
// but not in CI.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed, and in CI nothing may be skipped", name)
	}
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	return path
}

// output runs a program and returns what it printed.
func output(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	var problems bytes.Buffer
	cmd.Stderr = io.MultiWriter(&problems)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out, problems.String())
	}
	return strings.TrimSpace(string(out))
}
