package parse

import (
	"bytes"
	"encoding/json"
)

// jsonScanner finds the items of a JSON Feed in its text, so that they can be
// hashed, left out or saved one by one, and measures the nesting.
type jsonScanner struct {
	text  []byte
	items []span // elements of the top-level array "items"
	list  span   // that array, brackets included; the last one, if the key is repeated
	cut   bool   // the document ended too early
	err   error
	depth int

	key     string // of the member that is being read, at the top level
	inItems bool
	element int // where the element that is being read begins, or -1
}

// scanJSON walks over the text once. It checks nothing but the nesting and the
// ends of strings; encoding/json is strict enough later.
func scanJSON(text []byte) *jsonScanner {
	s := &jsonScanner{text: text, cut: true, element: -1}
	for p := 0; p < len(text) && s.cut && s.err == nil; {
		p = s.next(p)
	}
	return s
}

// next reads what is at p and returns where to go on.
func (s *jsonScanner) next(p int) int {
	switch c := s.text[p]; c {
	case ' ', '\t', '\n', '\r', ':':
		return p + 1
	case '{', '[':
		s.begin(p)
		if s.depth++; s.depth > maxDepth {
			s.err = errLimit
		}
		if c == '[' && s.depth == 2 && s.key == "items" {
			s.inItems, s.items, s.list = true, nil, span{p, 0}
		}
	case '}', ']':
		s.end(p)
	case ',':
		if s.depth == 1 {
			s.key = ""
		}
		s.finish(p)
	case '"':
		s.begin(p)
		end := stringEnd(s.text, p)
		if end < 0 {
			return len(s.text)
		}
		if s.depth == 1 && s.key == "" {
			s.key = string(s.text[p+1 : end-1])
		}
		return end
	default:
		s.begin(p)
	}
	return p + 1
}

// begin notes where an element of the list begins.
func (s *jsonScanner) begin(p int) {
	if s.inItems && s.depth == 2 && s.element < 0 {
		s.element = p
	}
}

// finish notes where one ends, at a comma or at the end of the list.
func (s *jsonScanner) finish(p int) {
	if s.inItems && s.depth == 2 {
		s.add(s.element, p)
		s.element = -1
	}
}

// end closes a list or an object.
func (s *jsonScanner) end(p int) {
	s.finish(p)
	if s.inItems && s.depth == 2 {
		s.inItems, s.list.end = false, p+1
	}
	if s.depth--; s.depth <= 0 {
		s.cut = false
		s.text = s.text[:p+1]
	}
}

// add notes an element of the list, if it is an object.
func (s *jsonScanner) add(start, end int) {
	if start < 0 || s.text[start] != '{' {
		return
	}
	for end > start && s.text[end-1] <= ' ' {
		end--
	}
	s.items = append(s.items, span{start, end})
}

// stringEnd gives the place behind the closing quote of the string at p, or -1.
func stringEnd(text []byte, p int) int {
	for i := p + 1; i < len(text); i++ {
		n := bytes.IndexByte(text[i:], '"')
		if n < 0 {
			return -1
		}
		i += n
		slashes := 0
		for text[i-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return i + 1
		}
	}
	return -1
}

// isFeed reports a version of JSON Feed, or a list of items without one.
func (s *jsonScanner) isFeed() bool {
	return s.list.end > 0 || len(s.items) > 0 || bytes.Contains(s.text[:min(len(s.text), 1000)], []byte("jsonfeed.org"))
}

func (s *jsonScanner) format() string {
	if bytes.Contains(s.text, []byte("jsonfeed.org/version/1.1")) {
		return "json1.1"
	}
	return "json1.0"
}

// document writes the feed again with the chosen items only.
func (s *jsonScanner) document(chosen []int) []byte {
	out := make([]byte, 0, 1024)
	out = append(append(out, s.text[:s.list.start]...), '[')
	for n, i := range chosen {
		if n > 0 {
			out = append(out, ',')
		}
		out = append(out, s.text[s.items[i].start:s.items[i].end]...)
	}
	out = append(out, ']')
	if s.list.end == 0 { // cut inside the list
		return append(out, '}')
	}
	if s.cut {
		return append(out, '}')
	}
	return append(out, s.text[s.list.end:]...)
}

// names reads by what an item is named; nothing of one that is no valid JSON. A
// number or an object may stand for an id.
func (s *jsonScanner) names(item span) rawNames {
	var n struct {
		ID    json.RawMessage `json:"id"`
		URL   json.RawMessage `json:"url"`
		Title json.RawMessage `json:"title"`
		Date  json.RawMessage `json:"date_published"`
	}
	if json.Unmarshal(s.text[item.start:item.end], &n) != nil {
		return rawNames{}
	}
	return rawNames{bytes.Trim(n.ID, `"`), bytes.Trim(n.URL, `"`), n.Title, n.Date}
}
