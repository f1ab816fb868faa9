package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"sitrep/feed"
	"sitrep/feed/feedtest"
)

// asNewsroom makes the test binary serve a load world in a process of its own,
// so that what serving costs is not counted against the daemon. Its value is
// the number of feeds.
const asNewsroom = "SITREP_TEST_AS_NEWSROOM"

// serveNewsroom prints where the newsroom is and what it publishes, as one line
// of JSON; then each line of standard input, a share and a number of items,
// publishes more.
func serveNewsroom(feeds string) {
	n, err := strconv.Atoi(feeds)
	if err != nil {
		panic(err)
	}
	room := feedtest.Load(feedtest.LoadOptions{Seed: 1, Feeds: n})
	base, err := room.Open("127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	world := loadWorld{Base: base, Sources: room.Sources(base)}
	world.Bytes = room.Prepare()
	out := json.NewEncoder(os.Stdout)
	_ = out.Encode(world)
	var share float64
	var items int
	for {
		if _, err := fmt.Scan(&share, &items); err != nil {
			os.Exit(0) // the test has ended
		}
		_ = out.Encode(room.Advance(share, items))
	}
}

// loadWorld is a newsroom in another process.
type loadWorld struct {
	Base    string
	Sources []feed.Source
	Bytes   int64

	in  io.Writer
	out *bufio.Reader
}

// openLoadWorld starts a newsroom of so many feeds, which ends with the test.
func openLoadWorld(t testing.TB, feeds int) *loadWorld {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", asNewsroom, feeds))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.(io.Closer).Close()
		_ = cmd.Wait()
	})
	w := &loadWorld{in: in, out: bufio.NewReaderSize(out, 1<<20)}
	w.read(t, w)
	return w
}

func (w *loadWorld) read(t testing.TB, into any) {
	t.Helper()
	text, err := w.out.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("newsroom: %v", err)
	}
}

// advance publishes items in a share of the feeds.
func (w *loadWorld) advance(t testing.TB, share float64, items int) (feeds int) {
	t.Helper()
	if _, err := fmt.Fprintln(w.in, share, items); err != nil {
		t.Fatal(err)
	}
	w.read(t, &feeds)
	return feeds
}

// testNewsroom is the invented world on loopback.
type testNewsroom struct {
	*feedtest.Newsroom
	sources []feed.Source
}

func newTestNewsroom(t *testing.T) testNewsroom {
	t.Helper()
	room := feedtest.New(feedtest.Options{Seed: 7})
	base, err := room.Open("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = room.Close() })
	return testNewsroom{room, room.Sources(base)}
}
