// Package feed holds the nouns of sitrep: what it reads, what it keeps of it,
// and what it publishes. It is data with reading methods; it does no input or
// output and asks no clock.
//
// # Types
//
//   - [Source]: a feed that we read. [Poll]: what we know of it from our visits.
//   - [Item]: one entry of a source. [Verdict]: whether it is coverage, and why.
//   - [Story]: the items that report one event. [Placement]: where an item belongs.
//   - [Change]: what became of a story. [Standing]: who stands behind it.
//     [Number]: a count of it as it moves. [Reached]: when so many told it.
//   - [About]: what an item tells of, in terms of every language. [Standing]: who
//     stands behind a story.
//   - [Topic]: a conflict or theatre by which readers choose.
//   - [Visit]: everything that one poll changed. [Listed]: the memory of one entry.
//   - [Feed]: what we publish. [Query]: which stories it shows.
//
// A copy is an item whose text is another item's; a publisher is the family
// that stands behind one or several sources. These words have these senses in
// every package.
//
// # The house
//
// The verbs are one package each below this one, and know only these nouns:
//
//	fetch     bytes over HTTP, politely and safely
//	parse     bytes to items
//	classify  is it conflict coverage, of which conflict, and why
//	dedupe    many items, one story
//	publish   stories as bytes: RSS, Atom, JSON Feed, OPML
//	poll      the conductor of the write side: one visit from start to end
//	serve     the conductor of the read side: feeds, pages, health
//	train     learns what classify and dedupe weigh from labelled items
//	measure   compares verdicts and stories with labels
//	feedtest  an invented newsroom for tests, demonstration and benchmarks
//
// Beside them stand config (what the operator wants) and store (the memory, one
// bbolt file); cmd/sitrep wires them,
// and cmd/train makes the model that classify embeds. poll writes, serve reads, and they meet in
// the store. Each foreign library has one door: gofeed and bluemonday in parse,
// bbolt in store, cron in poll, YAML in config, the address guard in fetch. A
// test in cmd/sitrep holds the imports to this.
//
// # Caveats
//
// Times are UTC. An empty string means unknown, never "none found by mistake":
// whatever reads an item may rely on the comments of its fields.
//
// A story is what its reports make of it, and they change: it is Applied an item
// at a time, and merged with another by Absorb. Its id never changes but to that
// of an older story which it turns out to be, and then leads there.
//
// # Design
//
// A story stores what is dear to count again or cannot be: when each count was
// reached, what became of it, which report leads. Everything that depends on what
// the operator configures, such as sides and families of sources, is told when
// it is read (Standing): a corrected list of sources corrects old stories too.
//
// Identity is 64 bits of SHA-256 rather than the outlet's own string, because
// outlets rewrite their strings; the alternative, a counter in the store, would
// give two daemons that read the same feeds different ids for the same story.
package feed
