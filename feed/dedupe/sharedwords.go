package dedupe

// sharedWords sums up the words that two reports have in common, by their rarity.
type sharedWords struct {
	titles, all       float32 // products of those in both titles, and of all
	aInB, bInA        float32 // of each title, what the other report has
	rarest, second    float32 // in both titles
	rarestAll, rare   float32 // at all; how many rare ones
	names             float32 // names in both titles
	namesA, namesB    float32 // names in each
	main, crossed     float32 // products in both titles: of what they report, and of what is the background of one only
	shared, inSummary int     // how many words, and those in both summaries
}

// words compares the words.
func (p *pair) words(a, b *weighted) {
	var o sharedWords
	for i := range a.titleN {
		o.titleWord(a, b, int(i))
	}
	for i := range a.bodyN {
		o.bodyWord(a, b, int(i))
	}
	for j := range b.titleN {
		if b.names>>j&1 != 0 {
			o.namesB += b.title[j]
		}
	}
	p.shared, p.bodies = o.shared, o.inSummary
	x := &p.x
	x[fTitle] = over(o.titles, a.norm*b.norm)
	x[fWhole] = over(o.all, a.whole*b.whole)
	inB, inA := over(o.aInB, a.sum), over(o.bInA, b.sum)
	x[fTitleInText], x[fTitleInTextLess] = max(inA, inB), min(inA, inB)
	x[fRarest], x[fRarest2], x[fRarestBody] = o.rarest, o.second, o.rarestAll
	x[fRare] = min(o.rare, 3) / 3
	x[fNames] = over(o.names, min(o.namesA, o.namesB))
	x[fMain] = over(o.main, root(a.mainNorm()*b.mainNorm()))
	x[fBackground] = over(o.crossed, o.titles)
	x[fLengths] = over(min(a.sum, b.sum), max(a.sum, b.sum))
	less := min(a.norm, b.norm)
	x[fTitleBest] = over(o.titles, less*less)
	if a.script != b.script {
		x[fSounds] = min(soundsAlike(a.report, b.report), 3) / 3
	}
}

// titleWord counts word i of the title of a.
func (o *sharedWords) titleWord(a, b *weighted, i int) {
	h, w := a.report.title[i], a.title[i]
	name := a.names>>i&1 != 0
	if name {
		o.namesA += w
	}
	if j := index(b.report.title[:b.titleN], h); j >= 0 {
		product := w * b.title[j]
		o.titles += product
		o.bInA += b.title[j]
		o.rarest, o.second = greatest(o.rarest, o.second, w)
		switch behindA, behindB := a.behind>>i&1, b.behind>>j&1; {
		case behindA != behindB:
			o.crossed += product
		case behindA == 0:
			o.main += product
		}
		if name && b.names>>j&1 != 0 {
			o.names += w
		}
		o.aInB += w
		o.word(product, w)
	} else if j := index(b.report.body[:b.bodyN], h); j >= 0 {
		o.aInB += w
		o.word(w*b.body[j], w)
	}
}

// bodyWord counts word i of the summary of a.
func (o *sharedWords) bodyWord(a, b *weighted, i int) {
	h, w := a.report.body[i], a.body[i]
	if j := index(b.report.title[:b.titleN], h); j >= 0 {
		o.bInA += b.title[j]
		o.word(w*b.title[j], b.title[j])
	} else if j := index(b.report.body[:b.bodyN], h); j >= 0 {
		o.inSummary++
		o.word(w*b.body[j], w/bodyShareOf)
	}
}

// word counts a word that both have, of some rarity.
func (o *sharedWords) word(product, rarity float32) {
	o.all += product
	o.shared++
	o.rarestAll = max(o.rarestAll, rarity)
	o.rare += count(rarity > rareWord)
}

// soundsAlike counts the names that sound alike.
func soundsAlike(a, b *report) (same float32) {
	for _, s := range a.sounds[:a.soundN] {
		same += count(index(b.sounds[:b.soundN], s) >= 0)
	}
	return same
}

// mainNorm is the squared norm of the title without its background.
func (w *weighted) mainNorm() (norm float32) {
	for i := range w.titleN {
		if w.behind>>i&1 == 0 {
			norm += w.title[i] * w.title[i]
		}
	}
	return norm
}

// rareWord is the rarity from which a word is a rare one: among 60,000 texts
// some 60 have it.
const rareWord = 0.6

func over(a, b float32) float32 {
	if b <= 0 {
		return 0
	}
	return min(a/b, 1)
}

func count(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func greatest(first, second, w float32) (float32, float32) {
	if w > first {
		return w, first
	}
	return first, max(second, w)
}

func index(list []uint32, h uint32) int {
	for i, o := range list {
		if o == h {
			return i
		}
	}
	return -1
}
