package dedupe

import "sitrep/feed"

// Compared is what the index sees in two items that might report one event.
type Compared struct {
	Kind   int       // which set of weights: 0 within a language, 1 across languages
	Values []float32 // by PairFeatureNames
	Logit  float64   // that they report one event
	Near   bool      // they share a key, so that the index would compare them at all
}

// PairKinds are the names of the kinds of pairs.
var PairKinds = []string{"one language", "two languages"}

// Compare measures pairs of items, given by their positions, by the words that
// the index knows. It is for training and for telling why.
func (x *Index) Compare(items []feed.Item, pairs [][2]int) []Compared {
	x.mu.RLock()
	defer x.mu.RUnlock()
	r := reader{lex: x.lex}
	reports, views := make([]report, len(items)), make([]weighted, len(items))
	keys := make([]map[uint32]bool, len(items))
	for i := range items {
		r.tell(&reports[i], &items[i])
		views[i] = x.rarity.weigh(&reports[i])
		mine, _ := keysOf(nil, nil, &views[i])
		keys[i] = map[uint32]bool{}
		for _, k := range mine {
			keys[i][k] = true
		}
	}
	all := make([]Compared, len(pairs))
	for n, ij := range pairs {
		a, b := ij[0], ij[1]
		p := pairOf(&views[a], &views[b])
		all[n] = Compared{Kind: int(p.kind), Values: append([]float32(nil), p.x[:]...), Logit: float64(p.sum(x.model))}
		for k := range keys[a] {
			all[n].Near = all[n].Near || keys[b][k]
		}
	}
	return all
}

// Terms hands the hashes of the words of an item to do, by which their rarity is
// counted.
func (x *Index) Terms(it feed.Item, do func(hash uint32)) {
	r := reader{lex: x.lex}
	var rep report
	r.tell(&rep, &it)
	for _, h := range rep.title[:rep.titleN] {
		do(h >> wordShift)
	}
	for _, h := range rep.body[:rep.bodyN] {
		do(h >> wordShift)
	}
}

// Crowd gives the features of an item beside a story of other items, and the
// logits of the pairs as told: for training, where each model is told by those
// that have not seen the item.
func (x *Index) Crowd(item feed.Item, story []feed.Item, logit func(Compared) float64) []float32 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	r := reader{lex: x.lex}
	var mine report
	r.tell(&mine, &item)
	w := x.rarity.weigh(&mine)
	c := newCrowd()
	for i := range story {
		var rep report
		r.tell(&rep, &story[i])
		c.oldest = min(c.oldest, rep.published)
		if len(story)-i > sample {
			continue
		}
		v := x.rarity.weigh(&rep)
		p := pairOf(&w, &v)
		c.add(&w, &rep, &p, float32(logit(Compared{Kind: int(p.kind), Values: p.x[:]})))
	}
	return append([]float32(nil), c.features(&w, x.rarity)...)
}
