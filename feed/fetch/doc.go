// Package fetch brings bytes over HTTP, politely and safely: conditional
// requests, bounded bodies, and no packet to an address that may not be reached.
//
// # Types
//
//   - [Client]: one serves a daemon. [Options]: its limits and what it may reach.
//   - [Response]: a body, or the word that nothing has changed.
//   - [Error]: everything else, by kind, with a message for people.
//
// # Use
//
//	c := fetch.New(fetch.Options{UserAgent: "sitrep/1.2.3 (+https://example.org/)"})
//	defer c.Close()
//	res, err := c.Get(ctx, source, last)
//	if err != nil { ... } // always an *Error
//	defer res.Release()
//	if res.NotModified { ... }
//
// Get makes one request and follows redirects; it never repeats one. When the
// next may be made is the caller's business: Response and Error carry what the
// server said about it, and HostKey names whose patience a request draws on.
//
// # What is promised
//
// Each promise has a test that carries its code. P are the rules of polite
// polling, A the abuses that must come to nothing.
//
//	P01-P07  validators: none invented, byte for byte, one set from one answer,
//	         refreshed by a 304, untouched by failures
//	P10 P11  validators go only to the final address that gave them, and never
//	         together with a demand for a fresh copy
//	P15 P16  max-age less Age, or Expires; at most MaxFreshness
//	P17 P18  Retry-After as an absolute time, at most 14 days; max-age of a 429
//	P21      the first 500 characters of an error page, as plain text
//	P31-P35  redirects: the permanent prefix is told, five hops, no loop, no step
//	         from https to http, no secret to another origin, each hop guarded
//	P36-P40  user agent, Accept, codings, nothing sent that was not asked for,
//	         HTTP/2 and connections used again
//	A01-A03  private, mapped, translated and disguised addresses, whatever a name
//	         resolves to at the moment of dialling
//	A04-A07  redirects inside, to other schemes and ports; proxies from the
//	         environment
//	A10      networks opened by the operator, and nothing behind a translator
//	A11-A15  slow bodies, endless headers and bodies, lying lengths, bombs
//	A16 A18  certificates; redirect loops and cookies
//	A19      validators that could not be sent back
//
// # Caveats
//
// Release the response; its body lies in a buffer that the next Get reuses.
//
// A body that is longer than its Content-Length cannot be told from one that is
// not: it ends where the header says. net/http then notes the rest in the
// standard logger.
//
// A body without any length that breaks off at the end of its connection looks
// whole. Package parse meets it as a broken document.
//
// # Design
//
// Redirects are followed here and not by http.Client, on http.Transport alone:
// validators belong to one hop of a chain, secrets to another, and whether the
// chain was permanent is known only to who walks it. That it also saves what
// http.Client adds to each request is welcome. The guard sits in the dialer; the
// alternative, to look a name up and judge its addresses before the request,
// leaves time for the name to change. One timer watches a whole Get, in place of
// a deadline on each read, because the latter cannot see a server that sends one
// byte each second.
package fetch
