// Package train learns the weights of package classify from labelled items.
package train
