package store_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"sitrep/feed"
)

// mapped is the resident memory in bytes that belongs to files.
func mapped(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc/self/status here: ", err)
	}
	_, rest, _ := strings.Cut(string(status), "RssFile:")
	size, err := strconv.Atoi(strings.Fields(rest + " ?")[0])
	if err != nil {
		t.Skip("this kernel does not tell RssFile")
	}
	return size << 10
}

func TestWalksLeaveNothingResident(t *testing.T) {
	db := open(t)
	db.commit(visits(100, 100)...)
	size, err := db.Size()
	if err != nil {
		t.Fatal(err)
	}
	for name, walk := range map[string]func() error{
		"Each":  func() error { return db.Each(func(feed.Story) error { return nil }) },
		"Check": db.Check,
	} {
		before := mapped(t)
		if err := walk(); err != nil {
			t.Fatal(err)
		}
		if grown := mapped(t) - before; grown > int(size)/2 {
			t.Errorf("after %s %d bytes more of a file of %d are resident", name, grown, size)
		}
	}
}
