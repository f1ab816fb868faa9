package classify

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// Model is what was learnt from labelled items: the weights of the sum, and how
// to tell the classes of coverage apart. cmd/train makes it.
type Model struct {
	// Weights of numbered features by name; what is not listed weighs what the
	// data files believe.
	Weights map[string]float64
	// Words are the weights of features that are known by a hash.
	Words map[uint64]float64
	// Classes are the weights of numbered features by name for each class, in
	// the order of feed.Classes. Nil means all zero.
	Classes map[string][]float64
}

// The files of a model, in the folder of the data files.
const (
	weightsFile = "model/weights.txt"
	classesFile = "model/classes.txt"
	wordsFile   = "model/words.bin"
)

// Files gives the model as the files that New reads, by name. The same model
// gives the same bytes.
func (m *Model) Files() map[string][]byte {
	return map[string][]byte{
		weightsFile: weightLines(m.Weights, func(w float64) string { return strconv.FormatFloat(w, 'f', 3, 64) }),
		classesFile: weightLines(m.Classes, func(w []float64) string {
			cells := make([]string, len(w))
			for i, x := range w {
				cells[i] = strconv.FormatFloat(x, 'f', 2, 64)
			}
			return strings.Join(cells, " ")
		}),
		wordsFile: m.words(),
	}
}

func weightLines[T any](weights map[string]T, format func(T) string) []byte {
	var names []string
	for name := range weights {
		names = append(names, name)
	}
	slices.Sort(names)
	var b bytes.Buffer
	b.WriteString("# Made by cmd/train from labelled items. Do not edit: edit what it learns from.\n")
	for _, name := range names {
		fmt.Fprintf(&b, "%s: %s\n", name, format(weights[name]))
	}
	return b.Bytes()
}

// words.bin is, little endian: the number of words, the weight of one step (a
// 32-bit float), then for each word its 32-bit check, sorted, and after all of
// them one signed byte each: its weight in steps.
func (m *Model) words() []byte {
	type word struct {
		check  uint32
		weight float64
	}
	byCheck := make(map[uint32]float64, len(m.Words))
	top := 0.0
	for key, w := range m.Words {
		byCheck[uint32(key)] += w
		top = max(top, math.Abs(w))
	}
	words := make([]word, 0, len(byCheck))
	for check, w := range byCheck {
		words = append(words, word{check, w})
	}
	slices.SortFunc(words, func(a, b word) int { return cmp.Compare(a.check, b.check) })
	step := float32(top / math.MaxInt8)
	if step == 0 {
		step = 1
	}
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(words)))
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(step))
	for _, w := range words {
		out = binary.LittleEndian.AppendUint32(out, w.check)
	}
	for _, w := range words {
		out = append(out, byte(int8(max(-math.MaxInt8, min(math.MaxInt8, math.Round(w.weight/float64(step)))))))
	}
	return out
}

// wordTable finds the weight of a word by 32 bits of its hash. Among 100,000
// words a strange one has the check of a known one with probability 2e-5.
type wordTable struct {
	// slots are a power of two in number, with open addressing. A slot has the
	// low 24 bits of a check, and below them the weight as a signed byte, which
	// is 0 in an empty slot. The high bits of the check tell where to look, so
	// that together nearly all 32 are compared, in half the memory.
	slots []uint32
	shift uint8 // of a check, to its place
	step  float32
}

func readWords(data []byte) (wordTable, error) {
	if len(data) < 8 {
		return wordTable{}, io.ErrUnexpectedEOF
	}
	n, step := int(binary.LittleEndian.Uint32(data)), math.Float32frombits(binary.LittleEndian.Uint32(data[4:]))
	if len(data) != 8+5*n || !(step > 0 && step < 1) && n > 0 {
		return wordTable{}, errors.New("not a table of words")
	}
	t := newWordTable(n, step)
	for i := range n {
		check, weight := binary.LittleEndian.Uint32(data[8+4*i:]), data[8+4*n+i]
		if weight == 0 {
			continue
		}
		at := check >> t.shift
		for t.slots[at] != 0 {
			at = (at + 1) & uint32(len(t.slots)-1)
		}
		t.slots[at] = check<<8 | uint32(weight)
	}
	return t, nil
}

// newWordTable makes room for n words in twice as many slots or more.
func newWordTable(n int, step float32) wordTable {
	size := bits.Len(uint(max(2*n, 256) - 1)) // the low 24 bits and the high 8 make all 32
	return wordTable{slots: make([]uint32, 1<<size), shift: uint8(32 - size), step: step}
}

func (t *wordTable) weight(key uint64) float32 {
	check := uint32(key)
	for at := check >> t.shift; ; at = (at + 1) & uint32(len(t.slots)-1) {
		slot := t.slots[at]
		if slot == 0 {
			return 0
		}
		if slot>>8 == check&(1<<24-1) {
			return float32(int8(slot)) * t.step
		}
	}
}

// believe weighs as the data files do, before anything was learnt.
func (c *Classifier) believe() {
	c.weights = make([]float32, c.space.size)
	for i, w := range c.Beliefs() {
		c.weights[i] = float32(w)
	}
	c.classWeights = make([][classCount]float32, c.space.size)
	c.words = newWordTable(0, 1)
}

// learn takes over the weights of the model in dir.
func (c *Classifier) learn(dir fs.FS) error {
	data, err := fs.ReadFile(dir, wordsFile)
	if err != nil {
		return err
	}
	if c.words, err = readWords(data); err != nil {
		return fmt.Errorf("%s: %w", wordsFile, err)
	}
	numbers := map[string]int{}
	for i, name := range c.FeatureNames() {
		if name != "" {
			numbers[name] = i
		}
	}
	err = eachLine(dir, weightsFile, func(name, value string) error {
		w, err := strconv.ParseFloat(value, 32)
		if n, ok := numbers[name]; ok && err == nil { // a concept that has gone is no fault
			c.weights[n] = float32(w)
		}
		return err
	})
	if err != nil {
		return err
	}
	return eachLine(dir, classesFile, func(name, value string) error {
		n, ok := numbers[name]
		cells := strings.Fields(value)
		if !ok || len(cells) != classCount {
			return nil
		}
		for i, cell := range cells {
			w, err := strconv.ParseFloat(cell, 32)
			if err != nil {
				return err
			}
			c.classWeights[n][i] = float32(w)
		}
		return nil
	})
}
