package measure

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// pairsOnly reports whether there is nothing but windows of two items.
func (r StoryReport) pairsOnly() bool { return r.Windows > 1 && r.Items == 2*r.Windows }

// Write tells the report as text, with at most so many mistakes of either kind.
func (r StoryReport) Write(to io.Writer, mistakes int) error {
	w := bufio.NewWriter(to)
	if r.pairsOnly() {
		fmt.Fprintf(w, "%d pairs, %d of them of one story\n\n", r.Windows, r.Several)
	} else {
		fmt.Fprintf(w, "%d items in %d windows, %d stories, %d of them with two items or more\n\n", r.Items, r.Windows, r.Stories, r.Several)
	}
	fmt.Fprintf(w, rowHead, "", "precision", "recall", "F1", "false", "missed")
	row(w, "pairs", r.Pairs)
	for _, lang := range slices.Sorted(maps.Keys(r.Languages)) {
		row(w, "  language: "+cmp.Or(lang, "unknown"), r.Languages[lang])
	}
	row(w, "  two languages", r.Across)
	if c := r.Cubed; !r.pairsOnly() {
		fmt.Fprintf(w, "%-26s %9.3f %9.3f %9.3f\n", "B-cubed", c.Precision, c.Recall, harmonic(c.Precision, c.Recall))
	}
	if r.Copies.Wanted > 0 { // else nobody labelled them
		row(w, "copies", r.Copies)
	}
	if !r.pairsOnly() {
		fmt.Fprintf(w, "\nfalse merges: %d; missed merges: %d\n", len(r.Merged), len(r.Parted))
	}
	writeMisplaced(w, "merged, and are two", r.Merged, mistakes)
	writeMisplaced(w, "parted, and are one", r.Parted, mistakes)
	return w.Flush()
}

const (
	rowHead = "%-26s %9s %9s %9s %9s %9s\n"
	rowForm = "%-26s %9.3f %9.3f %9.3f %9.1f %9.1f\n"
)

// row tells rates; nothing where there was nothing to answer.
func row(w io.Writer, name string, r Rates) {
	if !r.none() {
		fmt.Fprintf(w, rowForm, name, r.Precision(), r.Recall(), r.F1(), r.Answered-r.Right, r.Wanted-r.Right)
	}
}

func writeMisplaced(w io.Writer, title string, list []Misplaced, most int) {
	if len(list) == 0 || most <= 0 {
		return
	}
	fmt.Fprintf(w, "\n%s: %d, the largest first\n", title, len(list))
	for _, m := range list[:min(most, len(list))] {
		fmt.Fprintf(w, "%s\n     %s\n     %s\n", m.why(), told(m.A), told(m.B))
	}
}

// why is how many pairs are concerned, and for a merge what made it.
func (m Misplaced) why() string {
	parts := []string{fmt.Sprintf("%d pairs", m.Pairs)}
	if m.Pairs == 1 {
		parts[0] = "1 pair"
	}
	if m.A.Placed == m.B.Placed && m.B.Rule != "" {
		parts = append(parts, "rule "+m.B.Rule)
	}
	if m.A.Placed == m.B.Placed && m.B.Chance > 0 {
		parts = append(parts, fmt.Sprintf("chance %.2f", m.B.Chance))
	}
	return strings.Join(parts, ", ")
}

func told(g Grouped) string {
	about := slices.DeleteFunc([]string{g.Language, g.Outlet}, func(s string) bool { return s == "" })
	return strings.TrimSpace(fmt.Sprintf("line %d (%s) %s", g.Line, strings.Join(about, ", "), g.Title))
}

// WriteComparison tells reports beside one another in one table.
func WriteComparison(to io.Writer, names []string, reports []StoryReport) error {
	w := bufio.NewWriter(to)
	fmt.Fprintf(w, "%-36s %9s %9s %9s %9s %9s %9s\n", "pairs, and false merges", "precision", "recall", "F1", "false", "B-cubed", "merges")
	for i, r := range reports {
		p := r.Pairs
		fmt.Fprintf(w, "%-36s %9.3f %9.3f %9.3f %9.1f %9.3f %9d\n", names[i], p.Precision(), p.Recall(), p.F1(), p.Answered-p.Right,
			harmonic(r.Cubed.Precision, r.Cubed.Recall), len(r.Merged))
	}
	return w.Flush()
}
