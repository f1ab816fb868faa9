package classify

import (
	"math"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"sitrep/feed"
)

// fieldSet is a set of feed.RuleFields, by their number.
type fieldSet uint8

// The numbers of feed.RuleFields.
const (
	fieldTitle = iota
	fieldSummary
	fieldContent
	fieldURL
	fieldAuthors
	fieldCategories
	fieldCount

	everywhere fieldSet = 1<<fieldCount - 1
)

// match is where a rule's pattern stands in an item.
type match struct {
	found bool
	field int
	words string
}

// look is the working memory of asking rules about one item.
type look struct {
	found      []match // by rule: what its words gave
	text, from []uint16
	hits       []hit
	one        [1]string
	content    string // the text of the item's HTML
	read       bool   // content was made
	folded     [fieldCount]struct {
		text []byte // made by caseless
		done bool
	}
}

// forget lets go of the item.
func (l *look) forget() {
	clear(l.found)
	l.one[0], l.content, l.read = "", "", false
	for i := range l.folded {
		l.folded[i].done = false
	}
}

// values are the texts of one field. They are valid until the next call.
func (l *look) values(it *feed.Item, field int) []string {
	switch field {
	case fieldTitle:
		l.one[0] = it.Title
	case fieldSummary:
		l.one[0] = it.Summary
	case fieldContent:
		if !l.read {
			l.content, l.read = plainText(it.HTML), true
		}
		l.one[0] = l.content
	case fieldURL:
		l.one[0] = it.URL
	case fieldAuthors:
		return it.Authors
	case fieldCategories:
		return it.Categories
	}
	return l.one[:]
}

// readWords looks for the words of all rules at once, and notes for each rule
// the first field that has one.
func (b *rulebook) readWords(l *look, it *feed.Item) {
	if b.words == nil {
		return
	}
	for field := range fieldCount {
		if b.in&(1<<field) == 0 {
			continue
		}
		for _, text := range l.values(it, field) {
			b.readText(l, text, field)
		}
	}
}

func (b *rulebook) readText(l *look, text string, field int) {
	if text == "" {
		return
	}
	w := b.words
	l.text, l.from = append(l.text[:0], symSep), append(l.from[:0], 0)
	l.text, l.from = w.folds.appendText(l.text, l.from, text, math.MaxInt)
	l.hits = w.machine.appendHits(l.hits[:0], l.text)
	for _, h := range l.hits {
		sp, ok := w.span(l.text, h, allLangs)
		if !ok {
			continue
		}
		e := &w.entries[sp.id]
		owner := b.owners[e.ref]
		if l.found[owner].found || b.rules[owner].in&(1<<field) == 0 {
			continue
		}
		words := b.patterns[e.ref]
		if len(text) <= math.MaxUint16 { // as far as from can tell
			words = strings.TrimSpace(text[l.from[sp.start]:l.from[sp.end]])
		}
		l.found[owner] = match{true, field, words}
	}
}

// search gives what the words of a rule found or, if that is nothing, what its
// regular expressions find.
func (l *look) search(r *ownRule, m match, it *feed.Item) match {
	if m.found || len(r.expressions) == 0 {
		return m
	}
	for field := range fieldCount {
		if r.in&(1<<field) == 0 {
			continue
		}
		for i := range r.expressions {
			e := &r.expressions[i]
			if !e.possible(l.caseless(it, field)) {
				continue
			}
			for _, text := range l.values(it, field) {
				if text != "" && e.MatchString(text) {
					return match{true, field, e.FindString(text)}
				}
			}
		}
	}
	return m
}

// plainText is the text of safe HTML. Elements within a line leave nothing, so
// that "<b>U</b>kraine" stays one word; all others part words.
func plainText(source string) string {
	if source == "" {
		return ""
	}
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(tokens.Text())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			if name, _ := tokens.TagName(); !inline[atom.Lookup(name)] {
				b.WriteByte(' ')
			}
		}
	}
}

// inline are the elements that stand within a word.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Cite: true, atom.Code: true,
	atom.Em: true, atom.Font: true, atom.I: true, atom.Mark: true, atom.Q: true, atom.S: true, atom.Small: true,
	atom.Span: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.U: true, atom.Wbr: true,
}
