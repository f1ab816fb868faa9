// Package train learns what packages classify and dedupe weigh from labelled items.
//
// # Types
//
// An [Example] is an item with its label, its weight, and the group of examples
// from which no other fold may have any. [Fit] makes a classify.Model of many;
// [FitPairs] learns from [PairRow]s whether two reports are of one event.
// [Validate] judges each by a model that has not seen its group. [Plain] is the
// simpler system to compare with: TF-IDF and logistic regression over words.
//
//	model := train.Fit(c, nameless, examples, train.Defaults)
//	for name, data := range model.Files() { ... }
//
// # How it learns
//
// The sum of package classify is a logistic regression, fitted in two steps.
// First come the features of every language: concepts, names, rules, tags that
// meet, pairs of concepts in a title. Each weight is held to what the data files
// believe by a quadratic penalty, so that a concept which few examples have keeps
// the weight that its author gave it, and what English examples teach moves the
// same concept in Arabic. Then the words of each language learn what is left,
// with the first weights fixed, held to zero.
//
// A share of each example's weight goes to a copy in which no name counts, so that
// the model does not lean on the wars of its years. Titles that are whole
// sentences, as editors write them, have weights of their own beside those of
// headlines: four in five examples are such sentences, and feeds have headlines.
//
// At last all weights are scaled and shifted so that the score is a probability on
// real feeds, using the verdicts of models that had not seen the outlet.
//
// # Caveats
//
// The same examples in the same order give the same bytes on amd64, on any number
// of cores. Where a compiler fuses a multiplication with an addition a last bit
// may differ.
//
// # Design
//
// L-BFGS over sparse rows takes seconds and has no step size to tune. Boosted
// trees were not tried, since a sum is what explain can tell. Public word vectors
// (GloVe, 80,000 English words) as a third step raised the F1 of English feeds
// from 0.82 to 0.84 and the average precision of no other set by more than 0.003 in
// cross-validation: too little for 300 MB of input to a training that anyone
// should be able to repeat.
package train
