package publish

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"sitrep/feed"
)

// maxBody bounds an entry's body, in bytes of HTML; maxSummary is the share of
// the lead's words in it, and maxContent the most of full content that an
// outlet gave and the operator chose to keep.
const (
	maxBody    = 10 << 10
	maxSummary = 4 << 10
	maxContent = 256 << 10
)

// appendBody appends what a reader shows of an entry: the lead's words, then
// who reports it, one line a source. It has no script, style or image.
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
	return ed.appendReports(dst, e, start+maxBody)
}

// appendReports appends the list of sources; what would pass end is counted
// and not shown.
func (ed *edition) appendReports(dst []byte, e *entry, end int) []byte {
	const closing, more = "</ul>\n", 40 // room for the closing tag and the count
	dst = append(dst, "<p>Reported by</p>\n<ul>\n"...)
	shown := make(map[string]bool, 8)
	left := 0
	for _, it := range e.reports() {
		if shown[it.Source] {
			continue
		}
		shown[it.Source] = true
		before := len(dst)
		if left == 0 {
			dst = ed.appendReport(dst, it)
		}
		if left > 0 || len(dst)+len(closing)+more > end {
			dst = dst[:before]
			left++
		}
	}
	if left > 0 {
		dst = append(dst, "<li>and "...)
		dst = strconv.AppendInt(dst, int64(left), 10)
		dst = append(dst, " more</li>\n"...)
	}
	return append(dst, closing...)
}

// reports are the story's items, the lead first, each source's own text before
// what it copied.
func (e *entry) reports() []*feed.Item {
	all := make([]*feed.Item, 0, len(e.story.Items)+1)
	all = append(all, &e.lead)
	for _, copied := range []bool{false, true} {
		for i := range e.story.Items {
			if it := &e.story.Items[i]; it.ID != e.lead.ID && (it.CopyOf != 0) == copied {
				all = append(all, it)
			}
		}
	}
	return all
}

func (ed *edition) appendReport(dst []byte, it *feed.Item) []byte {
	src := ed.Sources[it.Source]
	dst = append(dst, "<li>"...)
	if href := link(it.URL); href != "" {
		dst = append(dst, "<a"...)
		dst = appendAttr(dst, "href", href)
		dst = append(dst, '>')
		dst = appendEscaped(dst, outlet(src, *it), asHTML)
		dst = append(dst, "</a>"...)
	} else {
		dst = appendEscaped(dst, outlet(src, *it), asHTML)
	}
	if lang := tongue(it.Language); lang != "" {
		dst = append(dst, " ("...)
		dst = append(dst, lang...)
		dst = append(dst, ')')
	}
	if !it.Published.IsZero() {
		dst = append(dst, ", "...)
		dst = sane(it.Published).AppendFormat(dst, "2 Jan 2006 15:04 UTC")
	}
	if src.StateControlled {
		dst = append(dst, ", state-controlled"...)
		dst = appendEscaped(dst, country(src), asHTML)
	}
	if it.CopyOf != 0 {
		dst = append(dst, ", copy"...)
	}
	return append(dst, "</li>\n"...)
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
