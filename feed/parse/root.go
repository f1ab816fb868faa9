package parse

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// roots are the root elements of the feeds that we read.
var roots = []struct {
	name    string
	dialect *dialect
}{
	{"rss", rssDialect},
	{"rdf", rssDialect},
	{"feed", atomDialect},
	{"channel", rssDialect}, // RSS whose outermost element was forgotten
}

var (
	errEmpty = errors.New("the document is empty")
	errHTML  = errors.New("this is an HTML page, not a feed")
)

// findRoot looks for the root element of a feed, past whatever a server put
// before it: comments, processing instructions, a DOCTYPE (which is never
// read, so that no entity of it is ever expanded), warnings of PHP. junk
// reports that something was there that XML does not allow there.
func findRoot(doc []byte) (at int, d *dialect, junk bool, err error) {
	s := &scanner{doc: doc, dialect: rssDialect}
	first := ""
	for p := 0; ; {
		n := bytes.IndexByte(doc[p:], '<')
		if n < 0 || p+n+1 >= len(doc) {
			break
		}
		junk = junk || len(bytes.TrimSpace(doc[p:p+n])) > 0
		p += n
		if doc[p+1] == '!' && (p+2 >= len(doc) || doc[p+2] != '-') {
			p = doctypeEnd(doc, p)
			continue
		}
		if doc[p+1] == '!' || doc[p+1] == '?' {
			p = s.special(p)
			continue
		}
		name := strings.ToLower(string(doc[p+1 : nameEnd(doc, min(p+1, len(doc)))]))
		name = name[strings.IndexByte(name, ':')+1:]
		if d := rootOf(name, first); d != nil {
			return p, d, junk, nil
		}
		if first == "" && name != "" {
			first = name
		}
		junk = true
		p++
	}
	return 0, nil, false, noRoot(doc, first)
}

// rootOf finds the dialect. An HTML page is not searched for a channel, which
// is a word of the page.
func rootOf(name, first string) *dialect {
	for _, r := range roots {
		if r.name == name && (name != "channel" || first == "") {
			return r.dialect
		}
	}
	return nil
}

// doctypeEnd skips a DOCTYPE at p, its internal subset included; a quote that
// is never closed counts for nothing.
func doctypeEnd(doc []byte, p int) int {
	depth, quote := 0, byte(0)
	for i := p; i < min(len(doc), p+maxValue); i++ {
		switch c := doc[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	if n := bytes.IndexByte(doc[p:], '>'); n >= 0 {
		return p + n + 1
	}
	return len(doc)
}

func noRoot(doc []byte, first string) error {
	head := bytes.ToLower(doc[:min(len(doc), 4096)])
	switch {
	case len(bytes.TrimSpace(doc)) == 0:
		return errEmpty
	case first == "html" || first == "head" || first == "body" || bytes.Contains(head, []byte("<!doctype html")) || bytes.Contains(head, []byte("<html")):
		return errHTML
	case first == "":
		return errors.New("this is neither XML nor JSON")
	}
	return fmt.Errorf("this is XML but no feed: its root element is <%s>", Text(first[:min(len(first), 60)]))
}
