package feedtest

import (
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"
)

// Outlet is one invented publisher's feed.
type Outlet struct {
	ID              string // lower-case slug; the first part of every path of the outlet
	Title           string
	Publisher       string // family; empty means the id
	Language        string
	Country         string // a user-assigned ISO 3166 code (XA to XZ): the countries are invented too
	Kind            string // one of feed.Kinds
	StateControlled bool
	Topics          []string // ids of Topics

	Format  string // one of Formats; empty means rss2.0
	Charset string // one of Charsets; empty means utf-8
	Items   int    // how many articles the feed lists; zero means 20, negative none

	Beats []string // what its reporters follow, in the built-in world: war, world, business, sport, home, culture, science
	Wire  string   // the outlet whose articles it reprints, in the built-in world

	Behaves []string // names of Behaviours, each with its argument after "=" if it takes one
}

// FeedPath is the path of the outlet's feed.
func (o Outlet) FeedPath() string {
	if o.Format == "json1.1" {
		return "/" + o.ID + "/feed.json"
	}
	return "/" + o.ID + "/feed.xml"
}

func (o Outlet) withDefaults() Outlet {
	defaults := []struct {
		field *string
		value string
	}{{&o.Title, o.ID}, {&o.Publisher, o.ID}, {&o.Language, "en"}, {&o.Format, "rss2.0"}, {&o.Charset, "utf-8"}, {&o.Kind, "newspaper"}}
	for _, d := range defaults {
		if *d.field == "" {
			*d.field = d.value
		}
	}
	if o.Items == 0 {
		o.Items = 20
	}
	return o
}

func (o Outlet) check() error {
	if ok, _ := regexp.MatchString(`^[a-z0-9][a-z0-9-]*$`, o.ID); !ok {
		return fmt.Errorf("outlet %q: the id must be a lower-case slug", o.ID)
	}
	if _, ok := formats[o.Format]; !ok {
		return fmt.Errorf("outlet %q: no format %q", o.ID, o.Format)
	}
	if _, ok := charsets[o.Charset]; !ok {
		return fmt.Errorf("outlet %q: no character set %q", o.ID, o.Charset)
	}
	if _, err := parseActs(o.Behaves); err != nil {
		return fmt.Errorf("outlet %q: %w", o.ID, err)
	}
	return nil
}

// outlet is an Outlet at work.
type outlet struct {
	Outlet
	shelf shelf

	mu     sync.Mutex // protects what follows, and Behaves above
	acts   []act
	visits int       // requests for its feed so far
	first  time.Time // newsroom's time of the first of them
	cached *issue    // of an outlet whose behaviours leave the body alone
}

func (out *outlet) snapshot() Outlet {
	out.mu.Lock()
	defer out.mu.Unlock()
	o := out.Outlet
	o.Behaves, o.Beats = slices.Clone(o.Behaves), slices.Clone(o.Beats)
	return o
}

// arrive counts a request for the feed and gives the behaviours to meet it with.
func (out *outlet) arrive(now time.Time) (nth int, first time.Time, acts []act) {
	out.mu.Lock()
	defer out.mu.Unlock()
	if out.visits == 0 {
		out.first = now
	}
	out.visits++
	return out.visits, out.first, out.acts
}
