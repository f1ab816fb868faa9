package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sitrep/config"
	"sitrep/feed/poll"

	"github.com/mmcdole/gofeed"
)

// BenchmarkPoll measures the write side as it runs in the daemon, on a load
// world of 1,000 feeds of 35 items (44 MB) in another process, keep: all: the
// first poll, one that is answered 304 throughout, and one in which a tenth of
// the feeds have two new items. It reports CPU seconds of this whole process,
// user and system, beside a bare HTTP client and gofeed.Parse over the same
// bytes in the same run, and the memory at its peak and at rest.
//
//	go test ./cmd/sitrep -run '^$' -bench Poll -benchtime 1x
func BenchmarkPoll(b *testing.B) {
	const feeds = 1000
	for b.Loop() {
		usual := debug.SetGCPercent(gcPercent) // as main does
		world := openLoadWorld(b, feeds)
		h := benchHouse(b, world)
		poller, err := h.poller()
		if err != nil {
			b.Fatal(err)
		}
		first := gauge(b, "first", func() { round(b, poller, feeds, 35*feeds) })
		idle := settle()
		gauge(b, "304", func() { round(b, poller, feeds, 0) })
		changed := world.advance(b, 0.1, 2)
		gauge(b, "churn", func() { round(b, poller, feeds, 35*changed) })
		b.ReportMetric(idle, "idle-MiB")
		if err := h.Close(); err != nil {
			b.Fatal(err)
		}
		peak := highWater()
		debug.SetGCPercent(usual)
		gauge(b, "bare-get", func() { bareRound(b, world, false) })
		bare := gauge(b, "bare-parse", func() { bareRound(b, world, true) })
		b.ReportMetric(first/bare, "first/bare")
		b.ReportMetric(peak, "peak-MiB")
	}
}

func benchHouse(b *testing.B, world *loadWorld) *house {
	cfg, err := config.Load("", config.Options{})
	if err != nil {
		b.Fatal(err)
	}
	cfg.Data, cfg.Sources, cfg.Keep = b.TempDir(), world.Sources, "all"
	cfg.AllowPrivate = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	cfg.Poll.MinInterval = time.Second
	h, err := openHouse(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	return h
}

// round polls every source once and checks that nothing failed and that so
// many entries were read.
func round(b *testing.B, p *poll.Poller, sources, entries int) {
	b.Helper()
	var reports, items int
	err := p.Once(context.Background(), true, func(r poll.Report) {
		reports++
		items += r.Items
		if r.Error != "" {
			b.Errorf("%s: %s", r.Source, r.Error)
		}
	})
	if err != nil || reports != sources || items != entries {
		b.Fatalf("%d sources, %d entries, %v; want %d and %d", reports, items, err, sources, entries)
	}
}

// bareRound is what any reader must at least do: get every feed with a plain
// client, 32 at once, and perhaps parse it.
func bareRound(b *testing.B, world *loadWorld, parse bool) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	defer client.CloseIdleConnections()
	var workers sync.WaitGroup
	urls := make(chan string)
	for range 32 {
		workers.Go(func() {
			for url := range urls {
				if err := bareGet(client, url, parse); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for _, src := range world.Sources {
		urls <- src.URL
	}
	close(urls)
	workers.Wait()
}

func bareGet(client *http.Client, url string, parse bool) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || !parse {
		return err
	}
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err == nil && len(parsed.Items) != 35 {
		err = fmt.Errorf("%s: %d items", url, len(parsed.Items))
	}
	return err
}

// gauge reports CPU and wall seconds and allocations of f under a name, and
// returns the CPU seconds.
func gauge(b *testing.B, name string, f func()) float64 {
	b.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, wall := cpuSeconds(), time.Now()
	f()
	spent := cpuSeconds() - cpu
	b.ReportMetric(time.Since(wall).Seconds(), name+"-wall-s")
	b.ReportMetric(spent, name+"-cpu-s")
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.Mallocs-before.Mallocs), name+"-allocs")
	return spent
}

// cpuSeconds is what this process has used, user and system.
func cpuSeconds() float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e9
}

// settle gives unused memory back, as the daemon does by itself within minutes,
// and returns the resident size in MiB. The store lets its pages go a second
// after the last commit.
func settle() float64 {
	<-time.After(1500 * time.Millisecond)
	debug.FreeOSMemory()
	return status("VmRSS:")
}

func highWater() float64 { return status("VmHWM:") }

func status(field string) (mib float64) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0 // not Linux
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			_, _ = fmt.Sscan(rest, &mib)
		}
	}
	return mib / 1024
}
