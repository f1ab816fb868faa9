package serve

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// coding is a content coding that we serve, an index of coders.
type coding int

// The codings in the order in which we like to serve them: smallest first.
const (
	codedBrotli coding = iota
	codedZstd
	codedGzip
	identity
	codings
)

// worthCoding is the size in bytes from which a document is compressed: less
// fits one packet anyway.
const worthCoding = 1000

// coders are the codings' names in Accept-Encoding, the suffixes that tell
// their ETags apart, and how they are made.
var coders = [codings]struct {
	name, suffix string
	encode       func([]byte) []byte
}{
	codedBrotli: {"br", "-br", asBrotli},
	codedZstd:   {"zstd", "-zst", asZstd},
	codedGzip:   {"gzip", "-gz", asGzip},
	identity:    {"", "", nil},
}

// Each level is the last one before the time doubles for a few per cent: a
// document of 400 KB takes about 10 ms.
func asBrotli(body []byte) []byte {
	var out bytes.Buffer
	return finish(&out, brotli.NewWriterOptions(&out, brotli.WriterOptions{Quality: 5, LGWin: 20}), body)
}

func asGzip(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, 6) // fails for an unknown level only
	return finish(&out, w, body)
}

func asZstd(body []byte) []byte {
	// A window of 1 MB: RFC 9659 lets readers refuse more than 8.
	enc, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20)) // fails for bad options only
	defer func() { _ = enc.Close() }()
	return enc.EncodeAll(body, nil)
}

func finish(out *bytes.Buffer, w io.WriteCloser, body []byte) []byte {
	_, _ = w.Write(body) // a bytes.Buffer takes everything
	_ = w.Close()
	return bytes.Clone(out.Bytes())
}

// negotiate picks the coding that Accept-Encoding weighs highest, ours first
// among equals. What a reader does not mention it does not get, but for "*".
// The document as it is, is always the last resort, even where a reader
// refuses it: an answer is better than a 406.
func negotiate(header []string) coding {
	best, bestWeight := identity, 0.0
	if len(header) == 0 {
		return best
	}
	var weights [codings]float64
	rest := -1.0 // weight of "*"
	var named [codings]bool
	for _, line := range header {
		for item := range strings.SplitSeq(line, ",") {
			name, params, _ := strings.Cut(item, ";")
			c, ok := codingOf(strings.TrimSpace(name))
			switch {
			case ok:
				weights[c], named[c] = weightOf(params), true
			case strings.TrimSpace(name) == "*":
				rest = weightOf(params)
			}
		}
	}
	for c := range weights {
		w := weights[c]
		if !named[c] && coding(c) != identity {
			w = rest
		}
		if w > bestWeight {
			best, bestWeight = coding(c), w
		}
	}
	return best
}

func codingOf(name string) (coding, bool) {
	for c := range coders {
		if coders[c].name != "" && strings.EqualFold(name, coders[c].name) {
			return coding(c), true
		}
	}
	switch {
	case strings.EqualFold(name, "x-gzip"):
		return codedGzip, true
	case strings.EqualFold(name, "identity"):
		return identity, true
	}
	return identity, false
}

// weightOf reads ";q=0.5"; a weight that cannot be read counts as nothing.
func weightOf(params string) float64 {
	for param := range strings.SplitSeq(params, ";") {
		key, value, ok := strings.Cut(strings.TrimSpace(param), "=")
		if !ok || !strings.EqualFold(strings.TrimSpace(key), "q") {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 0
		}
		return q
	}
	return 1
}

// matches tells whether an If-None-Match names this generation, in whichever
// coding, compared weakly. Proxies that compress add suffixes of their own
// ("-gzip"), so anything after a hyphen is passed over; and some readers lose
// the quotes.
func matches(header []string, tag string) bool {
	for _, line := range header {
		for item := range strings.SplitSeq(line, ",") {
			item = strings.TrimPrefix(strings.TrimSpace(item), "W/")
			if item == "*" {
				return true
			}
			generation, _, _ := strings.Cut(strings.Trim(item, `"`), "-")
			if generation == tag {
				return true
			}
		}
	}
	return false
}
