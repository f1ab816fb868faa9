package store

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"sitrep/feed"
)

// The timeline has one entry per story. Its key is the story's Updated in
// order-keeping big-endian nanoseconds and the complement of its id: read
// backwards, that gives the newest first and ties by id. Its value is the
// number of the story's record, then its topics and languages, so that a query
// passes over what it does not want without decoding stories.

func appendTimelineKey(b []byte, updated time.Time, id feed.StoryID) []byte {
	b = appendOrdered(b, updated)
	return binary.BigEndian.AppendUint64(b, ^uint64(id))
}

// appendOrdered writes a time so that bytes sort as times do, those before 1970 too.
func appendOrdered(b []byte, t time.Time) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(nanos(t))^1<<63)
}

func appendTimelineValue(b []byte, record uint64, s feed.Story) []byte {
	b = binary.BigEndian.AppendUint64(b, record)
	b = putStrings(b, s.Topics())
	languages := s.Languages()
	for i, l := range languages {
		languages[i] = primary(l)
	}
	slices.Sort(languages)
	return putStrings(b, slices.Compact(languages))
}

// primary is the language subtag of a tag: "en" of "en-GB".
func primary(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	return strings.ToLower(tag)
}

// wanted is a query, ready to be compared with timeline entries.
type wanted struct {
	topic     string
	languages []string
	after     []byte // the entries up to this key are too old; nil for none
}

func newWanted(q feed.Query) wanted {
	w := wanted{topic: q.Topic}
	for _, l := range q.Languages {
		w.languages = append(w.languages, primary(l))
	}
	if !q.Since.IsZero() {
		w.after = appendTimelineKey(nil, q.Since, 0) // complement: the last key of that instant
	}
	return w
}

// matches reads the lists of a timeline value in place.
func (w wanted) matches(value []byte) bool {
	topics, languages := listIn(value[8:], func(t []byte) bool { return string(t) == w.topic })
	if w.topic != "" && !topics {
		return false
	}
	if len(w.languages) == 0 {
		return true
	}
	spoken, _ := listIn(languages, func(l []byte) bool {
		return len(l) == 0 || slices.ContainsFunc(w.languages, func(want string) bool { return string(l) == want })
	})
	return spoken
}

// listIn reports whether a list that putStrings wrote holds a member that is
// wanted, and gives what follows the list. On bytes that are no list it stops.
func listIn(b []byte, want func([]byte) bool) (found bool, rest []byte) {
	count, n := binary.Uvarint(b)
	b = b[max(n, 0):]
	for range count {
		length, n := binary.Uvarint(b)
		if n <= 0 || length > uint64(len(b)-n) {
			return found, nil
		}
		end := n + int(length)
		found = found || want(b[n:end])
		b = b[end:]
	}
	return found, b
}
