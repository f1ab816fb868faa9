package parse

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// decode turns body into valid UTF-8 without a byte order mark. Who is asked
// for the encoding, in this order: the byte order mark, the XML declaration,
// the HTTP header, the bytes themselves (UTF-8 if they are valid as that), the
// guess that browsers make. A body that is valid UTF-8 and says nothing to the
// contrary is returned as it came, without copying. changed reports that bytes
// had to be converted.
func decode(body []byte, header string) (text []byte, changed bool) {
	for _, mark := range marks {
		if bytes.HasPrefix(body, mark.bytes) {
			return mark.decode(body[len(mark.bytes):])
		}
	}
	if wide := guessWide(body); wide != nil {
		return wide(body)
	}
	valid := utf8.Valid(body)
	for _, label := range []string{declared(body), header} {
		if text, ok := convert(body, label, valid); ok {
			return text, !same(text, body)
		}
	}
	if valid {
		return body, false
	}
	if scarred(body) {
		return mixed(body), true
	}
	// For UTF-8, which is guessed from the beginning, the decoder checks nothing.
	if out, err := guess(body).NewDecoder().Bytes(body); err == nil && utf8.Valid(out) {
		return out, true
	}
	return mixed(body), true
}

// same reports that nothing was converted: that both are one slice.
func same(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// declared gives the encoding that the XML declaration names, or "".
func declared(body []byte) string {
	head := body[:min(len(body), 1024)]
	start := bytes.Index(head, []byte("<?xml"))
	if start < 0 {
		return ""
	}
	head = head[start:]
	if end := bytes.IndexByte(head, '>'); end >= 0 {
		head = head[:end]
	}
	at := bytes.Index(head, []byte("encoding"))
	if at < 0 {
		return ""
	}
	value := bytes.TrimLeft(head[at+len("encoding"):], " \t\r\n=")
	if len(value) == 0 || value[0] != '"' && value[0] != '\'' {
		return ""
	}
	name, _, _ := bytes.Cut(value[1:], value[:1])
	return strings.TrimSpace(string(name))
}

// convert decodes body as label says. It declines where the label is unknown,
// absent or cannot be true: a declaration of UTF-16 in bytes that are readable
// as they are, or of an 8-bit encoding over text that is UTF-8 beyond ASCII.
func convert(body []byte, label string, valid bool) ([]byte, bool) {
	if label == "" || strings.HasPrefix(strings.ToLower(label), "utf-16") || strings.HasPrefix(strings.ToLower(label), "utf-32") {
		return nil, false
	}
	if isUTF8(label) {
		if valid {
			return body, true
		}
		if scarred(body) {
			return mixed(body), true
		}
		return nil, false
	}
	if valid && !escapes(label) {
		return body, true
	}
	enc, _ := charset.Lookup(label)
	if enc == nil || enc == encoding.Replacement {
		return nil, false
	}
	out, err := enc.NewDecoder().Bytes(body)
	return out, err == nil && utf8.Valid(out)
}

func isUTF8(label string) bool {
	return strings.EqualFold(label, "utf-8") || strings.EqualFold(label, "utf8") || strings.EqualFold(label, "us-ascii")
}

// escapes reports that text in this encoding is ASCII bytes throughout, so
// that being valid UTF-8 says nothing against it.
func escapes(label string) bool {
	return strings.HasPrefix(strings.ToLower(label), "iso-2022-")
}

// scarred reports text that is UTF-8 but for a few broken places: at most one
// in a hundred of its bytes beyond ASCII.
func scarred(b []byte) bool {
	bad, high := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		}
		high += n
		i += n
	}
	return bad*20 <= high
}

// mixed decodes UTF-8 into which windows-1252 was pasted: each byte that is no
// UTF-8 is read as windows-1252, as browsers of old did.
func mixed(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/16)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = windows1252(b[0])
		}
		out = utf8.AppendRune(out, r)
		b = b[n:]
	}
	return out
}

func windows1252(b byte) rune {
	const c1 = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ"
	if b < 0x80 || b > 0x9f {
		return rune(b)
	}
	return []rune(c1)[b-0x80]
}
