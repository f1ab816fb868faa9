// Package classify judges items: is it coverage of armed conflict, of which
// conflict, and why.
package classify
