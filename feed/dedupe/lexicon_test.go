package dedupe

import (
	"strings"
	"testing"
)

// TestLexicon reads the table as newLexicon does and complains where that is
// silent: unknown kinds, values that are missing, words that are two tokens.
func TestLexicon(t *testing.T) {
	for line := range strings.Lines(lexiconText) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, words, _ := strings.Cut(line, ":")
		name, value, _ := strings.Cut(head, " ")
		k := kinds[name]
		if valued := k == weekday || k == month || k == alias; k == plain || valued != (value != "") {
			t.Errorf("kind %q, value %q: %s", name, value, line)
		}
		for w := range strings.FieldsSeq(words) {
			s := scan(w)
			_, ok := s.next()
			if _, more := s.next(); !ok || more {
				t.Errorf("%q is not one word", w)
			}
		}
	}
}
