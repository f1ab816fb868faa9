package serve_test

import (
	"slices"
	"sync"
	"time"

	"sitrep/feed"
	"sitrep/feed/serve"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// fakeStore holds stories in memory. It counts how often it is read and can be
// told to fail.
type fakeStore struct {
	mu      sync.Mutex // protects the fields below
	stories []feed.Story
	polls   []feed.Poll
	version uint64
	reads   int
	err     error
}

func (s *fakeStore) Stories(q feed.Query) ([]feed.Story, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	var found []feed.Story
	for _, st := range s.stories {
		if q.Topic == "" || slices.Contains(st.Topics(), q.Topic) {
			found = append(found, st)
		}
	}
	if q.Limit > 0 {
		found = found[:min(q.Limit, len(found))]
	}
	return found, s.err
}

func (s *fakeStore) Polls() ([]feed.Poll, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.polls, s.err
}

func (s *fakeStore) Version() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.version
}

// add puts a story on top, as a commit would.
func (s *fakeStore) add(st feed.Story) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stories = append([]feed.Story{st}, s.stories...)
	s.version++
}

func (s *fakeStore) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
	s.version++
}

func (s *fakeStore) readCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reads
}

// story makes a story out of reports, the first being the lead.
func story(minutesAgo int, topic string, reports ...feed.Item) feed.Story {
	at := noon.Add(-time.Duration(minutesAgo) * time.Minute)
	s := feed.Story{First: at, Updated: at}
	for i, it := range reports {
		it.ID = feed.NewItemID(it.Source, it.Title+it.URL)
		it.Publisher = sources[it.Source].Publisher
		it.Published = at.Add(time.Duration(i) * 4 * time.Minute)
		it.Updated, it.Seen = it.Published, it.Published.Add(time.Minute)
		if topic != "" {
			it.Topics = []string{topic}
		}
		if it.Language == "" {
			it.Language = sources[it.Source].Language
		}
		if i == 0 {
			s.ID = it.ID
		}
		s.Items = append(s.Items, it)
	}
	return s
}

func by(source, title, url string) feed.Item {
	return feed.Item{Source: source, Title: title, URL: url, Summary: title + ". Officials gave no further details."}
}

func copied(it feed.Item) feed.Item {
	it.CopyOf = 1
	return it
}

var sources = map[string]feed.Source{
	"harbour": {ID: "harbour", Title: "Harbour News", URL: "https://feeds.harbour.example/world", Site: "https://harbour.example/", Publisher: "harbour", Language: "en"},
	"vestnik": {ID: "vestnik", Title: "Вестник Карска", URL: "https://vestnik.example/rss", Publisher: "vestnik", Country: "ZZ", Language: "ru", StateControlled: true},
	"daily":   {ID: "daily", Title: "The Daily Mercury", URL: "https://mercury.example/rss", Publisher: "mercury", Language: "en"},
	"jadid":   {ID: "jadid", Title: "الجديد", URL: "https://aljadid.example/feed", Publisher: "jadid", Language: "ar"},
	"wire":    {ID: "wire", Title: "Northern Wire", URL: "https://wire.example/atom", Publisher: "wire", Language: "en"},
	"monitor": {ID: "monitor", Title: "Strait Monitor", URL: "https://monitor.example/feed.json", Publisher: "monitor", Language: "en"},
}

var topics = []feed.Topic{
	{ID: "karsk", Title: "Karsk front"}, {ID: "valley", Title: "Amber Valley"}, {ID: "strait", Title: "Strait of Orm"},
	{ID: "highlands", Title: "Sahra highlands"}, {ID: "delta", Title: "River delta"}, {ID: "other", Title: "Other"},
}

// world is a day and a half of an invented world's wars.
func world() []feed.Story {
	return []feed.Story{
		story(11, "karsk",
			by("harbour", "Drones hit the rail bridge at Karsk, cutting the army’s last supply line to the north bank", "https://harbour.example/world/bridge"),
			by("vestnik", "Удар по мосту в Карске: движение остановлено", "https://vestnik.example/news/9981"),
			by("wire", "Karsk bridge struck overnight", "https://wire.example/a/1"),
			copied(by("daily", "Karsk bridge struck overnight", "https://mercury.example/karsk-bridge"))),
		story(48, "valley", by("jadid", "اتفاق على هدنة لثلاثة أيام في الوادي تبدأ فجر الاثنين", "https://aljadid.example/hudna"),
			by("wire", "Three-day truce agreed in Amber Valley, mediators say", "https://wire.example/a/2")),
		story(95, "strait", by("monitor", "Two tankers turn back from the Strait of Orm after warning shots", "https://monitor.example/orm-tankers")),
		story(160, "karsk", by("vestnik", "Министерство заявило о взятии села Ольховка", "https://vestnik.example/news/9975")),
		story(231, "highlands", by("daily", "Militia seizes garrison town in the Sahra highlands; thousands flee on foot", "https://mercury.example/sahra"),
			by("harbour", "Thousands flee as militia takes highland town", "https://harbour.example/world/sahra"),
			by("wire", "Garrison falls in Sahra highlands", "https://wire.example/a/3"),
			by("monitor", "Sahra: what the fall of the garrison means", "https://monitor.example/sahra-analysis"),
			by("jadid", "آلاف النازحين من المرتفعات", "https://aljadid.example/sahra"),
			by("vestnik", "Боевики захватили город в нагорье Сахра", "https://vestnik.example/news/9970")),
		story(690, "", by("wire", "Parliament extends conscription to 24 months, citing the war", "https://wire.example/a/4")),
		story(905, "delta", by("harbour", "Peacekeepers report shelling near the delta’s only hospital", "https://harbour.example/world/delta"),
			by("daily", "Shells land beside delta hospital", "https://mercury.example/delta")),
		story(1300, "strait", by("monitor", "Navy begins escorting grain ships through Orm", "https://monitor.example/orm-escort")),
	}
}

func options(store serve.Store) serve.Options {
	o := serve.Options{
		Store: store, Topics: topics, PublicURL: "https://news.example.org", Title: "Sitrep", Authority: "sitrep.example.org", Version: "1.2.3",
		Languages: []string{"en"},
	}
	for _, id := range []string{"harbour", "vestnik", "daily", "jadid", "wire", "monitor"} {
		o.Sources = append(o.Sources, sources[id])
	}
	return o
}
