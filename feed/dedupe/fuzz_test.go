package dedupe_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sitrep/feed"
	"sitrep/feed/dedupe"
)

// FuzzKey: a key is its own key, and blind to what it folds.
func FuzzKey(f *testing.F) {
	for _, seed := range []string{
		"https://www.alpha.example/news/a-1?id=2#top", "http://m.alpha.example:80/amp/x/index.html",
		"https://www-alpha-example.cdn.ampproject.org/c/s/alpha.example/x.amp?amp=1", "https://alpha.example", "ftp://x/y", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		key := dedupe.Key(raw)
		if again := dedupe.Key("https://" + key); key != "" && again != key {
			t.Errorf("key of %q is %q, whose key is %q", raw, key, again)
		}
		if rest, found := strings.CutPrefix(raw, "http://"); found && dedupe.Key("https://"+rest) != key {
			t.Errorf("%q: http and https differ", raw)
		}
	})
}

// FuzzPlace: any texts and addresses are judged without a panic, the same way
// twice, and every story and original exists.
func FuzzPlace(f *testing.F) {
	f.Add("Ferry hit by rocket", "A rocket hit a ferry. Nine died.", "https://a.example/1", "Ferry hit", "A rocket hit a ferry.", "https://b.example/1", uint8(3))
	f.Add("День 1200-й", "За 1 200 дней. 07.08.2026", "", "第1200天", "海岸警卫队表示，星期日一枚火箭弹击中渡轮。", "", uint8(0))
	f.Add("\xff\xfe", "\u0301\u0640'’.", "http://", "BREAKING: ", " - ", "https://x/?", uint8(255))
	f.Fuzz(func(t *testing.T, t1, s1, u1, t2, s2, u2 string, bits uint8) {
		at := time.Unix(int64(bits)*9000, 0)
		items := []feed.Item{
			{ID: 1, Source: "a", Title: t1, Summary: s1, URL: u1, Published: at, Seen: at},
			{ID: feed.ItemID(1 + bits&1), Source: "b", Publisher: "b", Title: t2, Summary: s2, URL: u2, Seen: at},
			{ID: 3, Source: "ab"[bits>>1&1:][:1], Title: t1, Summary: s2, URL: u1, Published: at, Seen: at},
			{Title: t2, Summary: s1, URL: u2},
		}
		x := dedupe.New(dedupe.Options{})
		first := x.Place(items)
		for i, again := range x.Place(items) {
			if first[i].Story != again.Story || first[i].Item.ID != again.Item.ID || first[i].Item.Print != again.Item.Print {
				t.Errorf("judged twice: %+v, %+v", first[i], again)
			}
		}
		x.Add(first)
		for _, p := range first {
			if !x.Has(p.Story) || !x.Has(p.Item.ID) || p.Item.CopyOf != 0 && !x.Has(p.Item.CopyOf) {
				t.Errorf("points to nothing: %+v", p)
			}
		}
		for i, p := range x.Place(items) {
			if !p.Update || utf8.ValidString(t1+t2) && p.Story != first[i].Story {
				t.Errorf("again: %+v, first: %+v", p, first[i])
			}
		}
	})
}
