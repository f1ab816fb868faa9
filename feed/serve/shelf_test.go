package serve_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sitrep/feed"
)

// A document is made once, whoever asks and however often.
func TestRenderedOncePerChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &fakeStore{stories: world()}
		h := handler(store)
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() { get(t, h, "/feed.atom", "Accept-Encoding", "gzip") })
		}
		wg.Wait()
		time.Sleep(time.Hour)
		first := get(t, h, "/feed.atom")
		if n := store.readCount(); n != 1 {
			t.Errorf("the store was read %d times for one document", n)
		}
		store.add(story(0, "karsk", by("wire", "A new story", "https://wire.example/new")))
		second := get(t, h, "/feed.atom")
		if !strings.Contains(second.body, "A new story") || second.header.Get("Etag") == first.header.Get("Etag") {
			t.Error("a new story should be seen at once after quiet times")
		}
		if code := get(t, h, "/feed.atom", "If-None-Match", first.header.Get("Etag")).code; code != 200 {
			t.Errorf("the former generation's ETag gives %d", code)
		}
	})
}

// Under churn a document rests for a second, and the older one is served meanwhile.
func TestChurnIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &fakeStore{stories: world()}
		h := handler(store)
		for i := range 100 { // ten seconds
			store.add(story(0, "karsk", by("wire", fmt.Sprintf("Story number %d!", i), fmt.Sprintf("https://wire.example/n/%d", i))))
			get(t, h, "/feed.rss")
			time.Sleep(100 * time.Millisecond)
		}
		if n := store.readCount(); n < 9 || n > 11 {
			t.Errorf("the store was read %d times in ten seconds", n)
		}
		time.Sleep(time.Second)
		if got := get(t, h, "/feed.rss"); !strings.Contains(got.body, "Story number 99!") {
			t.Error("the last story is not there a second later")
		}
	})
}

// A change that does not change the document changes no validator.
func TestSameBytesSameValidators(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &fakeStore{stories: world()}
		h := handler(store)
		first := get(t, h, "/topic/strait/feed.json")
		time.Sleep(time.Minute)
		store.add(story(0, "karsk", by("wire", "Elsewhere", "https://wire.example/else")))
		second := get(t, h, "/topic/strait/feed.json")
		for _, name := range []string{"Etag", "Last-Modified"} {
			if first.header.Get(name) != second.header.Get(name) {
				t.Errorf("%s moved from %s to %s", name, first.header.Get(name), second.header.Get(name))
			}
		}
	})
}

// Last-Modified never goes back, and moves with every change a second apart.
func TestO23LastModifiedIsMonotonic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(noon.Add(time.Hour)))
		store := &fakeStore{stories: world()}
		h := handler(store)
		var last time.Time
		check := func(what string, want time.Time) {
			t.Helper()
			got, err := http.ParseTime(get(t, h, "/feed.atom").header.Get("Last-Modified"))
			if err != nil || !got.After(last) || (!want.IsZero() && !got.Equal(want)) {
				t.Errorf("%s: Last-Modified %v after %v, want %v", what, got, last, want)
			}
			last = got
			time.Sleep(10 * time.Second)
		}
		newest := world()[0].Items
		check("at first, when its newest report was seen", newest[len(newest)-1].Seen)
		store.mu.Lock()
		store.stories, store.version = store.stories[1:], store.version+1
		store.mu.Unlock()
		check("a story went", time.Now().Truncate(time.Second))
		store.add(story(600, "karsk", by("wire", "An old report", "https://wire.example/old")))
		check("an old story came", time.Time{})
	})
}

func TestLastGoodStays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		store := &fakeStore{stories: world(), err: errors.New("disk on fire")}
		var log strings.Builder
		o := options(store)
		o.Log = slog.New(slog.NewTextHandler(&log, nil))
		h := newHandler(o)
		if got := get(t, h, "/feed.atom"); got.code != 503 || got.header.Get("Cache-Control") != "no-store" || got.header.Get("Retry-After") == "" || strings.Contains(got.body, "fire") {
			t.Errorf("without a document: %d %v %q", got.code, got.header, got.body)
		}
		store.fail(nil)
		good := get(t, h, "/feed.atom")
		store.fail(errors.New("disk on fire"))
		time.Sleep(2 * time.Second)
		if got := get(t, h, "/feed.atom"); got.code != 200 || got.body != good.body {
			t.Errorf("after a failure: %d", got.code)
		}
		if !strings.Contains(log.String(), "the last good one stays") {
			t.Errorf("log: %s", log.String())
		}
		store.fail(nil)
		store.add(story(0, "karsk", by("wire", "After the fire", "https://wire.example/after")))
		time.Sleep(2 * time.Second)
		if got := get(t, h, "/feed.atom"); !strings.Contains(got.body, "After the fire") {
			t.Error("does not recover")
		}
	})
}

// However many topics are asked for, memory stays bounded, and a document that
// was thrown away comes back with the same validators.
func TestShelfIsBounded(t *testing.T) {
	t.Parallel()
	var stories []feed.Story
	for i := range 200 {
		stories = append(stories, story(i, "karsk", by("wire", fmt.Sprint("Story ", i), fmt.Sprint("https://wire.example/", i))))
	}
	for i := range stories {
		stories[i].Items[0].Summary = strings.Repeat("Long summary ", 200)
	}
	store := &fakeStore{stories: stories}
	o := options(everyTopic{store})
	for i := range 30 { // documents of 1 MB

		o.Topics = append(o.Topics, feed.Topic{ID: fmt.Sprint("topic-", i)})
	}
	h := newHandler(o)
	first := get(t, h, "/topic/topic-0/feed.atom")
	for i := range 30 {
		get(t, h, fmt.Sprintf("/topic/topic-%d/feed.atom", i))
	}
	again := get(t, h, "/topic/topic-0/feed.atom")
	if first.body != again.body || first.header.Get("Etag") != again.header.Get("Etag") || first.header.Get("Last-Modified") != again.header.Get("Last-Modified") {
		t.Error("a document came back different")
	}
	if n := store.readCount(); n != 31 {
		t.Errorf("the store was read %d times: the first document should have been thrown away", n)
	}
}

// everyTopic shows its stories under any topic.
type everyTopic struct{ *fakeStore }

func (s everyTopic) Stories(q feed.Query) ([]feed.Story, error) {
	q.Topic = ""
	return s.fakeStore.Stories(q)
}
