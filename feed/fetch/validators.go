package fetch

import (
	"net/http"

	"sitrep/feed"
)

// maxValidator bounds what a server can make us store and send back.
const maxValidator = 4 << 10

// validatorsOf are the validators of a 200: both of this one answer, and none
// where it gave none.
func validatorsOf(h http.Header, url string) feed.Validators {
	v := feed.Validators{ETag: validator(h, "Etag"), LastModified: validator(h, "Last-Modified")}
	if v.ETag != "" || v.LastModified != "" {
		v.URL = url
	}
	return v
}

// refreshed is the stored set after a 304: what the answer names replaces what
// was stored, the rest stays (RFC 9111 section 4.3.4). That mixes no two
// bodies: the 304 speaks of the very body that the stored set came with.
func refreshed(old feed.Validators, h http.Header) feed.Validators {
	if etag := validator(h, "Etag"); etag != "" {
		old.ETag = etag
	}
	if modified := validator(h, "Last-Modified"); modified != "" {
		old.LastModified = modified
	}
	return old
}

// validator reads one validator byte for byte. One that could not be sent back
// or is absurdly long counts as absent.
func validator(h http.Header, key string) string {
	v := first(h, key)
	if len(v) > maxValidator {
		return ""
	}
	for i := range len(v) {
		if v[i] < ' ' || v[i] == 0x7f {
			return ""
		}
	}
	return v
}

// condition sets the validators on a request. The map is written directly:
// the values are opaque and nothing may tidy them.
func condition(h http.Header, v feed.Validators) {
	if v.ETag != "" {
		h["If-None-Match"] = []string{v.ETag}
	}
	if v.LastModified != "" {
		h["If-Modified-Since"] = []string{v.LastModified}
	}
}
