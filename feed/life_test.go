package feed_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sitrep/feed"
)

var dawn = time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)

// report is an item of a publisher, read so many minutes after dawn.
func report(id int, publisher string, minute int, change ...func(*feed.Item)) feed.Item {
	at := dawn.Add(time.Duration(minute) * time.Minute)
	it := feed.Item{
		ID: feed.ItemID(id), Source: publisher, Publisher: publisher, Title: fmt.Sprintf("Strike on the port, %d", id),
		Summary: "The port was hit.", Language: "en", Published: at, Updated: at, Seen: at,
	}
	for _, fn := range change {
		fn(&it)
	}
	return it
}

func copyOf(id int) func(*feed.Item)       { return func(it *feed.Item) { it.CopyOf = feed.ItemID(id) } }
func after(agency string) func(*feed.Item) { return func(it *feed.Item) { it.About.Agency = agency } }
func deaths(n int) func(*feed.Item) {
	return func(it *feed.Item) { it.About.Counts = []feed.Count{{Kind: "deaths", Value: n}} }
}
func says(kind string) func(*feed.Item) { return func(it *feed.Item) { it.About.Saying.Kind = kind } }
func titled(title string) func(*feed.Item) {
	return func(it *feed.Item) { it.Title = title }
}

func storyOf(items ...feed.Item) (s feed.Story) {
	for _, it := range items {
		s.Apply(feed.Placement{Item: it})
	}
	return s
}

func TestIndependence(t *testing.T) {
	for name, c := range map[string]struct {
		items []feed.Item
		want  []string
	}{
		"two newsrooms":              {[]feed.Item{report(1, "a", 0), report(2, "b", 1)}, []string{"a", "b"}},
		"one newsroom twice":         {[]feed.Item{report(1, "a", 0), report(2, "a", 1)}, []string{"a"}},
		"a copy":                     {[]feed.Item{report(1, "a", 0), report(2, "b", 1, copyOf(1))}, []string{"a"}},
		"one wire by two":            {[]feed.Item{report(1, "a", 0, after("afp")), report(2, "b", 1, after("afp"))}, []string{"a"}},
		"the wire, then who told it": {[]feed.Item{report(1, "afp", 0), report(2, "b", 1, after("afp"))}, []string{"afp"}},
		"who told it, then the wire": {[]feed.Item{report(1, "b", 0, after("afp")), report(2, "afp", 1, after("afp"))}, []string{"b"}},
		"two wires":                  {[]feed.Item{report(1, "a", 0, after("afp")), report(2, "b", 1, after("reuters"))}, []string{"a", "b"}},
		"own report after a wire's":  {[]feed.Item{report(1, "afp", 0), report(2, "b", 1, after("afp")), report(3, "b", 2)}, []string{"afp", "b"}},
		"one withdrawn":              {[]feed.Item{report(1, "a", 0), report(2, "b", 1, titled("RETRACTED: strike"))}, []string{"a"}},
	} {
		s := storyOf(c.items...)
		if got := s.Independent(); !slices.Equal(got, c.want) || len(s.Reached.Independent) != len(c.want) {
			t.Errorf("%s: %v, reached %d; want %v", name, got, len(s.Reached.Independent), c.want)
		}
	}
}

func TestUpdatedMovesOnMaterialChangeOnly(t *testing.T) {
	first := report(1, "a", 0, deaths(9))
	retitled := report(1, "a", 30, deaths(9), titled("Strike on the port: what we know"))
	for name, c := range map[string]struct {
		then feed.Item
		want bool
	}{
		"a third publisher":       {report(4, "d", 30), false},
		"a copy":                  {report(4, "d", 30, copyOf(1)), false},
		"a toll within the range": {report(4, "d", 30, deaths(10)), false},
		"a toll above":            {report(4, "d", 30, deaths(17)), true},
		"a toll after a wire":     {report(4, "d", 30, deaths(17), after("a")), false},
		"the lead retitled":       {retitled, true},
		"another one retitled":    {report(2, "b", 30, deaths(12), titled("Port hit")), false},
		"another one withdrawn":   {report(2, "b", 30, deaths(12), titled("KILL - strike on the port")), true},
		"a new date of the lead":  {report(1, "a", 30, deaths(9), func(it *feed.Item) { it.Title = first.Title }), false},
	} {
		s := storyOf(first, report(2, "b", 10, deaths(12)))
		before := s.Updated
		if !before.Equal(dawn.Add(10 * time.Minute)) {
			t.Fatalf("confirmed at 6:10, updated %v", before)
		}
		if got := s.Apply(feed.Placement{Item: c.then}); got != c.want || s.Updated.After(before) != c.want {
			t.Errorf("%s: material %v, updated %v; changes %+v", name, got, s.Updated, s.Changes)
		}
	}
}

