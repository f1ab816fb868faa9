package dedupe_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/dedupe"
)

// syllables make an invented vocabulary with a word frequency like a
// newspaper's (Zipf): enough for speed and memory, no measure of quality.
var syllables = strings.Fields("ba ke ri to mu sha len dor vik ast ul per gan tri os fel hem jor nad pir")

func invent(n int, seed uint64) []feed.Item {
	rng := rand.New(rand.NewPCG(seed, 7))
	zipf := rand.NewZipf(rng, 1.1, 8, 20000)
	words := func(n int) string {
		var b strings.Builder
		for i := range n {
			k := zipf.Uint64()
			w := ""
			for k += 3; k > 0; k /= uint64(len(syllables)) {
				w += syllables[k%uint64(len(syllables))]
			}
			switch {
			case i == 0 || rng.IntN(6) == 0:
				w = strings.ToUpper(w[:1]) + w[1:]
			case rng.IntN(20) == 0:
				w = fmt.Sprint(rng.IntN(400))
			}
			b.WriteString(w)
			b.WriteByte(" .    "[min(5, rng.IntN(14))])
		}
		return b.String()
	}
	items := make([]feed.Item, n)
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for i := range items {
		source := fmt.Sprintf("source-%d", rng.IntN(1000))
		at := start.Add(time.Duration(i) * 7 * time.Second)
		items[i] = feed.Item{
			ID: feed.NewItemID(source, fmt.Sprint(seed, i)), Source: source, Publisher: source,
			URL:   fmt.Sprintf("https://www.%s.example/news/2026/03/%s-%d-%d", source, syllables[i%20], i, seed),
			Title: words(7 + rng.IntN(8)), Summary: words(15 + rng.IntN(50)), Published: at, Seen: at,
		}
		if i > 10 && rng.IntN(5) == 0 { // syndicated
			old := items[i-1-rng.IntN(min(i-1, 3000))]
			items[i].Title, items[i].Summary = old.Title, old.Summary
		}
	}
	return items
}

func filled(n int) *dedupe.Index {
	x := dedupe.New(dedupe.Options{})
	items := invent(n, 1)
	for len(items) > 0 {
		batch := items[:min(1000, len(items))]
		x.Add(x.Place(batch))
		items = items[len(batch):]
	}
	return x
}

// BenchmarkPlace is the cost of one item by the size of the index, in batches
// as a busy poll makes them and alone.
func BenchmarkPlace(b *testing.B) {
	for _, size := range []int{1_000, 10_000, 100_000} {
		x := filled(size)
		fresh := invent(4000, 2)
		for _, batch := range []int{1, 50} {
			b.Run(fmt.Sprintf("items=%d/batch=%d", size, batch), func(b *testing.B) {
				b.ReportAllocs()
				defer cpuPerItem(b)()
				for i := 0; i < b.N; i += batch {
					at := i % (len(fresh) - batch)
					x.Place(fresh[at : at+batch])
				}
			})
		}
	}
}

// cpuPerItem reports CPU time, which other work on the machine disturbs less
// than it does the wall clock.
func cpuPerItem(b *testing.B) func() {
	before := cpu()
	return func() { b.ReportMetric(float64(cpu()-before)/float64(b.N), "cpu-ns/op") }
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkAdd(b *testing.B) {
	items := invent(100_000, 1)
	placed := dedupe.New(dedupe.Options{}).Place(items)
	b.ReportAllocs()
	b.ResetTimer()
	defer cpuPerItem(b)()
	for i := 0; i < b.N; i += len(placed) {
		dedupe.New(dedupe.Options{}).Add(placed[:min(len(placed), b.N-i)])
	}
}

// TestMemory holds the index to its budget.
func TestMemory(t *testing.T) {
	const n, budget = 20_000, 1000
	items := invent(n, 1)
	placed := dedupe.New(dedupe.Options{}).Place(items)
	for i := range placed {
		placed[i].Update = false
	}
	x := dedupe.New(dedupe.Options{}) // with the rarity of words, which does not grow
	before := heap()
	x.Add(placed)
	per := float64(heap()-before) / float64(x.Len())
	t.Logf("%.0f bytes an item at %d items", per, x.Len())
	if per > budget {
		t.Errorf("%.0f bytes an item, want at most %d", per, budget)
	}
	runtime.KeepAlive(placed)
	runtime.KeepAlive(x)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
