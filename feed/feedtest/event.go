package feedtest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// kind is a row of events.txt.
type kind struct {
	name     string
	conflict bool
	topic    string
	beat     string
	anHour   float64
	reach    int
	sides    []string // "ab": a attacks b; drawn together with towns
	towns    []string // headings of names.txt without "town "
	grows    bool
	apart    string // the slot in which two events near each other differ
}

func readKinds() []kind {
	var all []kind
	for _, line := range readWorld("events.txt")[""] {
		c := columns(line)
		k := kind{name: c[0], conflict: c[1] == "yes", topic: c[2], beat: c[3], sides: strings.Fields(c[6]), towns: strings.Fields(c[7]), grows: c[8] == "toll", apart: c[9]}
		k.anHour, _ = strconv.ParseFloat(c[4], 64) // numbers: a test reads the table
		k.reach, _ = strconv.Atoi(c[5])
		all = append(all, k)
	}
	return all
}

// event is something that happened.
type event struct {
	kind
	id      string
	at      time.Time         // on the newsroom's clock
	keys    map[string]string // slot to key of the gazetteer
	numbers map[string]int
	words   map[string]string // slots that every language writes alike
	rand    *rand.Rand        // for those who report it
}

// hour makes what happens in one hour.
func (w *world) hour(number int) []event {
	var all []event
	for _, k := range w.kinds {
		r := rand.New(rand.NewPCG(w.seed^fold(k.name), uint64(number+1<<30)))
		count := int(k.anHour)
		if r.Float64() < k.anHour-float64(count) {
			count++
		}
		for i := range count {
			ev := event{kind: k, id: fmt.Sprintf("%s-%d-%d", k.name, number+backlog, i), rand: r}
			ev.at = w.clock.start.Add(time.Duration(number)*time.Hour + time.Duration(r.IntN(3600))*time.Second)
			w.draw(&ev)
			if w.fresh(ev) {
				all = append(all, ev)
			}
		}
	}
	return all
}

// apart is how long two events that only their time tells apart stay away from
// each other: no reader could know that they are two.
const apart = 36 * time.Hour

func (w *world) fresh(ev event) bool {
	key := ev.name + " " + ev.keys[ev.apart] + ev.words[ev.apart]
	last, ok := w.lately[key]
	if ok && ev.at.Sub(last) < apart {
		return false
	}
	w.lately[key] = ev.at
	return true
}

var filmNames = strings.Split("The Last Bridge,Iron Harvest Moon,Siege of Glass,Thunder Over Elmstad,The Quiet Battery,Star Legions VII,A Soldier's Waltz,Bomb Alley Blues", ",")

// draw decides where, who and how many.
func (w *world) draw(ev *event) {
	r := ev.rand
	pick := func(group string) string {
		keys := w.names.groups[group]
		return keys[r.IntN(len(keys))]
	}
	side := r.IntN(max(len(ev.sides), 1))
	ev.keys = map[string]string{
		"town":   pick("town " + ev.towns[min(side, len(ev.towns)-1)]),
		"target": pick("target"), "person": pick("person"), "expert": pick("person"), "month": pick("month"),
		"team": pick("team"), "rival": pick("team"), "firm": pick("firm"), "firm2": pick("firm"),
		"day": fmt.Sprintf("day.%d", w.clock.wire(ev.at).Weekday()),
	}
	for _, pair := range [][2]string{{"team", "rival"}, {"firm", "firm2"}, {"person", "expert"}} {
		for ev.keys[pair[0]] == ev.keys[pair[1]] {
			ev.keys[pair[1]] = pick(pair[0])
		}
	}
	if len(ev.sides) > 0 {
		ev.keys["atk"], ev.keys["def"] = ev.sides[side][:1], ev.sides[side][1:]
	}
	goals := r.IntN(3)
	ev.words = map[string]string{
		"score": fmt.Sprintf("%d-%d", goals+1+r.IntN(2), goals), "filmname": filmNames[r.IntN(len(filmNames))],
		"digit": strconv.Itoa(r.IntN(10)), "daynum": strconv.Itoa(400 + int(ev.at.Unix()/86400)%500),
	}
	w.count(ev)
}

func (w *world) count(ev *event) {
	r := ev.rand
	// What ends in 2 is for the sentences that any report may end with.
	dead := roundly(r, 5, 12+r.IntN(40))
	count := roundly(r, 15, 120)
	ev.numbers = map[string]int{
		"dead": dead, "hurt": roundly(r, dead+1, dead*4), "count": count, "downed": roundly(r, count/2, count-3),
		"num": roundly(r, 25, 900), "km": roundly(r, 5, 40), "pct": roundly(r, 5, 60), "money": roundly(r, 40, 2500),
		"min": roundly(r, 5, 90), "age": roundly(r, 19, 60),
		"num2": roundly(r, 25, 900), "count2": roundly(r, 15, 90), "km2": roundly(r, 5, 30), "money2": roundly(r, 5, 900),
	}
}

// roundly draws a number after which Slavic languages put the genitive plural
// and English writes "th": it ends in 0 or 5 to 9, or in 11 to 14.
func roundly(r *rand.Rand, low, high int) int {
	for try := 0; ; try++ {
		n := low + r.IntN(max(high-low, 1)+try)
		if n%10 == 0 || n%10 >= 5 || n%100 >= 11 && n%100 <= 14 {
			return n
		}
	}
}

// later is the event with its toll some hours on.
func (ev event) later(r *rand.Rand) event {
	grown := map[string]int{}
	for slot, n := range ev.numbers {
		grown[slot] = n
	}
	grown["dead"] = roundly(r, ev.numbers["dead"]+3, ev.numbers["dead"]*2+4)
	grown["hurt"] = roundly(r, ev.numbers["hurt"]+2, ev.numbers["hurt"]*2+4)
	ev.numbers = grown
	return ev
}
