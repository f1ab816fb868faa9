package poll

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"log/slog"
	"time"

	"sitrep/feed"
	"sitrep/feed/fetch"
	"sitrep/feed/parse"
)

// visit is one poll up to where it is written down: fetch, and if there is
// something new, parse it and judge it. Data goes forward only; nothing comes
// back but errors. A visit that the end of the daemon interrupts gives nil and
// leaves the record as Begin wrote it.
func (p *Poller) visit(ctx context.Context, e *entry, began feed.Poll) *filing {
	response, err := p.Fetch.Get(ctx, e.source, began)
	began.Totals.Requests++
	if ctx.Err() != nil && err != nil {
		return nil
	}
	if err != nil {
		return e.failed(began, err)
	}
	defer response.Release()
	now := time.Now()
	status := count(began, response)
	if response.NotModified {
		return e.unchanged(status, response, now)
	}
	sum := bodyHash(response.Body)
	if sum == began.BodyHash {
		status.Totals.SameBody++
		return e.unchanged(status, response, now)
	}
	return p.read(e, status, response, sum, now)
}

// count adds an answer to the source's totals.
func count(began feed.Poll, r *fetch.Response) feed.Poll {
	began.Totals.Bytes += r.Wire
	if r.NotModified {
		began.Totals.NotModified++
	}
	if r.Unconditional {
		began.Totals.Unconditional++
		began.Full = began.At
	}
	return began
}

// bodyHash tells a body that is the same as the time before, whatever its
// validators say.
func bodyHash(body []byte) uint64 {
	sum := sha256.Sum256(body)
	return binary.BigEndian.Uint64(sum[:8])
}

// failed is a visit without a usable answer. Validators stay.
func (e *entry) failed(status feed.Poll, err error) *filing {
	return &filing{visit: feed.Visit{Poll: e.pace.Bad(status, err, time.Now())}, problem: err}
}

// unchanged is a visit that brought nothing new; it may be written later, in
// company, because nothing but a date would be lost.
func (e *entry) unchanged(status feed.Poll, r *fetch.Response, now time.Time) *filing {
	status = e.pace.Good(status, r, now)
	status.Status = feed.Unchanged
	return &filing{visit: feed.Visit{Poll: status}, lazy: true}
}

// read takes a new body in: parse and judge what was not read before. Only as
// many bodies are read at once as there are processors: more would not be read
// sooner, and a parsed feed takes ten times the memory of its bytes.
func (p *Poller) read(e *entry, status feed.Poll, r *fetch.Response, sum uint64, now time.Time) *filing {
	old, err := p.Store.Listed(e.source.ID)
	if err != nil {
		return e.failed(status, err)
	}
	memory := newMemory(old, p.Index)
	p.reading <- struct{}{}
	defer func() { <-p.reading }()
	doc, err := parse.Feed(e.source, parse.Page{
		Body: r.Body, URL: r.URL, Charset: r.Charset, ContentType: r.ContentType,
		Now: now, Known: memory.known, Content: p.Content,
	})
	if err != nil {
		return e.failed(status, err)
	}
	kept, dropped := p.judge(e.source, memory.alive(doc.Items))
	status = e.pace.Good(status, r, now)
	status.Status, status.BodyHash = feed.Fetched, sum
	status.Totals.Items += int64(memory.fresh(doc.Items))
	read := &reading{entries: doc.Entries, repairs: doc.Repairs}
	return &filing{items: kept, read: read, visit: feed.Visit{
		Poll: status, Dropped: dropped, Listed: memory.list(doc.Listed, kept, now),
	}}
}

// judge parts coverage from the rest.
func (p *Poller) judge(src feed.Source, items []feed.Item) (kept, dropped []feed.Item) {
	for _, it := range items {
		verdict := p.Judge.Judge(it, src)
		it.Publisher = cmp.Or(src.Publisher, src.ID)
		it.Keep, it.Near, it.Score = verdict.Keep, verdict.Near, verdict.Score
		it.Class, it.Topics, it.About = verdict.Class, verdict.Topics, verdict.About
		if it.Keep {
			kept = append(kept, it)
		} else {
			dropped = append(dropped, it)
		}
	}
	return kept, dropped
}

// conclude waits until a visit is stored, and tells what became of it.
func (p *Poller) conclude(e *entry, f *filing) arrival {
	err := f.wait()
	if err != nil { // not durable: as if the visit had not been
		p.Log.Error("storing a poll", "source", e.source.ID, "error", err)
		return arrival{e, e.poll, Report{Source: e.source.ID, Status: feed.Failed, Error: err.Error()}}
	}
	poll, placed := f.visit.Poll, f.visit.Placed
	report := Report{Source: e.source.ID, Status: poll.Status, Error: poll.Error, Kept: fresh(placed), Copies: copies(placed)}
	level, about := slog.LevelInfo, []any{"source", e.source.ID, "status", poll.Status}
	switch {
	case f.problem != nil:
		level, about = slog.LevelWarn, append(about, "error", f.problem)
	case f.read != nil:
		report.Items = f.read.entries
		about = append(about, "items", report.Items, "kept", report.Kept, "copies", report.Copies, "repairs", f.read.repairs)
	default:
		level = slog.LevelDebug
	}
	p.Log.Log(context.Background(), level, "poll", append(about, "next", poll.Next, "reason", poll.Reason)...)
	return arrival{e, poll, report}
}
