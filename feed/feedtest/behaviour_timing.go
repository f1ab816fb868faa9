package feedtest

import (
	"net/http"
	"strconv"
	"time"
)

// timingBehaviours ask to wait, fail, or take their time.
func timingBehaviours() []Behaviour {
	return []Behaviour{
		{Name: "max-age", Takes: "seconds", Default: "3600", Says: "asks by Cache-Control to come back no sooner", early: func(v *visit, arg string) { v.w.Header().Set("Cache-Control", "max-age="+arg) }},
		{Name: "cache-control", Takes: "the header's value", Default: "no-cache", Says: "sends Cache-Control as given", early: func(v *visit, arg string) { v.w.Header().Set("Cache-Control", arg) }},
		{Name: "age", Takes: "seconds", Default: "600", Says: "claims that the answer is as old already", early: func(v *visit, arg string) { v.w.Header().Set("Age", arg) }},
		{Name: "expires", Takes: "seconds from now, or the header's value", Default: "3600", Says: "sends Expires", early: expires},
		{Name: "retry-after", Takes: "seconds", Default: "120", Says: "sends Retry-After in seconds", early: func(v *visit, arg string) { v.w.Header().Set("Retry-After", arg) }},
		{Name: "retry-after-date", Takes: "seconds from now", Default: "120", Says: "sends Retry-After as a date", early: func(v *visit, arg string) { v.w.Header().Set("Retry-After", httpDate(arg)) }},
		{Name: "status", Takes: "a code, such as 429, 503, 500, 404, 410, 403, 401, 451", Default: "503", Says: "answers the code with an HTML page", answer: status},
		{Name: "flaky", Takes: "n", Default: "3", Says: "answers 503 to every nth request", answer: func(v *visit, arg string) bool { return v.nth%atLeast(arg, 2) == 0 && status(v, "503") }},
		{Name: "ill", Takes: "n", Default: "1", Says: "answers 500 to its first n requests", answer: func(v *visit, arg string) bool { return v.nth <= atLeast(arg, 1) && status(v, "500") }},
		{Name: "hangs-up", Says: "cuts the connection without an answer", answer: func(*visit, string) bool { panic(http.ErrAbortHandler) }},
		{Name: "slow-headers", Takes: "a duration", Default: "15s", Says: "thinks for so long before it answers", answer: func(v *visit, arg string) bool { return !v.wait(duration(arg)) }},
		{Name: "big-headers", Takes: "kilobytes", Default: "1024", Says: "sends a header field of that size", early: bigHeader},
		{Name: "set-cookie", Says: "sets a cookie with each answer", early: func(v *visit, _ string) { v.w.Header().Set("Set-Cookie", "id="+strconv.Itoa(v.nth)+"; Path=/") }},
	}
}

func expires(v *visit, arg string) {
	if _, err := strconv.Atoi(arg); err == nil && arg != "0" {
		arg = httpDate(arg)
	}
	v.w.Header().Set("Expires", arg)
}

func httpDate(seconds string) string {
	s, _ := strconv.Atoi(seconds)
	return time.Now().Add(time.Duration(s) * time.Second).UTC().Format(http.TimeFormat)
}

func status(v *visit, arg string) bool {
	code := atLeast(arg, 200)
	sendHTML(v.w, code, "<!DOCTYPE html><html><head><title>"+http.StatusText(code)+"</title></head><body><h1>"+arg+" "+
		http.StatusText(code)+"</h1><p>The newsroom's server regrets: this request was not answered. Reference: <b>"+v.out.ID+"</b></p></body></html>")
	return true
}

func bigHeader(v *visit, arg string) {
	junk := make([]byte, atLeast(arg, 1)<<10)
	for i := range junk {
		junk[i] = 'a' + byte(i%26)
	}
	v.w.Header().Set("X-Archive", string(junk))
}

// wait reports false if the client left first.
func (v *visit) wait(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-v.r.Context().Done():
		return false
	}
}

// atLeast reads a number; what is no number, or too small, becomes least.
func atLeast(arg string, least int) int {
	n, err := strconv.Atoi(arg)
	if err != nil {
		return least
	}
	return max(n, least)
}

func duration(arg string) time.Duration {
	d, _ := time.ParseDuration(arg)
	return d
}
