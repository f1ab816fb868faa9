package feed

import (
	"slices"
	"strings"
	"unicode"
)

// notices are the words with which newsrooms take a report back, in lower case:
// at the beginning of a title or summary, and followed by nothing or by a mark.
// "Withdrawn troops reach the border" is news.
var notices = []string{
	"withdrawn", "withdrawal notice", "retracted", "retraction", "kill", "kill notice", "mandatory kill", "editors kill",
	"story withdrawn", "story retracted", "article withdrawn", "article retracted", "story killed", "advisory kill",
	"отозвано", "отозван", "аннулировано", "аннулирована", "материал отозван", "новость отозвана", "снято с ленты",
	"відкликано", "анульовано", "новину відкликано",
	"dépublié", "dépubliée", "article dépublié", "article retiré", "annulation", "annule et remplace", "dépêche annulée",
	"retirado", "retirada", "retractado", "anulada", "anulado", "nota anulada", "nota retirada",
	"zurückgezogen", "meldung zurückgezogen", "ritirato", "ritirata", "annullata", "wycofane", "geri çekildi", "iptal",
	"إلغاء", "الغاء", "سحب خبر", "خبر ملغى", "ملغى", "لغو خبر", "حذف خبر",
	"撤稿", "撤销", "撤回", "取り消し", "取消し", "記事取り消し", "전문취소", "기사 취소",
}

// sentences begin notices that are whole sentences.
var sentences = []string{
	"this article has been withdrawn", "this article has been retracted", "this article has been removed", "this article was withdrawn",
	"this story has been withdrawn", "this story has been retracted", "this story has been removed", "this story was withdrawn",
	"this report has been withdrawn", "this report has been retracted", "we have withdrawn", "reuters has withdrawn", "afp has withdrawn",
	"the associated press has withdrawn", "editors: please kill", "please kill",
	"cet article a été dépublié", "cet article a été retiré", "dieser artikel wurde zurückgezogen", "este artículo ha sido retirado",
	"эта новость отозвана", "публикация отозвана", "редакция отозвала",
}

// takenBack reports whether an item's own words take it back. That a source no
// longer lists an item says nothing: feeds are short.
func takenBack(it Item) bool { return isNotice(it.Title) || isNotice(it.Summary) }

func isNotice(text string) bool {
	text = strings.ToLower(strings.TrimLeft(firstLine(text), " \t[(<*•-–—«\"'"))
	for _, n := range notices {
		rest, ok := strings.CutPrefix(text, n)
		if ok && (rest == "" || strings.ContainsAny(rest[:1], ":])*>.!") || strings.HasPrefix(rest, " - ") ||
			strings.HasPrefix(rest, " – ") || strings.HasPrefix(rest, " — ") || strings.HasPrefix(rest, "：")) {
			return true
		}
	}
	return slices.ContainsFunc(sentences, func(n string) bool { return strings.HasPrefix(text, n) }) || isAdvisory(text)
}

// isAdvisory knows the form "ADVISORY: Iran-strike story, KILL".
func isAdvisory(text string) bool {
	rest, ok := strings.CutPrefix(text, "advisory")
	if !ok {
		return false
	}
	words := strings.FieldsFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.ContainsFunc(words, func(w string) bool {
		return w == "kill" || w == "withdraw" || w == "withdrawn" || w == "retracted"
	})
}

// noticeBytes is as far as a notice is looked for.
const noticeBytes = 200

func firstLine(text string) string {
	text = strings.TrimSpace(text)
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return text[:min(len(text), noticeBytes)]
}
