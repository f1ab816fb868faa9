package dedupe_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"sitrep/feed"
	"sitrep/feed/dedupe"
)

// told is an item and the text of which it truly is.
type told struct {
	feed.Item
	truth int
	how   string // the edits that made it; empty for an original
}

// score of a stream of told items.
type score struct {
	copies, found, wrong int
	missed               map[string]int
}

func (s score) precision() float64 { return float64(s.found) / float64(max(1, s.found+s.wrong)) }
func (s score) recall() float64    { return float64(s.found) / float64(max(1, s.copies)) }

// judge places items one batch an hour and compares each with the truth. A
// copy is found when it is told to be one of its text.
func judge(t *testing.T, items []told, show int) score {
	slices.SortStableFunc(items, func(a, b told) int { return a.Published.Compare(b.Published) })
	x := dedupe.New(dedupe.Options{})
	truth := map[feed.ItemID]told{}
	first := map[int]bool{}
	s := score{missed: map[string]int{}}
	for from := 0; from < len(items); {
		to := from
		var batch []feed.Item
		for ; to < len(items) && items[to].Published.Sub(items[from].Published) < time.Hour; to++ {
			batch = append(batch, items[to].Item)
		}
		placed := x.Place(batch)
		for i, p := range placed {
			it := items[from+i]
			truth[p.Item.ID] = it
			story, met := truth[p.Item.CopyOf]
			if first[it.truth] {
				s.copies++
			}
			switch {
			case met && story.truth != it.truth:
				s.wrong++
				if show--; show >= 0 {
					t.Logf("false %s:\n  %s\n  %s\n  %s\n  %s", p.Item.Rule, story.Title, story.Summary, it.Title, it.Summary)
				}
			case met:
				s.found++
			case first[it.truth]:
				s.missed[it.how]++
			}
			first[it.truth] = true
		}
		x.Add(placed)
		from = to
	}
	return s
}

// TestInventedCopies measures copies on reports of our own: each is reworked
// by other desks, and its forms are filled in again for other events.
func TestInventedCopies(t *testing.T) {
	d := newDesk(11)
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	var items []told
	for truth := range 1500 {
		r := d.write(start.Add(time.Duration(truth) * 11 * time.Minute))
		source := d.rng.IntN(60)
		items = append(items, told{d.item(fmt.Sprintf("outlet-%d", source), r), truth, ""})
		for k := range d.rng.IntN(4) {
			c, how := d.rework(r)
			items = append(items, told{d.item(fmt.Sprintf("outlet-%d", (source+1+k)%60), c), truth, how})
		}
		if d.rng.IntN(3) == 0 {
			again := d.refill(r, time.Duration(1+d.rng.IntN(30))*time.Hour)
			items = append(items, told{d.item(fmt.Sprintf("outlet-%d", (source+7)%60), again), 100_000 + truth, ""})
		}
	}
	gate(t, judge(t, items, 5), 0.99, 0.80)
}

// gate logs a score and holds it to its gates.
func gate(t *testing.T, s score, precision, recall float64) {
	t.Logf("copies %d, found %d, wrong %d: precision %.4f, recall %.3f", s.copies, s.found, s.wrong, s.precision(), s.recall())
	var causes []string
	for how := range s.missed {
		causes = append(causes, how)
	}
	slices.SortFunc(causes, func(a, b string) int { return cmp.Compare(s.missed[b], s.missed[a]) })
	for _, how := range causes[:min(8, len(causes))] {
		t.Logf("  missed %3d %s", s.missed[how], how)
	}
	if s.precision() < precision || s.recall() < recall {
		t.Errorf("precision %.4f, recall %.3f; want at least %.2f and %.2f", s.precision(), s.recall(), precision, recall)
	}
}

const gold = "../../../shared/data/gold/"

// rows reads a table of labelled real items; without it the test is skipped.
func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile(gold + name)
	if err != nil {
		t.Skipf("labelled items are not here: %v", err)
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	head := strings.Split(lines[0], "\t")
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range strings.Split(line, "\t") {
			row[head[min(i, len(head)-1)]] = cell
		}
		out = append(out, row)
	}
	return out
}

func when(s string) time.Time {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, s); err == nil {
			return at
		}
	}
	return time.Date(2017, 1, 7, 0, 0, 0, 0, time.UTC)
}

// TestEditedRealItems measures copies on real items edited by the desk.
func TestEditedRealItems(t *testing.T) {
	d := newDesk(12)
	var items []told
	seen := map[string]bool{}
	for truth, row := range append(rows(t, "relevance.tsv"), rows(t, "stories.tsv")...) {
		if seen[row["title"]] || len(strings.Fields(row["summary"])) < 14 {
			continue
		}
		seen[row["title"]] = true
		if original := row["copy_of"]; original != "" {
			continue // a true copy of another row
		}
		r := asReport(row)
		items = append(items, told{d.item(row["outlet"], r), truth, ""})
		for k := range 2 {
			c, how := d.rework(r)
			items = append(items, told{d.item(fmt.Sprint("desk-", k), c), truth, row["language"] + " " + how})
		}
	}
	gate(t, judge(t, items, 20), 0.99, 0.75)
}

func asReport(row map[string]string) report {
	var sentences []string
	for rest := row["summary"]; rest != ""; {
		cut := strings.IndexAny(rest, "।") // danda, or a full stop below
		if dot := strings.Index(rest, ". "); cut < 0 || dot >= 0 && dot < cut {
			cut = dot
		}
		if cut < 0 || cut > len(rest)-4 {
			sentences = append(sentences, rest)
			break
		}
		cut = strings.IndexByte(rest[cut:], ' ') + cut + 1
		sentences = append(sentences, strings.TrimSpace(rest[:cut]))
		rest = rest[cut:]
	}
	return report{title: row["title"], sentences: sentences, at: when(row["published"])}
}
