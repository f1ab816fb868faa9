package publish

import (
	"strings"
	"unicode/utf8"

	"sitrep/feed"
)

// maxBody bounds an entry's body, in bytes of HTML; maxSummary is the share of
// the lead's words in it, and maxContent the most of full content that an
// outlet gave and the operator chose to keep. What is told before the list of
// reports ends at maxStanding.
const (
	maxBody     = 10 << 10
	maxSummary  = 4 << 10
	maxStanding = 7 << 10
	maxContent  = 256 << 10
)

// appendBody appends what a reader shows of an entry: the lead's words, then
// how it stands and who reports it, one line a publisher. It has no script, style or image.
func (ed *edition) appendBody(dst []byte, e *entry) []byte {
	start := len(dst)
	if html := e.lead.HTML; html != "" && len(html) <= maxContent {
		dst = append(appendEscaped(dst, html, asPlain), '\n')
		start = len(dst)
	} else if text := excerpt(e.summary, maxSummary); text != "" {
		dst = append(dst, `<p dir="auto"`...)
		dst = appendAttr(dst, "lang", e.language)
		dst = append(dst, '>')
		dst = appendEscaped(dst, text, asHTML)
		dst = append(dst, "</p>\n"...)
	}
	dst = ed.appendStanding(dst, e, start+maxStanding)
	return ed.appendReports(dst, e, start+maxBody)
}

func country(src feed.Source) string {
	if src.Country == "" {
		return ""
	}
	return " (" + src.Country + ")"
}

func appendAttr(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	dst = append(dst, ' ')
	dst = append(dst, name...)
	dst = append(dst, `="`...)
	dst = appendEscaped(dst, value, asAttr)
	return append(dst, '"')
}

// excerpt is text cut to at most limit bytes, at a space if there is one near,
// with an ellipsis where something was cut.
func excerpt(text string, limit int) string {
	text = strings.TrimSpace(text)
	if len(text) <= limit {
		return text
	}
	cut := limit - len("…")
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	if space := strings.LastIndexByte(text[:cut], ' '); space > cut*3/4 {
		cut = space
	}
	return strings.TrimSpace(text[:cut]) + "…"
}
