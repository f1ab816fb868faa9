package parse

import (
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"
)

// preparer rewrites an HTML fragment before it is sanitised: addresses become
// absolute, counting pixels go, and each element that is opened is closed, and
// only then. A policy that looks at one tag after another lets a stray </div>
// pass, which would close an element of the page around the fragment.
type preparer struct {
	out  strings.Builder
	base string
	open []element
}

// element is an open element; a hidden one was not written, nor will its end be.
type element struct {
	name   string
	hidden bool
}

// prepare returns the fragment rewritten; false if it is nested too deeply.
func prepare(fragment, base string) (string, bool) {
	if strings.IndexByte(fragment, '<') < 0 {
		return fragment, true
	}
	p := &preparer{base: base}
	for z := nethtml.NewTokenizer(strings.NewReader(fragment)); len(p.open) <= maxHTMLDepth; {
		switch z.Next() {
		case nethtml.ErrorToken:
			p.closeTo(0)
			return p.out.String(), true
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			t := z.Token()
			p.begin(&t)
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			p.end(string(name))
		case nethtml.TextToken:
			p.out.WriteString(strings.ReplaceAll(string(z.Raw()), "<", "&lt;"))
		}
	}
	return "", false
}

// void elements have no end tag.
var void = map[string]bool{"br": true, "hr": true, "img": true, "input": true, "meta": true, "link": true, "wbr": true,
	"source": true, "col": true, "area": true, "base": true, "embed": true, "param": true, "track": true}

// closes names the open elements that a start tag ends where their own end tag
// was left out, as it may be in HTML.
var closes = map[string][]string{
	"a": {"a"}, "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"},
	"p": {"p"}, "div": {"p"}, "ul": {"p"}, "ol": {"p"}, "dl": {"p"}, "table": {"p"}, "blockquote": {"p"}, "pre": {"p"}, "hr": {"p"},
	"h1": {"p"}, "h2": {"p"}, "h3": {"p"}, "h4": {"p"}, "h5": {"p"}, "h6": {"p"}, "figure": {"p"},
}

// scopes hold such an element open: a list in a list item, a table in a cell.
var scopes = []string{"ul", "ol", "dl", "table", "td", "th", "blockquote", "div", "figure"}

func (p *preparer) begin(t *nethtml.Token) {
	for i := len(p.open) - 1; i >= 0; i-- {
		if slices.Contains(closes[t.Data], p.open[i].name) {
			p.closeTo(i)
		} else if slices.Contains(scopes, p.open[i].name) && t.Data != "a" {
			break
		}
	}
	for i := range t.Attr {
		if a := &t.Attr[i]; a.Key == "href" || a.Key == "src" {
			a.Val = absolute(a.Val, p.base)
		}
	}
	t.Type = nethtml.StartTagToken
	hidden := t.Data == "a" && attrOf(t, "href") == "" ||
		t.Data == "img" && (pixel(t.Attr) || !strings.HasPrefix(attrOf(t, "src"), "https://"))
	if !hidden {
		p.out.WriteString(t.String())
	}
	if !void[t.Data] {
		p.open = append(p.open, element{t.Data, hidden})
	}
}

func attrOf(t *nethtml.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// end closes the innermost element of this name and what is open inside it.
func (p *preparer) end(name string) {
	for i := len(p.open) - 1; i >= 0; i-- {
		if p.open[i].name == name {
			p.closeTo(i)
			return
		}
	}
}

func (p *preparer) closeTo(level int) {
	for len(p.open) > level {
		last := p.open[len(p.open)-1]
		if !last.hidden {
			p.out.WriteString("</" + last.name + ">")
		}
		p.open = p.open[:len(p.open)-1]
	}
}

// pixel reports an image that counts readers: no wider or higher than 2 pixels.
func pixel(attrs []nethtml.Attribute) bool {
	for _, a := range attrs {
		if a.Key == "width" || a.Key == "height" {
			if v := strings.TrimSuffix(strings.TrimSpace(a.Val), "px"); v == "0" || v == "1" || v == "2" {
				return true
			}
		}
	}
	return false
}
