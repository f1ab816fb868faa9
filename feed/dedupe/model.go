package dedupe

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What cmd/train learnt: the trees by which pairs and stories are weighed.
//
//go:embed model/pairs.txt model/stories.txt model/words.bin
var modelFiles embed.FS

// Forest is a sum of trees.
type Forest struct {
	Base   float32
	Linear []float32 // by feature; nil for none
	Trees  []Tree
}

// Sum is the logit of a row of features.
func (f *Forest) Sum(x []float32) float32 {
	sum := f.Base
	for i, w := range f.Linear {
		sum += w * x[i]
	}
	for _, t := range f.Trees {
		sum += t.Value(x)
	}
	return sum
}

// Model is what is learnt of reports of one event.
type Model struct {
	Pairs [pairKinds]Forest // by PairKinds, over PairFeatureNames
	Story Forest            // over StoryFeatureNames
	Words []byte            // in how many texts each word stands: see PackWords

	// The logits, by Story, from which an item joins a story, from which a second
	// story that it could join becomes one with the first, and from which a new
	// story follows another.
	JoinAt, MergeAt, LinkAt float32
}

// Thresholds of the model that is compiled in, chosen on the labelled days that
// may be learnt from, so that few items join a wrong story: see doc.go.
const (
	JoinAt  = 0.5
	MergeAt = 2
	LinkAt  = -1
)

// Built gives the model that is compiled in.
func Built() (*Model, error) {
	m := &Model{JoinAt: JoinAt, MergeAt: MergeAt, LinkAt: LinkAt}
	for _, part := range []struct {
		name     string
		kinds    []string
		features []string
		into     []*Forest
	}{
		{"model/pairs.txt", PairKinds, PairFeatureNames[:], []*Forest{&m.Pairs[oneLanguage], &m.Pairs[twoLanguages]}},
		{"model/stories.txt", []string{"story"}, StoryFeatureNames[:], []*Forest{&m.Story}},
	} {
		text, err := modelFiles.ReadFile(part.name)
		if err == nil {
			err = readForests(string(text), part.kinds, part.features, part.into)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
	}
	var err error
	m.Words, err = modelFiles.ReadFile("model/words.bin")
	return m, err
}

// Files are the files of a model, by their names in this package's folder.
func (m *Model) Files() map[string][]byte {
	const head = "# Learnt by cmd/train -stories: sums of trees, or of features with a weight.\n"
	pairs, story := []byte(head), []byte(head+m.Story.format("story", StoryFeatureNames[:]))
	for kind, name := range PairKinds {
		pairs = append(pairs, m.Pairs[kind].format(name, PairFeatureNames[:])...)
	}
	return map[string][]byte{"model/pairs.txt": pairs, "model/stories.txt": story, "model/words.bin": m.Words}
}

// format writes a forest under the name of its kind.
func (f *Forest) format(kind string, features []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%s] %.4g\n", kind, f.Base)
	for i, w := range f.Linear {
		fmt.Fprintf(&b, "%s*%.4g\n", strings.ReplaceAll(features[i], " ", "_"), w)
	}
	for _, t := range f.Trees {
		b.WriteString(t.Format(features))
		b.WriteByte('\n')
	}
	return b.String()
}

// readForests reads "[kind] base" lines, each with a tree a line below it.
func readForests(text string, kinds, features []string, into []*Forest) error {
	kind := -1
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			kind++
			name, base, _ := strings.Cut(line[1:], "]")
			n, err := strconv.ParseFloat(strings.TrimSpace(base), 32)
			if kind >= len(kinds) || name != kinds[kind] || err != nil {
				return fmt.Errorf("%q: want one of %q in this order, and a number", line, kinds)
			}
			into[kind].Base = float32(n)
			continue
		}
		if kind < 0 {
			return fmt.Errorf("%q stands before any [kind]", line)
		}
		if name, value, found := strings.Cut(line, "*"); found {
			if err := into[kind].readLinear(name, value, features); err != nil {
				return err
			}
			continue
		}
		t, err := ParseTree(line, features)
		if err != nil {
			return err
		}
		into[kind].Trees = append(into[kind].Trees, t)
	}
	return nil
}

// readLinear reads "feature*weight".
func (f *Forest) readLinear(name, value string, features []string) error {
	w, err := strconv.ParseFloat(value, 32)
	i := slices.Index(features, strings.ReplaceAll(name, "_", " "))
	if err != nil || i < 0 {
		return fmt.Errorf("%s*%s: want a feature and a number", name, value)
	}
	if f.Linear == nil {
		f.Linear = make([]float32, len(features))
	}
	f.Linear[i] = float32(w)
	return nil
}
