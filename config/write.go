package config

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sitrep/feed"
)

// WriteSources writes sources as a configuration file that adds them to the
// built-in list. What would be a default is left out, and so are headers, whose
// values are secrets. The error is that of w.
func WriteSources(w io.Writer, sources []feed.Source) error {
	b := bufio.NewWriter(w)
	if len(sources) == 0 {
		fmt.Fprintln(b, "sources: {add: []}")
		return b.Flush()
	}
	fmt.Fprintln(b, "sources:\n  add:")
	for _, s := range sources {
		writeSource(b, s)
	}
	return b.Flush()
}

// writeSource relies on bufio.Writer to keep the first error.
func writeSource(b *bufio.Writer, s feed.Source) {
	fields := []struct{ key, value, otherwise string }{
		{"title", s.Title, s.ID},
		{"url", s.URL, ""},
		{"site", s.Site, ""},
		{"publisher", s.Publisher, publisherOf(s)},
		{"country", s.Country, ""},
		{"language", s.Language, ""},
		{"kind", s.Kind, ""},
		{"strictness", string(s.Strictness), ""},
		{"schedule", s.Schedule, "auto"},
		{"user_agent", s.UserAgent, ""},
	}
	fmt.Fprintf(b, "    - id: %s\n", yamlText(s.ID))
	for _, f := range fields {
		if f.value != "" && f.value != f.otherwise {
			fmt.Fprintf(b, "      %s: %s\n", f.key, yamlText(f.value))
		}
	}
	if s.StateControlled {
		fmt.Fprintln(b, "      state_controlled: true")
	}
	if len(s.Topics) > 0 {
		topics := make([]string, len(s.Topics))
		for i, t := range s.Topics {
			topics[i] = yamlText(t)
		}
		fmt.Fprintf(b, "      topics: [%s]\n", strings.Join(topics, ", "))
	}
}

// yamlText writes a text plainly where no reader of YAML could take it for
// something else, and otherwise as JSON, which YAML includes.
func yamlText(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // a string always encodes
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// isPlain knows a text that begins with a letter and has nothing in it that
// means something: "BBC News", "https://example.org/a?b=c", not "no" or "a: b".
func isPlain(s string) bool {
	switch strings.ToLower(s) {
	case "", "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return false
	}
	first := s[0] | 0x20
	if first < 'a' || first > 'z' || s[len(s)-1] == ' ' || s[len(s)-1] == ':' || strings.Contains(s, ": ") {
		return false
	}
	for _, c := range []byte(s) {
		if !strings.ContainsRune(" -_./:?=%+", rune(c)) && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}
