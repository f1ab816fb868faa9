// Package parse turns the bytes that an outlet serves into items. It is the
// only package that knows gofeed and bluemonday.
//
// There are two types: [Page], a body with what is known about it, and
// [Document], what the feed says. [Feed] makes the one of the other, for RSS
// 0.9 to 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0, and JSON Feed 1.0 and 1.1.
// [Link] and [Text] are its two policies that others need as well.
//
// # The way of a feed
//
// Each step is bounded, and none changes the caller's bytes.
//
//   - decode: to UTF-8, by byte order mark, XML declaration, HTTP header, or
//     what the bytes look like (decode.go, wide.go, guess.go).
//   - repair: characters and references that XML forbids (repair.go).
//   - find the root element, past comments, warnings of PHP and a DOCTYPE,
//     which is skipped unread: nothing in it is ever expanded (root.go).
//   - scan: one pass over the markup, byte by byte only inside tags. It enforces
//     the limits, notes where entries and their children begin and end, and
//     which edits make the document well-formed (scan.go, markup.go, element.go,
//     close.go, attr.go, structure.go).
//   - hash each entry; those that Page.Known knows end here (split.go).
//   - write the document anew with the unknown entries, reduced to the elements
//     that are wanted (dialect.go, split.go), and give that to gofeed; if it
//     still refuses, entry by entry (salvage.go, rss.go, atom.go).
//   - read what gofeed alters or files away from the raw bytes: ids, dates,
//     languages, rights, categories, creators, pictures (values.go).
//   - normalise: links, identity, dates, plain text, language, safe HTML
//     (item.go and the files of these names).
//
// JSON Feed goes the same way with a scanner of its own (jsonscan.go).
//
// # Identity
//
// An item is known by its GUID if no other entry of the document bears the
// same, without the #fragment of a GUID that is an address, which the BBC
// changes at each fetch; else by its link, else by its title, else by all that
// tells it from the others. Known entries take part in that census, so that a
// repeated GUID is seen as such when a single new entry bears it. Item.GUID is
// empty where it was not trusted.
//
// # Caveats
//
//   - Where all entries are known the Document does not describe the feed:
//     gofeed was not called, Title, TTL and the rest are empty.
//   - Of a document with more than 2,000 entries the first 2,000 are looked at.
//   - The hash of an entry leaves out elements that we do not publish, a comment
//     counter for example, so that they do not make it new. It is stored, so
//     hash64 must not change; and a change of what dialect.go keeps makes
//     entries be read, though not stored, once more.
//   - A document above a megabyte is parsed in a goroutine with a deadline of
//     ten seconds, which cannot be killed; it ends when gofeed does.
//   - An entry without a title gets the first sentence of its text as one.
//   - Dates are not after Page.Now and, where they are missing or before 1980,
//     are Page.Now. To bring them into order is the caller's.
//
// # Figures
//
// Processor time for one item of 1.3 KB in a feed of 35, with eleven tags and
// an escaped description, on a shared EPYC core (the best of eight runs each):
//
//	gofeed alone            57.3 µs    26 MB/s   11,098 allocations a feed
//	first poll              28.7 µs    43 MB/s    3,297
//	  of which gofeed       15.8 µs
//	nothing new              3.0 µs   420 MB/s       34
//	two new of 35            5.9 µs   215 MB/s      419
//	first poll, with HTML   57.2 µs    27 MB/s    6,413
//
//	go test -run xxx -bench Feed/ -count 8 ./feed/parse
//
// Of 451 real feeds, 431 well-formed and 20 not, all give as many entries as an
// oracle that shares no code with us; of 1,479 conformance cases 1,476:
//
//	go test -v -run 'TestCorpus|TestConformance' ./feed/parse
//
// # Tests
//
// testdata/quirks holds pairs: a feed with one quirk, and what is to become of
// it; testdata/html the same for fragments. Both are rewritten by -update. The
// names of the tests in abuse_test.go begin with the number that the attack has
// in the threat list of the project: A20 to A30 are attacks on the parser (A20
// nesting, A21 attributes, A22 elements, A23 long texts, A24 things before or
// without an end, A25 DOCTYPE, A26 character sets, A27 JSON, A29 HTML, A30
// time), A31 to A36 attacks on readers (A32 markup in plain text, A34 illegal
// characters, A36 dates).
//
// # Why a scanner before the parser
//
// gofeed cannot be given whatever comes: nested elements overflow its stack,
// which ends the process; one byte that is not UTF-8, or a body cut short, loses
// the whole feed. Patching its input by regular expressions was the
// alternative. It mends what it was written for, cannot count depth, and leaves
// the cost of parsing forty entries to find two new ones. A scanner that
// delimits entries gives all three, and because the document that gofeed sees
// is well-formed by construction, salvage is the ordinary case and not an
// exception. To replace gofeed altogether was not considered: it knows a
// thousand feeds' habits.
package parse
