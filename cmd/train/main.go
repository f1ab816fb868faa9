// Command train learns the weights of feed/classify from labelled items and
// writes them where the classifier embeds them.
package main

import (
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"sitrep/feed/classify"
	"sitrep/feed/measure"
	"sitrep/feed/train"
)

func main() {
	shared := flag.String("data", "../shared/data", "`folder` of the labelled sets and feeds")
	labels := flag.String("labels", "feed/classify/testdata", "`folder` of the project's own labels")
	out := flag.String("out", "feed/classify", "`folder` of package classify, where model/ is written")
	validate := flag.Bool("validate", false, "only print how models do on outlets that they have not seen")
	o := train.Defaults
	flag.Float64Var(&o.Numbered, "numbered", o.Numbered, "")
	flag.Float64Var(&o.Tags, "tags", o.Tags, "")
	flag.Float64Var(&o.Pairs, "pairs", o.Pairs, "")
	flag.Float64Var(&o.Words, "words", o.Words, "")
	flag.Float64Var(&o.Nameless, "nameless", o.Nameless, "")
	flag.Float64Var(&o.Meanings, "meanings", 10, "")
	flag.Parse()
	if err := run(*shared, *labels, *out, *validate, o); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(shared, labels, out string, validate bool, o train.Options) error {
	c, err := classify.New(classify.Options{Untrained: true})
	if err != nil {
		return err
	}
	nameless, err := classify.New(classify.Options{Untrained: true, Nameless: true})
	if err != nil {
		return err
	}
	examples, rows, err := load(shared, labels)
	if err != nil {
		return err
	}
	_ = rows
	if name := os.Getenv("VECTORS"); name != "" {
		o.Vectors = readVectors(c, name)
	}
	if validate {
		return printValidation(c, nameless, examples, rows, o)
	}
	model := train.Fit(c, nameless, examples, o)
	for name, data := range model.Files() {
		name = filepath.Join(out, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

var _ = measure.Read

func readVectors(c *classify.Classifier, name string) map[uint64][]float32 {
	b, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	n, dims := int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:]))
	b = b[8:]
	out := map[uint64][]float32{}
	for range n {
		l := int(b[0])
		key := c.WordKey("en", string(b[1:1+l]))
		b = b[1+l:]
		v := make([]float32, dims)
		for k := range v {
			v[k] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*k:]))
		}
		b = b[4*dims:]
		if out[key] == nil {
			out[key] = v
		}
	}
	return out
}
