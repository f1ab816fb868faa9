package publish_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitrep/feed"
	"sitrep/feed/publish"
)

func TestO01EntryID(t *testing.T) {
	t.Parallel()
	const minted = "tag:sitrep.example.org,2026-11-22:0000000000000007"
	for _, tc := range []struct {
		name, guid, feedURL string
		notAtom             bool
		want                string
	}{
		{"own tag is kept", "tag:alpha.example,2026:x", "https://feeds.alpha.example/a", false, "tag:alpha.example,2026:x"},
		{"own tag with a day", "tag:www.alpha.example,2026-11-22:x", "https://alpha.example/a", false, "tag:www.alpha.example,2026-11-22:x"},
		{"tag of a mail address", "tag:news@alpha.example,2026-11:x", "https://alpha.example/a", false, "tag:news@alpha.example,2026-11:x"},
		{"own address is kept", "http://alpha.example/1?x#y", "https://feeds.alpha.example/a", false, "http://alpha.example/1?x#y"},
		{"upper case host", "https://Alpha.Example/1", "https://alpha.example/a", false, "https://Alpha.Example/1"},
		{"not Atom", "https://alpha.example/1", "https://alpha.example/a", true, minted},
		{"another's address", "https://beta.example/1", "https://alpha.example/a", false, minted},
		{"another's tag", "tag:beta.example,2026:1", "https://alpha.example/a", false, minted},
		{"another house of one suffix", "https://b.co.uk/1", "https://a.co.uk/f", false, minted},
		{"another tenant of a shared host", "https://b.github.io/1", "https://a.github.io/f", false, minted},
		{"sub-domain trick", "https://alpha.example.evil.test/1", "https://alpha.example/a", false, minted},
		{"user name trick", "https://alpha.example@evil.test/1", "https://alpha.example/a", false, minted},
		{"address of the same machine", "http://192.0.2.7/1", "http://192.0.2.7:8000/f", false, "http://192.0.2.7/1"},
		{"addresses have no domain", "http://192.0.2.7/1", "http://198.0.2.7/f", false, minted},
		{"a bare word", "1", "https://alpha.example/a", false, minted},
		{"a urn has no authority", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", "https://alpha.example/a", false, minted},
		{"a space", "https://alpha.example/a b", "https://alpha.example/a", false, minted},
		{"a control character", "https://alpha.example/\u0001", "https://alpha.example/a", false, minted},
		{"a bidirectional override", "https://alpha.example/\u202ex", "https://alpha.example/a", false, minted},
		{"too long", "https://alpha.example/" + strings.Repeat("x", 2048), "https://alpha.example/a", false, minted},
		{"our own authority", "tag:sitrep.example.org,2026-11-22:0000000000000001", "https://example.org/a", false, minted},
		{"a tag without a date", "tag:alpha.example:x", "https://alpha.example/a", false, minted},
		{"a tag of a strange date", "tag:alpha.example,26-1:x", "https://alpha.example/a", false, minted},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := sample(1)
			f.Sources["alpha"] = feed.Source{ID: "alpha", URL: tc.feedURL}
			s := feed.Story{ID: 7, First: noon, Items: []feed.Item{{ID: 7, Source: "alpha", GUID: tc.guid, AtomID: !tc.notAtom}}}
			if got := publish.EntryID(f, s); got != tc.want {
				t.Errorf("EntryID = %q, want %q", got, tc.want)
			}
		})
	}
}

// The id outlives everything that may happen to a story but its first item's identity.
func TestO01EntryIDStays(t *testing.T) {
	t.Parallel()
	f := sample(1)
	s := f.Stories[0]
	id := publish.EntryID(f, s)
	s.Items[0].Title, s.Items[0].URL = "Retitled", "https://alpha.example/moved"
	s.Updated = noon.Add(time.Hour)
	f.Base, f.Path, f.Title = "https://elsewhere.example", "/topic/karsk/feed", "Renamed"
	s.Items = append(s.Items[1:], s.Items[0]) // another item leads
	if got := publish.EntryID(f, s); got != id {
		t.Errorf("id moved from %q to %q", id, got)
	}
}

