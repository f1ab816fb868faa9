package measure_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sitrep/feed/measure"
)

// groupedDays is a window with every outcome, and one that is all right.
func groupedDays() []measure.Grouped {
	at := time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)
	g := func(window, id, truth, placed, language string) measure.Grouped {
		at = at.Add(time.Hour)
		return measure.Grouped{
			Window: window, ID: id, Truth: truth, Placed: placed, Language: language, Outlet: "alpha.example",
			Title: "Title " + id, Published: at, Rule: "event", Line: len(id) + 1,
		}
	}
	items := []measure.Grouped{
		g("a", "1", "port", "1", "en"), g("a", "2", "port", "1", "en-GB"), g("a", "3", "port", "3", "fr"),
		g("a", "4", "talks", "1", "en"), g("a", "5", "quiz", "5", "en"),
		g("b", "1", "port", "1", "en"), g("b", "2", "port", "1", "fr"),
	}
	items[1].CopyOf, items[0].Copied = "1", "2" // the same two, in the other order
	items[3].Copied, items[3].Chance = "1", 0.93
	items[4].CopyOf = "?"
	return items
}

func TestStories(t *testing.T) {
	r := measure.Stories(groupedDays())
	if r.Windows != 2 || r.Items != 7 || r.Stories != 4 || r.Several != 2 {
		t.Errorf("%+v", r)
	}
	if want := (measure.Rates{Right: 2, Answered: 4, Wanted: 4}); r.Pairs != want {
		t.Errorf("pairs %+v, want %+v", r.Pairs, want)
	}
	if want := (measure.Rates{Right: 1, Answered: 3, Wanted: 1}); r.Languages["en"] != want {
		t.Errorf("English %+v, want %+v", r.Languages["en"], want)
	}
	if want := (measure.Rates{Right: 1, Answered: 1, Wanted: 3}); r.Across != want {
		t.Errorf("across %+v, want %+v", r.Across, want)
	}
	if want := (measure.Rates{Right: 1, Answered: 2, Wanted: 2}); r.Copies != want {
		t.Errorf("copies %+v, want %+v", r.Copies, want)
	}
	want := measure.Cubed{Precision: (2.0/3 + 2.0/3 + 1 + 1.0/3 + 1 + 1 + 1) / 7, Recall: (2.0/3 + 2.0/3 + 1.0/3 + 1 + 1 + 1 + 1) / 7}
	if math.Abs(r.Cubed.Precision-want.Precision)+math.Abs(r.Cubed.Recall-want.Recall) > 1e-12 {
		t.Errorf("B-cubed %+v, want %+v", r.Cubed, want)
	}
	if len(r.Merged) != 1 || r.Merged[0].Pairs != 2 || r.Merged[0].B.ID != "4" || len(r.Parted) != 1 || r.Parted[0].Pairs != 2 {
		t.Errorf("merged %+v, parted %+v", r.Merged, r.Parted)
	}
	if near := measure.StoriesWithin(groupedDays(), time.Hour); near.Pairs != (measure.Rates{Right: 2, Answered: 2, Wanted: 3}) {
		t.Errorf("within an hour: %+v", near.Pairs)
	}
}

// TestBigStory: all pairs of a story count as those of ten items, and those with
// another story likewise.
func TestBigStory(t *testing.T) {
	var items []measure.Grouped
	for i := range 41 {
		it := measure.Grouped{ID: fmt.Sprint(i), Truth: "big", Placed: "all"}
		if i == 40 {
			it.Truth = "other"
		}
		items = append(items, it)
	}
	p := measure.Stories(items).Pairs
	if math.Abs(p.Wanted-45) > 1e-9 || math.Abs(p.Answered-55) > 1e-9 || p.Right != p.Wanted {
		t.Errorf("%+v, want 45 pairs and 10 false ones", p)
	}
}

func TestStoryReport(t *testing.T) {
	var b strings.Builder
	r := measure.Stories(groupedDays())
	if err := r.Write(&b, 5); err != nil {
		t.Fatal(err)
	}
	b.WriteString("\n")
	if err := measure.WriteComparison(&b, []string{"ours", "theirs"}, []measure.StoryReport{r, r}); err != nil {
		t.Fatal(err)
	}
	const name = "testdata/stories.txt"
	if *update {
		if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// TestStoryProperties: figures are shares, the right answer has no fault, and
// merging all or nothing has the one fault that it must have.
func TestStoryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []measure.Grouped
		for i := range rapid.IntRange(1, 40).Draw(t, "n") {
			pick := func(what string) string { return fmt.Sprint(rapid.IntRange(0, 5).Draw(t, what)) }
			items = append(items, measure.Grouped{Window: pick("window"), ID: fmt.Sprint(i), Truth: pick("truth"), Placed: pick("placed")})
		}
		place := func(f func(measure.Grouped) string) measure.StoryReport {
			out := make([]measure.Grouped, len(items))
			for i, it := range items {
				it.Placed = f(it)
				out[i] = it
			}
			return measure.Stories(out)
		}
		r := measure.Stories(items)
		for _, x := range []float64{r.Pairs.Precision(), r.Pairs.Recall(), r.Pairs.F1(), r.Cubed.Precision, r.Cubed.Recall} {
			if !(x >= 0 && x <= 1+1e-9) {
				t.Fatalf("%v is no share", x)
			}
		}
		if right := place(func(g measure.Grouped) string { return g.Truth }); right.Pairs.F1() != 1 || len(right.Merged)+len(right.Parted) > 0 {
			t.Fatalf("right, but %+v", right)
		}
		if none := place(func(g measure.Grouped) string { return g.ID }); none.Pairs.Answered != 0 || none.Cubed.Precision < 1-1e-9 {
			t.Fatalf("nothing merged, but %+v", none)
		}
		if all := place(func(measure.Grouped) string { return "all" }); all.Pairs.Recall() != 1 || all.Cubed.Recall < 1-1e-9 {
			t.Fatalf("all merged, but %+v", all)
		}
	})
}

