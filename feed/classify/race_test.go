//go:build race

package classify_test

// raced: under the race detector sync.Pool forgets at random, so that what a
// judgement allocates says nothing of the product. That is held in the plain run.
const raced = true