func TestO02OneIDInAllFormats(t *testing.T) {
	t.Parallel()
	f := fixture(t, "war")
	want := publish.IDs(f)
	if len(want) != 2 || want[0] != publish.EntryID(f, f.Stories[0]) {
		t.Fatalf("IDs = %q", want)
	}
	for _, format := range publish.Formats {
		render(t, format, f) // Verify compares the ids
	}
}

func TestO03IDsDiffer(t *testing.T) {
	t.Parallel()
	f := sample(3)
	for i := range f.Stories {
		f.Stories[i].Items[0].GUID, f.Stories[i].Items[0].AtomID = "tag:alpha.example,2026:same", true
	}
	ids := publish.IDs(f)
	if ids[2] != "tag:alpha.example,2026:same" {
		t.Errorf("the earliest story should keep the id: %q", ids)
	}
	f.Stories[2].Updated = noon.Add(time.Hour) // order changes, ownership does not
	f.Stories[2].Items[0].Seen = noon.Add(time.Hour)
	again := publish.IDs(f)
	if diff := cmp.Diff([]string{ids[2], ids[0], ids[1]}, again); diff != "" {
		t.Errorf("ids after a change (-want +got):\n%s", diff)
	}
	moved := f
	moved.Base = "http://other.example:8080"
	if a, b := readAtom(t, f).ID[0], readAtom(t, moved).ID[0]; a != b || strings.Contains(a, "news.example.org") {
		t.Errorf("feed id depends on the host: %q, %q", a, b)
	}
}

func TestO04Updated(t *testing.T) {
	t.Parallel()
	f := sample(1)
	f.Stories[0].Updated = noon.AddDate(5, 0, 0)
	want := f.Stories[0].Items[2].Seen.Format(time.RFC3339)
	if got := readAtom(t, f).Entries[0].Updated[0]; got != want {
		t.Errorf("a future date came out as %s, want %s", got, want)
	}
}

func TestO05Order(t *testing.T) {
	t.Parallel()
	f := sample(4)
	f.Stories[0], f.Stories[3] = f.Stories[3], f.Stories[0]
	f.Stories[1].Updated = f.Stories[2].Updated
	doc := readAtom(t, f)
	for i := 1; i < len(doc.Entries); i++ {
		if a, b := doc.Entries[i-1], doc.Entries[i]; a.Updated[0] < b.Updated[0] || a.Updated[0] == b.Updated[0] && a.ID[0] > b.ID[0] {
			t.Errorf("entry %d is out of order", i)
		}
	}
	if doc.Updated[0] != doc.Entries[0].Updated[0] {
		t.Errorf("feed updated %s, newest entry %s", doc.Updated[0], doc.Entries[0].Updated[0])
	}
}

