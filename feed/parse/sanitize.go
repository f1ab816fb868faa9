package parse

import (
	"html"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// Caps of HTML before it is sanitised. golang.org/x/net/html rebuilds its list
// of open formatting elements at each block, which is quadratic in their number.
const (
	maxHTML      = 512 << 10 // bytes
	maxHTMLDepth = 100       // open elements; a page has some twenty
)

// policy gives what of HTML is let through: text and its structure, links and
// images. No style, no script, nothing that loads but https images.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6",
		"ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "b", "strong", "i", "em", "u", "s", "del", "ins",
		"sub", "sup", "small", "abbr", "cite", "q", "figure", "figcaption", "time",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^https://`)).OnElements("img")
	p.AllowAttrs("alt", "title").Matching(regexp.MustCompile(`^[^<>]*$`)).OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^[0-9]{1,4}$`)).OnElements("img")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[0-9]{1,2}$`)).OnElements("td", "th")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).OnElements("p", "div", "span", "blockquote", "li", "td")
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true) // brings rel=noopener with it
	return p
})

// sanitize makes an HTML fragment safe to show. A fragment that is too deep is
// reduced to its text.
func sanitize(fragment, base string) string {
	if strings.TrimSpace(fragment) == "" {
		return ""
	}
	if len(fragment) > maxHTML {
		fragment = strings.ToValidUTF8(fragment[:maxHTML], "")
	}
	fragment = strings.Map(showable, fragment)
	prepared, ok := prepare(fragment, base)
	if !ok {
		return "<p>" + html.EscapeString(Text(fragment)) + "</p>"
	}
	return strings.TrimSpace(strings.Map(showable, policy().Sanitize(prepared)))
}

// showable drops the characters that XML forbids and those that reorder text.
func showable(r rune) rune {
	if r != '\n' && r != '\t' && (r < ' ' || classOf(r) == gone) {
		return -1
	}
	return r
}
