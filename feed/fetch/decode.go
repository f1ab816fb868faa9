package fetch

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the history that a zstd frame may ask us to keep, as RFC
// 9659 does for the web.
const maxWindow = 8 << 20

// decoder is what the decoders of all codings have in common.
type decoder interface {
	io.Reader
	Reset(r io.Reader) error
}

// codings are the content codings that we read. maxBytes bounds what the
// decoder may set aside on the word of a header.
var codings = map[string]func(maxBytes int64) (decoder, error){
	"gzip": func(int64) (decoder, error) { return new(gzip.Reader), nil },
	"br":   func(int64) (decoder, error) { return new(brotli.Reader), nil },
	"zstd": func(maxBytes int64) (decoder, error) {
		return zstd.NewReader(nil,
			zstd.WithDecoderConcurrency(1), // no goroutines
			zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow),
			zstd.WithDecoderMaxMemory(uint64(max(maxBytes, maxWindow))))
	},
}

func decoderPools(maxBytes int64) map[string]*sync.Pool {
	pools := make(map[string]*sync.Pool, len(codings))
	for name, open := range codings {
		pools[name] = &sync.Pool{New: func() any {
			d, err := open(maxBytes)
			if err != nil {
				return err
			}
			return d
		}}
	}
	return pools
}

// coding is the content coding of an answer: "" or a key of codings. Whatever
// was offered, any single one that we know is read.
func coding(h http.Header) (string, error) {
	values := h["Content-Encoding"]
	if len(values) == 0 {
		return "", nil
	}
	name := strings.ToLower(strings.TrimSpace(strings.Join(values, ",")))
	switch name {
	case "", "identity":
		return "", nil
	case "x-gzip":
		name = "gzip"
	}
	if strings.Contains(name, ",") {
		return "", errors.New("body is compressed more than once, which is not read")
	}
	if codings[name] == nil {
		return "", fmt.Errorf("body has the content coding %.40q, which is neither gzip, br nor zstd", name)
	}
	return name, nil
}

// decode reads w whole through the decoder of a coding.
func (c *Client) decode(name string, w *wire, buf []byte, limit int64) ([]byte, error) {
	if name == "" {
		return fill(w, w, buf, limit)
	}
	pool := c.decoders[name]
	d, ok := pool.Get().(decoder)
	if !ok {
		return buf, fmt.Errorf("no decoder for %s", name)
	}
	// A pooled decoder holds on to w, but not to a body and its connection.
	defer func() {
		w.body = nil
		pool.Put(d)
	}()
	err := d.Reset(w)
	if err == nil {
		buf, err = fill(d, w, buf, limit)
	}
	if w.n == 0 && w.err == nil && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) {
		return buf, nil // an empty body, however it is labelled
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF // of a header cut short
	}
	return buf, err
}