func TestBaselines(t *testing.T) {
	at := time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)
	items := []measure.Grouped{
		{Window: "a", ID: "1", Truth: "x", Title: "Nine killed in shelling of Mirna port", Published: at},
		{Window: "a", ID: "2", Truth: "x", Title: "Nine dead in shelling of Mirna port", Copied: "1", Published: at},
		{Window: "a", ID: "3", Truth: "x", Title: "Mirna: shells on port", Published: at},
		{Window: "a", ID: "4", Truth: "y", Title: "Rovers win the derby", Published: at},
		{Window: "b", ID: "1", Truth: "x", Title: "Nine killed in shelling of Mirna port", Published: at},
	}
	want := []string{"1 1 3 4 1", "1 1 1 4 1", "1 1 3 4 1"}
	for i, b := range measure.Baselines(items, 0) {
		var placed []string
		for _, it := range b.Items {
			placed = append(placed, it.Placed)
		}
		if got := strings.Join(placed, " "); got != want[i] {
			t.Errorf("%s: %s, want %s", b.Name, got, want[i])
		}
	}
}

func TestReadStories(t *testing.T) {
	items, err := measure.ReadStories(strings.NewReader("\ufeffcluster\tdate\tlang\tother\toutlet\ttitle\n# a note\n\n" +
		"7\t2026-03-02\ten\tx\talpha.example\tA title\r\n8\t\t\t\t\tAnother\n"))
	want := []measure.Grouped{
		{ID: "line 4", Truth: "7", Language: "en", Outlet: "alpha.example", Title: "A title", Published: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Line: 4},
		{ID: "line 5", Truth: "8", Title: "Another", Line: 5},
	}
	if diff := cmp.Diff(want, items); err != nil || diff != "" {
		t.Error(err, diff)
	}
	items, err = measure.ReadStories(strings.NewReader("label\tlang\tdate\ttitle_a\ttitle_b\ttext_a\ttext_b\n" +
		"1\ten\t2019-11/2020-05\tA\tB\tTa\tTb\n?\ten\t\tA\tB\n0\tru\t\tA\tB\n"))
	if err != nil || len(items) != 4 || items[0].Truth != items[1].Truth || items[2].Truth == items[3].Truth || items[1].Summary != "Tb" || items[0].Window == items[2].Window {
		t.Errorf("%+v, %v", items, err)
	}
}

func TestWhatIsNoFileOfStories(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "the file is empty",
		"title\nA title\n":                     "line 1: want a header with the columns title and story, cluster or event",
		"story\ttitle\nx\t \n":                 "line 2: title: every item needs one",
		"story\ttitle\n\tA\n":                  "line 2: story: every item needs one",
		"story\ttitle\nx\tA\ty\n":              "line 2: 3 cells under 2 columns",
		"id\tstory\ttitle\n1\tx\tA\n1\ty\tB\n": `line 3: id: "1" stands on line 2 already`,
		"story\tdate\ttitle\nx\tsoon\tA\n":     `line 2: date: "soon" is no time`,
		"label\ttitle_a\ttitle_b\nyes\tA\tB\n": `line 2: label: "yes": want 1, 0 or ?`,
		"label\ttitle_a\ttitle_b\n1\tA\n":      "line 2: title_a and title_b: both are needed",
	} {
		if _, err := measure.ReadStories(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: error %v, want %q", text, err, want)
		}
	}
}

// FuzzReadStories reads any bytes: an error, or items each of which has a line,
// a title and a story.
func FuzzReadStories(f *testing.F) {
	f.Add([]byte("id\twindow\tstory\tcopy_of\ttitle\tdate\n1\ta\tx\t?\tA title\t2026-03-02\n"))
	f.Add([]byte("label\ttitle_a\ttitle_b\n1\tA\tB\n?\tA\tB\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		items, err := measure.ReadStories(bytes.NewReader(data))
		for _, it := range items {
			if err != nil || it.Line < 2 || it.Truth == "" || strings.TrimSpace(it.Title) == "" {
				t.Errorf("item %+v beside %v", it, err)
			}
		}
		measure.Stories(items)
	})
}
