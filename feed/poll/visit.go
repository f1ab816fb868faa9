package poll

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"sitrep/feed"
	"sitrep/feed/fetch"
	"sitrep/feed/parse"
)

// visit is one poll from start to end: fetch, and if there is something new,
// parse it, judge it, and file it. It returns the source's new record, and a
// report. Data goes forward only; nothing comes back but errors. A visit that
// the end of the daemon interrupts leaves the record as Begin wrote it.
func (p *Poller) visit(ctx context.Context, e *entry, began feed.Poll) (feed.Poll, Report) {
	response, err := p.Fetch.Get(ctx, e.source, began)
	began.Totals.Requests++
	if ctx.Err() != nil && err != nil {
		return began, Report{Source: e.source.ID, Status: feed.Failed, Error: ctx.Err().Error()}
	}
	if err != nil {
		return p.failed(e, began, err)
	}
	defer response.Release()
	now := time.Now()
	status := count(began, response)
	if response.NotModified {
		return p.unchanged(e, e.pace.Good(status, response, now))
	}
	sum := bodyHash(response.Body)
	if sum == began.BodyHash {
		status.Totals.SameBody++
		return p.unchanged(e, e.pace.Good(status, response, now))
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

// failed files a visit without a usable answer. Validators stay.
func (p *Poller) failed(e *entry, began feed.Poll, err error) (feed.Poll, Report) {
	status := e.pace.Bad(began, err, time.Now())
	report := Report{Source: e.source.ID, Status: status.Status, Error: err.Error()}
	if err := p.clerk.file(&filing{visit: feed.Visit{Poll: status}}); err != nil {
		report.Error += "; " + err.Error()
	}
	p.Log.Info("poll", "source", e.source.ID, "status", status.Status, "error", err, "next", status.Next, "reason", status.Reason)
	return status, report
}

// unchanged files a visit that brought nothing new; it may be written later,
// in company, because nothing but a date would be lost.
func (p *Poller) unchanged(e *entry, status feed.Poll) (feed.Poll, Report) {
	status.Status = feed.Unchanged
	err := p.clerk.file(&filing{visit: feed.Visit{Poll: status}, lazy: true})
	p.Log.Debug("poll", "source", e.source.ID, "status", status.Status, "next", status.Next, "reason", status.Reason)
	return status, Report{Source: e.source.ID, Status: feed.Unchanged, Error: text(err)}
}

// read takes a new body in: parse, judge, place, commit.
func (p *Poller) read(e *entry, status feed.Poll, r *fetch.Response, sum uint64, now time.Time) (feed.Poll, Report) {
	old, err := p.Store.Listed(e.source.ID)
	if err != nil {
		return p.failed(e, status, err)
	}
	memory := newMemory(old, p.Index)
	doc, err := parse.Feed(e.source, parse.Page{
		Body: r.Body, URL: r.URL, Charset: r.Charset, ContentType: r.ContentType,
		Now: now, Known: memory.known, Content: p.Content,
	})
	if err != nil {
		return p.failed(e, status, err)
	}
	kept, dropped := p.judge(e.source, memory.alive(doc.Items))
	status = e.pace.Good(status, r, now)
	status.Status, status.BodyHash = feed.Fetched, sum
	status.Totals.Items += int64(memory.fresh(doc.Items))
	f := &filing{items: kept, visit: feed.Visit{
		Poll: status, Dropped: dropped, Listed: memory.list(doc.Listed, kept, now),
	}}
	return p.file(e, f, doc)
}

// judge parts coverage from the rest.
func (p *Poller) judge(src feed.Source, items []feed.Item) (kept, dropped []feed.Item) {
	for _, it := range items {
		verdict := p.Judge.Judge(it, src)
		it.Publisher = cmp.Or(src.Publisher, src.ID)
		it.Keep, it.Score, it.Topics = verdict.Keep || p.KeepAll, verdict.Score, verdict.Topics
		if it.Keep {
			kept = append(kept, it)
		} else {
			dropped = append(dropped, it)
		}
	}
	return kept, dropped
}

// file writes a visit that brought something and reports it.
func (p *Poller) file(e *entry, f *filing, doc *parse.Document) (feed.Poll, Report) {
	err := p.clerk.file(f)
	placed := f.visit.Placed
	report := Report{
		Source: e.source.ID, Status: feed.Fetched, Error: text(err),
		Items: doc.Entries, Kept: fresh(placed), Copies: copies(placed),
	}
	if err != nil { // not durable: as if the visit had not been
		report.Status = feed.Failed
		p.Log.Error("storing a poll", "source", e.source.ID, "error", err)
		return e.poll, report
	}
	p.Log.Info("poll", "source", e.source.ID, "status", report.Status, "items", report.Items, "kept", report.Kept,
		"copies", report.Copies, "repairs", doc.Repairs, "next", f.visit.Poll.Next, "reason", f.visit.Poll.Reason)
	return f.visit.Poll, report
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
