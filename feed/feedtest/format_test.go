package feedtest_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"

	"sitrep/feed/feedtest"
)

// entry is what the tests read of an article.
type entry struct {
	ID, Link, Title, Text, Date, Updated string
}

// readFeed reads a feed as strictly as the standard library can.
func readFeed(body []byte) ([]entry, error) {
	if bytes.HasPrefix(body, []byte("{")) {
		return readJSON(body)
	}
	dec := xml.NewDecoder(bytes.NewReader(body))
	if bytes.HasPrefix(body, []byte{0xff, 0xfe}) {
		dec = xml.NewDecoder(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(bytes.NewReader(body)))
	}
	dec.CharsetReader = func(name string, r io.Reader) (io.Reader, error) {
		if name == "utf-16" { // decoded above
			return r, nil
		}
		enc, err := htmlindex.Get(name)
		if err != nil {
			return nil, err
		}
		return enc.NewDecoder().Reader(r), nil
	}
	var all []entry
	var path []string
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			path = append(path, tok.Name.Local)
			if tok.Name.Local == "item" || tok.Name.Local == "entry" {
				all = append(all, entry{})
			}
			if len(all) > 0 {
				all[len(all)-1].attributes(tok, path)
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if len(all) > 0 && len(path) > 2 {
				all[len(all)-1].text(path, string(tok))
			}
		}
	}
}

func (e *entry) attributes(tok xml.StartElement, path []string) {
	for _, a := range tok.Attr {
		if a.Name.Local == "href" && path[len(path)-2] == "entry" {
			e.Link = a.Value
		}
		if a.Name.Local == "about" && tok.Name.Local == "item" {
			e.ID = a.Value
		}
	}
}

func (e *entry) text(path []string, s string) {
	if parent := path[len(path)-2]; parent != "item" && parent != "entry" {
		return
	}
	fields := map[string]*string{
		"title": &e.Title, "link": &e.Link, "guid": &e.ID, "id": &e.ID, "description": &e.Text, "summary": &e.Text,
		"pubDate": &e.Date, "published": &e.Date, "issued": &e.Date, "date": &e.Date, "updated": &e.Updated, "modified": &e.Updated,
	}
	if f := fields[path[len(path)-1]]; f != nil {
		*f += s
	}
}

func readJSON(body []byte) ([]entry, error) {
	var doc struct {
		Version string
		Items   []struct {
			ID, URL, Title string
			HTML           string    `json:"content_html"`
			Text           string    `json:"content_text"`
			Published      time.Time `json:"date_published"`
		}
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	if err := dec.Decode(&doc); err != nil {
		return nil, err
	}
	var all []entry
	for _, it := range doc.Items {
		all = append(all, entry{ID: it.ID, Link: it.URL, Title: it.Title, Text: it.HTML + it.Text, Date: it.Published.Format(time.RFC3339)})
	}
	return all, nil
}

func TestEveryFormatReadsStrictly(t *testing.T) {
	for _, format := range feedtest.Formats() {
		t.Run(format, func(t *testing.T) {
			r := open(t, feedtest.Outlet{Format: format, Items: 3, Title: `A "quoted" <title> & more`})
			path, err := r.room.Publish("x", feedtest.Article{Title: "Ten < eleven & so on", Summary: "plain", HTML: "<p>one &amp; two</p>", Author: "A. <b>", Category: "a&b", Credit: "Wire & Co"})
			if err != nil {
				t.Fatal(err)
			}
			all, err := readFeed(r.get().body)
			if err != nil || len(all) != 3 {
				t.Fatalf("%d entries, error %v", len(all), err)
			}
			first := all[0]
			if first.Title != "Ten < eleven & so on" || first.Text != "<p>one &amp; two</p>" || !strings.HasSuffix(first.Link, path) {
				t.Errorf("first entry is %+v", first)
			}
			if dated := first.Date != ""; dated == (format == "rss0.91") {
				t.Errorf("date %q: RSS 0.91 alone has none", first.Date)
			}
		})
	}
}

func TestEveryCharsetReadsBack(t *testing.T) {
	title := "Удар, été, حرب, שלום, 空袭 and Ş"
	for _, charset := range feedtest.Charsets() {
		t.Run(charset, func(t *testing.T) {
			r := open(t, feedtest.Outlet{Charset: charset})
			if _, err := r.room.Publish("x", feedtest.Article{Title: title}); err != nil {
				t.Fatal(err)
			}
			body := r.get().body
			if charset != "utf-8" && bytes.Contains(body, []byte("空")) {
				t.Error("the body is UTF-8")
			}
			all, err := readFeed(body)
			if err != nil || len(all) == 0 || all[0].Title != title {
				t.Errorf("%v, error %v", all[:min(1, len(all))], err)
			}
		})
	}
}

// TestBuiltInOutletsReadStrictly reads every feed of the demonstration world
// that does not misbehave on purpose.
func TestBuiltInOutletsReadStrictly(t *testing.T) {
	bad := map[string]bool{"malformed": true, "challenge": true, "status=503": true}
	n := feedtest.New(feedtest.Options{Seed: 3})
	formats := map[string]bool{}
	for i, s := range n.Sources("http://127.0.0.1:9000") {
		o := n.Outlets()[i]
		if slices.ContainsFunc(o.Behaves, func(b string) bool { return bad[b] }) {
			continue
		}
		url := s.URL
		if slices.Contains(o.Behaves, "redirect=301") {
			url += "/1"
		}
		w := httptest.NewRecorder()
		n.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		all, err := readFeed(w.Body.Bytes())
		if err != nil || len(all) < min(o.Items, 4) {
			t.Errorf("%s (%s, %s): %d entries, error %v", o.ID, o.Format, o.Charset, len(all), err)
		}
		for _, e := range all {
			if e.Title == "" || e.Text == "" || strings.ContainsAny(e.Title+e.Text, "{}\ufffd") {
				t.Errorf("%s: entry %+v", o.ID, e)
			}
			if tr, ok := n.Truth(e.Link); !ok || tr.Title != e.Title {
				t.Errorf("%s: %q leads to %+v", o.ID, e.Link, tr)
			}
		}
		formats[fmt.Sprint(o.Format)] = true
	}
	if len(formats) != len(feedtest.Formats()) {
		t.Errorf("the world speaks %v only", formats)
	}
}
