package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// snapshot is one generation of a document, which never changes. Its
// compressed forms are made when the first reader wants them, and kept.
type snapshot struct {
	tag      string // the ETag without quotes and coding
	modified time.Time
	forms    [codings]form
	grown    atomic.Int64 // bytes of the compressed forms
}

// form is the document in one content coding.
type form struct {
	make        sync.Once
	body        []byte
	header      http.Header // of a 200; complete but for what every answer has
	notModified http.Header // of a 304
}

// tagOf names a generation by its content.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:12])
}

// validator are the headers of a 304, out of those of a 200 (RFC 9110, 15.4.5).
var validator = []string{"Etag", "Cache-Control", "Vary", "Last-Modified", "Link", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"}

func newSnapshot(k kind, doc printed, tag string, modified time.Time) *snapshot {
	sn := &snapshot{tag: tag, modified: modified}
	sn.forms[identity].body = doc.body
	for c := range sn.forms {
		h := maps.Clone(k.header)
		h["Etag"] = []string{`"` + tag + coders[c].suffix + `"`}
		h["Last-Modified"] = []string{modified.Format(http.TimeFormat)}
		h["Vary"] = []string{"Accept-Encoding"}
		h["Accept-Ranges"] = []string{"none"}
		if doc.link != "" {
			h["Link"] = []string{doc.link}
		}
		if coders[c].name != "" {
			h["Content-Encoding"] = []string{coders[c].name}
		}
		few := http.Header{}
		for _, name := range validator {
			if v, ok := h[name]; ok {
				few[name] = v
			}
		}
		sn.forms[c].header, sn.forms[c].notModified = h, few
	}
	sn.forms[identity].header["Content-Length"] = []string{strconv.Itoa(len(doc.body))}
	return sn
}

func (sn *snapshot) same(doc printed) bool { return bytes.Equal(sn.forms[identity].body, doc.body) }

func (sn *snapshot) size() int { return len(sn.forms[identity].body) + int(sn.grown.Load()) }

// form gives the document in a coding, compressing it the first time.
func (sn *snapshot) form(c coding) *form {
	f := &sn.forms[c]
	if c == identity {
		return f
	}
	f.make.Do(func() {
		f.body = coders[c].encode(sn.forms[identity].body)
		f.header["Content-Length"] = []string{strconv.Itoa(len(f.body))}
		sn.grown.Add(int64(len(f.body)))
	})
	return f
}

// serve answers a GET or HEAD.
func (sn *snapshot) serve(w http.ResponseWriter, r *http.Request) {
	c := identity
	if len(sn.forms[identity].body) >= worthCoding {
		c = negotiate(r.Header["Accept-Encoding"])
	}
	if sn.known(r) {
		maps.Copy(w.Header(), sn.forms[c].notModified)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	f := sn.form(c)
	maps.Copy(w.Header(), f.header)
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(f.body) // a reader who went away is none of our errors
	}
}

// known tells whether the reader has this generation already. An ETag decides
// alone if there is one (RFC 9110, 13.2.2).
func (sn *snapshot) known(r *http.Request) bool {
	if tags, ok := r.Header["If-None-Match"]; ok {
		return matches(tags, sn.tag)
	}
	since, ok := r.Header["If-Modified-Since"]
	if !ok {
		return false
	}
	t, err := http.ParseTime(since[0])
	return err == nil && !sn.modified.After(t)
}
