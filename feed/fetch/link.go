package fetch

import (
	"net/url"
	"strings"
)

// maxLinks bounds what a Link header can make us keep.
const maxLinks = 20

// links reads Link headers (RFC 8288): one Link for each relation, its target
// absolute. What is malformed or not http(s) is passed over.
func links(values []string, base *url.URL) []Link {
	var found []Link
	for _, v := range values {
		for v != "" && len(found) < maxLinks {
			var part string
			part, v = cutLink(v)
			found = appendLink(found, part, base)
		}
	}
	return found[:min(len(found), maxLinks)]
}

// cutLink gives the first link, from behind its "<", and what follows the comma
// after it. A comma inside <> is part of the address.
func cutLink(s string) (link, rest string) {
	_, s, _ = strings.Cut(s, "<")
	end := strings.IndexByte(s, '>')
	if end < 0 {
		return "", ""
	}
	params, rest := cutOutsideQuotes(s[end:], ',')
	return s[:end+len(params)], rest
}

func appendLink(to []Link, s string, base *url.URL) []Link {
	target, params, ok := strings.Cut(s, ">")
	if !ok {
		return to
	}
	rel := relation(params)
	if rel == "" {
		return to
	}
	u, err := base.Parse(strings.TrimSpace(target))
	if err != nil || unusable(u) != "" {
		return to
	}
	clean(u)
	href := u.String()
	for name := range strings.FieldsSeq(strings.ToLower(rel)) {
		to = append(to, Link{Rel: name, Href: href})
	}
	return to
}

// relation is the first rel parameter; later ones do not count.
func relation(params string) string {
	for params != "" {
		var part string
		part, params = cutOutsideQuotes(params, ';')
		name, value, _ := strings.Cut(part, "=")
		if strings.EqualFold(strings.TrimSpace(name), "rel") {
			return unquote(strings.TrimSpace(value))
		}
	}
	return ""
}

// contentType splits a Content-Type into media type and charset label, both in
// lower case. Unlike mime.ParseMediaType it makes sense of broken ones.
func contentType(value string) (media, charset string) {
	media, params := cutOutsideQuotes(value, ';')
	for params != "" {
		var part string
		part, params = cutOutsideQuotes(params, ';')
		name, label, _ := strings.Cut(part, "=")
		if strings.EqualFold(strings.TrimSpace(name), "charset") {
			charset = strings.ToLower(strings.Trim(strings.TrimSpace(label), `"'`))
			break
		}
	}
	return strings.ToLower(strings.TrimSpace(media)), charset
}
