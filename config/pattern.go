package config

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"

	"sitrep/feed"
)

// decidesAll is what comes of a pattern that every item matches.
var decidesAll = map[feed.RuleKind]string{
	feed.RuleMustNot: "and would drop everything", feed.RuleMust: "and would ask for nothing", feed.RuleKeep: "and would keep everything",
}

// checkPattern wants a word, a phrase or a regular expression that some items
// match and others do not.
func checkPattern(kind feed.RuleKind, p feed.Pattern) (text, remedy string) {
	expression, ok := p.Expression()
	switch {
	case strings.Trim(string(p), "* ") == "":
		return string(kind) + " " + quote(string(p)) + " matches every item, " + decidesAll[kind], "write a word, a phrase, or a regular expression as in /foo|bar/"
	case strings.ContainsFunc(string(p), isControl):
		return string(kind) + " " + quote(string(p)) + " has a control character", `write \b and the like in single quotes or none: in double quotes YAML takes them for characters`
	case !ok && strings.HasPrefix(string(p), "/"):
		return string(kind) + " " + quote(string(p)) + " begins with a slash but does not end with one", "write a regular expression as in /foo|bar/, or /(?i)foo/ for upper and lower case"
	case !ok:
		return checkWords(string(kind), string(p))
	}
	re, err := regexp.Compile(expression)
	switch {
	case err != nil:
		return string(kind) + " " + string(p) + " is no regular expression of RE2: " + complaint(err),
			"write it as https://github.com/google/re2/wiki/Syntax says; look-around and back-references are not in it"
	case re.MatchString(""):
		return string(kind) + " " + string(p) + " matches the empty text, so every item, " + decidesAll[kind], "take away the | at an end, or the * or ? that lets it be empty"
	case matchesAll(re):
		return string(kind) + " " + string(p) + " matches nearly every text, " + decidesAll[kind], "write what only some items have"
	}
	return checkLine(string(kind), string(p))
}

// complaint is what package regexp says, without its own preface.
func complaint(err error) string {
	if e, ok := errors.AsType[*syntax.Error](err); ok {
		return e.Code.String() + ": " + quote(e.Expr)
	}
	return err.Error()
}

// strangers are words that have no letter in common. What matches each of them
// in one script matches every text of that script.
var strangers = [][]string{
	{"sky", "fjord", "vexing", "plumb", "chat"},
	{"Sky", "Fjord", "Vexing", "Plumb", "Chat"},
	{"SKY", "FJORD", "VEXING", "PLUMB", "CHAT"},
	{"жди", "сон", "лук", "вера"},
	{"战争", "今天", "新闻"},
}

// matchesAll reports whether an expression matches whatever there is to read.
func matchesAll(re *regexp.Regexp) bool {
	for _, words := range strangers {
		all := true
		for _, w := range words {
			all = all && re.MatchString(w)
		}
		if all {
			return true
		}
	}
	return false
}

// checkTerm wants a word or phrase; a * may stand at the beginning, and at the
// end of each word.
func checkTerm(term string) (text, remedy string) { return checkWords("the term", term) }

// checkWords is checkTerm for whatever what says it is.
func checkWords(what, words string) (text, remedy string) {
	bare := strings.Trim(words, "*^ ")
	letters := countLetters(bare)
	short := letters < 2 && !unsegmented(bare)
	switch {
	case letters == 0:
		return what + " " + quote(words) + " has no letters", "write a word or a phrase"
	case strings.Contains(strings.ReplaceAll(bare, "* ", " "), "*"):
		return what + " " + quote(words) + " has a * in the middle of a word", "put * at the beginning, or at the end of a word"
	case short:
		return what + " " + quote(words) + " has one letter alone", "write two or more"
	}
	for part := range strings.SplitSeq(bare, "* ") {
		if countLetters(part) == 0 {
			return what + " " + quote(words) + " has a * that no word follows", "put * at the end"
		}
	}
	return checkLine(what+" "+quote(words), words)
}

// countLetters counts what the judge can tell apart: letters and digits of
// scripts in use, without those that only modify others.
func countLetters(s string) (n int) {
	for _, c := range s {
		if c <= 0xffff && (unicode.IsLetter(c) && !unicode.Is(unicode.Lm, c) || unicode.IsDigit(c)) {
			n++
		}
	}
	return n
}

// unsegmented knows the scripts in which one letter can be a word.
func unsegmented(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool {
		return unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	})
}
