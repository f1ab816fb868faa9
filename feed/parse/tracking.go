package parse

import (
	"bufio"
	_ "embed"
	"strings"
	"sync"
)

//go:embed tracking.txt
var trackingFile string

// tracking gives the compiled rules of tracking.txt.
var tracking = sync.OnceValue(func() *trackers { return newTrackers(trackingFile) })

// trackers are the query parameters that say how a reader came to a page and
// not which page it is.
type trackers struct {
	exact    map[string]bool
	prefixes []string
	hosts    map[string][]string // parameters of one host and what is under it
}

// newTrackers reads rules: a kind, a name, the hosts it holds for, and where
// the rule comes from.
func newTrackers(file string) *trackers {
	t := &trackers{exact: map[string]bool{}, hosts: map[string][]string{}}
	for lines := bufio.NewScanner(strings.NewReader(file)); lines.Scan(); {
		f := strings.Fields(lines.Text())
		if len(f) < 3 || strings.HasPrefix(f[0], "#") {
			continue
		}
		switch {
		case f[2] != "*":
			t.hosts[f[2]] = append(t.hosts[f[2]], f[1])
		case f[0] == "prefix":
			t.prefixes = append(t.prefixes, f[1])
		default:
			t.exact[f[1]] = true
		}
	}
	return t
}

// strip removes the tracking parameters from a query, leaving the rest in its
// order and spelling.
func (t *trackers) strip(host, query string) string {
	var out strings.Builder
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if pair == "" || t.tracks(host, strings.ToLower(name)) {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('&')
		}
		out.WriteString(pair)
	}
	return out.String()
}

func (t *trackers) tracks(host, name string) bool {
	name = strings.TrimPrefix(name, "amp;") // escaped once too often
	if t.exact[name] {
		return true
	}
	for _, p := range t.prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	for ; host != ""; _, host, _ = strings.Cut(host, ".") {
		if contains(t.hosts[host], name) {
			return true
		}
	}
	return false
}
