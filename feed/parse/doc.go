// Package parse turns the bytes that an outlet serves into items.
package parse
