package feedtest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// oddTags are entity tags that real servers send. A client must return each
// as it came; %s is the honest tag without its quotes.
var oddTags = map[string]string{
	"weak":      `W/"%s"`,
	"unquoted":  `%s`,
	"empty":     `""`,
	"backslash": `"a\b\"%s"`,
	"gzip":      `"%s-gzip"`,
	"long":      `"%s` + strings.Repeat("0123456789abcdef", 64) + `"`,
	"quotes":    `""%s""`,
	"spaces":    `"%s with spaces, and a comma"`,
}

// oddDates are ways in which real servers write Last-Modified.
var oddDates = map[string]func(time.Time) string{
	"rfc850":    func(t time.Time) string { return t.UTC().Format("Monday, 02-Jan-06 15:04:05 GMT") },
	"asctime":   func(t time.Time) string { return t.UTC().Format(time.ANSIC) },
	"lower":     func(t time.Time) string { return strings.ToLower(t.UTC().Format(time.RFC1123)) },
	"zone":      func(t time.Time) string { return t.In(time.FixedZone("", 3*3600)).Format(time.RFC1123Z) },
	"iso":       func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"nonsense":  func(t time.Time) string { return fmt.Sprintf("yesterday, about %d", t.Unix()) },
	"epoch":     func(time.Time) string { return "Thu, 01 Jan 1970 00:00:00 GMT" },
	"unix-time": func(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) },
}

// validatorBehaviours change ETag, Last-Modified and what follows from them.
// Without any of them an outlet gives both, and 304 when either matches.
func validatorBehaviours() []Behaviour {
	return []Behaviour{
		{Name: "no-etag", Says: "gives Last-Modified only", head: func(v *visit, _ string) { v.issue.etag = "" }},
		{Name: "no-last-modified", Says: "gives ETag only", head: func(v *visit, _ string) { v.issue.modified = "" }},
		{Name: "no-validators", Says: "gives neither, so that every poll is a full download", head: func(v *visit, _ string) { v.issue.etag, v.issue.modified = "", "" }},
		{Name: "odd-etag", Takes: "a kind: " + strings.Join(names(oddTags), ", "), Default: "weak", Says: "gives an ETag of odd bytes", head: oddTag},
		{Name: "odd-date", Takes: "a kind: " + strings.Join(names(oddDates), ", "), Default: "rfc850", Says: "writes Last-Modified oddly", head: oddDate},
		{Name: "ignores-conditionals", Says: "answers 200 with the whole body always", head: func(v *visit, _ string) { v.match = never }},
		{Name: "stuck-validator", Says: "answers 304 to any conditional request, for ever", head: func(v *visit, _ string) { v.match = (*visit).conditional }},
		{Name: "lying-etag", Says: "gives the same ETag whatever the body, so that its 304 hides news", head: func(v *visit, _ string) { v.issue.etag, v.issue.modified = `"1"`, "" }},
		{Name: "restless-etag", Says: "gives a new ETag with each answer, for the same bytes", head: restlessTag},
		{Name: "forgets-validators", Says: "gives validators with every other answer only", head: forgetful},
		{Name: "moving-304", Says: "gives a new ETag with each 304, and only the latest counts", head: moving304},
		{Name: "bare-304", Says: "answers 304 without repeating the validators", head: func(v *visit, _ string) { v.match = bare304 }},
	}
}

func never(*visit) bool { return false }

func oddTag(v *visit, kind string) {
	if pattern := oddTags[kind]; strings.Contains(pattern, "%s") {
		v.issue.etag = fmt.Sprintf(pattern, strings.Trim(v.issue.etag, `"`))
	} else {
		v.issue.etag = pattern
	}
}

func oddDate(v *visit, kind string) {
	changed, err := time.Parse(time.RFC1123, v.issue.modified)
	if write := oddDates[kind]; write != nil && err == nil {
		v.issue.modified = write(changed)
	}
}

func restlessTag(v *visit, _ string) {
	v.issue.etag, v.issue.modified = fmt.Sprintf(`"visit-%d"`, v.nth), ""
	v.match = never
}

func forgetful(v *visit, _ string) {
	if v.nth%2 == 0 {
		v.issue.etag, v.issue.modified = "", ""
	}
}

// moving304 counts the visits in the tag: the client must return the tag of
// the visit before, which may have been a 304.
func moving304(v *visit, _ string) {
	body := strings.Trim(v.issue.etag, `"`)
	v.issue.etag, v.issue.modified = fmt.Sprintf(`"%s.%d"`, body, v.nth), ""
	v.match = func(v *visit) bool {
		return v.r.Header.Get("If-None-Match") == fmt.Sprintf(`"%s.%d"`, body, v.nth-1)
	}
}

func bare304(v *visit) bool {
	if !sameValidators(v) {
		return false
	}
	v.w.Header().Del("Etag")
	v.w.Header().Del("Last-Modified")
	return true
}
