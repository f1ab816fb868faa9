package publish

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"sitrep/feed"
)

// IDs are the entry ids of a feed in document order, the same in every format.
func IDs(f feed.Feed) []string {
	ed := edit(f)
	ids := make([]string, len(ed.entries))
	for i, e := range ed.entries {
		ids[i] = e.id
	}
	return ids
}

// Verify reads a rendered document as a strict stranger would, and says what is
// wrong with it: not well-formed, control characters, or other entries than
// those of f. A document that fails must not be published.
func (f Format) Verify(doc []byte, of feed.Feed) error {
	if at := control(doc); at >= 0 {
		return fmt.Errorf("%s: control character at byte %d", f.Name, at)
	}
	read := xmlIDs
	if f.MediaType == jsonType {
		read = jsonIDs
	}
	got, err := read(doc)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if want := IDs(of); !slices.Equal(got, want) {
		return fmt.Errorf("%s: the %d ids read back are not the %d that were written", f.Name, len(got), len(want))
	}
	return nil
}

// control finds the first byte of a character that may not go out, or -1.
func control(doc []byte) int {
	for i := 0; i < len(doc); {
		c := doc[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(doc[i:])
		if _, bad := substitute(r, n); bad {
			return i
		}
		i += n
	}
	return -1
}

// idPaths are the elements that hold an entry's id.
var idPaths = map[string]bool{"feed/entry/id": true, "rss/channel/item/guid": true}

func xmlIDs(doc []byte) (ids []string, err error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	var path []byte
	var ends []int // where each open element's name ends in path
	var text []byte
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return ids, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(path) > 0 {
				path = append(path, '/')
			}
			path = append(path, t.Name.Local...)
			ends = append(ends, len(path))
			text = text[:0]
		case xml.CharData:
			text = append(text, t...)
		case xml.EndElement:
			if idPaths[string(path)] {
				ids = append(ids, string(text))
			}
			ends = ends[:len(ends)-1]
			path = path[:0]
			if len(ends) > 0 {
				path = path[:ends[len(ends)-1]]
			}
		}
	}
}

func jsonIDs(doc []byte) ([]string, error) {
	var read struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
	}
	if err := json.Unmarshal(doc, &read); err != nil {
		return nil, err
	}
	ids := make([]string, len(read.Items))
	for i, it := range read.Items {
		ids[i] = it.ID
	}
	return ids, nil
}
