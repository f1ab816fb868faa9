package config

import (
	"fmt"
	"slices"
	"strings"
)

// didYouMean is the remedy for a word that is none of the valid ones: the
// nearest if one is near, else all of them unless they are too many.
func didYouMean(word string, valid []string) string {
	if near := nearest(word, valid); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(valid) == 0 || len(valid) > 50 {
		return "look it up in the built-in list"
	}
	valid = slices.DeleteFunc(slices.Sorted(slices.Values(valid)), func(s string) bool { return s == "" })
	return "valid are " + strings.Join(valid, ", ")
}

// nearest is the valid word that takes the fewest edits to reach, or "" if that
// takes more than a third of the word's length: what is further off is rather
// another word than a slip of the pen.
func nearest(word string, valid []string) string {
	word = strings.ToLower(word)
	if len(word) > 64 { // the table below grows with the square
		return ""
	}
	best, limit := "", max(1, len(word)/3)+1
	for _, v := range valid {
		if d := distance(word, strings.ToLower(v)); d < limit {
			best, limit = v, d
		}
	}
	return best
}

// distance counts insertions, deletions, substitutions and swaps of neighbours
// that turn a into b (optimal string alignment), in bytes.
func distance(a, b string) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
