package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sitrep/feed"
)

// fill gives every field that v holds, however deep, a drawn value. A field of a
// kind that it does not know fails the test, as the codec will not know it either.
func fill(t *rapid.T, v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *time.Time:
		*p = time.Unix(0, rapid.Int64Range(1, math.MaxInt64).Draw(t, "time")).UTC()
		return
	case *float64:
		*p = rapid.Float64Range(0.01, 1).Draw(t, "float")
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(1, 3).Draw(t, "len"), 3))
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.String:
		v.SetString(rapid.StringN(1, 20, -1).Draw(t, "string"))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Filter(func(n int64) bool { return n != 0 }).Draw(t, "int"))
	case reflect.Uint8:
		v.SetUint(uint64(rapid.Uint8Min(1).Draw(t, "uint8")))
	case reflect.Uint16:
		v.SetUint(uint64(rapid.Uint16Min(1).Draw(t, "uint16")))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64Min(1).Draw(t, "uint64"))
	default:
		t.Fatalf("no value for a %v", v.Type())
	}
}

// roundTrip checks that encode and decode lose no field of T: once with every
// field set, and then with each top field in turn at its zero value.
func roundTrip[T any](t *testing.T, encode func(T) []byte, decode func([]byte) (T, error)) {
	same := func(t *rapid.T, want T) {
		t.Helper()
		got, err := decode(encode(want))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("a field was lost (-want +got):\n%s", d)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var want T
		v := reflect.ValueOf(&want).Elem()
		if v.Kind() != reflect.Struct {
			fill(t, v)
			same(t, want)
			return
		}
		fill(t, v)
		same(t, want)
		v.Field(rapid.IntRange(0, v.NumField()-1).Draw(t, "zeroed")).SetZero()
		same(t, want)
	})
}

func TestRecordsLoseNoField(t *testing.T) {
	t.Run("story", func(t *testing.T) {
		roundTrip(t, func(s feed.Story) []byte { return appendStory(nil, s) }, decodeStory)
	})
	t.Run("item", func(t *testing.T) {
		roundTrip(t, func(it feed.Item) []byte { return appendItem(nil, &it) }, decodeItem)
	})
	t.Run("poll", func(t *testing.T) {
		roundTrip(t, func(p feed.Poll) []byte { return appendPoll(nil, &p) }, decodePoll)
	})
	t.Run("listed", func(t *testing.T) {
		roundTrip(t, func(l []feed.Listed) []byte { return appendListed(nil, l) }, decodeListed)
	})
}

func TestSizesOfTheLeast(t *testing.T) {
	if got := len(putItem(nil, &feed.Item{})); got != itemSize+1+aboutSize {
		t.Errorf("an empty item takes %d bytes, itemSize is %d, one for the class, %d for what it is about", got, itemSize, aboutSize)
	}
	if got := len(appendListed(nil, make([]feed.Listed, 1))) - recordHead; got != listedSize {
		t.Errorf("a listed entry takes %d bytes, listedSize is %d", got, listedSize)
	}
}

// version2 and version1 are the record of an item as it was before it knew what
// it is about, and before it had a class.
func version2(it feed.Item) []byte {
	it.About, it.Counted = feed.About{}, nil
	value := appendItem(nil, &it)
	value = endRecord(value[:len(value)-aboutSize], 0)
	value[0] = 2
	return value
}

func version1(it feed.Item) []byte {
	it.Class = ""
	value := version2(it)
	value = endRecord(value[:len(value)-1], 0)
	value[0] = 1
	return value
}

func TestItemsOfEarlierVersions(t *testing.T) {
	for version, value := range [][]byte{1: version1(sample()), 2: version2(sample())} {
		if value == nil {
			continue
		}
		want := sample()
		if version == 1 {
			want.Class = ""
		}
		got, err := decodeItem(value)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(version, err, diff)
		}
	}
}

// oldStory is a story as versions 1 and 2 stored it.
func oldStory(s feed.Story, version byte, item func(feed.Item) []byte) []byte {
	b := putTime(putTime(putHash(beginRecord(nil), uint64(s.ID)), s.First), s.Updated)
	b = binary.AppendUvarint(b, uint64(len(s.Items)))
	for _, it := range s.Items {
		b = append(b, item(it)[recordHead:]...)
	}
	b[0] = version
	return endRecord(b, 0)
}

