package feedtest

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// codingBehaviours compress: honestly, as a bomb, or not at all though they say so.
func codingBehaviours() []Behaviour {
	return []Behaviour{
		{Name: "gzip", Says: "compresses with gzip where the client accepts it", head: compressing("gzip")},
		{Name: "br", Says: "compresses with brotli where the client accepts it", head: compressing("br")},
		{Name: "zstd", Says: "compresses with zstd where the client accepts it", head: compressing("zstd")},
		{Name: "gzip-bomb", Takes: "megabytes when decoded", Default: "64", Says: "sends a few KB of gzip that decode to so much", head: bomb("gzip")},
		{Name: "br-bomb", Takes: "megabytes when decoded", Default: "64", Says: "sends a few bytes of brotli that decode to so much", head: bomb("br")},
		{Name: "zstd-bomb", Takes: "megabytes when decoded", Default: "64", Says: "sends a few KB of zstd that decode to so much", head: bomb("zstd")},
		{Name: "zstd-window", Says: "sends zstd that demands a window of 512 MB", head: sending(wideWindow)},
		{Name: "double-gzip", Says: "compresses twice and says so", head: sending(doubleGzip)},
		{Name: "unknown-coding", Says: "names a coding that nobody knows", head: coding("x-newsroom")},
		{Name: "lying-coding", Says: "says gzip and sends plain bytes", head: coding("gzip")},
	}
}

// encoders are the content codings by name.
var encoders = map[string]func(io.Writer) (io.WriteCloser, error){
	"gzip": func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriterLevel(w, gzip.BestCompression) },
	"br":   func(w io.Writer) (io.WriteCloser, error) { return brotli.NewWriterLevel(w, 4), nil },
	"zstd": func(w io.Writer) (io.WriteCloser, error) {
		return zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	},
}

func coding(name string) func(*visit, string) {
	return func(v *visit, _ string) { v.w.Header().Set("Content-Encoding", name) }
}

func compressing(name string) func(*visit, string) {
	return sending(func(v *visit, body []byte, _ string) {
		v.w.Header().Add("Vary", "Accept-Encoding")
		if !strings.Contains(v.r.Header.Get("Accept-Encoding"), name) {
			chunked(v, body, "")
			return
		}
		v.w.Header().Set("Content-Encoding", name)
		_ = encodeTo(v.w, name, func(w io.Writer) error {
			_, err := w.Write(body)
			return err
		})
	})
}

// encodeTo writes what fill writes in a content coding.
func encodeTo(w io.Writer, name string, fill func(io.Writer) error) error {
	enc, err := encoders[name](w)
	if err != nil {
		return err
	}
	if err := fill(enc); err != nil {
		return err
	}
	return enc.Close()
}

// bomb sends a feed whose first title never seems to end. Nothing is kept
// decoded in memory on this side.
func bomb(name string) func(*visit, string) {
	return sending(func(v *visit, _ []byte, arg string) {
		v.w.Header().Set("Content-Encoding", name)
		block := bytes.Repeat([]byte("a"), 1<<20)
		_ = encodeTo(v.w, name, func(w io.Writer) error {
			_, err := io.WriteString(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>`)
			for i := 0; i < atLeast(arg, 1) && err == nil; i++ {
				_, err = w.Write(block)
			}
			return err
		})
	})
}

// wideWindow writes a zstd frame by hand (RFC 8878, 3.1.1): no encoder would
// claim a window of 2^29 bytes for a small body.
func wideWindow(v *visit, body []byte, _ string) {
	const windowLog29 = (29 - 10) << 3
	body = body[:min(len(body), 100<<10)] // a block holds 128 KB at most
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, windowLog29}
	block := binary.LittleEndian.AppendUint32(nil, uint32(len(body))<<3|1) // last block, raw
	frame = append(append(frame, block[:3]...), body...)
	v.w.Header().Set("Content-Encoding", "zstd")
	_, _ = v.w.Write(frame)
}

func doubleGzip(v *visit, body []byte, _ string) {
	v.w.Header().Set("Content-Encoding", "gzip, gzip")
	_ = encodeTo(v.w, "gzip", func(outer io.Writer) error {
		return encodeTo(outer, "gzip", func(w io.Writer) error {
			_, err := w.Write(body)
			return err
		})
	})
}
