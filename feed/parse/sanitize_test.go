package parse_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"sitrep/feed/parse"
)

// allowed is what of HTML may come out, written down a second time.
var allowed = map[string]string{
	"a": "href rel target", "img": "src alt title width height", "td": "colspan rowspan dir", "th": "colspan rowspan",
	"p": "dir", "div": "dir", "span": "dir", "blockquote": "dir", "li": "dir",
	"br": "", "hr": "", "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "ul": "", "ol": "", "dl": "", "dt": "", "dd": "",
	"pre": "", "code": "", "b": "", "strong": "", "i": "", "em": "", "u": "", "s": "", "del": "", "ins": "", "sub": "", "sup": "",
	"small": "", "abbr": "", "cite": "", "q": "", "figure": "", "figcaption": "", "time": "", "table": "", "caption": "",
	"thead": "", "tbody": "", "tfoot": "", "tr": "",
}

// checkHTML fails if fragment has an element, attribute or address in it that
// is not allowed.
func checkHTML(t testing.TB, fragment string) {
	t.Helper()
	for _, r := range fragment {
		if r < 0x20 && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E || r == 0xFFFE || r == 0xFFFF {
			t.Errorf("%q contains %U", fragment, r)
		}
	}
	z := html.NewTokenizer(strings.NewReader(fragment))
	for z.Next() != html.ErrorToken {
		tok := z.Token()
		if tok.Type == html.CommentToken || tok.Type == html.DoctypeToken {
			t.Errorf("%q holds a comment or doctype", fragment)
		}
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken {
			continue
		}
		attrs, ok := allowed[tok.Data]
		if !ok {
			t.Errorf("%q holds <%s>", fragment, tok.Data)
		}
		for _, a := range tok.Attr {
			if !strings.Contains(" "+attrs+" ", " "+a.Key+" ") {
				t.Errorf("%q: <%s> has %s", fragment, tok.Data, a.Key)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") ||
				a.Key == "src" && !strings.HasPrefix(a.Val, "https://") {
				t.Errorf("%q: address %q", fragment, a.Val)
			}
		}
		if tok.Data == "a" && strings.Contains(tok.String(), "href") && !strings.Contains(tok.String(), `noopener`) {
			t.Errorf("%q: a link without rel", fragment)
		}
	}
}

// TestSanitize reads testdata/html/NAME.in and compares with NAME.out.
func TestSanitize(t *testing.T) {
	files, err := filepath.Glob("testdata/html/*.in")
	if err != nil || len(files) == 0 {
		t.Fatal("no fragments found: ", err)
	}
	for _, file := range files {
		in, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := parse.Sanitize(string(in), "https://gazette.example/news/1")
		checkHTML(t, got)
		golden := strings.TrimSuffix(file, ".in") + ".out"
		if *update {
			if err := os.WriteFile(golden, []byte(got+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got+"\n"); d != "" {
			t.Errorf("%s differs (-want +got):\n%s", file, d)
		}
	}
}

// TestA29LargeHTML asks for linear time on fragments that make tree builders
// quadratic.
func TestA29LargeHTML(t *testing.T) {
	for _, piece := range []string{"<b>", "<svg><style>", "<p><b>", "<table><tr><td>", "<a href=x>", "<", "<!--", "&lt;", "<math><mi><b>", "</p>", `<img alt="`, "<b><p></b>"} {
		begin := cpu()
		out := parse.Sanitize(strings.Repeat(piece, (1<<20)/len(piece)), "")
		if took := cpu() - begin; took.Seconds() > 2 {
			t.Errorf("%q: took %v of processor time", piece, took)
		}
		if len(out) < 1<<16 {
			checkHTML(t, out)
		}
	}
}
