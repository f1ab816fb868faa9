package parse

import (
	"bytes"
	"strings"
)

// Sizes of one text field as gofeed sees it. A field longer than that is cut:
// of a summary we publish ten kilobytes of plain text, a title has 500 letters.
const (
	maxField   = 64 << 10
	maxContent = 1 << 20
	enough     = 300 // bytes of a description that make looking into the full content needless
)

// document writes the feed again for gofeed: all bytes that belong to no entry
// (but the root element, which is written anew), and the chosen entries reduced
// to the children that gofeed is to read. Comments, white space between
// elements, unwanted extensions and namespace declarations without use are
// left out: goxpp copies the whole table of namespaces at each element.
func (s *scanner) document(chosen []int, full bool) []byte {
	out := s.openRoot(make([]byte, 0, s.estimate(chosen)))
	at, edits := s.root.tag.end, s.root.lo
	next := 0
	for i := range s.entries {
		e := &s.entries[i]
		out = s.gap(out, span{at, e.start}, edits, e.lo)
		if next < len(chosen) && chosen[next] == i {
			out = s.entry(out, e, full)
			next++
		}
		at, edits = e.end, e.hi
	}
	for _, e := range []*entry{s.partial, &s.surplus} {
		if e != nil && e.end > 0 {
			out = s.gap(out, span{at, e.start}, edits, e.lo)
			at, edits = e.end, e.hi
		}
	}
	out = s.gap(out, span{at, s.root.end}, edits, s.root.hi)
	return s.closeRoot(out)
}

// estimate is about how long the document will be: shorter than what it is
// made of, but for the CDATA marks.
func (s *scanner) estimate(chosen []int) int {
	size := len(s.doc) - s.root.tag.start
	for i := range s.entries {
		size -= s.entries[i].end - s.entries[i].start
	}
	for _, i := range chosen {
		e := &s.entries[i]
		size += 64
		for _, k := range s.kids[e.kids.start:e.kids.end] {
			if k.field != drop && k.field < guid {
				size += min(k.end-k.start, maxField) + 16
			}
		}
	}
	return size
}

// single writes a document of one entry, for when the whole one is refused.
func (s *scanner) single(out []byte, e *entry, full bool) []byte {
	return s.closeRoot(s.entry(s.openRoot(out), e, full))
}

// openRoot writes the root element's start tag with the namespaces that gofeed
// needs to be told: those which this feed gave an unusual prefix.
func (s *scanner) openRoot(out []byte) []byte {
	out = append(append(out, '<'), s.dialect.root...)
	for _, p := range s.prefixes {
		if p.canonical != strings.ToLower(p.name) {
			uri := p.uri
			if p.canonical == "" {
				uri = s.dialect.core[0]
			}
			out = append(out, ` xmlns:`+p.name+`="`+attrEscaper.Replace(uri)+`"`...)
		}
	}
	out = append(out, '>')
	if s.rootless() {
		out = append(out, "<channel>"...)
	}
	return out
}

func (s *scanner) closeRoot(out []byte) []byte {
	if s.rootless() {
		out = append(out, "</channel>"...)
	}
	return append(append(append(out, "</"...), s.dialect.root...), '>')
}

// rootless reports an RSS document that begins with its channel.
func (s *scanner) rootless() bool {
	tag := s.doc[s.root.tag.start:s.root.tag.end]
	return sameLocal(tag[1:nameEnd(tag, 1)], []byte("channel"))
}

var attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")

// gap writes what is between two entries, unless it is only white space.
func (s *scanner) gap(out []byte, sp span, lo, hi int) []byte {
	if lo == hi && len(bytes.TrimSpace(s.doc[sp.start:sp.end])) == 0 {
		return out
	}
	return s.write(out, sp, lo, hi)
}

func (s *scanner) entry(out []byte, e *entry, full bool) []byte {
	out = append(append(append(out, '<'), s.dialect.entry...), '>')
	kids := s.kids[e.kids.start:e.kids.end]
	short := 0
	for i := range kids {
		if kids[i].field == summary {
			short = max(short, kids[i].inner.end-kids[i].inner.start)
		}
	}
	for i := range kids {
		k := &kids[i]
		switch {
		case k.field == drop || k.field >= guid || k.field == content && !full && short >= enough:
		case k.end-k.start > limitOf(k, full):
			out = s.shortened(out, k, full)
		case k.field != keep && s.pure(k):
			out = s.verbatim(out, k)
		default:
			out = s.write(out, k.span, k.lo, k.hi)
		}
	}
	return append(append(append(out, "</"...), s.dialect.entry...), '>')
}

func limitOf(k *kid, full bool) int {
	if full && (k.field == content || k.field == summary) {
		return maxContent
	}
	return maxField
}

// pure reports a text without tags that is cheaper for gofeed as CDATA: one
// with character references, each of which costs it three allocations, or one
// of Atom's HTML, which it would parse to look for a <div> around it.
func (s *scanner) pure(k *kid) bool {
	inner := s.doc[k.inner.start:k.inner.end]
	if k.lo != k.hi || bytes.IndexByte(inner, '<') >= 0 {
		return false
	}
	return bytes.IndexByte(inner, '&') >= 0 ||
		s.dialect == atomDialect && bytes.Contains(s.doc[k.start:k.inner.start], []byte("html"))
}

// verbatim writes a field of pure text as a CDATA section.
func (s *scanner) verbatim(out []byte, k *kid) []byte {
	out = append(out, s.doc[k.start:k.inner.start]...)
	out = append(out, "<![CDATA["...)
	at := len(out)
	out = appendUnescaped(out, s.doc[k.inner.start:k.inner.end])
	if bytes.Contains(out[at:], []byte("]]>")) {
		out = append(out[:at], bytes.ReplaceAll(out[at:], []byte("]]>"), []byte("]]&gt;"))...)
	}
	out = append(out, "]]>"...)
	return append(out, s.doc[k.inner.end:k.end]...)
}

// shortened writes the beginning of a field that is too long.
func (s *scanner) shortened(out []byte, k *kid, full bool) []byte {
	name := s.doc[k.start+1 : nameEnd(s.doc, k.start+1)]
	text := decodeText(s.doc[k.inner.start:min(k.inner.end, k.inner.start+limitOf(k, full))])
	out = append(append(append(out, '<'), name...), "><![CDATA["...)
	out = append(out, strings.ReplaceAll(text, "]]>", "]]&gt;")...)
	return append(append(append(out, "]]></"...), name...), '>')
}

// hashEntries gives each entry its hash: of the children that matter to us and
// of its own start tag, so that a comment counter does not make it new.
func (s *scanner) hashEntries() {
	for i := range s.entries {
		e := &s.entries[i]
		h := hash64(hashSeed, s.doc[e.tag.start:e.tag.end])
		for _, k := range s.kids[e.kids.start:e.kids.end] {
			if k.field != drop {
				h = hash64(h, s.doc[k.start:k.end])
			}
		}
		e.raw = h
	}
}
