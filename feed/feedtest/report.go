package feedtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// script is how a language reports a kind of event. Its sentences have slots:
// {town} {target} {day} {month} {person} {team} {rival} {firm} {firm2} are names
// of the gazetteer; {atk} and {def} the attacker and the defender, {atk.gen},
// {atk.adj}, {atk.leader} and so on their forms there; {dead} {hurt} {count}
// {downed} {num} {km} {pct} {money} {min} {age} numbers; {score} {filmname}
// {digit} {daynum} as they say; {expert} {num2} {count2} {km2} {money2} another
// person and other numbers, for [any war] and [any other]; {weekday} the day without its preposition.
type script struct {
	heads, leads, details []string
}

func readScripts(lang string) map[string]script {
	all := map[string]script{}
	for heading, lines := range readWorld(lang + ".txt") {
		var s script
		for _, line := range lines {
			mark, text, _ := strings.Cut(line, " ")
			switch mark {
			case "h":
				s.heads = append(s.heads, text)
			case "l":
				s.leads = append(s.leads, text)
			case "d":
				s.details = append(s.details, text)
			}
		}
		all[heading] = s
	}
	return all
}

// coverage is the chance that an outlet which follows the beat reports an
// event, by reach.
var coverage = []float64{0.5, 0.35, 0.6, 0.9}

// cover has an event reported by all who do: of reach 0 by one, in one language.
func (w *world) cover(ev event) {
	langs := names(w.scripts)
	ev.rand.Shuffle(len(langs), func(i, j int) { langs[i], langs[j] = langs[j], langs[i] })
	for _, lang := range langs {
		s, ok := w.scripts[lang][ev.name]
		if !ok {
			continue
		}
		reporters := w.reporters(ev, lang)
		reporters = reporters[:min(len(reporters), len(s.heads), len(s.leads))]
		if ev.reach == 0 && len(reporters) > 0 {
			reporters = reporters[:1]
		}
		for i, o := range reporters {
			w.write(ev, o, w.own(ev, lang, i, len(reporters)), reporters)
		}
		if ev.reach == 0 && len(reporters) > 0 {
			return
		}
	}
}

// reporters draws the outlets of a language that report an event in words of
// their own.
func (w *world) reporters(ev event, lang string) []Outlet {
	var all []Outlet
	for _, i := range ev.rand.Perm(len(w.outlets)) {
		o := w.outlets[i]
		chance := coverage[ev.reach]
		if o.Wire != "" {
			chance /= 3 // it waits for its wire
		}
		if o.Language == lang && slices.Contains(o.Beats, ev.beat) && !w.subfeed(o) && ev.rand.Float64() < chance {
			all = append(all, o)
		}
	}
	return all
}

// subfeed reports whether an outlet is another feed of its wire's newsroom.
func (w *world) subfeed(o Outlet) bool {
	return slices.ContainsFunc(w.outlets, func(p Outlet) bool { return p.ID == o.Wire && p.Publisher == o.Publisher })
}

// draft is one reporter's choice among the sentences of a script. No two
// reporters of an event share one.
type draft struct {
	script
	head, lead int
	details    []string
}

func (w *world) own(ev event, lang string, i, of int) draft {
	s := w.scripts[lang][ev.name]
	shift := int(fold(ev.id) % 1009)
	d := draft{script: s, head: (shift + i) % len(s.heads), lead: (shift + i) % len(s.leads)}
	if ev.reach > 0 { // of reach 0 each headline is another matter, and has its own lead
		d.lead = (shift/7 + i) % len(s.leads)
	}
	d.details = hand(ev.id+" own", s.details, i, min(max(len(s.details)/of, 1), 3))
	ending, most := "any other", 1
	if ev.conflict {
		ending, most = "any war", 2
	}
	pool := w.scripts[lang][ending].details
	d.details = append(d.details, hand(ev.id+" any", pool, i, min(max(len(pool)/of, 1), most))...)
	return d
}

// hand gives reporter i his share of sentences, shuffled for the event, so that
// two reporters of one event do not have the same ones while there are enough.
func hand(seed string, sentences []string, i, share int) []string {
	var mine []string
	r := rand.New(rand.NewPCG(fold(seed), 0))
	for at, j := range r.Perm(len(sentences)) {
		if at >= i*share && at < (i+1)*share {
			mine = append(mine, sentences[j])
		}
	}
	return mine
}

