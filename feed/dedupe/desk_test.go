package dedupe_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"sitrep/feed"
)

// desk writes invented war reports and edits them as news desks do with the
// text of an agency. What it makes of one report are copies; what it fills
// into the same forms for another place or day are not.
type desk struct {
	rng  *rand.Rand
	next int
}

func newDesk(seed uint64) *desk { return &desk{rng: rand.New(rand.NewPCG(seed, 1))} }

var (
	places  = coin("tar ost vel kar lom ber nov sir dum hal", "nask ovo mala brod kala esh vik inets ur dan")
	persons = coin("Il Mar Had Os Var Lind Tan Bap", "ic enko dad ei ga qvist aka tiste imi ova")
	sides   = []string{"Northern forces", "the Varda militia", "government troops", "the Eastern Command", "rebels of the Salt Front", "the coastal brigade"}
	arms    = []string{"drones", "artillery shells", "ballistic missiles", "rockets", "glide bombs", "mortar rounds"}
	targets = []string{"a power station", "an apartment block", "the railway yard", "a grain terminal", "two schools", "a field hospital", "the river bridge", "a fuel depot"}
)

// coin makes names of all beginnings and ends.
func coin(starts, ends string) (names []string) {
	for _, start := range strings.Fields(starts) {
		for _, end := range strings.Fields(ends) {
			names = append(names, strings.ToUpper(start[:1])+start[1:]+end)
		}
	}
	return names
}

// forms are the sentences of which reports are made. Capital letters in braces
// are filled in once a report: {P}lace, {Q} another place, {N}ame, {S}ide,
// {A}rms, {T}arget, {K}illed, {W}ounded, {D}istance.
var forms = []string{
	"{S} struck {T} in {P} with {A}, killing at least {K} people and wounding {W}, regional governor {N} said.",
	"Rescuers were still searching the rubble late in the evening, and {K} bodies had been recovered, {N} told reporters.",
	"At least {K} people died when {A} hit {T} on the outskirts of {P}, according to hospital officials.",
	"Witnesses in {P} described a series of explosions that shook windows {D} km away.",
	"The ministry of defence did not comment on the attack, which {S} denied having carried out.",
	"Residents of {P} spent the night in cellars while {A} fell on the district around {T}.",
	"An official of the United Nations called for an immediate end to attacks on civilians in {Q}.",
	"Power and water were cut to large parts of {P}, and trains to {Q} stood still.",
	"It was the heaviest bombardment of {P} since the truce brokered in {Q} collapsed last autumn.",
	"{N}, who leads the negotiators, said that talks in {Q} would go on in spite of the strike.",
	"{S} claimed to have shot down {W} {A} over {P} and {Q} during the night.",
	"Doctors without enough blood or electricity treated {W} people in corridors, a surgeon said by telephone.",
	"The front line runs {D} km east of {P}, and neither side has moved it much since spring.",
	"A column of lorries with food and medicine waited at the crossing near {Q} for permission to pass.",
	"{S} said that its commander {N} had been killed near {Q} and promised an answer.",
	"Schools in {P} will stay closed until further notice, the town council announced.",
	"Satellite pictures showed smoke above {T} and craters along the road to {Q}.",
	"Nobody could say on Friday how many families had left {P}, but the road was full, a driver said.",
	"The foreign minister, {N}, spoke of a crime and asked allies for more air defence.",
	"Shelling was also reported from {Q}, where {W} houses burned down.",
}

var headlines = []string{
	"{K} killed as {A} hit {T} in {P}", "{P}: {S} strike {T}, {W} wounded", "Strike on {T} in {P} leaves {K} dead",
	"{A} fall on {P}, {W} wounded", "{N}: {K} dead after attack on {P}", "{N} goes on with talks as {P} comes under fire from {S}",
}

// report is a text before it becomes an item.
type report struct {
	title     string
	sentences []string
	at        time.Time
	slots     *strings.Replacer
	shape     []int
	head      int
}

func pick[T any](rng *rand.Rand, of []T) T { return of[rng.IntN(len(of))] }

func (d *desk) slots() *strings.Replacer {
	return strings.NewReplacer("{P}", pick(d.rng, places), "{Q}", pick(d.rng, places), "{N}", pick(d.rng, persons),
		"{S}", pick(d.rng, sides), "{A}", pick(d.rng, arms), "{T}", pick(d.rng, targets),
		"{K}", fmt.Sprint(2+d.rng.IntN(40)), "{W}", fmt.Sprint(10+d.rng.IntN(300)), "{D}", fmt.Sprint(3+d.rng.IntN(60)))
}

