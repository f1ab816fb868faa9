// Package serve is the read side: feeds, pages, health, over HTTP.
//
// # Types
//
//   - [Server]: answers readers out of a [Store], as [Options] say.
//   - [Run]: an HTTP server with limits and an orderly end.
//
// # Use
//
//	s := serve.New(serve.Options{Store: db, Sources: sources, PublicURL: "https://news.example.org"})
//	err := serve.Run(ctx, listener, s.Handler(), log)
//
// routes.go lists every address. An address serves a kind of document: a feed
// in one format, a page, a fixed file. To add one, write its kind in a file of
// its own and mount it in routes.go.
//
// # What is promised
//
//   - A document is made once per change, when someone asks for it, checked
//     (O33) and then served from memory. If it cannot be made, or fails its
//     check, the last good one stays (O25).
//   - A commit is seen by the next request, or one second later if the document
//     was made less than a second ago. Nobody waits for a document that has an
//     older one.
//   - Each coding has its strong ETag, and any coding's ETag of the current
//     generation gives a 304 (O23). Last-Modified never goes back while the
//     daemon runs.
//   - Addresses come from Options.PublicURL alone; Host, X-Forwarded-* and
//     query strings change nothing (A44, A45). Errors repeat nothing of the
//     request and are not cached.
//   - Documents held in memory stay under 24 MB together, plus the one that
//     was made last.
//
// The codes O22 to O32 in the tests number the promises to readers, those with
// A the abuses withstood.
//
// # Caveats
//
// After a restart Last-Modified is the time at which the newest report shown
// was first seen, which can be earlier than what was served before if the last
// change was a removal. ETags are made of content and not touched by restarts.
//
// MaxBytes shortens each format by itself, so a JSON feed may hold a few
// stories more than the Atom feed of the same moment.
//
// Chromium shows documents of type application/atom+xml as plain text; the
// style sheet named in them is for the browsers that apply it.
//
// # Design
//
// Documents are made on demand and not after each commit: of a hundred topic
// feeds most are asked for seldom, and a commit must not wait for readers. The
// price is that one reader a second waits some 20 ms. Rendering into the store
// was the other choice; it would have tied the write side to formats.
package serve
