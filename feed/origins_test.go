package feed_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep/feed"
)

func TestCopiedSumsUpByWhoseTextItIs(t *testing.T) {
	got := feed.Copied([]feed.Shared{{By: "", First: 1, Copies: 5}, {By: "reuters", First: 2, Copies: 1}, {By: "", First: 3, Copies: 2}, {By: "reuters", First: 4, Copies: 3}})
	want := []feed.Shared{{By: "", First: 1, Copies: 7}, {By: "reuters", First: 2, Copies: 4}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
