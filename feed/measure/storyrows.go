package measure

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// storyColumns says what a column of a file of stories fills. Others are ignored.
var storyColumns = map[string]func(g *Grouped, cell string) error{
	"id":        func(g *Grouped, cell string) error { g.ID = cell; return nil },
	"window":    func(g *Grouped, cell string) error { g.Window = cell; return nil },
	"story":     func(g *Grouped, cell string) error { g.Truth = cell; return nil },
	"cluster":   func(g *Grouped, cell string) error { g.Truth = cell; return nil },
	"event":     func(g *Grouped, cell string) error { g.Truth = cell; return nil },
	"copy_of":   func(g *Grouped, cell string) error { g.CopyOf = cell; return nil },
	"language":  func(g *Grouped, cell string) error { g.Language = cell; return nil },
	"lang":      func(g *Grouped, cell string) error { g.Language = cell; return nil },
	"outlet":    func(g *Grouped, cell string) error { g.Outlet = cell; return nil },
	"published": dated,
	"date":      dated,
	"title":     func(g *Grouped, cell string) error { g.Title = cell; return nil },
	"summary":   func(g *Grouped, cell string) error { g.Summary = cell; return nil },
}

func dated(g *Grouped, cell string) error {
	if cell == "" {
		return nil
	}
	for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, cell); err == nil {
			g.Published = t.UTC()
			return nil
		}
	}
	return fmt.Errorf("%q is no time: want 2026-03-01T12:00:00Z or 2026-03-01", cell)
}

// ReadStories reads items that are labelled with their stories: tab-separated,
// without quoting, its first line the names of the columns. It wants title and
// story, cluster or event. A file of pairs has title_a, title_b and label instead: each
// pair becomes a window of two items; those labelled ? are left out. Lines that
// begin with # and a blank are comments. An error names the line.
func ReadStories(r io.Reader) ([]Grouped, error) {
	s := storyReader{lines: map[[2]string]int{}}
	if err := eachRow(r, s.head, s.row); err != nil {
		return nil, err
	}
	return s.items, nil
}

// ReadStoriesFile is ReadStories of a file, which is unpacked if its name ends in
// .gz. An error names the file.
func ReadStoriesFile(name string) ([]Grouped, error) { return readFile(name, ReadStories) }

type storyReader struct {
	items []Grouped
	lines map[[2]string]int // of items, by window and ID
	take  func(n int, cells map[string]string) error
}

func (s *storyReader) head(head []string) error {
	has := func(name string) bool { return slices.Contains(head, name) }
	switch {
	case has("title_a") && has("title_b") && has("label"):
		s.take = s.pair
	case has("title") && (has("story") || has("cluster") || has("event")):
		s.take = s.item
	default:
		return errors.New("want a header with the columns title and story, cluster or event, or title_a, title_b and label, separated by tabs")
	}
	return nil
}

func (s *storyReader) row(n int, head, cells []string) error {
	if len(cells) > len(head) {
		return fmt.Errorf("%d cells under %d columns", len(cells), len(head))
	}
	byName := map[string]string{}
	for i, cell := range cells {
		byName[head[i]] = cell
	}
	return s.take(n, byName)
}

func (s *storyReader) item(n int, cells map[string]string) error {
	g := Grouped{Line: n}
	for name, cell := range cells {
		if fill := storyColumns[name]; fill != nil && cell != "" {
			if err := fill(&g, cell); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	g.ID = cmp.Or(g.ID, fmt.Sprintf("line %d", n))
	key := [2]string{g.Window, g.ID}
	switch {
	case strings.TrimSpace(g.Title) == "":
		return errors.New("title: every item needs one")
	case g.Truth == "":
		return errors.New("story: every item needs one, if of its own")
	case s.lines[key] > 0:
		return fmt.Errorf("id: %q stands on line %d already", g.ID, s.lines[key])
	}
	s.lines[key] = n
	s.items = append(s.items, g)
	return nil
}

// pair makes a window of a pair. What it says of time is left out: a pair is
// asked whether it is one event, not whether it came together.
func (s *storyReader) pair(n int, cells map[string]string) error {
	a := Grouped{
		Window: fmt.Sprintf("line %d", n), ID: fmt.Sprintf("line %d a", n), Line: n, Truth: "a",
		Language: cmp.Or(cells["lang"], cells["language"]), Title: cells["title_a"], Summary: cells["text_a"],
	}
	b := a
	b.ID, b.Truth, b.Title, b.Summary = fmt.Sprintf("line %d b", n), "b", cells["title_b"], cells["text_b"]
	switch cells["label"] {
	case "1":
		b.Truth = a.Truth
	case "0":
	case "?":
		return nil
	default:
		return fmt.Errorf("label: %q: want 1, 0 or ?", cells["label"])
	}
	if strings.TrimSpace(a.Title) == "" || strings.TrimSpace(b.Title) == "" {
		return errors.New("title_a and title_b: both are needed")
	}
	s.items = append(s.items, a, b)
	return nil
}
