// Package publish turns stories into bytes: RSS 2.0, Atom, JSON Feed, and the
// list of sources as OPML.
//
// # Types
//
//   - [Format]: one way to write a feed; [Formats] are all of them.
//   - [EntryID]: the name of a story for readers, one in all formats, for ever.
//   - [List]: sources to be written as OPML; [ReadOPML] reads such a list.
//
// # Use
//
//	err := publish.Atom.Write(w, f)       // f is a feed.Feed
//	err = publish.Atom.Verify(doc, f)     // before a document replaces another
//
// Rendering is a pure function. Nothing here asks the clock, the network or
// the machine, so two daemons with the same stories emit the same bytes, and a
// cache may trust that unchanged bytes mean unchanged news.
//
// # What is promised
//
// The codes O01 to O33 in the tests number these promises.
//
//   - Ids (O01 to O03): an Atom entry's own id is kept if it lies in the
//     registrable domain of the feed that gave it, else an id is minted as
//     tag:AUTHORITY,DAY:STORY. The same id stands in atom:id, guid and JSON id.
//     The feed's id holds neither host nor scheme.
//   - Times (O04, O05): atom:updated is the story's last material change and
//     never in the future of the moment at which we met its items; entries
//     come newest change first, ties by story.
//   - Credit (O06 to O08): each entry names its outlet's feed in atom:source or
//     source, its authors or else its outlet, the feed it came from as via, and
//     every other report of the story as related.
//   - Text (O09, O14, O15): titles are plain text. Whatever the input, output is
//     well-formed: control characters and bidirectional overrides are dropped,
//     "]]>" is escaped, there is no CDATA, DOCTYPE or named entity beyond the
//     five of XML.
//   - Body (O11): the lead's summary and a list of who reports it, one line a
//     source, state-controlled outlets and copies marked, at most 10 KB. Full
//     content only where feed.Item.HTML has it.
//   - RSS (O12 to O14) follows the RSS Advisory Board's Best Practices Profile,
//     JSON Feed (O16) version 1.1 with one extension object, _sitrep.
//   - Addresses are absolute http or https, without user name and password.
//
// # Caveats
//
// The text of feed.Item.HTML is trusted to be sanitised; package parse does it.
// Two stories that claim one outlet-given id both keep their entries: the
// earlier has the id, the other a minted one. If the earlier leaves the window
// of shown stories, the id falls to the other. Sources that quote one another's
// ids inside one registrable domain are the only ones who can do that.
//
// The feed id of a source is not known here; its address stands in its place
// in atom:source, as aggregators commonly do.
//
// # Design
//
// The writers append to one buffer through a small sheet of open, element and
// close instead of marshalling structs. encoding/xml's ",cdata" fields let
// control characters through and its chardata replaces them with U+FFFD; here
// one function, appendEscaped, decides for all formats what may go out. It is
// also several times faster, and Verify reads each document back with
// encoding/xml in strict mode, so that the writer need not be believed.
package publish
