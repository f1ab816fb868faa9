package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/store"
)

// roleEnv makes this test binary play another process: "writer" or "holder".
const roleEnv, pathEnv = "SITREP_STORE_TEST_ROLE", "SITREP_STORE_TEST_PATH"

func TestMain(m *testing.M) {
	roles := map[string]func(path string) error{"writer": writeOn, "holder": hold}
	if role := roles[os.Getenv(roleEnv)]; role != nil {
		if err := role(os.Getenv(pathEnv)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child starts this binary in a role and gives what it prints.
func child(t *testing.T, role, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), roleEnv+"="+role, pathEnv+"="+path)
	cmd.Stderr = os.Stderr
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

func hold(path string) error {
	db, err := store.Open(path, store.Options{})
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin) // until the parent kills us or is gone itself
	return db.Close()
}

func TestASecondProcessIsTurnedAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitrep.db")
	cmd, lines := child(t, "holder", path)
	if !lines.Scan() {
		t.Fatal("the holder did not open the store")
	}
	started := time.Now()
	_, err := store.Open(path, store.Options{Timeout: 100 * time.Millisecond})
	if !errors.Is(err, store.ErrLocked) {
		t.Fatalf("error %v, want ErrLocked", err)
	}
	if want := path + ": another sitrep is using this file; stop it or choose another --data"; err.Error() != want {
		t.Errorf("message %q, want %q", err, want)
	}
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("it took %v to say so", took)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	db, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatalf("after the other one was killed: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// writeOn commits numbered visits without end, expires now and then, and prints
// each number when its commit has returned.
func writeOn(path string) error {
	db, err := store.Open(path, store.Options{})
	if err != nil {
		return err
	}
	next := 0
	if polls, err := db.Polls(); err != nil {
		return err
	} else if len(polls) > 0 {
		next = int(polls[0].Totals.Requests)
	}
	for ; ; next++ {
		if err := db.Commit([]feed.Visit{numbered(next)}); err != nil {
			return err
		}
		fmt.Println(next)
		if next%5 == 4 {
			if _, err := db.Expire(store.Retention{Stories: keptByWriter}, epoch); err != nil {
				return err
			}
		}
	}
}

const (
	keptByWriter  = 600
	itemsPerVisit = 30
)

// numbered brings thirty items, one of which joins the first story of the visit
// before, so that stored stories are rewritten too.
func numbered(n int) feed.Visit {
	v := visit("source", n*itemsPerVisit, itemsPerVisit)
	v.Poll.Totals.Requests = int64(n + 1)
	if n > 0 {
		v.Placed[1].Story = newsItem("source", (n-1)*itemsPerVisit).ID
	}
	return v
}

// Every commit that returned before the process was killed is there, once, and
// at most the one that was under way besides.
func TestKilledAtAnyMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitrep.db")
	next := 0 // the commit that may or may not be there
	for round := range 20 {
		cmd, lines := child(t, "writer", path)
		acknowledged, first := next-1, true
		for lines.Scan() {
			n, err := strconv.Atoi(strings.TrimSpace(lines.Text()))
			if err != nil || first && n != next && n != next+1 || !first && n != acknowledged+1 {
				t.Fatalf("round %d: %q after commit %d, %v", round, lines.Text(), acknowledged, err)
			}
			if first {
				time.AfterFunc(rand.N(150*time.Millisecond), func() { _ = cmd.Process.Kill() })
			}
			acknowledged, first = n, false
		}
		if err := cmd.Wait(); first {
			t.Fatalf("round %d: no commit, %v", round, err)
		}
		next = survey(t, path, acknowledged)
	}
	t.Logf("%d commits survived 20 kills", next)
}

// survey checks the file and gives the number of commits in it.
func survey(t *testing.T, path string, acknowledged int) (commits int) {
	t.Helper()
	db, err := store.Open(path, store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Check(); err != nil {
		t.Fatal(err)
	}
	polls, err := db.Polls()
	if err != nil || len(polls) != 1 {
		t.Fatalf("%d polls, %v", len(polls), err)
	}
	commits = int(polls[0].Totals.Requests)
	if commits != acknowledged+1 && commits != acknowledged+2 {
		t.Fatalf("%d commits stored, %d acknowledged", commits, acknowledged+1)
	}
	stories, err := db.Stories(feed.Query{})
	if err != nil {
		t.Fatal(err)
	}
	members(t, stories, commits)
	return commits
}

// members expects each item of the last commits in exactly one story: the newest
// are never expired, and what is there is there once.
func members(t *testing.T, stories []feed.Story, commits int) {
	t.Helper()
	count := map[feed.ItemID]int{}
	for _, s := range stories {
		for _, it := range s.Items {
			count[it.ID]++
		}
	}
	const safe = keptByWriter / itemsPerVisit / 2
	for n := max(0, commits-safe) * itemsPerVisit; n < commits*itemsPerVisit; n++ {
		if count[newsItem("source", n).ID] != 1 {
			t.Fatalf("item %d of %d commits is there %d times", n, commits, count[newsItem("source", n).ID])
		}
	}
	for id, n := range count {
		if n != 1 {
			t.Fatalf("item %v is there %d times", id, n)
		}
	}
}

func TestReadersAndWritersTogether(t *testing.T) {
	db := open(t)
	done := make(chan error)
	work := []func(n int) error{
		func(n int) error { return db.Commit([]feed.Visit{visit("alpha", n*10, 10)}) },
		func(n int) error { return db.Commit([]feed.Visit{visit("beta", n*10, 10)}) },
		func(int) error { return expire(db, store.Retention{Stories: 100}) },
		func(int) error {
			stories, err := db.Stories(feed.Query{Limit: 50})
			if !slices.IsSortedFunc(stories, func(a, b feed.Story) int { return b.Updated.Compare(a.Updated) }) {
				return errors.New("not in order")
			}
			return err
		},
		func(int) error { return db.Each(func(feed.Story) error { return nil }) },
		func(int) error { _, err := db.Polls(); return err },
	}
	for _, do := range work {
		go func() {
			var err error
			for n := 0; n < 40 && err == nil; n++ {
				err = do(n)
			}
			done <- err
		}()
	}
	for range work {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
