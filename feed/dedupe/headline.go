package dedupe

import (
	"strings"

	"sitrep/feed"
)

// withoutLabel drops labels at the beginning, where ':', '|' or a dash ends
// them: "BREAKING:", "UPDATE 1-".
func withoutLabel(lex *lexicon, title string) string {
	s := scan(title)
	t, ok := s.next()
	if !ok || !lex.of(t.hash).is(label) {
		return title
	}
	rest := strings.TrimLeft(title[s.at:], " 0123456789")
	for _, mark := range [...]string{":", "|", "-", "–", "—"} {
		if after, found := strings.CutPrefix(rest, mark); found && after != "" {
			return after
		}
	}
	return title
}

// withoutOutlet drops " - Name" or " | Name" at the end where Name is the
// item's own outlet, as aggregators and many outlets write it.
func withoutOutlet(title string, it *feed.Item) string {
	for i := len(title) - 1; i > 0; i-- {
		if title[i] != ' ' || title[i-1] == ' ' {
			continue
		}
		name, found := afterMark(title[i+1:])
		if found && (nameOf(name, it.Publisher) || nameOf(name, it.Source) || nameOf(name, it.Origin.Title)) {
			return title[:i]
		}
	}
	return title
}

// afterMark cuts a dash or bar and the space after it from the beginning of s.
func afterMark(s string) (string, bool) {
	for _, mark := range [...]string{"- ", "| ", "– ", "— "} {
		if name, found := strings.CutPrefix(s, mark); found {
			return name, true
		}
	}
	return s, false
}

// nameOf reports whether name, as printed, begins with the outlet's name or
// slug, spaces and signs aside: "BBC News" is of "bbc", "Al Jazeera" of
// "al-jazeera". Slugs under three letters are no evidence.
func nameOf(name, outlet string) bool {
	n := 0
	for {
		a, restA := letter(name)
		b, restB := letter(outlet)
		if b == 0 || a == 0 {
			return n >= 3 && (b == 0 || a == 0)
		}
		if a != b {
			return false
		}
		name, outlet = restA, restB
		n++
	}
}

// letter returns the first folded letter or digit of s and what follows it.
func letter(s string) (rune, string) {
	for i, r := range s {
		to, c := fold(r)
		if c == word || c == digit || c == glyph {
			return to, s[i+len(string(r)):]
		}
	}
	return 0, ""
}
