// Command train learns the weights of feed/classify from labelled items and
// writes them where the classifier embeds them. From the root of the project:
//
//	go run ./cmd/train            learn, and write feed/classify/model
//	go run ./cmd/train -validate  only tell how models do on outlets that they have not seen
//	go run ./cmd/train -compare   only tell how the embedded model does beside simpler systems
//
// With -stories the same for the model by which feed/dedupe knows reports of one
// event: -validate leaves out one window of the labelled days at a time, -compare
// judges the windows that are held, and -all learns from those too.
//
// It wants the labelled sets and feeds beside the project, see -data, and the
// project's own labels.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sitrep/feed/classify"
	"sitrep/feed/train"
)

func main() {
	var l library
	flag.StringVar(&l.shared, "data", "../shared/data", "`folder` of the labelled sets and feeds")
	flag.StringVar(&l.own, "labels", "feed/classify/testdata", "`folder` of the project's own labels")
	out := flag.String("out", "feed/classify", "`folder` of package classify, in which model/ is written")
	validate := flag.Bool("validate", false, "only print how models do on outlets that they have not seen")
	compare := flag.Bool("compare", false, "only print how the embedded model does beside simpler systems")
	flag.StringVar(&l.stories, "story-labels", "feed/dedupe/testdata/labels", "`folder` of the project's own labels of stories")
	ofStories := flag.Bool("stories", false, "learn, validate or compare the model of stories, in feed/dedupe")
	all := flag.Bool("all", false, "with -stories: hold nothing, learn from all labelled days")
	mistakes := flag.Int("mistakes", 0, "with -stories -compare: `how many` mistakes to list")
	o := train.Defaults
	flag.Float64Var(&o.Numbered, "numbered", o.Numbered, "`penalty` on the weights of concepts, names and rules")
	flag.Float64Var(&o.Tags, "tags", o.Tags, "`penalty` on the weights of tags that meet")
	flag.Float64Var(&o.Pairs, "pairs", o.Pairs, "`penalty` on the weights of pairs of concepts")
	flag.Float64Var(&o.Words, "words", o.Words, "`penalty` on the weights of words")
	flag.Float64Var(&o.Sentence, "sentence", o.Sentence, "`penalty` on the weights that only whole sentences have")
	flag.Float64Var(&o.Nameless, "nameless", o.Nameless, "`share` of an example that goes to a copy without names")
	flag.Parse()
	err := func() error {
		switch {
		case *ofStories && *validate:
			return validateStories(os.Stdout, l, *all)
		case *ofStories && *compare:
			return compareStories(os.Stdout, l, *mistakes)
		case *ofStories:
			return learnStories(os.Stdout, l, "feed/dedupe", *all)
		case *compare:
			return writeComparison(os.Stdout, l)
		case *validate:
			return writeValidation(os.Stdout, l, o)
		}
		return learn(os.Stdout, l, *out, o)
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// judges are the classifiers whose features are learnt from: with names and
// without.
func judges() (c, nameless *classify.Classifier, err error) {
	c, err = classify.New(classify.Options{Untrained: true})
	if err == nil {
		nameless, err = classify.New(classify.Options{Untrained: true, Nameless: true})
	}
	return c, nameless, err
}

// learn fits the model and writes its files.
func learn(w io.Writer, l library, out string, o train.Options) error {
	c, nameless, err := judges()
	if err != nil {
		return err
	}
	rows, err := l.training()
	if err != nil {
		return err
	}
	model := train.Fit(c, nameless, examples(rows), o)
	fmt.Fprintf(w, "%d examples, %d weights of concepts and names, %d of words\n", len(rows), len(model.Weights), len(model.Words))
	for name, data := range model.Files() {
		name = filepath.Join(out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
