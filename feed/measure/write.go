package measure

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// Write tells the report as text, with at most so many of the worst mistakes of
// either kind.
func (r *Report) Write(to io.Writer, mistakes int) error {
	w := bufio.NewWriter(to)
	fmt.Fprintf(w, "%-26s %6s %6s  %9s %6s %6s  %11s\n", "", "items", "keeps", "precision", "recall", "F1", "false keeps")
	for _, g := range r.Groups {
		if g.Keeps() == 0 {
			fmt.Fprintf(w, "%-26s %6d %6d  %9s %6s %6s  %11.3f\n", g.Name, g.All, 0, "-", "-", "-", g.FalseKeeps())
			continue
		}
		fmt.Fprintf(w, "%-26s %6d %6d  %9.3f %6.3f %6.3f  %11.3f\n", g.Name, g.All, g.Keeps(), g.Precision(), g.Recall(), g.F1(), g.FalseKeeps())
	}
	if t := r.Topics; t.All > 0 {
		fmt.Fprintf(w, "\ntopics of the keeps: precision %.3f, recall %.3f, micro-F1 %.3f\n", t.Precision(), t.Recall(), t.F1())
	}
	if !math.IsNaN(r.Class) {
		fmt.Fprintf(w, "class of the rightly kept: %.3f right\n", r.Class)
	}
	fmt.Fprintf(w, "\ncalibration error %.3f\n%8s %6s %10s %11s\n", r.Error, "scores", "items", "mean score", "are keeps")
	for i, b := range r.Bins {
		if b.Items > 0 {
			fmt.Fprintf(w, "%3.1f-%3.1f  %6d %10.3f %11.3f\n", float64(i)/10, float64(i+1)/10, b.Items, b.Score, b.Keep)
		}
	}
	r.writeMistakes(w, "missed", true, mistakes)
	r.writeMistakes(w, "kept wrongly", false, mistakes)
	return w.Flush()
}

// reasonsTold is how many reasons stand below a mistake.
const reasonsTold = 5

func (r *Report) writeMistakes(w io.Writer, title string, keep bool, most int) {
	var of []Judged
	for _, j := range r.Mistakes {
		if j.Keep == keep {
			of = append(of, j)
		}
	}
	if most <= 0 || len(of) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s: %d, the worst first\n", title, len(of))
	for _, j := range of[:min(most, len(of))] {
		var reasons []string
		for _, reason := range j.Verdict.Reasons[:min(reasonsTold, len(j.Verdict.Reasons))] {
			reasons = append(reasons, fmt.Sprintf("%+.1f %s", reason.Weight, reason.Term))
		}
		about := slices.DeleteFunc([]string{j.Item.Language, j.Class, j.Outlet}, func(s string) bool { return s == "" })
		fmt.Fprintf(w, "%.2f line %d (%s) %s\n     %s\n", j.Verdict.Score, j.Line, strings.Join(about, ", "), j.Item.Title, strings.Join(reasons, "; "))
	}
}
