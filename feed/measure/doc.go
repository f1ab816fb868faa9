// Package measure compares the verdicts of package classify, and the stories of
// package dedupe, with the labels that people gave.
//
// # Types
//
// A [Row] is one labelled item; [Read] reads a file of them. [Judged] is a row
// with the verdict that it got, and [Judge] says of many of them how often the
// verdicts are right: a [Report], which writes itself as text.
//
//	rows, err := measure.Read(file)
//	var judged []measure.Judged
//	for _, r := range rows {
//		judged = append(judged, measure.Judged{Row: r, Verdict: c.Explain(r.Item, feed.Source{})})
//	}
//	measure.Judge(judged).Write(os.Stdout, 20)
//
// A [Grouped] is an item with the story that it belongs to and the one that it was
// placed in; [ReadStories] reads the first half, whoever places it fills the other.
// [Stories] compares them: a [StoryReport]. [Baselines] are simple systems to
// compare with.
//
// # What the figures mean
//
// Precision is the share of the kept that deserves it, recall the share of what
// deserves it that is kept, and F1 their harmonic mean. A group without a keep
// in its labels has only false keeps, told as their share. The calibration error
// is the mean distance, over ten bins of the score weighted by their size,
// between the mean score of a bin and the share of keeps in it. Topics are
// counted one by one over the items whose label is keep: those of an item that
// was missed are missed with it.
//
// Stories are compared by the pairs of items of one window. A story by the labels
// of more than ten items counts as one of ten: each of its pairs, within it or with
// another story, counts so much less. Precision is the share of the pairs placed together that belong
// together, recall the share of those that belong together that are. A false
// merge is one story as placed that holds two by the labels, however many pairs
// that makes. B-cubed is the mean over items, and flatters: most items are alone,
// so that a system which merges nothing scores 0.9.
//
// # Caveats
//
// Labels err too, and a set speaks for what it was drawn from: a share of keeps
// that no feed has makes precision look better than a reader will find it. Rows
// marked "random" are the natural mix.
package measure
