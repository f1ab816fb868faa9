package feed_test

import (
	"slices"
	"testing"

	"sitrep/feed"
)

func TestTopicsOfAStory(t *testing.T) {
	for _, c := range []struct {
		items [][]string
		want  []string
	}{
		{[][]string{{"ukraine"}, {"other"}, {"iran", "ukraine"}}, []string{"iran", "ukraine"}},
		{[][]string{{"other"}, {"other"}}, []string{"other"}},
		{[][]string{nil, {"sudan"}}, []string{"sudan"}},
	} {
		var s feed.Story
		for _, topics := range c.items {
			s.Items = append(s.Items, feed.Item{Topics: topics})
		}
		if got := s.Topics(); !slices.Equal(got, c.want) {
			t.Errorf("reports of %v: topics %v, want %v", c.items, got, c.want)
		}
	}
}