// write invents a report of three to six sentences.
func (d *desk) write(at time.Time) report {
	r := report{at: at, slots: d.slots(), shape: d.rng.Perm(len(forms))[:3+d.rng.IntN(4)], head: d.rng.IntN(len(headlines))}
	return r.fill()
}

func (r report) fill() report {
	r.title = r.slots.Replace(headlines[r.head])
	r.sentences = nil
	for _, i := range r.shape {
		s := r.slots.Replace(forms[i])
		r.sentences = append(r.sentences, strings.ToUpper(s[:1])+s[1:])
	}
	return r
}

// refill fills the same forms for another event: the next number of a serial.
func (d *desk) refill(r report, later time.Duration) report {
	r.slots, r.at = d.slots(), r.at.Add(later)
	return r.fill()
}

func (d *desk) item(source string, r report) feed.Item {
	d.next++
	return feed.Item{
		ID: feed.NewItemID(source, fmt.Sprint(d.next)), Source: source, Publisher: source, Language: "en",
		URL:   fmt.Sprintf("https://%s.example/news/%d", source, d.next),
		Title: r.title, Summary: strings.Join(r.sentences, " "), Published: r.at, Seen: r.at,
	}
}

// edit is one thing that a desk does to a text.
type edit struct {
	name string
	do   func(d *desk, r *report)
}

var edits = []edit{
	{"cut", func(d *desk, r *report) {
		r.sentences = r.sentences[:max(1, (len(r.sentences)+1)/2+d.rng.IntN(len(r.sentences)/2+1))]
	}},
	{"truncate", func(d *desk, r *report) {
		words := strings.Fields(strings.Join(r.sentences, " "))
		keep := len(words) * (60 + d.rng.IntN(40)) / 100
		r.sentences = []string{strings.Join(words[:keep], " ") + " ..."}
	}},
	{"reorder", func(d *desk, r *report) {
		d.rng.Shuffle(len(r.sentences), func(i, j int) { r.sentences[i], r.sentences[j] = r.sentences[j], r.sentences[i] })
	}},
	{"headline", func(d *desk, r *report) {
		words := strings.Fields(strings.TrimRight(r.sentences[0], ".…"))
		from := d.rng.IntN(max(1, len(words)/3))
		r.title = strings.Join(words[from:min(len(words), from+6+d.rng.IntN(5))], " ")
	}},
	{"credit", func(d *desk, r *report) {
		credit := pick(d.rng, []string{"(Reuters) - ", "AFP — ", "(AP) - ", "/Interfax/ ", "TASS. "})
		r.sentences[0] = credit + r.sentences[0]
	}},
	{"byline", func(d *desk, r *report) {
		r.sentences = append(r.sentences, pick(d.rng, []string{"(AFP)", "Source: Reuters", "Agencies", "With agency reports."}))
	}},
	{"numbers", func(d *desk, r *report) {
		for i := range r.sentences {
			r.sentences[i] = localise(r.sentences[i])
		}
	}},
	{"words", func(d *desk, r *report) {
		for i := range r.sentences {
			r.sentences[i] = synonyms.Replace(r.sentences[i])
		}
	}},
}

var synonyms = strings.NewReplacer(" said", " told journalists", " at least ", " no fewer than ", " called for ", " demanded ",
	"заявил", "сообщил", " during the night", " overnight", " wounding ", " injuring ")

// localise writes kilometres as miles, as an American desk does.
func localise(s string) string {
	var km int
	before, after, found := strings.Cut(s, " km ")
	if !found {
		return s
	}
	cut := strings.LastIndexByte(before, ' ') + 1
	if _, err := fmt.Sscan(before[cut:], &km); err != nil {
		return s
	}
	return fmt.Sprintf("%s%d miles %s", before[:cut], km*5/8, after)
}

// rework makes a copy: one to three edits, up to a day later.
func (d *desk) rework(r report) (report, string) {
	r.sentences = append([]string(nil), r.sentences...)
	r.at = r.at.Add(time.Duration(d.rng.IntN(24*60)) * time.Minute)
	name := ""
	for _, k := range d.rng.Perm(len(edits))[:1+d.rng.IntN(3)] {
		edits[k].do(d, &r)
		name += "+" + edits[k].name
	}
	return r, name[1:]
}
