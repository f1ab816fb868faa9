package parse

import (
	"errors"
	"fmt"
	"time"
)

// keepWhole drops the entry that the end of the document, or a limit, cut in
// two. What was read before it is whole.
func (s *scanner) keepWhole() {
	if n := len(s.entries); n > 0 && !s.entries[n-1].whole {
		s.partial = &s.entries[n-1]
		s.entries = s.entries[:n-1]
	}
	if s.err != nil {
		s.note("limit")
	}
}

// read has gofeed parse the chosen entries, all at once; and one by one where
// it refuses the document or does not see the same entries in it as we do.
// refused reports that some entry was lost, or had to be read alone.
func (s *scanner) read(chosen []int, full bool) (c channel, drafts []draft, refused bool, err error) {
	parse := readRSS
	if s.dialect == atomDialect {
		parse = readAtom
	}
	if s.outside == 0 || s.outside == len(s.entries) || s.dialect == atomDialect {
		text := s.document(chosen, full)
		c, drafts, err = s.guard(text, parse)
		if err == nil && len(drafts) == len(chosen) {
			s.join(drafts, chosen)
			return c, drafts, false, nil
		}
		if errors.Is(err, errSlow) {
			return c, nil, false, err
		}
	}
	drafts = drafts[:0]
	for _, i := range chosen {
		_, one, lone := s.guard(s.single(nil, &s.entries[i], full), parse)
		if errors.Is(lone, errSlow) {
			return c, nil, false, lone
		}
		if lone == nil && len(one) == 1 {
			s.join(one, []int{i})
			drafts = append(drafts, one...)
		}
	}
	if len(drafts) == 0 && len(chosen) > 0 {
		return c, nil, false, fmt.Errorf("no entry of the feed can be read: %w", err)
	}
	return c, drafts, true, nil
}

// join gives the drafts what was read of their entries by ourselves.
func (s *scanner) join(drafts []draft, chosen []int) {
	for i := range drafts {
		e := &s.entries[chosen[i]]
		d := &drafts[i]
		d.values = s.values(e)
		d.index = chosen[i]
		d.names = s.names(e)
	}
}

// Deadline of one parse, and the size above which a parse is watched at all:
// starting a goroutine for each of a thousand small feeds would be waste.
const (
	deadline       = 10 * time.Second
	suspiciousSize = 1 << 20
)

var errSlow = fmt.Errorf("the feed takes longer than %v to parse", deadline)

// guard runs a parse under the deadline if the document is large. A goroutine
// cannot be killed: one that runs on holds only the copy that was made for it,
// and ends when gofeed does, which the limits bound.
func (s *scanner) guard(text []byte, parse func([]byte) (channel, []draft, error)) (channel, []draft, error) {
	if len(text) < suspiciousSize {
		return parse(text)
	}
	type result struct {
		channel
		drafts []draft
		err    error
	}
	done := make(chan result, 1)
	go func() {
		c, d, err := parse(text)
		done <- result{c, d, err}
	}()
	timer := time.NewTimer(deadline)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.channel, r.drafts, r.err
	case <-timer.C:
		return channel{}, nil, errSlow
	}
}
