package measure

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"sitrep/feed"
)

// Row is one labelled item.
type Row struct {
	Item   feed.Item
	Keep   bool
	Class  string // of a keep: how it is coverage; of a drop: why it is not; may be empty
	Topics []string
	Doubt  bool   // the labeller was not sure
	Sample string // how it was drawn: "random" is the natural mix
	Part   string // "test" is kept out of training
	Tier   string // "core", "context" or "other" of the sets of editors' sentences
	Set    string // where it is from, in sets that mix
	Outlet string
	File   string // of the feed that it was read from, where it has no summary of its own
	Line   int    // in its file
}

// unrelated is the class of a drop that nothing in it could mislead about.
const unrelated = "unrelated"

// columns says what a column of a labelled file fills. Others are ignored.
var columns = map[string]func(r *Row, cell string) error{
	"title":    func(r *Row, cell string) error { r.Item.Title = cell; return nil },
	"summary":  func(r *Row, cell string) error { r.Item.Summary = cell; return nil },
	"language": func(r *Row, cell string) error { r.Item.Language = cell; return nil },
	"lang":     func(r *Row, cell string) error { r.Item.Language = cell; return nil },
	"keep":     keep,
	"label":    label,
	"class":    func(r *Row, cell string) error { r.Class = cell; return nil },
	"topics": func(r *Row, cell string) error {
		r.Topics = strings.FieldsFunc(strings.TrimPrefix(cell, "-"), blank)
		return nil
	},
	"confidence": func(r *Row, cell string) error { r.Doubt = cell == "doubt"; return nil },
	"part":       func(r *Row, cell string) error { r.Part = cell; return nil },
	"sample":     func(r *Row, cell string) error { r.Sample = cell; return nil },
	"tier":       func(r *Row, cell string) error { r.Tier = cell; return nil },
	"set":        func(r *Row, cell string) error { r.Set = cell; return nil },
	"outlet":     func(r *Row, cell string) error { r.Outlet = cell; return nil },
	"file":       func(r *Row, cell string) error { r.File = cell; return nil },
	"published":  published,
	"date":       published,
}

// blank separates topics; a lone - stands for none.
func blank(r rune) bool { return r == ' ' || r == ',' }

func keep(r *Row, cell string) error {
	switch cell {
	case "1", "keep", "true":
		r.Keep = true
	case "0", "drop", "false":
	default:
		return fmt.Errorf("%q: want 1 or 0, keep or drop", cell)
	}
	return nil
}

// label reads keep or drop, or the class that implies it.
func label(r *Row, cell string) error {
	if keep(r, cell) == nil {
		return nil
	}
	if cell == "" {
		return errors.New("want 1 or 0, or a class")
	}
	r.Class, r.Keep = cell, slices.Contains(feed.Classes, cell)
	if !r.Keep && !slices.Contains(traps, cell) {
		return fmt.Errorf("%q: want 1 or 0, or one of %s", cell, strings.Join(append(slices.Clone(feed.Classes), traps...), ", "))
	}
	return nil
}

// traps are the classes of drops.
var traps = []string{
	"metaphor", "sport", "entertainment", "crime", "accident-nature", "labour-law", "politics", "history", "business", "health", unrelated,
}

// published takes a day or an instant; a month or nothing is no date.
func published(r *Row, cell string) error {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, cell); err == nil {
			r.Item.Published = t.UTC()
		}
	}
	return nil
}

// maxLine bounds a line of a labelled file.
const maxLine = 1 << 20

// Read reads a labelled file: tab-separated, without quoting, its first line
// the names of the columns. It wants title and either keep or label. Lines that
// begin with # and a blank are comments. An error names the line.
func Read(r io.Reader) ([]Row, error) {
	var rows []Row
	err := eachRow(r, func(head []string) error {
		if !labelled(head) {
			return errors.New("want a header with the columns title and keep or label, separated by tabs")
		}
		return nil
	}, func(n int, head, cells []string) error {
		row, err := read(head, cells)
		row.Line = n
		rows = append(rows, row)
		return err
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// eachRow hands the header to check, and then each line with its number and the
// header to do. An error of theirs is told with the line.
func eachRow(r io.Reader, check func(head []string) error, do func(n int, head, cells []string) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, maxLine)
	var head []string
	for n := 1; sc.Scan(); n++ {
		text := strings.TrimSuffix(sc.Text(), "\r")
		if text == "" || strings.HasPrefix(text, "# ") {
			continue
		}
		cells := strings.Split(text, "\t")
		var err error
		if head == nil {
			cells[0] = strings.TrimPrefix(cells[0], "\ufeff")
			head = cells
			err = check(head)
		} else {
			err = do(n, head, cells)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	if sc.Err() == nil && head == nil {
		return errors.New("the file is empty: want a header and labelled items")
	}
	return sc.Err()
}

// labelled reports whether title and label are among the columns.
func labelled(columns []string) bool {
	return slices.Contains(columns, "title") && (slices.Contains(columns, "keep") || slices.Contains(columns, "label"))
}

func read(head, cells []string) (Row, error) {
	var r Row
	if len(cells) > len(head) {
		return r, fmt.Errorf("%d cells under %d columns", len(cells), len(head))
	}
	if len(cells) < len(head) && !labelled(head[:len(cells)]) {
		return r, fmt.Errorf("only %d of %d cells: the one with the label is missing", len(cells), len(head))
	}
	for i, cell := range cells {
		if fill := columns[head[i]]; fill != nil {
			if err := fill(&r, cell); err != nil {
				return r, fmt.Errorf("%s: %w", head[i], err)
			}
		}
	}
	return r, nil
}

// ReadFile is Read of a file, which is unpacked if its name ends in .gz. An
// error names the file.
func ReadFile(name string) ([]Row, error) { return readFile(name, Read) }

func readFile[T any](name string, read func(io.Reader) ([]T, error)) (rows []T, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if rows, err = read(r); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}
