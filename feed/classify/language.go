package classify

import "slices"

// Votes for the language of an item: a function word counts one, the item's own
// label and the source's as many as a few words, for feeds do mislabel.
const (
	votesItem   = 3
	votesSource = 2
)

// wordsEnough is how many function words of a language that no label names must
// stand in the text, and how many times those of the one that is named, for its
// forms to count too: "de" on an English feed.
const (
	wordsEnough = 3
	wordsTimes  = 2
)

// language decides in which language the item is written and returns the
// languages whose forms count. Where nothing is known, all do.
func (c *Classifier) language(s *scratch, item, source string) langSet {
	s.votes = append(s.votes[:0], make([]int, len(c.langs))...)
	for _, h := range s.hits {
		if e := &c.entries[h.id]; e.kind == formStop {
			s.votes[e.ref]++
		}
	}
	words, spoken := slices.Max(s.votes), langSet(0) // by the words alone
	for n, v := range s.votes {
		if v == words && words >= wordsEnough {
			spoken |= 1 << n
		}
	}
	labelled := 0
	if n := c.langNumber(item); n >= 0 {
		labelled = s.votes[n]
		s.votes[n] += votesItem
	}
	if n := c.langNumber(source); n >= 0 {
		s.votes[n] += votesSource
	}
	if words < wordsTimes*labelled {
		spoken = 0
	}
	best := slices.Max(s.votes)
	s.lang = -1
	if best == 0 {
		return allLangs
	}
	var set langSet
	for n, v := range s.votes {
		if v == best {
			set |= 1 << n
			s.lang = n
		}
	}
	if set&(set-1) != 0 {
		s.lang = -1
	}
	return set | spoken
}

// langNumber finds a BCP 47 tag by its primary subtag.
func (c *Classifier) langNumber(tag string) int {
	for i := range len(tag) {
		if tag[i] == '-' || tag[i] == '_' {
			tag = tag[:i]
			break
		}
	}
	if tag == "" {
		return -1
	}
	return slices.Index(c.langs, tag)
}
