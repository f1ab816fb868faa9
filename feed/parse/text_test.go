package parse_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"sitrep/feed/parse"
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

// TestTextEncodedTwice checks the repair of UTF-8 that was encoded twice, and that
// it leaves all else alone.
func TestTextEncodedTwice(t *testing.T) {
	for in, want := range map[string]string{"niÃ±os": "niños", "TechDaysÂ\u00a02017": "TechDays 2017", "imputÃ© Ã la": "imputÃ© Ã la", "imputÃ© Ã\u00a0 la": "imputé à la", "itâ€™s": "it’s", "été à Âge": "été à Âge", "São Paulo": "São Paulo", "ÐœÐ¾ÑÑ‚": "ÐœÐ¾ÑÑ‚", "ÐœÐ¾Ñ\u0081Ñ‚": "Мост", "Â© 2026": "© 2026", "Ünlü": "Ünlü", "«é»": "«é»", "Ä°zmir": "İzmir", "Tromsø": "Tromsø", "100 €": "100 €"} {
		if got := parse.Text(in); got != want {
			t.Errorf("%q: %q want %q", in, got, want)
		}
	}
}