func TestPace(t *testing.T) {
	var s feed.Story
	var shown []string
	for minute := range 200 {
		it := report(1, "a", minute, titled(fmt.Sprint("Live: minute ", minute)))
		s.Apply(feed.Placement{Item: it})
		if at := s.Updated.Format("15:04"); len(shown) == 0 || shown[len(shown)-1] != at {
			shown = append(shown, at)
		}
	}
	if want := []string{"06:00", "06:05", "06:20", "07:20", "08:20"}; !slices.Equal(shown, want) {
		t.Errorf("shown at %v, want %v", shown, want)
	}
	if got := s.Shown(s.Pending); !got.Equal(dawn.Add(200*time.Minute)) || s.Updated.Equal(got) {
		t.Errorf("waiting until %v: shown then %v, updated now %v", s.Pending, got, s.Updated)
	}
}

func TestNumbersMove(t *testing.T) {
	s := storyOf(report(1, "a", 0, deaths(9)), report(2, "b", 5, deaths(12)), report(3, "c", 6, deaths(50), copyOf(1)), report(1, "a", 40, deaths(17)))
	numbers := s.Numbers()
	if len(numbers) != 1 || numbers[0].String() != "deaths 12–17" {
		t.Fatalf("%+v", numbers)
	}
	var got []string
	for _, r := range numbers[0].History {
		got = append(got, fmt.Sprint(r.Value, r.Publisher, r.At.Format(" 15:04")))
	}
	if want := []string{"9a 06:00", "12b 06:05", "17a 06:40"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestUnconfirmed(t *testing.T) {
	for name, c := range map[string]struct {
		kinds []string
		want  bool
	}{
		"claims":              {[]string{"claim", "unconfirmed"}, true},
		"one says so himself": {[]string{"claim", ""}, false},
		"confirmed meanwhile": {[]string{"claim", "confirmed"}, false},
		"an official says so": {[]string{"official"}, false},
	} {
		var s feed.Story
		for i, kind := range c.kinds {
			s.Apply(feed.Placement{Item: report(i+1, fmt.Sprint(i), i, says(kind))})
		}
		if got := s.Unconfirmed(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNoticesOfWithdrawal(t *testing.T) {
	for title, want := range map[string]bool{
		"WITHDRAWN: Strike kills 9": true, "[Retracted] Strike": true, "Withdrawn troops reach the border": false,
		"ADVISORY: Iran-strike story, KILL": true, "ADVISORY: 12 killed in floods": false, "Kill list found in the archive": false,
		"ОТОЗВАНО: Удар по порту": true, "Dépublié : frappe": false, "Dépublié: frappe": true, "إلغاء: خبر": true, "撤稿：袭击": true,
		"This article has been withdrawn": true, "Retraction": true, "": false,
	} {
		s := storyOf(report(1, "a", 0), report(2, "b", 1, titled(title)))
		if s.Items[1].Withdrawn != want {
			t.Errorf("%q: withdrawn %v", title, !want)
		}
	}
}

func TestLeadStaysUnlessBeaten(t *testing.T) {
	bare := func(it *feed.Item) { it.Summary = "" }
	for name, c := range map[string]struct {
		items []feed.Item
		want  feed.ItemID
	}{
		"the first":                  {[]feed.Item{report(1, "a", 0), report(2, "b", 1)}, 1},
		"a copy first":               {[]feed.Item{report(1, "a", 0, copyOf(9)), report(2, "b", 1)}, 2},
		"no summary first":           {[]feed.Item{report(1, "a", 0, bare), report(2, "b", 1)}, 2},
		"nobody has a summary":       {[]feed.Item{report(1, "a", 0, bare), report(2, "b", 1, bare)}, 1},
		"a copy has a summary":       {[]feed.Item{report(1, "a", 0, bare), report(2, "b", 1, copyOf(1))}, 1},
		"withdrawn":                  {[]feed.Item{report(1, "a", 0), report(2, "b", 1), report(1, "a", 9, titled("KILL"))}, 2},
		"withdrawn, and own words":   {[]feed.Item{report(1, "a", 0), report(2, "b", 1, after("afp")), report(3, "c", 1), report(1, "a", 9, titled("KILL"))}, 3},
		"an own report after a wire": {[]feed.Item{report(1, "a", 0, after("afp")), report(2, "b", 1)}, 1},
	} {
		if got := storyOf(c.items...).Lead().ID; got != c.want {
			t.Errorf("%s: %v leads, want %v", name, got, c.want)
		}
	}
}

func TestStanding(t *testing.T) {
	sources := map[string]feed.Source{
		"a": {ID: "a", Publisher: "a", Country: "RU", StateControlled: true}, "b": {ID: "b", Publisher: "b", Country: "UA"},
		"x": {ID: "x", Publisher: "x", Country: "FR"}, "n": {ID: "n", Publisher: "n", Country: "RU", Kind: "ngo"},
		"e": {ID: "e", Publisher: "e", Country: "UA", Kind: "exile"},
	}
	war := feed.Topic{Sides: [][]string{{"RU", "BY"}, {"UA"}}}
	for name, c := range map[string]struct {
		items []feed.Item
		want  feed.Voice
	}{
		"one side":                    {[]feed.Item{report(1, "a", 0)}, feed.OneSide},
		"exile speaks for none":       {[]feed.Item{report(1, "a", 0), report(2, "e", 1)}, feed.OneSide},
		"told after the side's wire":  {[]feed.Item{report(1, "x", 0, after("a"))}, feed.OneSide},
		"copied abroad":               {[]feed.Item{report(1, "a", 0), report(2, "x", 1, copyOf(1))}, feed.OneSide},
		"both":                        {[]feed.Item{report(1, "a", 0), report(2, "x", 1), report(3, "b", 2)}, feed.BothSides},
		"outsiders":                   {[]feed.Item{report(1, "a", 0), report(2, "x", 1)}, feed.Outsiders},
		"an NGO is an outsider there": {[]feed.Item{report(1, "a", 0), report(2, "n", 1)}, feed.Outsiders},
		"exile alone":                 {[]feed.Item{report(2, "e", 1)}, ""},
	} {
		if got := storyOf(c.items...).Standing(sources, war).Voice; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	s := storyOf(report(1, "a", 3), report(2, "x", 5, copyOf(1)), report(3, "n", 7))
	st := s.Standing(sources, war)
	if st.Reports != 3 || st.Publishers != 3 || st.Independent != 2 || st.StateControlled["RU"] != 1 || !st.Institutions || st.First != "a" ||
		!slices.Equal(st.Lags, []feed.Lag{{Publisher: "x", After: 2 * time.Minute}, {Publisher: "n", After: 4 * time.Minute}}) ||
		!slices.Equal(st.Origins, []feed.Shared{{First: 1, Copies: 1}}) {
		t.Errorf("%+v", st)
	}
	both := storyOf(report(1, "a", 0), report(2, "b", 20))
	if !both.Hear(sources, war) || both.Hear(sources, war) || both.Changes[len(both.Changes)-1].Text != "UA" {
		t.Errorf("changes %+v", both.Changes)
	}
}

func TestHearKeepsTheOrderOfChanges(t *testing.T) {
	sources := map[string]feed.Source{"a": {ID: "a", Country: "RU"}, "b": {ID: "b", Country: "UA"}}
	war := feed.Topic{Sides: [][]string{{"RU"}, {"UA"}}}
	byTime := func(a, b feed.Change) int { return a.At.Compare(b.At) }
	s := storyOf(report(1, "a", 0), report(2, "b", 20))
	retitle := func(minute int) {
		it := report(1, "a", minute)
		it.Title = fmt.Sprint("Title of minute ", minute)
		s.Apply(feed.Placement{Item: it, Story: 1})
	}
	retitle(30)
	if !s.Hear(sources, war) || !slices.IsSortedFunc(s.Changes, byTime) {
		t.Errorf("changes %+v", s.Changes)
	}
	for minute := 31; minute < 131; minute++ { // until the side is forgotten
		retitle(minute)
	}
	if s.Hear(sources, war) || !slices.IsSortedFunc(s.Changes, byTime) {
		t.Errorf("heard again: %+v", s.Changes)
	}
}

func TestReachedSince(t *testing.T) {
	r := storyOf(report(1, "a", 0), report(2, "b", 5, copyOf(1)), report(3, "c", 9)).Reached
	for _, c := range []struct {
		publishers, independent, minute int
		ok                              bool
	}{{1, 1, 0, true}, {2, 1, 5, true}, {2, 2, 9, true}, {3, 0, 9, true}, {3, 3, 0, false}, {4, 0, 0, false}} {
		at, ok := r.Since(c.publishers, c.independent)
		if ok != c.ok || ok && !at.Equal(dawn.Add(time.Duration(c.minute)*time.Minute)) {
			t.Errorf("%+v: %v %v", c, at, ok)
		}
	}
}

// anyReport draws from few ids, publishers and texts, so that they meet.
func anyReport(t *rapid.T, ids int) feed.Item {
	it := report(rapid.IntRange(1, ids).Draw(t, "id"), rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "publisher"),
		rapid.IntRange(0, 300).Draw(t, "minute"))
	it.Title = rapid.SampledFrom([]string{"Port hit", "Strike on the port", "RETRACTED: strike"}).Draw(t, "title")
	it.About.Agency = rapid.SampledFrom([]string{"", "", "a", "afp"}).Draw(t, "agency")
	it.CopyOf = feed.ItemID(max(0, rapid.IntRange(-3, int(it.ID)-1).Draw(t, "copy")))
	return deathsOf(it, rapid.IntRange(0, 20).Draw(t, "deaths"))
}

func deathsOf(it feed.Item, n int) feed.Item {
	if n > 0 {
		deaths(n)(&it)
	}
	return it
}

// holds are the promises about any story, whatever befell it.
func holds(t *rapid.T, s feed.Story) {
	t.Helper()
	for _, times := range [][]time.Time{s.Reached.Publishers, s.Reached.Independent} {
		if !slices.IsSortedFunc(times, time.Time.Compare) {
			t.Fatalf("reached at %v", times)
		}
	}
	if len(s.Reached.Independent) > len(s.Reached.Publishers) || len(s.Independent()) != len(s.Reached.Independent) {
		t.Fatalf("%d independent of %d publishers", len(s.Reached.Independent), len(s.Reached.Publishers))
	}
	if s.Items[0].ID != s.ID || s.Lead().ID != s.LeadID || len(s.Changes) > 50 {
		t.Fatalf("id %v of item %v, lead %v is %v, %d changes", s.ID, s.Items[0].ID, s.LeadID, s.Lead().ID, len(s.Changes))
	}
	if !s.Pending.IsZero() && !s.Pending.After(s.Updated) {
		t.Fatalf("%v waits, %v is shown", s.Pending, s.Updated)
	}
	for _, n := range s.Numbers() {
		if n.Min > n.Max || len(n.History) == 0 {
			t.Fatalf("%+v", n)
		}
	}
}

func TestAnyLife(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s feed.Story
		for range rapid.IntRange(1, 20).Draw(t, "reports") {
			before, known := s, len(s.Items)
			it := anyReport(t, 8)
			s.Apply(feed.Placement{Item: it})
			holds(t, s)
			if s.Updated.Before(before.Updated) || known > 0 && s.ID != before.ID {
				t.Fatalf("updated went from %v to %v, id from %v to %v", before.Updated, s.Updated, before.ID, s.ID)
			}
			if len(s.Items) > known && len(s.Reached.Independent) < len(before.Reached.Independent) {
				t.Fatal("a further report took independent publishers away")
			}
		}
	})
}

func TestAbsorb(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(from int) (s feed.Story) {
			for range rapid.IntRange(1, 6).Draw(t, "reports") {
				it := anyReport(t, 5)
				it.ID += feed.ItemID(from)
				s.Apply(feed.Placement{Item: it})
			}
			return s
		}
		a, b := draw(0), draw(100)
		at := dawn.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "at")) * time.Minute)
		x, y := a, b
		x.Absorb(b, at)
		y.Absorb(a, at)
		holds(t, x)
		if x.ID != y.ID || !slices.Equal(x.Merged, y.Merged) || len(x.Items) != len(a.Items)+len(b.Items) ||
			len(x.Reached.Publishers) != len(y.Reached.Publishers) || !x.Updated.Equal(y.Updated) {
			t.Fatalf("the two orders differ: %v %v, %v %v", x.ID, y.ID, x.Updated, y.Updated)
		}
		if x.Updated.Before(a.Updated) || x.Updated.Before(b.Updated) {
			t.Fatal("Updated moved back")
		}
		y = x
		y.Absorb(x, at)
		if len(y.Merged) != 1 || len(y.Items) != len(x.Items) {
			t.Fatal("a story absorbed itself")
		}
	})
}

func TestMergedStoriesConfirmEachOther(t *testing.T) {
	a, b := storyOf(report(1, "a", 0)), storyOf(report(2, "b", 30))
	b.Previous = 1
	a.Absorb(b, dawn.Add(time.Hour))
	if a.ID != 1 || a.Previous != 0 || !a.Updated.Equal(dawn.Add(time.Hour)) || len(a.Changes) != 2 ||
		a.Changes[0].Kind != feed.ChangeMerged || a.Changes[1].Kind != feed.ChangeConfirmed {
		t.Errorf("%+v", a)
	}
}
