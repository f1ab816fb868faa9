package feedtest

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const challengePage = `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head>` +
	`<body><h1>Checking your browser</h1><p>Please enable JavaScript and cookies to continue.</p><noscript>Verification is required.</noscript></body></html>`

// bodyBehaviours send a feed that is not one, or is broken.
func bodyBehaviours() []Behaviour {
	return []Behaviour{
		{Name: "challenge", Says: "answers 200 with an HTML page that doubts the reader", body: func(*visit, []byte, string) []byte { return []byte(challengePage) },
			head: func(v *visit, _ string) { v.w.Header().Set("Content-Type", "text/html; charset=utf-8") }},
		{Name: "empty", Says: "answers 200 with no bytes at all", body: func(*visit, []byte, string) []byte { return nil }},
		{Name: "truncated", Says: "ends in the middle of an entry", body: truncated},
		{Name: "malformed", Says: "is not well-formed: bare ampersands, an open tag, unquoted attributes", body: malformed},
		{Name: "control-characters", Says: "holds bytes that XML forbids", body: inText("\x01\x0b\x1b[31m\x00")},
		{Name: "bad-utf8", Says: "holds bytes that are no UTF-8", body: inText("caf\xe9 \xff\xc0\xaf \xed\xa0\x80")},
		{Name: "wrong-charset", Takes: "a character set", Default: "utf-8", Says: "declares a character set that it does not use", channel: func(v *visit, arg string) { v.channel.Declares = arg }},
		{Name: "undeclared-charset", Says: "declares no character set", channel: func(v *visit, _ string) { v.channel.Declares = "" }},
		{Name: "leading-junk", Says: "begins with blank lines and a warning of its software", body: func(_ *visit, body []byte, _ string) []byte {
			return append([]byte("\n\n<br />\n<b>Warning</b>: date() in /srv/feed.php on line 12\n"), body...)
		}},
		{Name: "trailing-junk", Says: "ends with a comment of its cache and a script", body: func(_ *visit, body []byte, _ string) []byte {
			return append(body[:len(body):len(body)], "<!-- cached --><script>var a = 1 && 2;</script>"...)
		}},
		{Name: "comment", Takes: "megabytes", Default: "20", Says: "puts a comment of that size before the root", channel: func(v *visit, arg string) {
			v.channel.Prolog = "<!--" + strings.Repeat("x", atLeast(arg, 1)<<20) + "-->\n"
		}},
		{Name: "deep", Takes: "levels", Default: "100000", Says: "nests elements so deep", channel: func(v *visit, arg string) {
			n := atLeast(arg, 1)
			v.channel.Module = strings.Repeat("<a>", n) + strings.Repeat("</a>", n)
		}},
		{Name: "attributes", Takes: "how many", Default: "100000", Says: "gives one element so many attributes", channel: manyAttributes},
		{Name: "laughs", Says: "declares entities that double and double, and an external one", channel: laughs, body: inText("&lol9;&xxe;")},
		{Name: "namespaces", Says: "holds elements of namespaces that it never declared", channel: func(v *visit, _ string) {
			v.channel.Module = "<media:thumb url=\"x\"/><foo:bar>1</foo:bar>"
		}},
	}
}

func truncated(_ *visit, body []byte, _ string) []byte {
	last := max(bytes.LastIndex(body, []byte("<description>")), bytes.LastIndex(body, []byte("<summary")), len(body)/2)
	return body[:min(last+40, len(body))]
}

func malformed(_ *visit, body []byte, _ string) []byte {
	from, to := firstEntry(body)
	bad := []byte("\n<p>Fish & chips <br> <img src=a.png alt=x> AT&T &nbsp; &copy;\n")
	return slices.Insert(slices.Clone(body), (from+to)/2, bad...)
}

// inText puts bytes into the text of the second title.
func inText(what string) func(*visit, []byte, string) []byte {
	return func(_ *visit, body []byte, _ string) []byte {
		from, _ := firstEntry(body)
		at := bytes.Index(body[from:], []byte("</title>"))
		if at < 0 {
			at = 0
		}
		return slices.Insert(slices.Clone(body), from+at, []byte(what)...)
	}
}

func manyAttributes(v *visit, arg string) {
	var b strings.Builder
	b.WriteString("<extra")
	for i := range atLeast(arg, 1) {
		b.WriteString(" a" + strconv.Itoa(i) + `=""`)
	}
	v.channel.Module = b.String() + "/>\n"
}

func laughs(v *visit, _ string) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE rss [\n<!ENTITY lol0 \"lol\">\n<!ENTITY xxe SYSTEM \"file:///etc/passwd\">\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, "<!ENTITY lol%d \"%s\">\n", i, strings.Repeat(fmt.Sprintf("&lol%d;", i-1), 10))
	}
	v.channel.Prolog = b.String() + "]>\n"
}
