package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"sitrep/feed"
)

// nearTold is how many near misses are told one by one.
const nearTold = 5

// printNear tells what was left out but nearly kept, the nearest first, so that
// an operator sees what another strictness would bring. dropped are items of the
// store; nothing is written where none was near.
func printNear(w io.Writer, dropped []feed.Item) {
	near := slices.DeleteFunc(slices.Clone(dropped), func(it feed.Item) bool { return !it.Near })
	if len(near) == 0 {
		return
	}
	slices.SortFunc(near, func(a, b feed.Item) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	fmt.Fprintf(w, "%d left out were near; the nearest (sitrep explain tells why, strictness: wide would keep most):\n", len(near))
	for _, it := range near[:min(nearTold, len(near))] {
		fmt.Fprintf(w, "  %.2f  %s (%s)\n", it.Score, oneLine(it.Title), it.Source)
	}
}
