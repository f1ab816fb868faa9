package classify

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"sitrep/feed"
)

// maxReasons bounds what a verdict tells one by one; the first few say it all.
const maxReasons = 12

// smallest is the weight below which a term of the sum is told with the rest.
const smallest = 0.05

// reasons tells the sum in words, strongest first. It is the whole sum: what is
// too small or too much to tell comes together in the last one.
func (c *Classifier) reasons(s *scratch, it feed.Item) []feed.Reason {
	var out []feed.Reason
	small, smalls := 0.0, 0
	for i := range s.features {
		f := &s.features[i]
		w := float64(f.weight)
		if math.Abs(w) < smallest {
			if w != 0 {
				small, smalls = small+w, smalls+1
			}
			continue
		}
		r := c.reason(s, it, f)
		if j := slices.IndexFunc(out, func(o feed.Reason) bool { return strings.EqualFold(o.Term, r.Term) }); j >= 0 {
			out[j].Weight += w
			if out[j].Where != r.Where && r.Where != "" {
				out[j].Where = where(true, true)
			}
			continue
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b feed.Reason) int {
		return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight))
	})
	if len(out) > maxReasons {
		for _, r := range out[maxReasons:] {
			small, smalls = small+r.Weight, smalls+1
		}
		out = out[:maxReasons]
	}
	for i := range out {
		out[i].Weight = round(out[i].Weight)
	}
	out = slices.DeleteFunc(out, func(r feed.Reason) bool { return r.Weight == 0 })
	if small = round(small); small != 0 {
		out = append(out, feed.Reason{Term: fmt.Sprintf("%d lesser signs", smalls), Weight: small})
	}
	return out
}

// reason puts one feature into words, those of the item where it can.
func (c *Classifier) reason(s *scratch, it feed.Item, f *feature) feed.Reason {
	r := feed.Reason{Weight: float64(f.weight)}
	switch f.kind {
	case kindFixed:
		r.Term = fixedTold[f.a]
	case kindLanguage: // how far its words lean to one side as a whole
		r.Term = fixedTold[fixedBias]
	case kindFound:
		found := &s.found[f.a]
		r.Term, r.Where = s.words(it, found.start, found.end), where(found.title, found.summary)
	case kindRule:
		r.Term, r.Where = c.rules[f.a].name, c.placed(f, c.space.rules)
	case kindTags:
		r.Term, r.Where = c.told(f.a)+" beside "+c.told(f.b), c.placed(f, c.space.tags)
	case kindPair:
		a, b := &s.found[f.a], &s.found[f.b]
		r.Term, r.Where = s.words(it, a.start, a.end)+" beside "+s.words(it, b.start, b.end), where(true, false)
	case kindWords, kindSentence:
		r.Term, r.Where = s.words(it, f.a, f.b), where(f.a < s.title, f.a >= s.title)
	}
	return r
}

// toldTags is how a reason names the tags that do not speak for themselves.
var toldTags = map[string]string{
	"theatre": "a place at war", "party": "an armed group", "power": "a power", "powers": "two powers", "hint": "a quarrel",
	"act": "violence", "assault": "an assault", "dead": "deaths", "blast": "a blast", "force": "armed forces", "move": "a movement",
	"deal": "talks", "captive": "captivity", "effect": "an effect of war", "trap": "another subject", "market": "markets",
	"menace": "a threat", "calamity": "a calamity", "trial": "a trial", "warrant": "a warrant", "hostage": "hostages",
}

func (c *Classifier) told(tag int32) string {
	return cmp.Or(toldTags[c.tagNames[tag]], c.tagNames[tag])
}

// placed says whether the title alone has a feature, by its number.
func (c *Classifier) placed(f *feature, base int) string {
	title := (int(f.number)-base)%places == inTitle
	return where(title, !title)
}

// words gives a stretch of s.text as the item has it.
func (s *scratch) words(it feed.Item, start, end int32) string {
	text := it.Title
	if start >= s.title {
		text = it.Summary
	}
	return strings.TrimSpace(text[s.from[start]:s.from[end]])
}

func where(title, summary bool) string {
	switch {
	case title && summary:
		return "title, summary"
	case title:
		return "title"
	}
	return "summary"
}

func round(x float64) float64 { return math.Round(x*100) / 100 }
