package store

import (
	"bytes"
	"testing"
	"time"

	"sitrep/feed"
)

// The fuzz targets decode bodies, behind the checksum: what decodes must encode
// to something that decodes to the same, and nothing may panic.

func FuzzStory(f *testing.F) {
	it := sample()
	f.Add(appendStory(nil, feed.Story{ID: 1, First: it.Seen, Updated: it.Seen, Items: []feed.Item{it, {}}})[recordHead:])
	it.About = feed.About{
		Mentions: []feed.Mention{{Kind: feed.Place, Name: "riverland/crossing", Title: true}}, Agency: "afp",
		Counts: []feed.Count{{Kind: "deaths", Value: 9}}, Saying: feed.Saying{Kind: "claim", Words: "claimed by"},
	}
	it.Counted = []feed.Reported{{Count: it.About.Counts[0], Publisher: "alpha", At: it.Seen}}
	f.Add(appendStory(nil, feed.Story{
		ID: 1, Items: []feed.Item{it}, Merged: []feed.StoryID{3}, Reached: feed.Reached{Publishers: []time.Time{it.Seen}},
		Changes: []feed.Change{{At: it.Seen, Kind: feed.ChangeToll, Item: 1, Text: "deaths 9"}},
	})[recordHead:])
	f.Fuzz(func(t *testing.T, body []byte) {
		again(t, body, (*fields).story, func(s feed.Story) []byte { return appendStory(nil, s) })
	})
}

func FuzzPoll(f *testing.F) {
	f.Add(appendPoll(nil, &feed.Poll{Source: "alpha", Code: 200, Failures: 3, Penalty: 5})[recordHead:])
	f.Fuzz(func(t *testing.T, body []byte) {
		again(t, body, (*fields).poll, func(p feed.Poll) []byte { return appendPoll(nil, &p) })
	})
}

func FuzzListed(f *testing.F) {
	f.Add(appendListed(nil, []feed.Listed{{Raw: 1, Item: 2, Link: 3, Kept: true, Day: 4}})[recordHead:])
	f.Fuzz(func(t *testing.T, body []byte) {
		read := func(in *fields) []feed.Listed {
			list, err := in.listed()
			if err != nil {
				in.bad = true
			}
			return list
		}
		again(t, body, read, func(l []feed.Listed) []byte { return appendListed(nil, l) })
	})
}

// FuzzTimeline reads values of the timeline as they are, without a checksum.
func FuzzTimeline(f *testing.F) {
	f.Add(appendTimelineValue(nil, 1, feed.Story{Items: []feed.Item{sample()}}))
	f.Fuzz(func(_ *testing.T, value []byte) {
		if len(value) >= 8 {
			newWanted(feed.Query{Topic: "riverland", Languages: []string{"en"}}).matches(value)
		}
	})
}

// again compares encodings, so that a NaN is equal to itself.
func again[T any](t *testing.T, body []byte, read func(*fields) T, encode func(T) []byte) {
	in := &fields{version: recordVersion, rest: string(body)}
	value := read(in)
	if in.done() != nil {
		return
	}
	first := encode(value)
	in, err := openRecord(first)
	if err != nil {
		t.Fatal(err)
	}
	second := encode(read(in))
	if err := in.done(); err != nil || !bytes.Equal(first, second) {
		t.Fatalf("not stable: %x, %x, %v", first, second, err)
	}
}
