package fetch

import (
	"iter"
	"net/http"
	"strings"
	"time"
)

// maxRetryAfter bounds how long a server can send us away.
const maxRetryAfter = 14 * 24 * time.Hour

// freshness is how long an answer asks us to wait, and by which header: max-age
// less Age, or without any max-age Expires. s-maxage is for shared caches and
// does not concern us. no-cache, no-store and max-age=0 ask for no wait.
func freshness(h http.Header, now time.Time, limit time.Duration) (time.Duration, string) {
	age := seconds(first(h, "Age"))
	maxAge, given := maxAge(h["Cache-Control"])
	if given {
		return within(maxAge-age, limit), reason("max-age", maxAge > age)
	}
	value := first(h, "Expires")
	if value == "" {
		return 0, ""
	}
	expires, ok := httpDate(value)
	if !ok {
		return 0, ""
	}
	// Against the server's own clock, which need not agree with ours.
	if date, ok := httpDate(first(h, "Date")); ok {
		now = date
	}
	wait := expires.Sub(now) - age
	return within(wait, limit), reason("Expires", wait > 0)
}

func within(d, limit time.Duration) time.Duration { return max(0, min(d, limit)) }

func reason(name string, holds bool) string {
	if holds {
		return name
	}
	return ""
}

// maxAge reads Cache-Control and reports whether it says anything of
// freshness; a max-age that cannot be read counts as 0 (RFC 9111 section 4.2.1).
func maxAge(values []string) (age time.Duration, given bool) {
	for name, value := range directives(values) {
		switch {
		case strings.EqualFold(name, "no-cache"), strings.EqualFold(name, "no-store"):
			return 0, true
		case strings.EqualFold(name, "max-age") && !given:
			age, given = seconds(value), true
		}
	}
	return age, given
}

// directives are the comma-separated name[=value] pairs of header values. A
// comma inside quotes separates nothing.
func directives(values []string) iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for _, v := range values {
			for v != "" {
				var part string
				part, v = cutOutsideQuotes(v, ',')
				name, value, _ := strings.Cut(part, "=")
				if name = strings.TrimSpace(name); name == "" {
					continue
				}
				if !yield(name, unquote(strings.TrimSpace(value))) {
					return
				}
			}
		}
	}
}

// cutOutsideQuotes cuts s at the first sep that no quotes enclose.
func cutOutsideQuotes(s string, sep byte) (before, after string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted:
			i++
		case s[i] == sep && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}

// seconds reads delta-seconds; what is none is 0. Beyond a hundred years the
// digits do not matter.
func seconds(s string) time.Duration {
	const most = 100 * 365 * 24 * 3600
	n := int64(0)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		n = min(n*10+int64(s[i]-'0'), most)
	}
	return time.Duration(n) * time.Second
}

// httpDate reads the three forms of RFC 9110, and the numeric zone that some
// servers write instead of GMT.
func httpDate(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, false
	}
	t, err := http.ParseTime(s)
	if err != nil {
		t, err = time.Parse(time.RFC1123Z, s)
	}
	return t.UTC(), err == nil
}

// retryAfter is the time before which a server wants no further request. It is
// zero where the header is missing, cannot be read or is of the past.
func retryAfter(value string, now time.Time) time.Time {
	value = strings.TrimSpace(value)
	until, ok := httpDate(value)
	if !ok {
		until = now.Add(min(seconds(value), maxRetryAfter))
	}
	if !until.After(now) {
		return time.Time{}
	}
	if latest := now.Add(maxRetryAfter); until.After(latest) {
		return latest
	}
	return until
}
