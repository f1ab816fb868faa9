package fetch

import (
	"errors"
	"io"
	"net/http"
)

const (
	firstBuffer  = 64 << 10 // most feeds fit
	keptBuffer   = 1 << 20  // larger buffers are left to the garbage collector
	drainLimit   = 64 << 10 // read of a body nobody wants, so that its connection can be used again
	ratioLimit   = 200      // decoded bytes per byte on the wire ...
	ratioApplies = 1 << 20  // ... once so many are decoded
)

var (
	errTooLarge = errors.New("body is too large")
	errBomb     = errors.New("body is a decompression bomb")
)

// wire is a body as it comes: it counts, and it tells its own failure from one
// of the decoder above it.
type wire struct {
	body  io.Reader
	watch *watch
	n     int64
	err   error // what ended it, but io.EOF
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.body.Read(p)
	w.n += int64(n)
	w.watch.got.Add(int64(n))
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// body reads the body of a 200 whole and decoded into a buffer of the pool, and
// closes it.
func (t *trip) body(res *http.Response) (*[]byte, error) {
	defer func() { _ = res.Body.Close() }() // read to its end, or of no more use
	name, err := coding(res.Header)
	if err != nil {
		return nil, t.fail(KindDecode, err.Error(), err)
	}
	limit := t.client.maxBytes
	size := int64(firstBuffer)
	if name == "" {
		if res.ContentLength > limit {
			return nil, t.unread(errTooLarge, nil)
		}
		size = max(size, res.ContentLength+bytesToSeeEOF)
	}
	buf := t.client.getBuffer(int(size))
	w := &wire{body: res.Body, watch: t.watch}
	t.watch.body()
	*buf, err = t.client.decode(name, w, *buf, limit)
	t.wire = w.n
	if err != nil {
		t.client.putBuffer(buf)
		return nil, t.unread(err, w.err)
	}
	return buf, nil
}

// bytesToSeeEOF is room behind a body of known length, without which the
// buffer would grow only to learn that there is no more.
const bytesToSeeEOF = 512

// fill reads r to its end, or until it is too much, behind what buf holds.
func fill(r io.Reader, w *wire, buf []byte, limit int64) ([]byte, error) {
	for {
		if len(buf) == cap(buf) {
			buf = append(make([]byte, 0, min(2*int64(cap(buf)), limit+bytesToSeeEOF)), buf...)
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		size := int64(len(buf))
		switch {
		case size > limit:
			return buf, errTooLarge
		case size > ratioApplies && size > ratioLimit*w.n:
			return buf, errBomb
		case err == io.EOF:
			return buf, nil
		case err != nil:
			return buf, err
		}
	}
}

// drain reads a little of an unwanted body, so that its connection stays of use.
func (t *trip) drain(res *http.Response) {
	if res.ContentLength == 0 {
		_ = res.Body.Close() // there is none
		return
	}
	t.watch.body()
	w := wire{body: res.Body, watch: t.watch}
	_, _ = io.CopyN(io.Discard, &w, drainLimit) // nobody wants the body; that includes its error
	_ = res.Body.Close()
	t.watch.idle()
}

func (c *Client) getBuffer(size int) *[]byte {
	if buf, ok := c.buffers.Get().(*[]byte); ok && cap(*buf) >= size {
		return buf
	}
	buf := make([]byte, 0, size)
	return &buf
}

func (c *Client) putBuffer(buf *[]byte) {
	if cap(*buf) <= keptBuffer {
		*buf = (*buf)[:0]
		c.buffers.Put(buf)
	}
}
