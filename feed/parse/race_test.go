//go:build race

package parse_test

// raced: the race detector watches, which takes many times the processor time
// and memory of the product itself. Their bounds are held in the plain run.
const raced = true
