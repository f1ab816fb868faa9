package publish

import (
	"net/url"
	"strings"
)

// maxURL is the longest address that goes out, in bytes: what browsers and
// readers are known to cope with.
const maxURL = 2048

// unsafe are the ASCII characters that may not stand unescaped in an address.
const unsafe = "\"<>\\^`{|} "

var unsafeIn = func() (in [128]bool) {
	for _, c := range unsafe {
		in[c] = true
	}
	return in
}()

// link is raw as an absolute http(s) address of visible ASCII, without user
// name and password, or "" if it is none: mailto:, javascript:, data: and
// relative addresses do not go out.
func link(raw string) string {
	if len(raw) > maxURL {
		return ""
	}
	if plainLink(raw) {
		return raw
	}
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	u.User = nil
	again := u.String()
	if _, err := url.Parse(again); err != nil || len(again) > maxURL || !visible(again) {
		return ""
	}
	return again
}

// plainLink tells quickly whether an address can go out as it stands, which
// nearly all can. Ports, addresses in brackets and odd escapes are left to
// package url.
func plainLink(raw string) bool {
	rest, ok := strings.CutPrefix(raw, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(raw, "http://"); !ok {
			return false
		}
	}
	host := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		host = rest[:end]
	}
	return host != "" && !strings.ContainsAny(host, "@:[]%") && visible(rest) && !strings.ContainsAny(rest, "%[]")
}

// visible tells whether s has only ASCII characters that an address may hold.
func visible(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c >= 0x7f || unsafeIn[c] {
			return false
		}
	}
	return true
}

// tongue is tag if it has the shape of a language tag (RFC 5646), else "": a
// wrong xml:lang would make the document invalid.
func tongue(tag string) string {
	if tag == "" || len(tag) > 35 {
		return ""
	}
	for i, sub := range strings.Split(tag, "-") {
		if len(sub) < 1 || len(sub) > 8 || !alphanumeric(sub, i > 0) {
			return ""
		}
	}
	return tag
}

func alphanumeric(s string, digits bool) bool {
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (!digits || s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// mediaType is t if it has the shape "type/subtype", else "".
func mediaType(t string) string {
	kind, sub, ok := strings.Cut(t, "/")
	if !ok || kind == "" || sub == "" || len(t) > 255 {
		return ""
	}
	for i := 0; i < len(t); i++ {
		if t[i] <= ' ' || t[i] >= 0x7f || strings.IndexByte(`"<>@,:\?=[]()`, t[i]) >= 0 {
			return ""
		}
	}
	return t
}
