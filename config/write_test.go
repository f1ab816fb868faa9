package config_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sitrep/config"
	"sitrep/feed"
)

// TestWriteSources: whatever a source is called, what is written is read as the
// same source.
func TestWriteSources(t *testing.T) {
	line := rapid.OneOf(
		rapid.StringOfN(rapid.Rune(), 1, 60, -1),
		rapid.StringMatching(`[-?:,\[\]{}#&*!|>'"%@ ~a-z0-9.+=<\\/]{1,20}`),
		rapid.SampledFrom([]string{"no", "~", "null", "1e3", "0x1F", "2026-01-01", "a: b", "a #b", "- a", "*a", "key:", "Yes", ".inf", "it's", `"`, "=", "<<"}),
	).Filter(func(s string) bool {
		return s == strings.TrimSpace(s) && s != "" && !strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c >= 0x7f && c < 0xa0 })
	})
	rapid.Check(t, func(t *rapid.T) {
		want := []feed.Source{{
			ID:              "x" + rapid.StringMatching(`[a-z0-9_.-]{0,10}`).Draw(t, "id"),
			Title:           line.Draw(t, "title"),
			URL:             "https://example.invalid/" + rapid.StringMatching(`[a-z0-9?&=%:,]{0,10}`).Filter(percentless).Draw(t, "path"),
			Publisher:       line.Draw(t, "publisher"),
			Country:         rapid.SampledFrom([]string{"", "NO", "GB"}).Draw(t, "country"),
			Language:        rapid.SampledFrom([]string{"", "no", "en-GB"}).Draw(t, "language"),
			Kind:            rapid.SampledFrom(append([]string{""}, feed.Kinds...)).Draw(t, "kind"),
			StateControlled: rapid.Bool().Draw(t, "state"),
			Strictness:      rapid.SampledFrom(append([]feed.Strictness{""}, feed.Strictnesses...)).Draw(t, "strictness"),
			Topics:          rapid.SampledFrom([][]string{nil, {"sudan"}, {"other", "libya"}}).Draw(t, "topics"),
			Schedule:        rapid.SampledFrom([]string{"auto", "@every 10m", "*/5 * * * *"}).Draw(t, "schedule"),
			UserAgent:       line.Draw(t, "agent"),
		}}
		var b bytes.Buffer
		if err := config.WriteSources(&b, want); err != nil {
			t.Fatal(err)
		}
		c, err := config.Parse("written.yaml", b.Bytes(), config.Options{})
		if err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
		if diff := cmp.Diff(want, c.Sources[len(c.Sources)-1:]); diff != "" {
			t.Fatalf("(-want +got)\n%s in\n%s", diff, b.String())
		}
	})
}

func percentless(s string) bool { return !strings.Contains(s, "%") }

func TestWriteNoSources(t *testing.T) {
	var b bytes.Buffer
	if err := config.WriteSources(&b, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Parse("none.yaml", b.Bytes(), config.Options{}); err != nil {
		t.Error(err)
	}
}

// TestWriteHidesHeaders: header values are secrets.
func TestWriteHidesHeaders(t *testing.T) {
	var b bytes.Buffer
	err := config.WriteSources(&b, []feed.Source{{ID: "a", URL: "https://example.invalid", Headers: map[string]string{"X": "hunter2"}}})
	if err != nil || strings.Contains(b.String(), "hunter2") {
		t.Errorf("error %v, wrote\n%s", err, b.String())
	}
}

func TestWriteError(t *testing.T) {
	full := errors.New("disk full")
	err := config.WriteSources(failing{full}, slices.Repeat([]feed.Source{{ID: "a"}}, 1000))
	if !errors.Is(err, full) {
		t.Errorf("error %v, want that of the writer", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
