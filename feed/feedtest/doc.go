// Package feedtest is an invented newsroom: an origin server whose outlets
// publish feeds, behave well or badly as they are told, and whose truth is known.
// Tests, the demonstration and the benchmarks poll it.
//
// # Types
//
//   - [Newsroom]: the server, an http.Handler with a log of [Request].
//   - [Outlet]: one publisher's feed: format, character set, language, behaviours.
//   - [Behaviour]: one way to behave, by name; [Behaviours] lists them all.
//   - [Article]: one entry; [Truth]: which event it reports, what kind of news
//     that is, and whose text it copies.
//   - [PipeListener]: a listener in memory, for testing/synctest.
//
// There are three sorts of newsroom. New opens the demonstration world: some
// thirty-five outlets in ten languages, with an invented war between Tarkonia
// and Sarnovia, an insurgency in Maruba and missile tests by Haebong, and around
// them sport, trade wars, films, crime and floods told in the words of war. New
// with Bare opens an empty one, for tests of one behaviour. Load opens a large
// one, for benchmarks.
//
// # Use
//
//	n := feedtest.New(feedtest.Options{Bare: true})
//	n.Add(feedtest.Outlet{ID: "alpha", Behaves: []string{"status=429", "retry-after=60"}})
//	base, err := n.Open("127.0.0.1:0")          // or Serve, or any server: it is a handler
//	defer n.Close()
//	sources := n.Sources(base)                  // ready to poll
//	n.Publish("alpha", feedtest.Article{Title: "News"})
//	n.Behave("alpha")                           // recovers
//	n.Requests()                                // what the poller did
//
// In virtual time, inside a synctest bubble, serve a PipeListener and give its
// Dial to the client's transport. In real time and without waiting, Skip moves
// the newsroom's clock.
//
// For benchmarks:
//
//	n := feedtest.Load(feedtest.LoadOptions{})  // 1,000 feeds of 35 items, 44 MB
//	sources := n.Sources(base)                  // first: links begin with base
//	n.Prepare()                                 // then: all bodies are written
//	n.Advance(0.1, 2)                           // two new items in a tenth of the feeds
//
// # The world's texts
//
// They are the files under world: outlets.txt, events.txt and names.txt are
// tables, and each language has a file of headlines, leads and further sentences
// by kind of event, with slots. Two outlets that report one event in one
// language never share a headline or a lead; partners of a wire reprint its
// words with a credit, a cut or another end of the headline. Tolls rise in later
// versions of an article or in a second article; headlines change. Add a kind of
// event with a line in events.txt and a section in the language files; a test
// finds slots that nothing fills.
//
// # Caveats
//
//   - Dates on the wire are in the reader's time whatever the speed: a newsroom
//     of Speed 60 fits an hour of news into a minute, and its dates with it, so
//     that no date lies in the reader's future. Only Skip makes it so.
//   - The demonstration world remembers a week; Truth of older articles is gone.
//   - An article in two feeds of one newsroom (Meridian Wire has two) has one
//     path: Truths names it once for each feed, the second as a copy of itself.
//   - The load world holds all its bodies, 44 MB by default, in this process.
//     Measure a poller's memory with the newsroom in another one.
//   - Numbers in the world's texts end in 0, 5 to 9 or 11 to 14, after which
//     Slavic languages need no other form of the noun.
//
// # Design
//
// The world is a pure function of its seed, hour by hour, and made when asked
// for. The alternative, a goroutine that publishes by a ticker, would need an
// owner, a clock to inject and waiting in tests. Behaviours are a table of small
// functions rather than one handler each, because the faults of real outlets
// come together: a 503 with Retry-After, an odd ETag on a feed of churning ids.
// Validators are compared byte for byte, as the strictest servers do, so that a
// poller which touches them loses its 304.
package feedtest
