package store

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"sitrep/feed"
)

// bolt makes a file by hand.
func bolt(t *testing.T, fn func(tx *bbolt.Tx) error) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "sitrep.db")
	file, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(file.Update(fn), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// version0 is a file of before the first schema: polls as JSON, under a meta
// bucket that counts no migration.
func version0(tx *bbolt.Tx) error {
	old, err := tx.CreateBucket([]byte("sources"))
	if err != nil {
		return err
	}
	value, err := json.Marshal(feed.Poll{Source: "alpha", Failures: 3})
	return errors.Join(err, old.Put([]byte("alpha"), value), stampSchema(tx, 0))
}

// fromJSON is the migration that such a file would have needed.
func fromJSON(tx *bbolt.Tx) error {
	err := tx.Bucket([]byte("sources")).ForEach(func(source, value []byte) error {
		var p feed.Poll
		if err := json.Unmarshal(value, &p); err != nil {
			return err
		}
		return tx.Bucket(pollsBucket).Put(source, appendPoll(nil, &p))
	})
	return errors.Join(err, tx.DeleteBucket([]byte("sources")))
}

// openWith opens a file as a program with these migrations would.
func openWith(t *testing.T, path string, steps []migration) (*DB, error) {
	t.Helper()
	db := &DB{path: path}
	if err := db.openBolt(Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db, db.migrate(steps, false)
}

func TestMigrationCarriesAnOldFileForward(t *testing.T) {
	path := bolt(t, version0)
	runs := 0
	steps := append(slices.Clone(migrations), migration{"polls as records", func(tx *bbolt.Tx) error {
		runs++
		return fromJSON(tx)
	}})
	for range 2 {
		db, err := openWith(t, path, steps)
		if err != nil {
			t.Fatal(err)
		}
		polls, err := db.Polls()
		if err != nil || len(polls) != 1 || polls[0].Failures != 3 {
			t.Errorf("polls after the migration: %+v, %v", polls, err)
		}
		if err := db.Check(); err != nil {
			t.Error(err)
		}
		if version, err := db.schema(); err != nil || version != uint64(len(steps)) {
			t.Errorf("schema %d, %v", version, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if runs != 1 {
		t.Errorf("the step ran %d times", runs)
	}
}

func TestAFailedMigrationLeavesTheFileAsItWas(t *testing.T) {
	path := bolt(t, version0)
	broken := append(slices.Clone(migrations[:1]), migration{"break", func(*bbolt.Tx) error { return errors.New("no room") }})
	db, err := openWith(t, path, broken)
	if err == nil || !strings.Contains(err.Error(), "migration 2 (break): no room") {
		t.Errorf("error %v", err)
	}
	if version, err := db.schema(); err != nil || version != 0 {
		t.Errorf("schema %d, %v", version, err)
	}
	err = db.bolt.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(pollsBucket) != nil || tx.Bucket([]byte("sources")) == nil {
			t.Error("the first step was kept without the second")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestFilesOfOthersAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		make func(tx *bbolt.Tx) error
		o    Options
		want error
		says string
	}{
		"newer": {func(tx *bbolt.Tx) error { return stampSchema(tx, 99) }, Options{}, ErrNewer, "upgrade sitrep"},
		"foreign": {func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket([]byte("etcd"))
			return err
		}, Options{}, ErrForeign, `has "etcd"`},
		"old, read only": {version0, Options{ReadOnly: true}, nil, "needs an upgrade"},
		"no version": {func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket(metaBucket)
			return err
		}, Options{}, ErrDamaged, "restore a backup"},
	} {
		path := bolt(t, c.make)
		_, err := Open(path, c.o)
		if err == nil || c.want != nil && !errors.Is(err, c.want) ||
			!strings.Contains(err.Error(), c.says) || strings.Count(err.Error(), path) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
