package parse

import (
	"strings"
	"unicode"
)

// scripts that news is written in.
var scripts = []struct {
	name      string
	table     *unicode.RangeTable
	languages string // primary subtags written in it; others are taken to be Latin
}{
	{"Latin", unicode.Latin, ""},
	{"Cyrillic", unicode.Cyrillic, "ru uk be bg mk sr kk ky tg mn tt ba os cv ce bs"},
	{"Arabic", unicode.Arabic, "ar fa ur ps ckb ku sd ug dv ks pnb"},
	{"Hebrew", unicode.Hebrew, "he yi"},
	{"Greek", unicode.Greek, "el"},
	{"Han", unicode.Han, "zh ja yue ko"},
	{"Kana", unicode.Hiragana, "ja"},
	{"Kana", unicode.Katakana, "ja"},
	{"Hangul", unicode.Hangul, "ko"},
	{"Devanagari", unicode.Devanagari, "hi mr ne sa mai bho"},
	{"Bengali", unicode.Bengali, "bn as"},
	{"Georgian", unicode.Georgian, "ka"},
	{"Armenian", unicode.Armenian, "hy"},
	{"Thai", unicode.Thai, "th"},
	{"Myanmar", unicode.Myanmar, "my"},
	{"Ethiopic", unicode.Ethiopic, "am ti"},
	{"Tamil", unicode.Tamil, "ta"},
	{"Telugu", unicode.Telugu, "te"},
	{"Khmer", unicode.Khmer, "km"},
	{"Lao", unicode.Lao, "lo"},
	{"Sinhala", unicode.Sinhala, "si"},
}

// twoScripts are languages written in Latin letters as well.
const twoScripts = "sr bs kk ku uz az mn tt ug"

// scriptOf names the script of most letters of text, "" if it has too few to
// say. Kana beside Han is Japanese.
func scriptOf(text string) string {
	var counts [32]int
	total, last := 0, 0
	for _, r := range text {
		if r < 0x80 {
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				counts[0]++
				total++
			}
			continue
		}
		if !unicode.IsLetter(r) {
			continue
		}
		total++
		if unicode.Is(scripts[last].table, r) {
			counts[last]++
			continue
		}
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				counts[i]++
				last = i
				break
			}
		}
	}
	best := 0
	for i, n := range counts {
		if n > counts[best] {
			best = i
		}
	}
	if total < 8 || counts[best]*2 < total {
		return ""
	}
	return scripts[best].name
}

// written maps each language of that table to the names of its scripts.
var written = func() map[string][]string {
	all := map[string][]string{}
	for _, s := range scripts {
		for tag := range strings.FieldsSeq(s.languages) {
			all[tag] = append(all[tag], s.name)
		}
	}
	return all
}()

// fits reports whether the language of this tag may be written in script.
func fits(tag, script string) bool {
	if script == "" {
		return true
	}
	primary, _, _ := strings.Cut(tag, "-")
	in := written[primary]
	switch {
	case contains(in, script):
		return true
	case len(in) > 0:
		return script == "Latin" && hasWord(twoScripts, primary)
	}
	return script == "Latin" || !latinOnly[primary]
}

// latinOnly are common languages that are written in no other script.
var latinOnly = map[string]bool{
	"en": true, "de": true, "fr": true, "es": true, "it": true, "pt": true, "nl": true, "pl": true, "cs": true, "sk": true,
	"sv": true, "da": true, "no": true, "nb": true, "fi": true, "et": true, "lv": true, "lt": true, "hu": true, "ro": true,
	"hr": true, "sl": true, "sq": true, "tr": true, "vi": true, "id": true, "ms": true, "sw": true, "tl": true, "ca": true,
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}
