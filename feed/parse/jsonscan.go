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
}

// scanJSON walks over the text once. It checks nothing but the nesting and the
// ends of strings; encoding/json is strict enough later.
func scanJSON(text []byte) *jsonScanner {
	s := &jsonScanner{text: text, cut: true}
	key := "" // last string at the top level
	var element int
	inItems := false
	for p := 0; p < len(text); p++ {
		switch c := text[p]; c {
		case '"':
			end := stringEnd(text, p)
			if s.depth == 1 && end > 0 {
				key = string(text[p+1 : end-1])
			}
			if end < 0 {
				return s
			}
			if inItems && s.depth == 2 && element < 0 {
				element = p
			}
			p = end - 1
		case '{', '[':
			if s.depth++; s.depth > maxDepth {
				s.err = errLimit
				return s
			}
			switch {
			case c == '[' && s.depth == 2 && key == "items":
				inItems, element, s.items, s.list = true, -1, nil, span{p, 0}
			case inItems && s.depth == 3 && element < 0:
				element = p
			}
		case '}', ']':
			s.depth--
			switch {
			case s.depth == 0:
				s.cut = false
				s.text = text[:p+1]
				return s
			case inItems && s.depth == 1:
				s.add(element, p)
				inItems, s.list.end = false, p+1
			}
		case ',':
			if s.depth == 1 {
				key = ""
			}
			if inItems && s.depth == 2 {
				s.add(element, p)
				element = -1
			}
		case ' ', '\t', '\n', '\r':
		default:
			if inItems && s.depth == 2 && element < 0 {
				element = p
			}
		}
	}
	return s
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
