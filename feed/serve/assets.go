package serve

import (
	"bytes"
	"embed"
	"net/http"

	"sitrep/feed/publish"
)

//go:embed web
var web embed.FS

// asset is a fixed file of ours.
type asset struct{ name, mediaType string }

var assets = []asset{
	{"style.css", "text/css; charset=utf-8"},
	{"feed.css", "text/css; charset=utf-8"},
	{"icon.svg", "image/svg+xml"},
}

func assetKind(s *Server, a asset) kind {
	return kind{
		name: a.name,
		header: http.Header{
			"Content-Type":            {a.mediaType},
			"Cache-Control":           {"public, max-age=3600"},
			"Content-Security-Policy": {"default-src 'none'; sandbox"},
		},
		render: func(string) (printed, error) {
			body, err := web.ReadFile("web/" + a.name)
			return printed{body: body, modified: s.started}, err
		},
	}
}

// opmlKind is the list of sources.
func opmlKind(s *Server) kind {
	return kind{
		name: "opml",
		header: http.Header{
			"Content-Type":                {"text/x-opml; charset=utf-8"},
			"Cache-Control":               {"public, max-age=3600"},
			"Content-Security-Policy":     {feedCSP},
			"Access-Control-Allow-Origin": {"*"},
		},
		render: func(string) (printed, error) {
			var out bytes.Buffer
			list := publish.List{Title: "Sources of " + s.o.Title, Modified: s.o.ConfiguredAt, Sources: s.o.Sources}
			err := list.WriteOPML(&out)
			modified := s.o.ConfiguredAt
			if modified.IsZero() {
				modified = s.started
			}
			return printed{body: out.Bytes(), modified: modified}, err
		},
	}
}
