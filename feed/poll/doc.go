// Package poll conducts the write side: when each source is due, and one visit
// from start to end.
//
// # Types
//
//   - [Poller] visits sources: [Poller.Run] for ever, [Poller.Once] one time.
//   - [Pace] is how one source is paced: pure functions from what was known and
//     what was answered to when the next visit may be, with the reason.
//   - [Schedule] is "auto", a fixed interval or a cron expression; robfig/cron
//     enters the program here and nowhere else.
//   - [Report] tells how a visit ended; [Store] is what polling needs of the memory.
//
// # A visit
//
// fetch; if not modified, done; parse what the source has not shown before;
// classify; place in stories; commit in one transaction; remember. Data goes
// forward only. One goroutine owns the queue and the records of the sources,
// each visit under way has its own, and one, the clerk, writes: it takes all
// visits that wait, judges their items together, commits them together, and
// only then lets the index learn. So two sources that bring one story in the
// same second make one story, and a thousand visits cost some dozen
// transactions.
//
// # Manners kept here
//
// The codes are those of the project's list of polling manners. P12 the same
// body again is no news; P15 and P16 freshness times are floors; P17, P18 and
// P19 a 429 or 503 holds every source of its host as long as the server says, or
// an hour and doubling where it does not say; P20 other failures back off, up to
// a day; P21 and P22 a forbidding server is left alone longer, 410 for good
// after one more look; P25 a source on "auto" whose server says nothing is asked
// every 15 minutes at most, every hour if it never answers 304; P26 jitter never
// shortens a wait; P27 the next visit is stored before the request goes out;
// P41 one request at a time and a gap for each host.
//
// # Figures
//
// 1,000 feeds of 35 items (44 MB) on loopback, keep: all, on two shared and noisy
// cores: medians of four runs in a row, with the range; before is the same without
// the folding of events.
//
//	                                                  before  goal
//	first poll, CPU s         11.4 (11.0 to 12.1)     5.3     5: not reached
//	every answer 304, CPU s   0.06 (0.06 to 0.08)     0.09    0.15
//	a tenth has two new       0.21 (0.21 to 0.23)     0.25    0.5
//	bare client and gofeed    3.0  (2.7 to 3.2)       3.0
//	first poll / bare         3.9  (3.5 to 4.3)       1.8     1.4: not reached
//	resident at the peak, MiB 194  (181 to 197)       131     128: not reached
//	resident at rest, MiB     89   (88 to 92)         60      48: not reached
//
// Half of the first poll is the search for the event of 35,000 items, which share a
// small invented vocabulary and so have as many candidates as there can be; it is
// paid once an item. Of what is resident 20 MiB are the reports by which events are
// known, 17 the terms, names and weights of the judge.
//
// Transactions of 128 visits and Go's own GOGC brought the ratio to 1.25 once
// and the peak to 170 MiB; memory was thought worth more. The command that
// measures it again:
//
//	go test ./cmd/sitrep -run '^$' -bench Poll -benchtime 1x
//
// # Caveats
//
// In a network that the operator has opened with allow_private each address
// stands for itself: a refusal holds that address alone, there is no gap between
// two of them, and the floors of P25 do not apply. Until a visit's outcome is
// stored the record says "begun", so a crash costs one interval; unchanged
// visits may be a second late in the store.
//
// # Design
//
// The alternatives were a goroutine with a timer for every source (ten thousand
// stacks, and no place where a host's line could stand) and a chain of channels
// between stages (the walk can no longer be read, and a commit of many visits
// has no owner).
package poll
