package classify_test

import (
	"testing"

	"sitrep/feed"
	"sitrep/feed/classify"
)

// texts are of about 300 bytes, as feeds have them: coverage, a trap, and news
// that has nothing to do with either.
var texts = []feed.Item{
	{
		Title:   "Drones strike an oil depot near the port as both armies claim ground east of the river",
		Summary: "At least nine people were killed and dozens were wounded overnight when drones and missiles hit the harbour district, officials said, hours after envoys had met abroad to prepare a new round of ceasefire talks that neither side expects to last.",
	},
	{
		Title:   "United hit back with two late goals to win the derby after a first half battle in the rain",
		Summary: "The home side had been under siege for most of the evening, but the captain's strike in added time sent the crowd into raptures and leaves the champions four points clear at the top of the league with six matches to play in the season.",
	},
	{
		Title:   "City council votes to reopen the old tram line along the river by the end of next year",
		Summary: "Councillors agreed on Tuesday to spend forty million on new rails, stops and quiet carriages for the line that was closed a generation ago, after residents of three districts had collected signatures and shown that most of the bridges are sound.",
	},
}

func BenchmarkJudge(b *testing.B) {
	c := newClassifier(b, classify.Options{})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Judge(texts[i%len(texts)], feed.Source{Language: "en"})
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := classify.New(classify.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
