package feedtest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// listBehaviours change which articles the feed lists, and how it names and
// dates them.
func listBehaviours() []Behaviour {
	return []Behaviour{
		{Name: "empty-feed", Says: "is a good feed without entries", list: func(v *visit, _ string) { v.articles = nil }},
		{Name: "huge", Takes: "how many entries", Default: "50000", Says: "lists so many entries", list: huge},
		{Name: "frozen", Says: "lists what it listed at its first visit, for ever", list: func(v *visit, _ string) { v.articles = v.out.shelf.list(v.first, v.limit) }},
		{Name: "comes-and-goes", Says: "leaves out every other entry at every other visit", list: comesAndGoes},
		{Name: "shuffled", Says: "lists its entries in another order at each visit", list: shuffled},
		{Name: "no-guid", Says: "gives entries no id", list: each(func(_ *visit, _ int, a *Article) { a.GUID = noGUID })},
		{Name: "guid-churn", Says: "gives each entry a new id at each visit", list: each(func(v *visit, i int, a *Article) {
			a.GUID = fmt.Sprintf("urn:x-churn:%d-%d", v.nth, i)
		})},
		{Name: "guid-fragment", Says: "changes the fragment of each id at each visit", list: each(func(v *visit, _ int, a *Article) {
			a.GUID = fmt.Sprintf("%s#%d", v.channel.link(*a), v.nth)
		})},
		{Name: "guid-duplicate", Says: "gives all entries the same id", list: each(func(v *visit, _ int, a *Article) { a.GUID = v.channel.site() })},
		{Name: "new-links", Says: "changes each link, not the id, at each visit", list: each(func(v *visit, _ int, a *Article) {
			a.GUID, a.Path = "tag:"+v.out.ID+".example,2020:"+a.Path, fmt.Sprintf("/%s/v%d%s", v.out.ID, v.nth, strings.TrimPrefix(a.Path, "/"+v.out.ID))
		})},
		{Name: "tracking", Says: "adds tracking parameters to each link", list: each(func(v *visit, i int, a *Article) {
			a.Path += fmt.Sprintf("?utm_source=rss&utm_medium=feed&utm_campaign=%d-%d#top", v.nth, i)
		})},
		{Name: "no-dates", Says: "gives entries no date", list: each(func(_ *visit, _ int, a *Article) { a.Published, a.Updated = time.Time{}, time.Time{} })},
		{Name: "future-dates", Says: "dates every third entry a year ahead", list: each(func(_ *visit, i int, a *Article) {
			if i%3 == 0 {
				a.Published, a.Updated = a.Published.AddDate(1, 0, 0), a.Updated.AddDate(1, 0, 0)
			}
		})},
		{Name: "odd-dates", Says: "dates entries in the years 1970, 9999 and 1", list: each(func(_ *visit, i int, a *Article) {
			a.Published = []time.Time{time.Unix(0, 0).UTC(), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)}[i%3]
			a.Updated = a.Published
		})},
		{Name: "redated", Says: "dates its whole archive today at each visit", list: each(func(v *visit, _ int, a *Article) {
			a.Published = v.n.clock.wire(v.now)
			a.Updated = a.Published
		})},
		{Name: "retitled", Says: "rewrites each headline at each visit", list: each(func(v *visit, _ int, a *Article) { a.Title = fmt.Sprintf("%s (update %d)", a.Title, v.nth) })},
		{Name: "no-titles", Says: "gives entries no headline", list: each(func(_ *visit, _ int, a *Article) { a.Title = "" })},
		{Name: "scripts", Says: "carries scripts in headlines, authors and texts", list: each(hostile)},
		{Name: "hijacked", Says: "has become another feed: title, language, links and news", channel: hijackedChannel, list: hijacked},
		{Name: "ttl", Takes: "minutes", Default: "60", Says: "asks by the RSS element ttl to wait", channel: func(v *visit, arg string) { v.channel.TTL = atLeast(arg, 0) }},
		{Name: "skip-hours", Takes: "hours of the day, UTC, such as 0,1,2", Default: "0,1,2,3,4,5", Says: "asks not to be read in these hours", channel: func(v *visit, arg string) {
			for _, h := range strings.Split(arg, ",") {
				v.channel.SkipHours = append(v.channel.SkipHours, atLeast(h, 0))
			}
		}},
		{Name: "skip-days", Takes: "days, such as Saturday,Sunday", Default: "Saturday,Sunday", Says: "asks not to be read on these days", channel: func(v *visit, arg string) { v.channel.SkipDays = strings.Split(arg, ",") }},
	}
}

func each(change func(v *visit, i int, a *Article)) func(*visit, string) {
	return func(v *visit, _ string) {
		for i := range v.articles {
			change(v, i, &v.articles[i])
		}
	}
}

func comesAndGoes(v *visit, _ string) {
	if v.nth%2 == 1 {
		return
	}
	var left []Article
	for i, a := range v.articles {
		if i%2 == 0 {
			left = append(left, a)
		}
	}
	v.articles = left
}

func shuffled(v *visit, _ string) {
	r := rand.New(rand.NewPCG(uint64(v.nth), 0))
	r.Shuffle(len(v.articles), func(i, j int) { v.articles[i], v.articles[j] = v.articles[j], v.articles[i] })
}

func huge(v *visit, arg string) {
	for i := 0; len(v.articles) < atLeast(arg, 1); i++ {
		v.articles = append(v.articles, Article{
			Path: fmt.Sprintf("/%s/archive-%d.html", v.out.ID, i), Title: fmt.Sprintf("Archive entry %d", i),
			Summary: "From the archive.", Published: v.n.clock.start, Updated: v.n.clock.start,
		})
	}
}

func hostile(_ *visit, i int, a *Article) {
	a.Title += ` <script>alert(1)</script>"><img src=x onerror=alert(2)>`
	a.Author = `<svg/onload=alert(3)>` + "\u202e" + a.Author
	a.Category = `"><b onmouseover=alert(4)>`
	a.HTML = "<p>" + a.text() + `</p><script>alert(5)</script><a href="java&#09;script:alert(6)">more</a>` +
		`<iframe srcdoc="<script>alert(7)</script>"></iframe><img src="http://tracker.example/p.gif?` + strconv.Itoa(i) + `" width=1 height=1>`
}

func hijackedChannel(v *visit, _ string) {
	v.channel.Title, v.channel.About, v.channel.Language, v.channel.ID = "Best Prize Machines 24", "Play now", "id", "prizes"
}

func hijacked(v *visit, _ string) {
	for i := range v.articles {
		title := fmt.Sprintf("Grand prize number %d is waiting for you", 1000+i)
		v.articles[i] = Article{Path: fmt.Sprintf("/prizes/%d", i), Title: title, Summary: title + ". Register today.", Published: v.n.clock.wire(v.now), Updated: v.n.clock.wire(v.now)}
	}
}
