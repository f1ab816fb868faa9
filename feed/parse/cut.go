package parse

import (
	"strings"
	"unicode/utf8"
)

// headline makes a title for an entry without one: its first sentence.
func headline(summary string) string {
	for i, r := range summary {
		if i > 20 && (r == '.' || r == '!' || r == '?' || r == '。' || r == '؟') {
			rest := summary[i+utf8.RuneLen(r):]
			if rest == "" || rest[0] == ' ' || r == '。' {
				return cutRunes(summary[:i+utf8.RuneLen(r)], maxHeadline)
			}
		}
		if i > 4*maxHeadline {
			break
		}
	}
	return cutRunes(summary, maxHeadline)
}

// cutRunes shortens s to n runes, at a word's end where one is near, with an
// ellipsis for what is missing.
func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	at, count := 0, 0
	for at = range s {
		if count == n-1 {
			break
		}
		count++
	}
	if utf8.RuneCountInString(s[at:]) <= 1 {
		return s
	}
	return wordEnd(s[:at]) + "…"
}

// cutBytes shortens s to n bytes in the same way.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	at := n - len("…")
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	return strings.Clone(wordEnd(s[:at]) + "…")
}

func wordEnd(s string) string {
	if at := strings.LastIndexByte(s, ' '); at > len(s)*4/5 {
		return s[:at]
	}
	return s
}
