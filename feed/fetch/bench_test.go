package fetch_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

// body44K is about what the median feed of 35 items weighs.
var body44K = []byte(strings.Repeat("<item><title>All the news</title></item>\n", 1073))

func originOf304(b *testing.B) *origin {
	o := serve(b, nil)
	o.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Etag"] = []string{`"1"`}
		w.Header()["Cache-Control"] = []string{"max-age=600"}
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write(body44K)
	})
	return o
}

// BenchmarkGet304 compares with BenchmarkBare304 of the same run: the same
// request by a plain http.Client.
func BenchmarkGet304(b *testing.B) {
	o := originOf304(b)
	c := newClient(b, fetch.Options{})
	src := feed.Source{URL: o.URL + "/feed.xml"}
	last := feed.Poll{URL: src.URL, Validators: feed.Validators{URL: src.URL, ETag: `"1"`}}
	benchGet(b, c, src, last, true)
}

func BenchmarkGet200(b *testing.B) {
	o := originOf304(b)
	c := newClient(b, fetch.Options{})
	src := feed.Source{URL: o.URL + "/feed.xml"}
	b.SetBytes(int64(len(body44K)))
	benchGet(b, c, src, feed.Poll{}, false)
}

func benchGet(b *testing.B, c *fetch.Client, src feed.Source, last feed.Poll, notModified bool) {
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	b.ReportAllocs()
	for b.Loop() {
		res, err := c.Get(ctx, src, last)
		if err != nil || res.NotModified != notModified {
			b.Fatal(res, err)
		}
		res.Release()
	}
}

func BenchmarkBare304(b *testing.B) {
	o := originOf304(b)
	benchBare(b, o.URL+"/feed.xml", `"1"`)
}

func BenchmarkBare200(b *testing.B) {
	o := originOf304(b)
	b.SetBytes(int64(len(body44K)))
	benchBare(b, o.URL+"/feed.xml", "")
}

func benchBare(b *testing.B, url, etag string) {
	get := bareClient(b, url, etag)
	b.ReportAllocs()
	for b.Loop() {
		get()
	}
}

// bareClient gives the same request by a plain http.Client.
func bareClient(b *testing.B, url, etag string) (get func()) {
	client := &http.Client{Timeout: fetch.DefaultTimeout, Transport: &http.Transport{DisableCompression: true}}
	b.Cleanup(client.CloseIdleConnections)
	ctx, cancel := context.WithCancel(b.Context())
	b.Cleanup(cancel)
	return func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			b.Fatal(err)
		}
		if etag != "" {
			req.Header.Set("If-None-Match", etag)
		}
		res, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		if _, err = io.ReadAll(res.Body); err != nil {
			b.Fatal(err)
		}
		_ = res.Body.Close()
	}
}

// BenchmarkRatio takes turns between our client and a bare one, so that other
// work on the machine burdens both alike, and reports the CPU time of each
// (user and system, the server's share included) and their ratio.
func BenchmarkRatio(b *testing.B) {
	for name, etag := range map[string]string{"304": `"1"`, "200": ""} {
		b.Run(name, func(b *testing.B) {
			o := originOf304(b)
			c := newClient(b, fetch.Options{})
			src := feed.Source{URL: o.URL + "/feed.xml"}
			last := feed.Poll{URL: src.URL, Validators: feed.Validators{URL: src.URL, ETag: etag}}
			ctx, cancel := context.WithCancel(b.Context())
			defer cancel()
			ours := func() {
				res, err := c.Get(ctx, src, last)
				if err != nil || res.NotModified != (etag != "") {
					b.Fatal(res, err)
				}
				res.Release()
			}
			compare(b, ours, bareClient(b, src.URL, etag))
		})
	}
}

func compare(b *testing.B, ours, bare func()) {
	const turn = 20
	var spent [2]time.Duration
	n := 0
	for b.Loop() {
		for i, get := range []func(){ours, bare} {
			before := cpuTime(b)
			for range turn {
				get()
			}
			spent[i] += cpuTime(b) - before
		}
		n += turn
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(spent[0])/float64(n), "ours-cpu-ns/get")
	b.ReportMetric(float64(spent[1])/float64(n), "bare-cpu-ns/get")
	b.ReportMetric(float64(spent[0])/float64(spent[1]), "ratio")
}

func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkGet200Gzip(b *testing.B) {
	packed := packed(b, "gzip", bytes.Repeat([]byte("<item><title>All the news</title></item>\n"), 1073))
	o := serve(b, nil)
	o.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Encoding"] = []string{"gzip"}
		_, _ = w.Write(packed)
	})
	b.SetBytes(int64(len(body44K)))
	benchGet(b, newClient(b, fetch.Options{}), feed.Source{URL: o.URL}, feed.Poll{}, false)
}
