package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"sitrep/feed"
	"sitrep/feed/parse"
)

// line is an item as judge and group read it, one JSON object a line. Only the
// title is required.
type line struct {
	ID        name   `json:"id"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Language  string `json:"language"`
	Source    string `json:"source"`
	Publisher string `json:"publisher"` // who stands behind it, by any name; read by group
	URL       string `json:"url"`
	Published string `json:"published"` // RFC 3339, or a date
}

// name accepts what ids are in other people's data: strings and numbers.
type name string

// UnmarshalJSON keeps a number as it is written.
func (n *name) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && (b[0] == '-' || b[0] >= '0' && b[0] <= '9') {
		*n = name(b)
		return nil
	}
	return json.Unmarshal(b, (*string)(n))
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
		text := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(text) == 0 {
			continue
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			return fmt.Errorf("line %d: %w; want one JSON object a line, such as {\"title\": \"...\"}", n, err)
		}
		if strings.TrimSpace(l.Title) == "" {
			return fmt.Errorf("line %d: no title; every item needs one", n)
		}
		if err := f(n, l); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d is longer than %d bytes", n+1, maxLine)
	}
	return lines.Err()
}

// eachLine answers each line of the input with one line of JSON.
func eachLine(io streams, answer func(n int, l line) (any, error)) error {
	out := bufio.NewWriter(io.out)
	encoder := newEncoder(out)
	err := readLines(io.in, func(n int, l line) error {
		value, err := answer(n, l)
		if err != nil {
			return err
		}
		return encoder.Encode(value)
	})
	return errors.Join(err, out.Flush())
}

// newEncoder writes values as lines of JSON, and < as it is.
func newEncoder(w *bufio.Writer) *json.Encoder {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder
}

// dateLayouts are the forms in which a line may give its time.
var dateLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", time.DateOnly,
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2006-01-02 15:04:05Z07:00",
}

// at is when a line was published; now where it does not say.
func (l line) at(now time.Time) (time.Time, error) {
	if l.Published == "" {
		return now, nil
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, l.Published); err == nil {
			return t.UTC(), nil
		}
	}
	return now, fmt.Errorf("published %q is no time; write it as 2026-03-01T12:00:00Z", l.Published)
}

// item normalises a line as a feed's entry would be. A line without a time is
// placed at now.
func (l line) item(n int, now time.Time) (feed.Item, error) {
	at, err := l.at(now)
	return feed.Item{
		ID:     feed.NewItemID(l.Source, fmt.Sprintf("line %d", n)),
		Source: l.Source, Publisher: l.Source, GUID: string(l.ID), URL: parse.Link(l.URL, ""),
		Title: parse.Text(l.Title), Summary: parse.Text(l.Summary), Language: l.Language,
		Published: at, Updated: at, Seen: at,
	}, err
}
