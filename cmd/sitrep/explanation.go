package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"sitrep/feed"
)

// explanation is why an item was kept or dropped, and where it belongs.
type explanation struct {
	Stored    bool           `json:"stored"` // found in the store; else the text itself was judged
	Title     string         `json:"title"`
	Summary   string         `json:"summary,omitempty"`
	URL       string         `json:"url,omitempty"`
	Source    string         `json:"source,omitempty"`
	Published time.Time      `json:"published,omitzero"`
	Keep      bool           `json:"keep"`             // by today's rules
	Decision  string         `json:"decision"`         // keep, near or drop
	Ruling    string         `json:"ruling,omitempty"` // what an operator's rule says, if one decided
	Score     float64        `json:"score"`
	Class     string         `json:"class,omitempty"`
	Topics    []string       `json:"topics"`
	Reasons   []feed.Reason  `json:"reasons"`
	Story     string         `json:"story,omitempty"`
	Rule      string         `json:"rule,omitempty"` // the dedupe rule that put it into its story
	CopyOf    string         `json:"copy_of,omitempty"`
	Others    []otherReports `json:"reports,omitempty"`

	Publishers  int       `json:"publishers,omitempty"` // of its story, as the fields below
	Independent int       `json:"independent,omitempty"`
	Origins     []origin  `json:"origins,omitempty"`
	Changes     []became  `json:"changes,omitempty"`  // the newest, the last one first
	Previous    *previous `json:"previous,omitempty"` // the story that it continues
}

// origin is a text that several reports of the story repeat.
type origin struct {
	By     string `json:"by,omitempty"` // empty where nobody says
	Copies int    `json:"copies"`
}

// became is something that became of the story.
type became struct {
	At   time.Time       `json:"at"`
	Kind feed.ChangeKind `json:"kind"`
	Text string          `json:"text,omitempty"`
}

// previous is the story that another one continues.
type previous struct {
	Story string `json:"story"`
	Title string `json:"title,omitempty"` // of its lead; empty if it has expired
}

// maxChanges is how many changes of a story are told.
const maxChanges = 5

// placed tells of the story that holds the item, but for the one it continues.
func (e *explanation) placed(it feed.Item, story feed.Story) {
	st := story.Standing(nil, feed.Topic{})
	e.Story, e.Publishers, e.Independent = story.ID.String(), st.Publishers, st.Independent
	for _, shared := range feed.Copied(st.Origins) {
		e.Origins = append(e.Origins, origin{shared.By, shared.Copies})
	}
	for _, c := range slices.Backward(story.Changes) {
		if len(e.Changes) == maxChanges {
			break
		}
		e.Changes = append(e.Changes, became{c.At, c.Kind, c.Text})
	}
	for _, other := range story.Items {
		if other.ID == it.CopyOf {
			e.CopyOf = other.URL
		}
		if other.ID != it.ID {
			e.Others = append(e.Others, otherReports{other.Source, other.Title, other.URL, other.Rule})
		}
	}
}

// otherReports are the other items of the story.
type otherReports struct {
	Source string `json:"source"`
	Title  string `json:"title"`
	URL    string `json:"url"`
	Rule   string `json:"rule"`
}

// verdict judges an item again, so that the reasons are those of today's rules.
func (h *house) verdict(it feed.Item, e explanation) explanation {
	src := sourcesByID(h.cfg.Sources)[it.Source]
	v := h.judge.Explain(it, src)
	e.Title, e.Summary, e.URL, e.Source, e.Published = it.Title, it.Summary, it.URL, it.Source, it.Published
	e.Keep, e.Decision, e.Score, e.Class = v.Keep, v.Decision(), v.Score, v.Class
	if ruling, decided := h.judge.Ruling(it, src); decided {
		e.Ruling = ruling.String()
	}
	e.Topics, e.Reasons = list(v.Topics), list(v.Reasons)
	return e
}

// decided is the decision in words.
func (e explanation) decided() string {
	switch {
	case e.Ruling != "" && !e.Keep && e.Story != "":
		return "in the feed since before a rule of today: " + e.Ruling
	case e.Ruling != "":
		return e.Ruling
	case e.Keep && e.Class != "":
		return "kept as conflict coverage: " + e.Class
	case e.Keep:
		return "kept as everything is, though no conflict coverage"
	case e.Story != "":
		return "in the feed, though no conflict coverage by today's rules"
	case e.Decision == "near":
		return "dropped, but near: about a war perhaps, but not of it"
	}
	return "dropped: not conflict coverage"
}

// print tells it to a person.
func (e explanation) print(w io.Writer) {
	fmt.Fprintf(w, "%s\n%s (probability %.2f)\n", e.Title, e.decided(), e.Score)
	if len(e.Topics) > 0 {
		fmt.Fprintf(w, "topics: %s\n", strings.Join(e.Topics, ", "))
	}
	for _, r := range e.Reasons {
		if r.Weight == 0 { // the rule, which is told above
			continue
		}
		where := ""
		if r.Where != "" {
			where = " (" + r.Where + ")"
		}
		fmt.Fprintf(w, "  %+6.2f  %s%s\n", r.Weight, r.Term, where)
	}
	if e.Story == "" {
		return
	}
	fmt.Fprintf(w, "story %s, joined by the rule %q\n", e.Story, e.Rule)
	if e.CopyOf != "" {
		fmt.Fprintf(w, "  a copy of %s\n", e.CopyOf)
	}
	fmt.Fprintf(w, "  %s, %d independent\n", counted(e.Publishers, "publisher", "publishers"), e.Independent)
	for _, o := range e.Origins {
		fmt.Fprintf(w, "  %s of a text by %s\n", counted(o.Copies, "copy", "copies"), cmp.Or(o.By, "nobody that we know"))
	}
	for _, c := range e.Changes {
		fmt.Fprintf(w, "  %s %s\n", c.At.UTC().Format("2006-01-02 15:04"), strings.TrimSuffix(changed[c.Kind]+": "+c.Text, ": "))
	}
	if p := e.Previous; p != nil {
		fmt.Fprintf(w, "  continues story %s: %s\n", p.Story, cmp.Or(p.Title, "it has expired"))
	}
	for _, o := range e.Others {
		fmt.Fprintf(w, "  also %s: %s (%s) %s\n", o.Source, o.Title, o.Rule, o.URL)
	}
}

// changed is what became of a story in words, before the text of the change.
var changed = map[feed.ChangeKind]string{
	feed.ChangeConfirmed:  "confirmed independently by",
	feed.ChangeSide:       "another side speaks",
	feed.ChangeToll:       "another count",
	feed.ChangeCorrection: "text changed by a source",
	feed.ChangeRetitled:   "retitled by a source, before",
	feed.ChangeWithdrawn:  "withdrawn by a source",
	feed.ChangeMerged:     "one with story",
}

func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
