package parse

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// legacy are the 8-bit encodings of the languages that feeds without a
// declaration are in.
var legacy = map[string]encoding.Encoding{
	"ru": charmap.Windows1251, "uk": charmap.Windows1251, "be": charmap.Windows1251, "bg": charmap.Windows1251,
	"sr": charmap.Windows1251, "mk": charmap.Windows1251, "kk": charmap.Windows1251,
	"he": charmap.Windows1255, "ar": charmap.Windows1256, "fa": charmap.Windows1256, "ur": charmap.Windows1256,
	"el": charmap.Windows1253, "tr": charmap.Windows1254, "az": charmap.Windows1254,
	"pl": charmap.Windows1250, "cs": charmap.Windows1250, "hu": charmap.Windows1250, "ro": charmap.Windows1250,
	"lt": charmap.Windows1257, "lv": charmap.Windows1257, "et": charmap.Windows1257, "vi": charmap.Windows1258,
}

// guess finds the encoding of a body that is not UTF-8 and does not say what it
// is: by the language that the feed declares, else by its bytes, else as
// browsers do.
func guess(body []byte) encoding.Encoding {
	lower, upper, high := cyrillic(body)
	if enc := legacy[languageHint(body)]; enc != nil && (enc != charmap.Windows1251 || upper < lower) {
		return enc
	}
	switch { // text of which more than a third is beyond ASCII is not Western
	case high && lower > 2*upper:
		return charmap.Windows1251
	case high && upper > 2*lower:
		return charmap.KOI8R
	}
	enc, _, _ := charset.DetermineEncoding(body, "")
	return enc
}

// cyrillic counts the bytes that are small letters in windows-1251 (lower) and
// in KOI8-R (upper); high reports that letters beyond ASCII are frequent.
func cyrillic(body []byte) (lower, upper int, high bool) {
	ascii := 0
	for _, c := range body {
		switch {
		case c >= 0xE0:
			lower++
		case c >= 0xC0:
			upper++
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			ascii++
		}
	}
	return lower, upper, (lower+upper)*4 > ascii
}

// languageHint reads the feed's language element or attribute.
func languageHint(body []byte) string {
	head := body[:min(len(body), 8<<10)]
	for _, mark := range []string{"<language>", "<dc:language>", `xml:lang="`} {
		if _, after, ok := bytes.Cut(head, []byte(mark)); ok {
			tag, _, _ := strings.Cut(tagOf(string(after[:min(len(after), 3)])), "-")
			if tag == "" {
				tag = tagOf(string(after[:min(len(after), 2)]))
			}
			return tag
		}
	}
	return ""
}
