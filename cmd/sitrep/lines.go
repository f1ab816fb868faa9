package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"sitrep/feed"
	"sitrep/feed/parse"
)

// line is an item as judge and group read it, one JSON object a line. Only the
// title is required.
type line struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Language  string `json:"language"`
	Source    string `json:"source"`
	URL       string `json:"url"`
	Published string `json:"published"` // RFC 3339, or a date
}

// maxLine bounds one line of input.
const maxLine = 4 << 20

// readLines calls f with each item of the input and its number, counted from 1.
// The first line that cannot be read ends it with an error that names the line.
func readLines(in io.Reader, f func(n int, l line) error) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	n := 0
	for lines.Scan() {
		n++
		text := bytes.TrimSpace(lines.Bytes())
		if len(text) == 0 {
			continue
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return fmt.Errorf("line %d: %w; want one JSON object a line, such as {\"title\": \"...\"}", n, err)
		}
		if l.Title == "" && l.Summary == "" {
			return fmt.Errorf("line %d: no title; every item needs one", n)
		}
		if err := f(n, l); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d is longer than %d bytes", n+1, maxLine)
	}
	return lines.Err()
}

// dateLayouts are the forms in which a line may give its time.
var dateLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", time.DateOnly}

// item normalises a line as a feed's entry would be. A line without a time, or
// with one that cannot be read, is placed at now.
func (l line) item(n int, now time.Time) feed.Item {
	at := now
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, l.Published); err == nil {
			at = t.UTC()
			break
		}
	}
	it := feed.Item{
		Source: l.Source, Publisher: l.Source, GUID: l.ID, URL: parse.Link(l.URL, ""),
		Title: parse.Text(l.Title), Summary: parse.Text(l.Summary), Language: l.Language,
		Published: at, Updated: at, Seen: at,
	}
	it.ID = feed.NewItemID(l.Source, fmt.Sprintf("line %d", n))
	return it
}
