package serve_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"sitrep/feed/publish"
	"sitrep/feed/serve"
)

func bigStore() *fakeStore {
	store := &fakeStore{}
	for i := range 200 {
		st := story(i*7, "karsk",
			by("harbour", fmt.Sprintf("Shelling over Karsk, day %d", i), fmt.Sprintf("https://harbour.example/world/%d", i)),
			by("vestnik", fmt.Sprintf("Обстрел Карска, день %d", i), fmt.Sprintf("https://vestnik.example/news/%d", i)),
			copied(by("daily", fmt.Sprintf("Shelling over Karsk, day %d", i), fmt.Sprintf("https://mercury.example/%d", i))))
		st.Items[0].Summary = strings.Repeat("The army said that its forces held the crossing through the night. ", 4)
		store.stories = append(store.stories, st)
	}
	return store
}

// BenchmarkMake makes a 200-story feed with self-check, uncompressed or in
// every coding.
func BenchmarkMake(b *testing.B) {
	store := bigStore()
	for _, codings := range [][]string{{""}, {"", "gzip", "br", "zstd"}} {
		b.Run(fmt.Sprintf("codings=%d", len(codings)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h := newHandler(options(store))
				for _, format := range publish.Formats {
					for _, coding := range codings {
						r, _ := http.NewRequest(http.MethodGet, "/feed"+format.Suffix, nil)
						r.Header.Set("Accept-Encoding", coding)
						h.ServeHTTP(&blackHole{header: http.Header{}}, r)
					}
				}
			}
		})
	}
}

type blackHole struct{ header http.Header }

func (w *blackHole) Header() http.Header         { return w.header }
func (w *blackHole) Write(p []byte) (int, error) { return len(p), nil }
func (w *blackHole) WriteHeader(int)             {}

// BenchmarkServe compares, over loopback, our answers with those of a bare
// handler that writes the same prepared bytes and as many headers.
func BenchmarkServe(b *testing.B) {
	ours := serve.New(options(bigStore())).Handler()
	for _, tc := range []struct {
		name    string
		headers []string
	}{{"plain", nil}, {"gzip", []string{"Accept-Encoding", "gzip"}}, {"304", []string{"If-None-Match", "*"}}} {
		want := get(b, ours, "/feed.atom", tc.headers...)
		body := []byte(want.body)
		bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for name, value := range want.header {
				w.Header()[name] = value
			}
			w.WriteHeader(want.code)
			_, _ = w.Write(body)
		})
		for _, who := range []struct {
			name string
			h    http.Handler
		}{{"bare", bare}, {"ours", ours}} {
			b.Run(tc.name+"/"+who.name, func(b *testing.B) { overLoopback(b, who.h, tc.headers) })
		}
	}
}

func overLoopback(b *testing.B, h http.Handler, headers []string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv := &http.Server{Handler: h}
	go func() { _ = srv.Serve(ln) }()
	defer srv.Close()
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 64}}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r, _ := http.NewRequest(http.MethodGet, "http://"+ln.Addr().String()+"/feed.atom", nil)
			for i := 0; i < len(headers); i += 2 {
				r.Header.Set(headers[i], headers[i+1])
			}
			resp, err := client.Do(r)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
		}
	})
}

// BenchmarkHandler is the handler alone, without a connection.
func BenchmarkHandler(b *testing.B) {
	h := newHandler(options(bigStore()))
	for _, tag := range []string{"", "*"} {
		b.Run("INM="+tag, func(b *testing.B) {
			b.ReportAllocs()
			r, _ := http.NewRequest(http.MethodGet, "/feed.atom", nil)
			r.Header.Set("Accept-Encoding", "gzip, br")
			if tag != "" {
				r.Header.Set("If-None-Match", tag)
			}
			w := &blackHole{header: http.Header{}}
			for b.Loop() {
				clear(w.header)
				h.ServeHTTP(w, r)
			}
		})
	}
}
