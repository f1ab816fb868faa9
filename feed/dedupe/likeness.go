package dedupe

import "math/bits"

// overlap compares two sketches on the hashes that both would have kept. a and
// b count the sample of each, both what they share.
func overlap(x, y *entry) (a, b, both int) {
	limit := min(x.reach(), y.reach())
	i, j := 0, 0
	for i < int(x.kept) && j < int(y.kept) && x.sketch[i] <= limit && y.sketch[j] <= limit {
		switch {
		case x.sketch[i] == y.sketch[j]:
			i, j, both = i+1, j+1, both+1
		case x.sketch[i] < y.sketch[j]:
			i++
		default:
			j++
		}
	}
	for i < int(x.kept) && x.sketch[i] <= limit {
		i++
	}
	for j < int(y.kept) && y.sketch[j] <= limit {
		j++
	}
	return i, j, both
}

// reach is the largest hash up to which the sketch is whole.
func (e *entry) reach() uint32 {
	if int(e.shingles) > int(e.kept) {
		return e.sketch[sketchSize-1]
	}
	return 1<<32 - 1
}

// sameText reports whether two bodies of some length agree word for word.
func sameText(a, b *entry) bool {
	return a.shingles >= minShingles && a.shingles == b.shingles && a.sketch == b.sketch && a.numbers == b.numbers
}

// contradicts reports whether both bodies say something and share almost
// nothing: then even the same title is a serial's.
func contradicts(a, b *entry) bool {
	if a.shingles < minShingles || b.shingles < minShingles || a.echo || b.echo {
		return false
	}
	n, m, both := overlap(a, b)
	return 10*both < min(n, m) && bodyShare(a, b) < 0.3
}

// bodyShare is the share of the poorer body's content words that the other
// has too, less what two such filters share by chance.
func bodyShare(a, b *entry) float64 {
	var common, inA, inB int
	for i := range a.body {
		common += bits.OnesCount64(a.body[i] & b.body[i])
		inA += bits.OnesCount64(a.body[i])
		inB += bits.OnesCount64(b.body[i])
	}
	if inA == 0 || inB == 0 {
		return 0
	}
	chance := float64(inA*inB) / 256
	return (float64(common) - chance) / float64(min(inA, inB))
}

// titleShare counts the content words that both titles have.
func titleShare(a, b *entry) int {
	n := 0
	for _, w := range a.title[:a.words] {
		for _, v := range b.title[:b.words] {
			if w == v {
				n++
				break
			}
		}
	}
	return n
}

// titleInBody counts the content words of a's title in b's body beyond what
// the filter shows by chance.
func titleInBody(a, b *entry) float64 {
	hits, filled := 0, 0
	for _, w := range a.title[:a.words] {
		hits += int(b.body[w>>6&3] >> (w & 63) & 1)
	}
	for _, set := range b.body {
		filled += bits.OnesCount64(set)
	}
	return float64(hits) - float64(filled)*float64(a.words)/256
}

// continues reports whether e, at the address of an older item of its source,
// is that item. Without a sign of it they are two: a live page's or a fixed
// page's entries.
func continues(e, old *entry) bool {
	n, m, both := overlap(e, old)
	switch {
	case min(n, m) > 0 && 4*both >= min(n, m):
		return true
	case e.published == old.published && e.published != e.seen:
		return true
	case apart(e, old) > day:
		return false
	case contradicts(e, old):
		return e.titled != old.titled && titleShare(e, old) >= 2
	}
	return titleShare(e, old) >= 1
}

// revises reports whether e is a later version of an item beside which the
// source has others at the same address: most of the title is the same.
func revises(e, old *entry) bool {
	same := titleShare(e, old)
	return same >= 3 && 10*same >= 6*int(min(e.words, old.words)) &&
		e.published >= old.published && apart(e, old) <= day
}

// strangers reports whether two items at one address have nothing in common:
// the address is then borrowed, by mistake or to hide the other.
func strangers(a, b *entry) bool {
	if a.titled == b.titled || titleShare(a, b) > 0 {
		return false
	}
	if a.shingles < minShingles || b.shingles < minShingles {
		return apart(a, b) > day
	}
	return contradicts(a, b) && titleInBody(a, b) < 1 && titleInBody(b, a) < 1
}
