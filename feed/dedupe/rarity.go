package dedupe

import (
	"encoding/binary"
	"math"
)

// rarity says how much a word tells: the fewer texts have it, the more. It
// counts in how many texts each word was met, by a hash of eighteen bits, upon
// what a large number of texts told before.
type rarity struct {
	in    [wordHashes]uint32
	logs  [wordHashes]float32 // of in
	texts uint32
}

// newRarity begins with the words of a model; nil for none.
func newRarity(words []byte) *rarity {
	w := &rarity{}
	if len(words) == packedHead+len(w.in) {
		w.texts = binary.LittleEndian.Uint32(words)
		words = words[packedHead:]
	}
	var counts [256]uint32
	var logs [256]float32
	for l := range counts {
		counts[l] = unpackCount(byte(l))
		logs[l] = logOf(counts[l])
	}
	for i := range w.in {
		l := byte(0)
		if len(words) == len(w.in) {
			l = words[i]
		}
		w.in[i], w.logs[i] = counts[l], logs[l]
	}
	return w
}

const packedHead = 4

// WordHashes is how many words are told apart: with a quarter of that, most
// words would share their count with another.
const (
	WordHashes = 1 << 18
	wordHashes = WordHashes
	wordShift  = 32 - 18
)

// PackWords writes how many texts there were and how many of them have each of
// the hashes of words, as logarithms in a byte each.
func PackWords(texts uint32, in []uint32) []byte {
	out := binary.LittleEndian.AppendUint32(nil, texts)
	for _, n := range in {
		out = append(out, byte(math.Round(packedSteps*math.Log2(float64(n)+1))))
	}
	return out
}

// packedSteps is how many steps there are to a doubling: an error of 3 %.
const packedSteps = 12

func unpackCount(l byte) uint32 { return uint32(math.Round(math.Exp2(float64(l)/packedSteps) - 1)) }

// add counts the words of a report; times is 1 or, to take it back, -1.
func (w *rarity) add(rep *report, times int32) {
	for _, list := range [...][]uint32{rep.title[:rep.titleN], rep.body[:rep.bodyN]} {
		for _, h := range list {
			w.in[h>>wordShift] += uint32(times)
			w.logs[h>>wordShift] = logOf(w.in[h>>wordShift])
		}
	}
	w.texts += uint32(times)
}

func logOf(n uint32) float32 { return float32(math.Log(float64(n) + 0.5)) }

// fewTexts is the least number of texts that a rarity is reckoned on, so that an
// empty index does not take every word for a common one.
const fewTexts = 2000

// scale is what all words of one text have in common.
type scale struct{ texts, most float32 }

func (w *rarity) scale() scale {
	texts := float64(max(w.texts, fewTexts))
	return scale{float32(math.Log(texts)), float32(math.Log(2 * texts))}
}

// of is the rarity of a word, from 0 for what all texts have to 1.
func (w *rarity) of(h uint32, s scale) float32 { return max(0, (s.texts-w.logs[h>>wordShift])/s.most) }
