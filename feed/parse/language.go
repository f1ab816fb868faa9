package parse

import (
	"strings"

	"github.com/abadojack/whatlanggo"

	"sitrep/feed"
)

// languageOf decides an item's language: the tag that the entry declares, else
// that of its feed or of the configuration, else the one that the text looks
// like. A declaration is not believed if the text is in a script that this
// language is not written in.
func languageOf(it *feed.Item, entry, fallback string) string {
	text := it.Title
	if len(text) < 100 {
		text += " " + it.Summary[:min(len(it.Summary), 400)]
	}
	script := scriptOf(text)
	if tag := orElse(entry, fallback); tag != "" && fits(tag, script) {
		return byLetters(tag, text)
	}
	return detect(text, script)
}

// languageNames maps names of languages, and codes that are no codes, as feeds have them.
var languageNames = map[string]string{
	"english": "en", "russian": "ru", "ukrainian": "uk", "arabic": "ar", "french": "fr", "german": "de",
	"spanish": "es", "hebrew": "he", "chinese": "zh", "turkish": "tr", "persian": "fa", "farsi": "fa",
	"ua": "uk", "cn": "zh", "jp": "ja", "gr": "el", "cz": "cs", "iw": "he", "in": "id", "ji": "yi", "dk": "da",
	"eng": "en", "rus": "ru", "ukr": "uk", "ara": "ar", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es",
	"heb": "he", "zho": "zh", "chi": "zh", "tur": "tr", "fas": "fa", "per": "fa", "und": "", "mul": "", "zxx": "",
}

// tagOf normalises a language tag: en_us to en-US, zh-hant-tw to zh-Hant-TW;
// "" for what is none.
func tagOf(raw string) string {
	raw = strings.TrimSpace(raw)
	if raw == "" || len(raw) > 40 {
		return ""
	}
	raw, _, _ = strings.Cut(raw, ".") // ru_RU.UTF-8
	parts := strings.FieldsFunc(raw, func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return ""
	}
	primary := strings.ToLower(parts[0])
	if known, ok := languageNames[primary]; ok {
		primary = known
	}
	if len(primary) < 2 || len(primary) > 3 || !letters(primary) {
		return ""
	}
	tag := primary
	for _, p := range parts[1:] {
		switch {
		case len(p) == 4 && letters(p):
			tag += "-" + strings.ToUpper(p[:1]) + strings.ToLower(p[1:])
		case len(p) == 2 && letters(p), len(p) == 3 && p >= "000" && p <= "999":
			return tag + "-" + strings.ToUpper(p)
		}
	}
	return tag
}

func letters(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// byLetters tells Russian and Ukrainian apart where an outlet writes both under
// one label: ы, э, ъ, ё are not in the one alphabet, і, ї, є, ґ not in the other.
func byLetters(tag, text string) string {
	if tag != "ru" && tag != "uk" && !strings.HasPrefix(tag, "ru-") && !strings.HasPrefix(tag, "uk-") {
		return tag
	}
	russian, ukrainian := strings.ContainsAny(text, "ыэъёЫЭЪЁ"), strings.ContainsAny(text, "іїєґІЇЄҐ")
	switch {
	case russian && !ukrainian && tag[0] == 'u':
		return "ru"
	case ukrainian && !russian && tag[0] == 'r':
		return "uk"
	}
	return tag
}

// detect guesses the language of a text in a known script: what the trigrams
// say if they are sure, else the language most often written in that script;
// "" where neither tells.
func detect(text, script string) string {
	if script == "" {
		return ""
	}
	info := whatlanggo.Detect(text)
	tag := tagOf(info.Lang.Iso6391())
	if script == "Latin" {
		if tag == "" || !fits(tag, script) || !info.IsReliable() && len(text) < 80 {
			return ""
		}
		return tag
	}
	for _, s := range scripts {
		if s.name == script {
			if !info.IsReliable() || !hasWord(s.languages, tag) {
				tag, _, _ = strings.Cut(s.languages, " ")
			}
			return byLetters(tag, text)
		}
	}
	return ""
}