// write brings out a report, what becomes of it, and its copies.
func (w *world) write(ev event, o Outlet, d draft, reporters []Outlet) {
	r := ev.rand
	lag := time.Duration(3+r.IntN(25)) * time.Minute
	if o.Kind != "wire" {
		lag = time.Duration(10+r.IntN(140)) * time.Minute
	}
	first := w.compose(ev, o, d, ev.at.Add(lag))
	versions := append([]version{first}, w.afterwards(ev, o, d, first)...)
	w.shelves[o.ID].add(versions...)
	for _, p := range w.outlets {
		busy := slices.ContainsFunc(reporters, func(q Outlet) bool { return q.ID == p.ID })
		if p.Wire == o.ID && !busy && slices.Contains(p.Beats, ev.beat) {
			w.reprint(r, p, o, versions)
		}
	}
}

func (w *world) compose(ev event, o Outlet, d draft, at time.Time) version {
	title := sentenceCase(w.fill(d.heads[d.head], ev, o.Language))
	text := []string{sentenceCase(w.fill(d.leads[d.lead], ev, o.Language))}
	for _, detail := range d.details {
		text = append(text, sentenceCase(w.fill(detail, ev, o.Language)))
	}
	name := slug(title)
	if len(name) < 8 {
		name = ev.name
	}
	date := w.clock.wire(at)
	a := Article{
		Path:  fmt.Sprintf("/%s/%s/%s-%s.html", o.ID, date.Format("2006/01/02"), name, strconv.FormatUint(fold(ev.id, strconv.Itoa(int(at.Unix())))%1e6, 36)),
		Title: title, Summary: strings.Join(text, wordSpace(o.Language)), Author: w.names.forms["p"+strconv.Itoa(1+int(fold(o.ID, ev.id)%10))][o.Language],
		Published: date, Updated: date,
	}
	if o.Language == "en" {
		a.Category = sentenceCase(ev.beat)
	}
	if fold(o.ID)%3 == 0 {
		a.HTML = paragraphs(text, "http://"+o.ID+".example/more")
	}
	a.Truth = Truth{Path: a.Path, Outlet: o.ID, Language: o.Language, Event: ev.id, Conflict: ev.conflict, Topic: ev.topic, Kind: ev.name}
	return version{at: at, Article: a}
}

// wordSpace is what stands between sentences.
func wordSpace(lang string) string {
	if lang == "zh" {
		return ""
	}
	return " "
}

// afterwards is what an outlet makes of its report later: a new toll in the
// same article or in another one, or a better headline.
func (w *world) afterwards(ev event, o Outlet, d draft, first version) []version {
	r := ev.rand
	chance := r.Float64()
	at := first.at.Add(time.Duration(60+r.IntN(180)) * time.Minute)
	d.head = (d.head + 1) % len(d.heads)
	switch {
	case ev.grows && chance < 0.4:
		return []version{revised(first, w.compose(ev.later(r), o, d, at))}
	case ev.grows && chance < 0.6:
		w.shelves[o.ID].add(w.compose(ev.later(r), o, d, at))
	case ev.reach > 0 && chance > 0.92: // of reach 0 each headline is another matter
		v := first
		v.Title = w.compose(ev, o, d, at).Title
		return []version{revised(first, version{at: first.at.Add(40 * time.Minute), Article: v.Article})}
	}
	return nil
}

// revised makes of a later text a version of the first: what names and dates
// the article stays.
func revised(first, later version) version {
	later.Path, later.GUID, later.Published, later.Truth = first.Path, first.GUID, first.Published, first.Truth
	if !later.Updated.After(first.Updated) {
		later.Updated = first.Updated.Add(time.Second)
	}
	return later
}

// fill puts the facts of an event into the slots of a sentence.
func (w *world) fill(sentence string, ev event, lang string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !ok {
			return elide(b.String(), lang)
		}
		var slot string
		slot, sentence, _ = strings.Cut(rest, "}")
		b.WriteString(w.say(slot, ev, lang))
	}
}

// elide joins the French "de" to a name that begins with a vowel.
func elide(s, lang string) string {
	if lang != "fr" {
		return s
	}
	return strings.NewReplacer(" de A", " d'A", " de E", " d'E", " de O", " d'O").Replace(s)
}

var numerals = []string{5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}

// say gives the words for a slot; an unknown slot shows itself, and fails a test.
func (w *world) say(slot string, ev event, lang string) string {
	if n, ok := ev.numbers[slot]; ok {
		if lang == "en" && slot == "dead" && n < len(numerals) {
			return numerals[n]
		}
		return strconv.Itoa(n)
	}
	if word, ok := ev.words[slot]; ok {
		return word
	}
	if slot == "weekday" {
		return strings.TrimPrefix(w.names.forms[ev.keys["day"]][lang], "on ")
	}
	base, form, has := strings.Cut(slot, ".")
	key := ev.keys[base]
	if has {
		key += "." + form
	}
	if name, ok := w.names.forms[key][lang]; ok {
		return name
	}
	return "{" + slot + "}"
}
