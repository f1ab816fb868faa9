package store_test

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitrep/feed"
	"sitrep/store"
)

// stock makes a store file with something in every bucket and gives its bytes.
func stock(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sitrep.db")
	db, err := store.Open(path, store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	load := visits(5, 60)
	load[0].Dropped = []feed.Item{newsItem("other", 1)}
	var data bytes.Buffer // a backup has no unused pages at its end
	if err := errors.Join(db.Commit(load), expireTo(db, 250), db.Backup(&data), db.Close()); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func expireTo(db *store.DB, stories int) error {
	_, err := db.Expire(store.Retention{Stories: stories}, epoch)
	return err
}

// use does with a file what a daemon does and gives the first error.
func use(t testing.TB, data []byte, o store.Options) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sitrep.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	o.NoSync = true
	db, err := store.Open(path, o)
	if err != nil {
		return err
	}
	_, readErr := db.Stories(feed.Query{})
	err = errors.Join(readErr, db.Each(func(feed.Story) error { return nil }))
	if err == nil {
		err = db.Check()
	}
	if err == nil && !o.ReadOnly {
		err = db.Commit([]feed.Visit{visit("source-1", 1000, 5)})
	}
	return errors.Join(err, db.Close())
}

func TestDamagedFilesAreRefused(t *testing.T) {
	whole := stock(t)
	if err := use(t, whole, store.Options{}); err != nil {
		t.Fatalf("the whole file: %v", err)
	}
	zeroed := append([]byte(nil), whole...)
	clear(zeroed[:2*os.Getpagesize()])
	for name, data := range map[string][]byte{
		"text":      []byte("This is not a store, but a letter.\n"),
		"long text": []byte(strings.Repeat("This is not a store, but a letter.\n", 2000)),
		"no metas":  zeroed,
		"one page":  whole[:os.Getpagesize()],
		"two pages": whole[:2*os.Getpagesize()],
		"a half":    whole[:len(whole)/2],
		"less one":  whole[:len(whole)-os.Getpagesize()],
	} {
		for _, o := range []store.Options{{}, {ReadOnly: true}} {
			err := use(t, data, o)
			if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), "restore a backup, or move the file away") {
				t.Errorf("%s, read only %v: %v", name, o.ReadOnly, err)
			}
		}
	}
}

// A flipped bit must never end the process, and where it changes what is stored
// it must be told.
func TestFlippedBits(t *testing.T) {
	whole := stock(t)
	found := 0
	const flips = 300
	random := rand.New(rand.NewPCG(1, 2))
	for range flips {
		data := append([]byte(nil), whole...)
		// Page headers and element tables are at the beginning of a page.
		at := random.IntN(len(data)/os.Getpagesize())*os.Getpagesize() + random.IntN(200)
		data[at] ^= 1 << random.IntN(8)
		if err := use(t, data, store.Options{}); err != nil {
			found++
			if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrForeign) && !errors.Is(err, store.ErrNewer) {
				t.Errorf("byte %d: %v", at, err)
			}
		}
	}
	if found < flips/3 {
		t.Errorf("%d of %d flips were noticed", found, flips)
	}
	t.Logf("%d of %d flips were noticed", found, flips)
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitrep.db")
	if _, err := store.Open(path, store.Options{ReadOnly: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if err := os.WriteFile(path, stock(t), 0o400); err != nil {
		t.Fatal(err)
	}
	var readers [2]*store.DB
	for i := range readers {
		db, err := store.Open(path, store.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		readers[i] = db
	}
	if err := errors.Join(readers[0].Check(), readers[1].Check()); err != nil {
		t.Error(err)
	}
	if err := readers[0].Commit(visits(1, 1)); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Errorf("a commit: %v", err)
	}
}

func TestNoFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "sitrep.db")
	if _, err := store.Open(path, store.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// FuzzFile writes over a part of a good store, and then uses it.
func FuzzFile(f *testing.F) {
	whole := stock(f)
	f.Add(uint32(0), []byte{0})
	f.Fuzz(func(t *testing.T, at uint32, patch []byte) {
		data := bytes.Clone(whole)
		copy(data[int(at)%len(data):], patch)
		if err := use(t, data, store.Options{}); err != nil && !strings.Contains(err.Error(), "sitrep.db: ") {
			t.Errorf("an error that does not name the file: %v", err)
		}
	})
}

// Reading a mapped page that is no longer in the file is a fault of the memory,
// which would end the process.
func TestAFileCutOffUnderUs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitrep.db")
	if err := os.WriteFile(path, stock(t), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(path, store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := os.Truncate(path, int64(4*os.Getpagesize())); err != nil {
		t.Skip("this system does not cut a mapped file: ", err)
	}
	if err := db.Each(func(feed.Story) error { return nil }); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("Each: %v", err)
	}
	if err := db.Commit(visits(3, 30)); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("Commit: %v", err)
	}
	if err := db.Check(); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("Check: %v", err)
	}
}
