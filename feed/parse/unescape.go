package parse

import (
	"bytes"
	"html"
	"strings"
)

// decodeText reads character data: CDATA sections as they are, the rest with
// its references decoded. Tags inside stay as they are.
func decodeText(raw []byte) string {
	if bytes.IndexByte(raw, '<') < 0 {
		return unescape(raw)
	}
	var out strings.Builder
	for len(raw) > 0 {
		before, rest, found := bytes.Cut(raw, []byte("<![CDATA["))
		out.WriteString(unescape(before))
		if !found {
			break
		}
		section, after, _ := bytes.Cut(rest, []byte("]]>"))
		out.Write(section)
		raw = after
	}
	return out.String()
}

// longestReference is the length of &CounterClockwiseContourIntegral;.
const longestReference = 33

// unescape decodes the character references in raw that end in a semicolon.
// Those that HTML decodes without one are left: "?a=1&copy=2" is an address.
func unescape(raw []byte) string {
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	return string(appendUnescaped(make([]byte, 0, len(raw)), raw))
}

func appendUnescaped(out, raw []byte) []byte {
	for {
		at := bytes.IndexByte(raw, '&')
		if at < 0 {
			return append(out, raw...)
		}
		out, raw = append(out, raw[:at]...), raw[at:]
		n := bytes.IndexByte(raw[:min(len(raw), longestReference)], ';') + 1
		if n == 0 || bytes.IndexByte(raw[1:n], '&') >= 0 {
			n = 1
		}
		out, raw = appendReference(out, raw[:n]), raw[n:]
	}
}

// appendReference appends what "&name;" means, or itself if it means nothing.
func appendReference(out, ref []byte) []byte {
	switch string(ref) {
	case "&lt;":
		return append(out, '<')
	case "&gt;":
		return append(out, '>')
	case "&amp;":
		return append(out, '&')
	case "&quot;":
		return append(out, '"')
	}
	decoded := html.UnescapeString(string(ref))
	if len(ref) > 1 && decoded == html.UnescapeString(string(ref[:len(ref)-1]))+";" {
		return append(out, ref...) // only the beginning of it means something
	}
	return append(out, decoded...)
}
