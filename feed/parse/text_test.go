package parse_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// checkText fails if s could harm where text is shown on one line: in a page,
// a feed, a log, a terminal.
func checkText(t testing.TB, what, s string) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%s: %q is not valid UTF-8", what, s)
	}
	for _, r := range s {
		switch {
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069,
			r == 0x200E, r == 0x200F, r == 0x2028, r == 0x2029, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
			t.Errorf("%s: %q contains %U", what, s, r)
			return
		}
	}
	if strings.Contains(s, "  ") || strings.TrimSpace(s) != s {
		t.Errorf("%s: %q has spare spaces", what, s)
	}
}
