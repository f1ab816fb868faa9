package config

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"sitrep/feed"
)

// sourceRules say what each field of a source must be. They are asked even if a
// field was left out.
var sourceRules = []struct {
	key   string
	check func(s feed.Source) (text, remedy string)
}{
	{"id", func(s feed.Source) (string, string) { return checkID(s.ID) }},
	{"title", func(s feed.Source) (string, string) { return checkNamed("title", s.Title, s.ID) }},
	{"url", func(s feed.Source) (string, string) { return checkAddress("url", s.URL) }},
	{"site", func(s feed.Source) (string, string) { return optional(s.Site, checkSite) }},
	{"publisher", func(s feed.Source) (string, string) { return checkNamed("publisher", s.Publisher, s.ID) }},
	{"country", func(s feed.Source) (string, string) { return optional(s.Country, checkCountry) }},
	{"language", func(s feed.Source) (string, string) { return optional(s.Language, checkLanguage) }},
	{"kind", func(s feed.Source) (string, string) { return optional(s.Kind, checkKind) }},
	{"strictness", func(s feed.Source) (string, string) { return checkStrictness("strictness ", s.Strictness) }},
	{"user_agent", func(s feed.Source) (string, string) { return optional(s.UserAgent, checkAgent) }},
}

// sourceChecker checks sources one after the other, and remembers them.
type sourceChecker struct {
	topics    []string // that a source may name
	schedule  func(string) error
	ids       map[string]placed[source]
	addresses map[string]placed[source]
	mistakes  Mistakes
}

// checkSources checks each source, and that no two are the same.
func checkSources(sources list[source], topics list[topic], schedule func(string) error) Mistakes {
	c := sourceChecker{
		topics:    topicIDs(topics),
		schedule:  schedule,
		ids:       map[string]placed[source]{},
		addresses: map[string]placed[source]{},
	}
	for _, s := range sources {
		c.fields(s)
		c.repeats(s)
	}
	return c.mistakes
}

func (c *sourceChecker) add(s placed[source], key, text, remedy string) {
	if text != "" && !s.failed(key) {
		c.mistakes = append(c.mistakes, s.mistake(key, label(s.it.Source)+": "+text, remedy))
	}
}

func (c *sourceChecker) fields(s placed[source]) {
	for _, rule := range sourceRules {
		text, remedy := rule.check(s.it.Source)
		c.add(s, rule.key, text, remedy)
	}
	text, remedy := c.checkPlan(s.it.Schedule)
	c.add(s, "schedule", text, remedy)
	for _, name := range slices.Sorted(maps.Keys(s.it.Headers)) {
		text, remedy := checkHeader(name, s.it.Headers[name])
		c.add(s, "headers."+name, text, remedy)
	}
	for _, id := range s.it.Topics {
		if !slices.Contains(c.topics, id) {
			c.add(s, "topics", "unknown topic "+quote(id), didYouMean(id, c.topics))
		}
	}
}

// checkPlan asks our own syntax first, then the parser that will run it.
func (c *sourceChecker) checkPlan(plan string) (text, remedy string) {
	err := checkSchedule(plan)
	if err == nil && plan != "auto" && c.schedule != nil {
		err = c.schedule(plan)
	}
	if err == nil {
		return "", ""
	}
	return "schedule " + quote(plan) + ": " + err.Error(),
		`write auto, "@every 10m", "@hourly", or five fields as in "*/15 * * * *" (UTC)`
}

func (c *sourceChecker) repeats(s placed[source]) {
	if first, again := c.ids[s.it.ID]; again && s.it.ID != "" {
		text, remedy := repeated(first.origin, s.origin, "sources")
		c.add(s, "id", text, remedy)
	}
	address := canonical(s.it.URL)
	if first, again := c.addresses[address]; again && address != "" && first.it.ID != s.it.ID {
		c.add(s, "url", "has the address of "+label(first.it.Source)+whereis(first.origin, s.origin),
			"keep one of them; a built-in one is left out by sources.remove")
	}
	c.ids[s.it.ID], c.addresses[address] = s, s
}

func label(s feed.Source) string {
	if s.ID == "" {
		return "source without an id"
	}
	return "source " + quote(s.ID)
}

// repeated is the mistake of an id that stands twice.
func repeated(first, again origin, key string) (text, remedy string) {
	if first.isBuiltin() && !again.isBuiltin() {
		return "the id is that of a built-in one", "choose another id, or name it under " + key + ".remove as well to put yours in its place"
	}
	return "the id is taken" + whereis(first, again), "choose another id"
}

// whereis says where the first of two things stands, if that helps.
func whereis(first, again origin) string {
	switch line := first.mistake("", "", "").Line; {
	case first.isBuiltin() && !again.isBuiltin():
		return ", which is built in"
	case line > 0:
		return fmt.Sprintf(" on line %d", line)
	}
	return ""
}

// canonical is one form of all ways to write an address: without scheme, www.,
// default port, fragment and last slash. Empty if it is no address.
func canonical(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host = net.JoinHostPort(host, port)
	}
	return host + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + u.RawQuery
}

// checkNamed is checkLine for what defaults to the id: without one, that is the
// mistake to speak of.
func checkNamed(what, s, id string) (text, remedy string) {
	if s == "" && id == "" {
		return "", ""
	}
	return checkLine(what, s)
}

func checkKind(kind string) (text, remedy string) {
	if slices.Contains(feed.Kinds, kind) {
		return "", ""
	}
	return "unknown kind " + quote(kind), didYouMean(kind, feed.Kinds)
}

func checkSite(site string) (text, remedy string) { return checkAddress("site", site) }

func checkAgent(agent string) (text, remedy string) { return checkLine("user_agent", agent) }

// checkCountry wants an ISO 3166 code of two letters; EU is reserved there for
// the European Union, which has institutions that publish.
func checkCountry(code string) (text, remedy string) {
	region, err := language.ParseRegion(code)
	switch {
	case err != nil || len(code) != 2 || !region.IsCountry() && code != "EU":
		return "unknown country " + quote(code), "write the two letters of ISO 3166, as in GB, UA or SD"
	case region.Canonicalize().String() != code:
		return "unknown country " + quote(code), "write " + region.Canonicalize().String()
	}
	return "", ""
}

func checkLanguage(tag string) (text, remedy string) {
	if t, err := language.Parse(tag); err != nil || t == language.Und {
		return "unknown language " + quote(tag), "write a tag as in en, uk, ar or pt-BR"
	}
	return "", ""
}

// ownHeaders are those that the fetcher sets itself, or that would change what
// a request is.
var ownHeaders = []string{
	"accept-encoding", "connection", "content-length", "host", "if-modified-since", "if-none-match",
	"keep-alive", "proxy-authorization", "range", "te", "trailer", "transfer-encoding", "upgrade",
}

// checkHeader names the header, never its value.
func checkHeader(name, value string) (text, remedy string) {
	lower := strings.ToLower(name)
	switch {
	case strings.Trim(lower, "abcdefghijklmnopqrstuvwxyz0123456789-_.!#$%&'*+^`|~") != "" || name == "":
		return "no header can be called " + quote(name), "write letters, digits and dashes"
	case lower == "user-agent":
		return "the header User-Agent has a key of its own", "write user_agent"
	case slices.Contains(ownHeaders, lower):
		return "the header " + quote(name) + " is not yours to set", "leave it out"
	case strings.ContainsFunc(value, isControl):
		return "the header " + quote(name) + " has a value with a line break or control character", "write it on one line"
	}
	return "", ""
}
