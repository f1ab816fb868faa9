package parse

import (
	"fmt"
	"net/url"
	"strings"
)

// maxLink is the longest address that is taken, in bytes. Real ones stay under
// 2 KB; Google News comes near.
const maxLink = 8 << 10

// Link makes the canonical address of an article: absolute, http or https,
// the host in lower case and ASCII, without user, default port, fragment and
// tracking parameters (see tracking.txt). It returns "" for what is no such
// address. base may be empty.
func Link(raw, base string) string {
	raw = strings.TrimSpace(raw)
	if canonical(raw) {
		return raw
	}
	u := resolve(raw, base)
	if u == nil {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	if u.RawQuery != "" {
		u.RawQuery = tracking().strip(u.Hostname(), u.RawQuery)
	}
	u.ForceQuery = false
	return bounded(u)
}

// absolute makes an address absolute and safe but changes no more of it.
func absolute(raw, base string) string {
	raw = strings.TrimSpace(raw)
	if canonical(raw) {
		return raw
	}
	u := resolve(raw, base)
	if u == nil {
		return ""
	}
	return bounded(u)
}

func bounded(u *url.URL) string {
	if s := u.String(); len(s) <= maxLink {
		return s
	}
	return ""
}

// canonical reports, without parsing, an address that is as Link would make
// it: a lower-case https host, a path of plain characters, nothing else.
func canonical(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok || len(s) > maxLink {
		return false
	}
	slash := strings.IndexByte(rest, '/')
	if slash < 4 {
		return false
	}
	digits := true
	for i := 0; i < slash; i++ {
		c := rest[i]
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' && i > 0 && rest[i-1] != '.') {
			return false
		}
		digits = digits && (c <= '9')
	}
	if digits || rest[slash-1] == '.' || strings.HasPrefix(rest, "xn--") || strings.Contains(rest[:slash], ".xn--") {
		return false
	}
	for i := slash; i < len(rest); i++ {
		c := rest[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '/' || c == '.') ||
			c == '.' && rest[i-1] == '/' {
			return false
		}
	}
	return true
}

// resolve parses raw against base; nil if it is not http or https.
func resolve(raw, base string) *url.URL {
	if raw == "" || len(raw) > 2*maxLink || strings.ContainsAny(raw, "<>\"") {
		return nil
	}
	raw = strings.ReplaceAll(strings.Map(printable, raw), "&amp;", "&")
	if strings.HasPrefix(raw, "#") {
		return nil
	}
	u, err := url.Parse(raw)
	if err != nil {
		if u, err = url.Parse(escapePercent(raw)); err != nil {
			return nil
		}
	}
	if !u.IsAbs() {
		b, err := url.Parse(base)
		if err != nil || base == "" {
			return nil
		}
		u = b.ResolveReference(u)
	} else if dotted(u.Path) {
		u = u.JoinPath() // without dot segments
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	u.User = nil
	if !cleanHost(u) {
		return nil
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = escapeQuery(u.RawQuery)
	return u
}

// escapeQuery escapes what no query may hold as it is.
func escapeQuery(query string) string {
	odd := func(c byte) bool {
		return c <= ' ' || c >= 0x7f || c == '\\' || c == '^' || c == '`' || c == '{' || c == '|' || c == '}'
	}
	var out strings.Builder
	for i := range len(query) {
		if !odd(query[i]) {
			continue
		}
		for _, c := range []byte(query) {
			if odd(c) {
				fmt.Fprintf(&out, "%%%02X", c)
			} else {
				out.WriteByte(c)
			}
		}
		return out.String()
	}
	return query
}

// dotted reports dot segments in a path.
func dotted(path string) bool {
	return strings.Contains(path, "/./") || strings.Contains(path, "/../") || strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/..")
}

// printable drops what browsers drop from addresses: tabs and line breaks. A
// space inside becomes %20.
func printable(r rune) rune {
	if classOf(r) == gone || r == '\t' || r == '\n' || r == '\r' {
		return -1
	}
	return r
}

// escapePercent repairs a '%' that begins no escape.
func escapePercent(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			out.WriteString("%25")
			continue
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}
