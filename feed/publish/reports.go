package publish

import (
	"strconv"

	"sitrep/feed"
)

// appendReports appends the list of publishers; what would pass end is counted
// and not shown.
func (ed *edition) appendReports(dst []byte, e *entry, end int) []byte {
	const closing, more = "</ul>\n", 40 // room for the closing tag and the count
	dst = append(dst, "<p>Reported by</p>\n<ul>\n"...)
	shown := make(map[string]bool, 8)
	origins := originsOf(e.story)
	left := 0
	for _, it := range e.reports() {
		if shown[family(it)] {
			continue
		}
		shown[family(it)] = true
		before := len(dst)
		if left == 0 {
			dst = ed.appendReport(dst, it, origins)
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

// family is the publisher of an item, or its source where nobody says.
func family(it *feed.Item) string {
	if it.Publisher != "" {
		return it.Publisher
	}
	return "\x00" + it.Source
}

// originsOf says whose text each copy of the story repeats, where that is known.
func originsOf(s feed.Story) map[feed.ItemID]string {
	by := map[feed.ItemID]string{}
	for _, shared := range s.Origins() {
		by[shared.First] = shared.By
	}
	return by
}

// reports are the story's items, the lead first, each publisher's own text
// before what it copied.
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

func (ed *edition) appendReport(dst []byte, it *feed.Item, origins map[feed.ItemID]string) []byte {
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
	dst = ed.appendDebt(dst, it, origins)
	if it.Withdrawn {
		dst = append(dst, ", withdrawn"...)
	}
	return append(dst, "</li>\n"...)
}

// appendDebt tells whose words the report has: a copy of another text, or told
// after an agency.
func (ed *edition) appendDebt(dst []byte, it *feed.Item, origins map[feed.ItemID]string) []byte {
	switch by := origins[it.CopyOf]; {
	case it.CopyOf != 0 && by != "" && by != it.Publisher:
		return appendEscaped(append(dst, ", copy of "...), ed.newsroom(by), asHTML)
	case it.CopyOf != 0:
		return append(dst, ", copy"...)
	case it.About.Agency != "" && it.About.Agency != it.Publisher:
		return appendEscaped(append(dst, ", after "...), ed.newsroom(it.About.Agency), asHTML)
	}
	return dst
}
