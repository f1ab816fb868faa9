// Package dedupe folds many items into one story.
package dedupe
