//go:build !race

package classify_test

const raced = false
