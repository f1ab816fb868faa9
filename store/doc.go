// Package store is the memory of sitrep: one bbolt file that holds the stories,
// what is known of each source, and what was dropped and why it may be asked for.
// It is the only package that knows buckets, keys and record layouts.
//
// # Types
//
// There are few. A [DB] is an open file. Its methods take and give the nouns of
// package feed: visits go in with [DB.Commit], stories come out with
// [DB.Stories]. [Options] vary the opening, [Retention] the forgetting. Errors
// that concern the file itself wrap [ErrLocked], [ErrDamaged], [ErrNewer] or
// [ErrForeign] and name the way out.
//
// # Basics
//
//	db, err := store.Open("data/sitrep.db", store.Options{})
//	err = db.Commit(visits)                              // all or nothing, on the disk when it returns
//	stories, err := db.Stories(feed.Query{Limit: 200})   // newest change first
//	removed, err := db.Expire(store.Retention{Age: 90 * 24 * time.Hour}, time.Now())
//	err = db.Close()
//
// Whatever a method returns is a copy that outlives the transaction. Reading
// never waits for a commit; commits wait for one another.
//
// An item is in exactly one story. It comes into the one that its placement
// names, and stays there whatever later placements say. If the named story has
// expired meanwhile, the item founds a new one, which has the item's id.
//
// Stories that are found to be one become one in the commit that says so. The
// id of the one that is gone is still that of an item, and so [DB.Story] finds
// by it the story that it became: whoever asks sees another id, and redirects.
//
// # Caveats
//
//   - A file has one process: a second Open fails with ErrLocked after a second.
//   - A commit waits for the disk twice. Gather visits; a transaction for each
//     unchanged source would cost twelve times the poll.
//   - The strings of a story share one allocation: keep one and the story's bytes
//     stay. Whoever remembers parts for long clones them.
//   - The file never shrinks. What Expire frees is used again by later commits,
//     so that a store with steady intake and retention stops growing (a third
//     above its first full size, for fragments).
//   - Times are kept to the nanosecond between 1678 and 2261; others are moved to
//     the nearer end.
//   - A slow reader (Backup to a slow disk) keeps freed pages from being used again.
//
// # The file
//
// The schema version is the number of migrations that the file has seen. A
// newer file than the program is refused; an older one is brought up to date in
// one transaction when it is opened. All numbers in keys are big-endian.
//
//	meta      schema, created
//	polls     source                      → feed.Poll
//	listed    source                      → its feed.Listed, 27 bytes each
//	stories   record number               → feed.Story
//	timeline  Updated, ^story id          → record number, topics, languages
//	pending   Pending, story id           → record number
//	items     item id                     → record number
//	dropped   Seen, item id               → what explains it: title, address, 500 runes of summary, score
//
// Records carry a version and a CRC-32C, because bbolt has no checksums of its
// own but on its two meta pages: a flipped bit is found when it is read, and all
// of them by [DB.Check].
//
// # Design
//
// Stories are stored under a running number, not under their id, and found
// through items (the id of a story is that of its first item). Ids are hashes:
// under them, each of the 3,500 new stories of a large commit would land on a page
// of its own, and the whole bucket be written anew; under numbers they are appended, and
// expire from the other end. The price is a look-up in a bucket of small entries.
//
// The records are a binary layout of our own, because they are read at every start
// and written at every poll: JSON takes ten times as long, gob carries its types
// with each record, and a code generator would be one more tool. A test fills every
// field of the nouns by reflection, so that none can be forgotten here.
//
// Copies keep their whole text. Dropping it would save a tenth of the file, but
// what is committed would no longer be what is read, an edited copy could not be
// compared with its former text, and copies could not be judged again when the
// rules change.
//
// There is no index of addresses: [DB.FindURL] serves a person's question and may
// read everything, while an index would be written at every poll.
package store
