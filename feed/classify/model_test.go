package classify

import (
	"bytes"
	"math"
	"testing"
	"testing/fstest"

	"sitrep/feed"
)

func TestClassCount(t *testing.T) {
	if len(feed.Classes) != classCount {
		t.Errorf("%d classes, classCount is %d", len(feed.Classes), classCount)
	}
}

func TestAModelComesBackAsItWasWritten(t *testing.T) {
	m := Model{
		Weights: map[string]float64{"air-strike@title": 3.5, "(party)@summary": -0.25, "no such concept@title": 9, "to begin with": -2},
		Words:   map[uint64]float64{0xfeed_0000_0001: 1.27, 0xbeef_0000_0002: -0.5, 7: 0.001},
		Classes: map[string][]float64{"air-strike@title": {2, 0, 0, 0, 0, 0, 0, 0, -1}},
	}
	dir := fstest.MapFS{}
	for name, text := range m.Files() {
		dir[name] = &fstest.MapFile{Data: text}
	}
	c, err := New(Options{Untrained: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.learn(dir); err != nil {
		t.Fatal(err)
	}
	for i, name := range c.FeatureNames() {
		want, stated := m.Weights[name]
		if stated && c.weights[i] != float32(want) {
			t.Errorf("%s weighs %v, want %v", name, c.weights[i], want)
		}
		if class := m.Classes[name]; class != nil && float64(c.classWeights[i][8]) != class[8] {
			t.Errorf("%s: class weights %v, want %v", name, c.classWeights[i], class)
		}
	}
	for key, want := range m.Words {
		if got := float64(c.words.weight(key)); math.Abs(got-want) > 0.01 {
			t.Errorf("word %x weighs %v, want %v", key, got, want)
		}
	}
	if got := c.words.weight(12345); got != 0 {
		t.Errorf("a strange word weighs %v", got)
	}
	if again := m.Files(); !bytes.Equal(again[wordsFile], dir[wordsFile].Data) || !bytes.Equal(again[weightsFile], dir[weightsFile].Data) {
		t.Error("the same model gives other bytes")
	}
}

// FuzzWords reads any bytes as a table of words: refused, or every lookup ends.
func FuzzWords(f *testing.F) {
	f.Add((&Model{Words: map[uint64]float64{1: 1, 2: -1}}).words(), uint64(1))
	f.Add([]byte{0, 0, 0, 0, 0, 0, 128, 63}, uint64(0))
	f.Add([]byte{255, 255, 255, 255, 0, 0, 128, 63}, uint64(3))
	f.Fuzz(func(t *testing.T, data []byte, key uint64) {
		words, err := readWords(data)
		if err != nil {
			return
		}
		if w := words.weight(key); w != w || math.Abs(float64(w)) > 128 {
			t.Errorf("weight %v", w)
		}
	})
}
