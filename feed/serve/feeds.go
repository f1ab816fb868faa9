package serve

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"sitrep/feed"
	"sitrep/feed/publish"
)

// feedCSP lets a browser that shows a feed load our style sheet and the
// outlets' pictures, and nothing else.
const feedCSP = "default-src 'none'; style-src 'self'; img-src https:; sandbox"

// feedKind is a feed in one format.
func feedKind(s *Server, format publish.Format) kind {
	return kind{
		name: format.Name,
		live: true,
		header: http.Header{
			"Content-Type":                  {format.ContentType()},
			"Cache-Control":                 {s.o.CacheControl},
			"Content-Security-Policy":       {feedCSP},
			"Access-Control-Allow-Origin":   {"*"},
			"Access-Control-Expose-Headers": {"ETag, Last-Modified, Link"},
		},
		render: func(topic string) (printed, error) { return s.printFeed(format, topic) },
	}
}

func (s *Server) printFeed(format publish.Format, topic string) (printed, error) {
	f, err := s.Feed(topic)
	if err != nil {
		return printed{}, err
	}
	body, f, err := fit(format, f, s.o.MaxBytes)
	if err != nil {
		return printed{}, err
	}
	if err := format.Verify(body, f); err != nil {
		return printed{}, fmt.Errorf("self-check: %w", err)
	}
	self := fmt.Sprintf(`<%s%s%s>; rel="self"; type="%s"`, f.Base, f.Path, format.Suffix, format.MediaType)
	return printed{body: body, modified: changed(f), link: self}, nil
}

// fit renders f, leaving out its oldest stories until the document is at most
// limit bytes: readers and validators are known to choke on more than 1 MB.
func fit(format publish.Format, f feed.Feed, limit int) ([]byte, feed.Feed, error) {
	for {
		var out bytes.Buffer
		if err := format.Write(&out, f); err != nil {
			return nil, f, err
		}
		n := len(f.Stories)
		if out.Len() <= limit || n <= 1 {
			return out.Bytes(), f, nil
		}
		f.Stories = f.Stories[:max(1, min(n-1, n*limit/out.Len()))]
	}
}

// changed is the last time at which anything that f shows came in.
func changed(f feed.Feed) time.Time {
	last := f.Updated()
	for _, s := range f.Stories {
		for _, it := range s.Items {
			if it.Seen.After(last) {
				last = it.Seen
			}
		}
	}
	return last
}