// Stories of before there was a count know when each number was reached.
func TestStoriesOfEarlierVersions(t *testing.T) {
	it := sample()
	it.Class = ""
	want := feed.Story{ID: it.ID, First: it.Published, Updated: it.Updated, Items: []feed.Item{it}}
	want.Reached = feed.Reached{Publishers: []time.Time{it.Seen}, Independent: []time.Time{it.Seen}}
	for version, item := range [](func(feed.Item) []byte){1: version1, 2: version2} {
		if item == nil {
			continue
		}
		got, err := decodeStory(oldStory(want, byte(version), item))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(version, err, diff)
		}
	}
}

func TestRefusedRecords(t *testing.T) {
	whole := appendStory(nil, feed.Story{ID: 1, Items: []feed.Item{{ID: 1, Title: "A title"}}})
	future := bytes.Clone(whole)
	future[0] = recordVersion + 1
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 4
	longer := endRecord(append(bytes.Clone(whole), 0), 0)
	shorter := endRecord(bytes.Clone(whole[:len(whole)-1]), 0)
	many := endRecord(binary.AppendUvarint(append(beginRecord(nil), make([]byte, 24)...), 1<<60), 0)
	for name, c := range map[string]struct {
		value []byte
		says  string
	}{
		"empty": {nil, "0 bytes"}, "future": {future, "version 4, want 1 to 3"}, "flipped": {flipped, "checksum"},
		"longer": {longer, "malformed"}, "shorter": {shorter, "malformed"}, "many": {many, "malformed"},
	} {
		if _, err := decodeStory(c.value); !errors.Is(err, errRecord) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

func TestTimesKeepTheirOrder(t *testing.T) {
	times := []time.Time{
		{}, time.Date(1500, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 5, time.UTC),
		time.Unix(0, 0), time.Date(2026, 3, 1, 0, 0, 0, 1, time.UTC), time.Date(2026, 3, 1, 0, 0, 0, 2, time.UTC),
		time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	for i := range times[1:] {
		a, b := appendOrdered(nil, times[i]), appendOrdered(nil, times[i+1])
		if bytes.Compare(a, b) >= 0 {
			t.Errorf("%v does not sort before %v", times[i], times[i+1])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		x, y := appendOrdered(nil, time.Unix(0, a)), appendOrdered(nil, time.Unix(0, b))
		if got := bytes.Compare(x, y); got != compareInt(a, b) {
			t.Fatalf("%d and %d compare as %d", a, b, got)
		}
	})
}

func compareInt(a, b int64) int {
	a, b = max(a, -math.MaxInt64+1e9), max(b, -math.MaxInt64+1e9)
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func TestArenaKeepsValuesApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a arena
		var kept, want [][]byte
		for i, n := range rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 3000), rapid.Just(300<<10)), 1, 30).Draw(t, "sizes") {
			value := bytes.Repeat([]byte{byte(i)}, n)
			kept, want = append(kept, a.keep(append(a.room(), value...))), append(want, value)
		}
		for i := range kept {
			if !bytes.Equal(kept[i], want[i]) {
				t.Fatalf("value %d was overwritten", i)
			}
		}
	})
}

func sample() feed.Item {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return feed.Item{
		ID: 1, Source: "alpha", Publisher: "alpha", GUID: "https://news.example.org/2026/03/01/truce", URL: "https://news.example.org/2026/03/01/truce",
		Title: "Negotiators extend the truce along the river", Summary: strings.Repeat("Shelling was reported near the crossing. ", 10),
		Language: "en-GB", Authors: []string{"A. Reporter"}, Categories: []string{"World", "Conflict"},
		Enclosures: []feed.Enclosure{{URL: "https://news.example.org/1.mp3", Type: "audio/mpeg", Length: 12345}},
		Published:  at, Updated: at, Seen: at, Keep: true, Score: 0.9, Class: "fighting", Topics: []string{"riverland"}, Rule: "new", Print: 7,
	}
}

func BenchmarkEncodeItem(b *testing.B) {
	it := sample()
	var buf []byte
	for range b.N {
		buf = appendItem(buf[:0], &it)
	}
	b.SetBytes(int64(len(buf)))
}

func BenchmarkDecodeItem(b *testing.B) {
	it := sample()
	value := appendItem(nil, &it)
	b.SetBytes(int64(len(value)))
	b.ReportAllocs()
	for range b.N {
		if _, err := decodeItem(value); err != nil {
			b.Fatal(err)
		}
	}
}
