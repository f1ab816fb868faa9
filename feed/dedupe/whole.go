package dedupe

// The features of a report beside a whole story.
const (
	sClosest      = iota // logit of the pair with the closest report
	sSecond              // of the next
	sThird               // mean of the three closest
	sMean                // of all
	sFarthest            // the least
	sAgree               // share of the reports that rather agree
	sSize                // reports, up to ten
	sOne                 // only one
	sCovered             // share of the title's words, by rarity, that several of the reports have
	sCore                // share of the story's common words that the report has
	sSince               // days since the nearest report
	sAge                 // days since the first
	sSameSource          // share of the reports that are of the report's own source
	sTwoLanguages        // share of them in another language
	sBias
	storyFeatures
)

// StoryFeatureNames are the names of the features of a report beside a story.
var StoryFeatureNames = [storyFeatures]string{
	"closest", "second", "third", "mean", "farthest", "agree", "size", "one", "covered", "core", "since", "age", "same source", "two languages", "bias",
}

// crowd gathers what a report has in common with the reports of a story.
type crowd struct {
	x       [storyFeatures]float32
	top     [3]float32
	n       int
	sum     float32
	agree   int
	least   float32
	nearest uint32
	oldest  uint32
	own     int
	foreign int
	have    [titleTerms]uint8 // by word of the title: reports that have it
	core    []often
}

func newCrowd() crowd {
	return crowd{top: [3]float32{-maxLogit, -maxLogit, -maxLogit}, least: maxLogit, nearest: 1 << 31, oldest: 1<<32 - 1}
}

// add counts one report of the story.
func (c *crowd) add(w *weighted, r *report, p *pair, logit float32) {
	logit = max(min(logit, maxLogit), -maxLogit)
	c.n++
	c.sum += logit
	c.least = min(c.least, logit)
	if logit > 0 {
		c.agree++
	}
	for i := range c.top {
		if logit > c.top[i] {
			c.top[i], logit = logit, c.top[i]
		}
	}
	c.nearest = min(c.nearest, max(w.published, r.published)-min(w.published, r.published))
	c.oldest = min(c.oldest, r.published)
	if r.source == w.source {
		c.own++
	}
	if p.kind == twoLanguages {
		c.foreign++
	}
	for i, h := range w.report.title[:w.titleN] {
		if index(r.title[:r.titleN], h) >= 0 || index(r.body[:r.bodyN], h) >= 0 {
			c.have[i]++
		}
	}
	for _, h := range r.title[:r.titleN] {
		c.note(h)
	}
}

// often is how many titles of a story have a word.
type often struct {
	word   uint32
	titles int
}

func (c *crowd) note(word uint32) {
	for i := range c.core {
		if c.core[i].word == word {
			c.core[i].titles++
			return
		}
	}
	c.core = append(c.core, often{word, 1})
}

// features finishes the count.
func (c *crowd) features(w *weighted, rarity *rarity) []float32 {
	x := &c.x
	n := float32(c.n)
	x[sBias] = 1
	x[sClosest], x[sSecond] = c.top[0], c.top[1]
	x[sThird] = (c.top[0] + c.top[1] + c.top[2]) / 3
	if c.n == 1 {
		x[sSecond], x[sThird], x[sOne] = c.top[0], c.top[0], 1
	} else if c.n == 2 {
		x[sThird] = (c.top[0] + c.top[1]) / 2
	}
	x[sMean], x[sFarthest], x[sAgree] = c.sum/n, c.least, float32(c.agree)/n
	x[sSize] = min(n, 10)
	need := uint8(max(1, (c.n+3)/4))
	var covered float32
	for i := range w.titleN {
		if c.have[i] >= need {
			covered += w.title[i]
		}
	}
	x[sCovered] = over(covered, w.sum)
	var core, shared float32
	scale := rarity.scale()
	for _, o := range c.core {
		if o.titles >= int(need) {
			v := rarity.of(o.word, scale)
			core += v
			if index(w.report.title[:w.titleN], o.word) >= 0 || index(w.report.body[:w.bodyN], o.word) >= 0 {
				shared += v
			}
		}
	}
	x[sCore] = over(shared, core)
	x[sSince] = min(float32(c.nearest)/day, 10)
	x[sAge] = min(float32(max(w.published, c.oldest)-c.oldest)/day, 15)
	x[sSameSource], x[sTwoLanguages] = float32(c.own)/n, float32(c.foreign)/n
	return x[:]
}
