package parse_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"sitrep/feed"
	"sitrep/feed/parse"
)

// addQuirks seeds a fuzz target with the quirk files.
func addQuirks(f *testing.F, add func(body []byte)) {
	files, err := filepath.Glob("testdata/quirks/*.xml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		add(body)
	}
}

// FuzzFeed holds whatever bytes to what Document and feed.Item promise.
func FuzzFeed(f *testing.F) {
	addQuirks(f, func(body []byte) { f.Add(body, "", true) })
	f.Add([]byte("<feed><entry>\xe9"), "windows-1252", false)
	f.Fuzz(func(t *testing.T, body []byte, charset string, content bool) {
		keep := bytes.Clone(body)
		page := parse.Page{Body: body, URL: "https://outlet.example/feed", Charset: charset, Now: now, Content: content}
		doc, err := parse.Feed(feed.Source{ID: "x"}, page)
		if !bytes.Equal(keep, body) {
			t.Fatal("the body was written to")
		}
		if err != nil {
			if doc != nil {
				t.Fatal("an error and a document")
			}
			return
		}
		checkDocument(t, doc)
		checkAgain(t, page, doc)
	})
}

func checkDocument(t *testing.T, doc *parse.Document) {
	t.Helper()
	if len(doc.Listed) > doc.Entries || len(doc.Items) > len(doc.Listed) || doc.Format == "" {
		t.Fatalf("%d entries, %d listed, %d items, format %q", doc.Entries, len(doc.Listed), len(doc.Items), doc.Format)
	}
	checkText(t, "feed title", doc.Title)
	checkLink(t, "site", doc.Site)
	seen := map[feed.ItemID]bool{}
	for _, it := range doc.Items {
		if it.ID == 0 || seen[it.ID] {
			t.Fatalf("id %v is zero or not unique", it.ID)
		}
		seen[it.ID] = true
		for _, s := range append([]string{it.GUID, it.Title, it.Summary, it.Language, it.Rights, it.Origin.Title}, append(it.Authors, it.Categories...)...) {
			checkText(t, "text", s)
		}
		if utf8.RuneCountInString(it.Title) > 500 || len(it.Summary) > 10<<10 || len(it.GUID) > 2<<10 {
			t.Fatalf("too long: %d, %d, %d", len(it.Title), len(it.Summary), len(it.GUID))
		}
		checkLink(t, "link", it.URL)
		checkLink(t, "origin", it.Origin.URL)
		checkHTML(t, it.HTML)
		if it.Published.After(it.Seen) || it.Updated.After(it.Seen) || it.Updated.Before(it.Published) || it.Published.IsZero() {
			t.Fatalf("dates: published %v, updated %v, seen %v", it.Published, it.Updated, it.Seen)
		}
	}
}

// checkAgain reads the body a second time knowing all, and a third time knowing
// all but the first.
func checkAgain(t *testing.T, page parse.Page, first *parse.Document) {
	t.Helper()
	page.Known = func(uint64) bool { return true }
	doc, err := parse.Feed(feed.Source{ID: "x"}, page)
	if err != nil || doc.Entries != first.Entries || len(doc.Items) != 0 {
		t.Fatalf("second time: %+v, %v", doc, err)
	}
	if len(first.Items) == 0 || first.Listed[0].Item != first.Items[0].ID {
		return
	}
	page.Known = func(raw uint64) bool { return raw != first.Listed[0].Raw }
	doc, err = parse.Feed(feed.Source{ID: "x"}, page)
	if err != nil || len(doc.Items) == 0 || doc.Items[0].ID != first.Items[0].ID || doc.Items[0].Title != first.Items[0].Title {
		t.Fatalf("third time: %+v, %v; the first time %+v", doc, err, first.Items[0])
	}
}

// FuzzScanner compares our own reading of the markup with that of the parser
// which gofeed uses: it must accept the document that it is shown, and must not
// see it nested more deeply than was counted. Else the limits could be evaded.
func FuzzScanner(f *testing.F) {
	addQuirks(f, func(body []byte) { f.Add(body) })
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, counted := parse.Lean(body, true)
		if doc == nil {
			return
		}
		d := xml.NewDecoder(bytes.NewReader(doc))
		d.Strict = false
		depth, deepest := 0, 0
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in\n%q\nmade of\n%q", err, doc, body)
			}
			switch token.(type) {
			case xml.StartElement:
				depth++
				deepest = max(deepest, depth)
			case xml.EndElement:
				depth--
			}
		}
		if deepest > counted+1 { // a channel may have been put around it
			t.Fatalf("nested %d deep, counted %d in\n%q", deepest, counted, doc)
		}
	})
}

func FuzzLink(f *testing.F) {
	for _, s := range []string{"https://a.example/b?utm_source=x&id=1#c", "//a/b", "../x", "java\tscript:x", "http://[::1]:80/%zz", "https://ПРИМЕР.example", "http://a%2fb/", "https://0x7f.1/", "?a=1&amp;b=2", "http:a", "https://a/b/..//./c"} {
		f.Add(s, "https://outlet.example/feed/")
	}
	f.Fuzz(func(t *testing.T, raw, base string) {
		checkLink(t, raw, parse.Link(raw, base))
	})
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"Sun, 22 Nov 2026 10:00:00 +0300", "2026-11-22T10:00:00.123Z", "22 ноября 2026 г. 10:00", "٢٢ نوفمبر ٢٠٢٦", "11/22/26 3:04 PM", "1700000000", "20261122T1000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := parse.ParseDate(s)
		if ok && (got.Year() < 1979 || got.Year() > 10000) {
			t.Fatalf("%q: %v", s, got)
		}
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"plain", "a <b>b</b> &amp;lt;i&amp;gt; c", "<script>x</script>y", "<!-- x --", "<a href='>'>x", "&#x202e;&#0;&nbsp;", "\u202e\ufeff\x00", "<p>a<p>b", "a < b > c", poison} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		checkText(t, "text", parse.Text(s))
	})
}

func FuzzSanitise(f *testing.F) {
	files, err := filepath.Glob("testdata/html/*.in")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		in, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(in))
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		once := parse.Sanitize(s, "https://outlet.example/a/")
		checkHTML(t, once)
		if twice := parse.Sanitize(once, "https://outlet.example/a/"); twice != once {
			t.Fatalf("%q\nonce  %q\ntwice %q", s, once, twice)
		}
	})
}

func FuzzDecode(f *testing.F) {
	addQuirks(f, func(body []byte) { f.Add(body, "") })
	f.Fuzz(func(t *testing.T, body []byte, charset string) {
		if text, _ := parse.Decode(body, charset); !utf8.Valid(text) {
			t.Fatalf("%q is not UTF-8", text)
		}
	})
}