func TestO06O07O08Credit(t *testing.T) {
	t.Parallel()
	e := readAtom(t, fixture(t, "war")).Entries[0]
	src := e.Source[0]
	if src.ID[0] != "https://feeds.harbour.example/world.atom" || src.Links[0].Rel != "self" || src.Links[1].Href != "https://www.harbour.example/world" {
		t.Errorf("source = %+v", src)
	}
	want := []string{"alternate en", "via ", "related ru", "related en", "enclosure ", "enclosure "}
	var got []string
	for _, l := range e.Links {
		got = append(got, l.Rel+" "+l.Lang)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if second := readAtom(t, sample(1)).Entries[0].Author; second[0].Name != "Alpha Post" {
		t.Errorf("without authors the outlet should sign: %+v", second)
	}
}

func TestO09Categories(t *testing.T) {
	t.Parallel()
	got := readAtom(t, sample(1)).Entries[0].Category
	want := []atomCategory{{"karsk", "tag:sitrep.example.org,2026:topic", "Karsk"}, {"World", "", ""}, {"Karsk", "", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("categories (-want +got):\n%s", diff)
	}
}

func TestO11BodyStaysSmall(t *testing.T) {
	t.Parallel()
	f := sample(1)
	s := &f.Stories[0]
	s.Items[0].Summary = strings.Repeat("слово ", 5000)
	for i := range 400 {
		it := s.Items[1]
		it.ID, it.Source, it.Publisher = feed.ItemID(i+10), fmt.Sprint("outlet-", i), fmt.Sprint("outlet-", i)
		s.Items = append(s.Items, it)
	}
	body := readAtom(t, f).Entries[0].Content[0].Text
	if len(body) > 10<<10 || !strings.Contains(body, "<li>and ") || !strings.HasSuffix(body, "</ul>\n") {
		t.Errorf("body of %d bytes ends %q", len(body), body[max(0, len(body)-80):])
	}
	f.Stories[0].Items[0].HTML = "<p>All of it.</p>"
	body = readAtom(t, f).Entries[0].Content[0].Text
	if !strings.HasPrefix(body, "<p>All of it.</p>") || strings.Contains(body, "слово") {
		t.Errorf("kept content should stand in place of the summary: %.80q", body)
	}
}

func TestO14O15Text(t *testing.T) {
	t.Parallel()
	for _, format := range publish.Formats[:2] {
		doc := string(render(t, format, fixture(t, "hostile")))
		for _, bad := range []string{"<![CDATA[", "<!DOCTYPE", "\u202e", "secret", "]]>", "\r"} {
			if strings.Contains(doc, bad) {
				t.Errorf("%s holds %q", format.Name, bad)
			}
		}
		if !strings.HasPrefix(doc, `<?xml version="1.0" encoding="UTF-8"?>`) {
			t.Errorf("%s begins %.60q", format.Name, doc)
		}
	}
	if doc := string(render(t, publish.RSS, fixture(t, "war"))); !strings.Contains(doc, "4 &#x3C;soldiers&#x3E; &#x26; closing") {
		t.Error("RSS titles should use hexadecimal references")
	}
}

func TestO16JSONFeed(t *testing.T) {
	t.Parallel()
	schema := jsonFeedSchema(t)
	for _, name := range fixtures(t) {
		for _, format := range publish.Formats {
			if faults := faultsOf(schema, format, render(t, format, fixture(t, name))); len(faults) > 0 {
				t.Errorf("%s%s: %q", name, format.Suffix, faults)
			}
		}
	}
	var doc struct {
		Items []struct {
			Sitrep struct {
				Publishers []string
				Reports    []struct{ Copy bool }
			} `json:"_sitrep"`
		}
	}
	if err := json.Unmarshal(render(t, publish.JSONFeed, fixture(t, "war")), &doc); err != nil {
		t.Fatal(err)
	}
	if s := doc.Items[0].Sitrep; len(s.Publishers) != 3 || len(s.Reports) != 3 || !s.Reports[2].Copy {
		t.Errorf("_sitrep = %+v", s)
	}
}

// Verify must see what it is there to see.
func TestO33Verify(t *testing.T) {
	t.Parallel()
	f := fixture(t, "war")
	for _, format := range publish.Formats {
		good := render(t, format, f)
		for name, bad := range map[string][]byte{
			"cut short":         good[:len(good)-20],
			"control character": bytes.Replace(good, []byte("Karsk"), []byte("Kar\x08k"), 1),
			"C1 control":        bytes.Replace(good, []byte("Karsk"), []byte("Kar\u0085k"), 1),
			"not UTF-8":         bytes.Replace(good, []byte("Karsk"), []byte("Kar\xff"), 1),
			"another id":        bytes.ReplaceAll(good, []byte(":bridge-attack"), []byte(":x")),
		} {
			if err := format.Verify(bad, f); err == nil {
				t.Errorf("%s: %s passes", format.Name, name)
			}
		}
		if err := format.Verify(good, sample(2)); err == nil {
			t.Errorf("%s: entries of another feed pass", format.Name)
		}
	}
}

func readAtom(t testing.TB, f feed.Feed) atomFeed {
	t.Helper()
	var doc atomFeed
	if err := xml.Unmarshal(render(t, publish.Atom, f), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}
