package feedtest

import (
	"net/http"
	"strconv"
	"strings"
)

// redirectBehaviours send the client elsewhere.
func redirectBehaviours() []Behaviour {
	return []Behaviour{
		{Name: "redirect", Takes: "codes in order, such as 301,302", Default: "301", Says: "leads to the feed by a chain of redirects", answer: redirectChain},
		{Name: "redirect-to", Takes: "a code, a space and an address; or an address (302)", Default: "302 /", Says: "redirects to the address", answer: redirectTo},
		{Name: "redirect-loop", Says: "redirects to itself, for ever", answer: func(v *visit, _ string) bool { return v.redirect(302, v.out.FeedPath()) }},
		{Name: "redirect-endless", Says: "redirects to a new address each time, for ever", answer: func(v *visit, _ string) bool {
			return v.redirect(302, v.out.FeedPath()+"/"+strconv.Itoa(v.hop+1))
		}},
		{Name: "redirect-private", Takes: "an address", Default: "http://169.254.169.254/latest/meta-data/", Says: "redirects into a private network", answer: func(v *visit, arg string) bool { return v.redirect(302, arg) }},
		{Name: "redirect-scheme", Takes: "an address", Default: "file:///etc/passwd", Says: "redirects to another scheme", answer: func(v *visit, arg string) bool { return v.redirect(302, arg) }},
		{Name: "redirect-nowhere", Says: "answers 302 without saying where", answer: func(v *visit, _ string) bool {
			v.w.WriteHeader(http.StatusFound)
			return true
		}},
	}
}

func redirectChain(v *visit, arg string) bool {
	codes := strings.Split(arg, ",")
	if v.hop >= len(codes) {
		return false
	}
	return v.redirect(atLeast(codes[v.hop], 300), v.out.FeedPath()+"/"+strconv.Itoa(v.hop+1))
}

func redirectTo(v *visit, arg string) bool {
	code, to, ok := strings.Cut(arg, " ")
	if !ok {
		code, to = "302", arg
	}
	return v.redirect(atLeast(code, 300), to)
}

// redirect sends the address as it is: http.Redirect would clean it.
func (v *visit) redirect(code int, to string) bool {
	v.w.Header().Set("Location", to)
	v.w.WriteHeader(code)
	return true
}
