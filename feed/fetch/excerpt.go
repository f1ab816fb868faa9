package fetch

import (
	"html"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

const (
	excerptRunes = 500
	excerptBytes = 64 << 10 // read of an error page at most
)

// page reads the beginning of an error page as plain text and closes it.
// Whatever hinders that makes the text shorter or empty, and is no error: the
// status is the news.
func (t *trip) page(res *http.Response) string {
	defer func() { _ = res.Body.Close() }() // read to its end, or of no more use
	name, err := coding(res.Header)
	if err != nil || res.ContentLength == 0 {
		return ""
	}
	buf := t.client.getBuffer(excerptBytes + bytesToSeeEOF)
	defer t.client.putBuffer(buf)
	w := &wire{body: res.Body, watch: t.watch}
	t.watch.body()
	*buf, _ = t.client.decode(name, w, *buf, excerptBytes)
	t.wire = w.n
	return excerpt((*buf)[:min(len(*buf), excerptBytes)], first(res.Header, "Content-Type"))
}

// excerpt is the beginning of a page as one line of plain text, in which
// nothing is left that could steer a terminal or a log.
func excerpt(page []byte, contentType string) string {
	text := string(page)
	if !utf8.Valid(page) {
		enc, _, _ := charset.DetermineEncoding(page, contentType)
		if decoded, err := enc.NewDecoder().Bytes(page); err == nil {
			text = string(decoded)
		}
	}
	return clip(html.UnescapeString(untag(text)), excerptRunes)
}

// hidden are elements whose content is not text.
var hidden = []string{"script", "style", "noscript", "svg"}

// untag puts a space in place of each tag and drops comments and what hidden
// elements hold. A "<" that begins no tag stays.
func untag(s string) string {
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 == len(s) {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		s = s[i:]
		n := tagLength(s)
		if n == 0 {
			out.WriteByte('<')
			s = s[1:]
			continue
		}
		out.WriteByte(' ')
		s = s[n:]
	}
}

// tagLength is how much of s, which begins with "<", is markup; 0 if it is
// text. Markup that does not end swallows the rest.
func tagLength(s string) int {
	if strings.HasPrefix(s, "<!--") {
		return endOf(s, "-->")
	}
	c := s[1] | 0x20
	if c != '/' && s[1] != '!' && s[1] != '?' && (c < 'a' || c > 'z') {
		return 0
	}
	for _, name := range hidden {
		if len(s) > len(name)+1 && strings.EqualFold(s[1:1+len(name)], name) && !letter(s[1+len(name)]) {
			return endOf(s, "</"+name)
		}
	}
	return endOf(s, ">")
}

// endOf is the length of s up to and with mark, which is in lower case; all of
// s if it is missing. For a closing tag that leaves its ">" to be cut as text
// by the caller's next step, so it is counted in.
func endOf(s, mark string) int {
	for i := 0; i+len(mark) <= len(s); i++ {
		if !strings.EqualFold(s[i:i+len(mark)], mark) {
			continue
		}
		i += len(mark)
		if mark[0] == '<' {
			return i + endOf(s[i:], ">")
		}
		return i
	}
	return len(s)
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// clip makes at most limit runes of printable text, white space folded to
// single spaces; control characters and invisible ones, such as those that
// turn the direction of writing, are gone.
func clip(s string, limit int) string {
	var out strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			gap = out.Len() > 0
			continue
		case !unicode.IsPrint(r) || r == utf8.RuneError:
			continue
		}
		if gap {
			if limit--; limit <= 0 {
				break
			}
			out.WriteByte(' ')
			gap = false
		}
		if limit--; limit < 0 {
			break
		}
		out.WriteRune(r)
	}
	return out.String()
}
