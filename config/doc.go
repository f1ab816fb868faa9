// Package config is what the operator wants: one YAML file over embedded
// defaults, read strictly, with a line and a remedy for every mistake.
//
// # Types
//
//   - [Config]: the settings, sources, topics, terms and rules, complete and valid.
//   - [Mistake], [Mistakes]: what is wrong with a file, all of it at once.
//   - [Options]: what reading needs from outside: the environment, and the real
//     parser of schedules.
//
// # Use
//
// [Load] reads a file, [Parse] its bytes, and [Defaults] does without one. Who
// sets fields afterwards, from flags or the environment, calls [Config.Check].
// [Config.Warnings] is what is legal but doubtful. [WriteSources] writes sources
// as a file that Load reads. [Family] names the publisher family of an outlet.
//
// # The file
//
// All keys, with their defaults:
//
//	listen: 127.0.0.1:8080
//	public_url: http://127.0.0.1:8080   # derived from listen
//	data: ./data                        # the store's folder
//	keep: conflict                      # or all: a plain planet
//	languages: [en]                     # stories with a report in one of these; [] or [all]: every story
//	content: summary                    # or full
//	title: sitrep
//	contact: ""                         # web or mail address, told to outlets in the user agent
//	authority: sitrep.invalid           # a domain of yours; ids are made of it: set once, never change
//	allow_private: []                   # networks such as 10.0.0.0/8 that may be fetched, on any port
//	poll:
//	  min_interval: 60s                 # less only with allow_private, and only for hosts there
//	  interval: 30m                     # where the schedule is auto, to start from
//	  concurrency: 32
//	  host_gap: 1s                      # between two requests to one host
//	  timeout: 30s
//	  max_bytes: 10 MiB
//	retention: {age: 30d, stories: 200000}
//	feed: {limit: 200}
//	log: {format: text, level: info}    # or json; debug, info, warn, error
//	strictness: normal                  # how sure the judge must be: wide, normal or strict
//	classify: {}                        # or, in place of strictness, {threshold: 0.5}: the score itself
//	terms:                              # own words for the judge
//	  - {text: "tram*", weight: 4}      # -20 to 20: 3 in a title keeps what nothing speaks against
//	rules:                              # each has one of must_not, must and keep: a pattern or a list
//	  - must_not: horoscope             # an item that matches is dropped
//	    in: [title, categories]         # also summary, content, url, authors; all if not given
//	  - must: [ukraine, '/\bUA\b/']     # an item that matches none of them is dropped
//	    sources: [bbc-world]            # only for items of these; for all if not given
//	    name: only-ukraine              # made from the patterns if not given
//	  - keep: sitrep                    # an item that matches is kept, whatever its score
//	sources:                            # "only" replaces the built-in list, add and remove change it
//	  add:                              # sources, or under "only" also the ids of built-in ones
//	    - id: alpha                     # lower-case slug
//	      title: Alpha                  # the id if not given
//	      url: https://example.org/feed.xml
//	      site: https://example.org
//	      publisher: alpha              # the family; that of the address if known, else the id
//	      country: DE                   # ISO 3166
//	      language: de                  # BCP 47
//	      kind: newspaper               # see feed.Kinds
//	      state_controlled: false       # true, or the state as in "yes: RU"
//	      topics: [ukraine]
//	      strictness: strict            # that of the file if not given
//	      rules: [{must_not: sudoku}]   # for its items alone
//	      schedule: auto                # "@every 10m", "@hourly", "*/15 * * * *" (UTC)
//	      headers: {Authorization: "Bearer ${TOKEN}"}
//	      user_agent: example/1.0
//	  remove: [rt-all]                  # with add, puts a source of the same id in its place
//	topics:                             # likewise
//	  add: [{id: tatooine, title: Tatooine, about: an invented war, terms: [Mos Eisley], sides: [DE, RU]}]
//
// Durations are Go's, and 30d or 2w. ${NAME} in a header is an environment
// variable, which must be set.
//
// Sides are countries whose outlets speak from the sides of a conflict; a side of
// several is a list, as in [[RU, BY], UA].
//
// # Rules
//
// A pattern is a regular expression (RE2) between slashes, or words: those match
// whole words without regard to case, accents and width, a star at the end of a
// word any continuation, one at the beginning any beginning, and ^ before them
// wants the capitals that it shows. Terms are words as well, of which the judge
// reads the title and the first 350 characters of the summary; rules read the
// whole of each field, and of content (if content is full) the text.
//
// must_not and must go before keep, and keep before the score and keep: all. A
// pattern that every item matches, such as /a|/ or "*", is a mistake.
//
// # Built-in lists
//
// sources.yaml and topics.yaml are embedded as they are, and kept by hand; their
// first lines say how. A new source is an entry there, in the order of ids.
// families.txt says which outlets are one publisher, so that their reports do not
// count as independent; who is not in it is a family of its own.
//
// # Caveats
//
// A mistake of YAML syntax hides what comes after it, so it comes alone. Anchors,
// aliases, merge keys and tags are refused: with aliases a small file can stand
// for a huge one. Header values are secrets: no message holds one, WriteSources
// leaves them out, and nobody should print a Config.
//
// That a host outside allow_private is asked at most once a minute, whatever
// min_interval says, is enforced where sources are polled.
//
// # Design
//
// The file is read from the syntax tree, by a table of keys for each mapping,
// rather than decoded into structs: the decoder stops at its first mistake,
// speaks of Go types, and forgets the lines by which later checks could say where
// a mistake stands. Every check is a function from a value to what is wrong and
// what to write instead, and one table holds them for both Load and Check.
package config
