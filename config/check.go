package config

import (
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"sitrep/feed"
)

// rules say what each setting must be. They are asked about defaults too.
var rules = []struct {
	key   string
	check func(c *Config) (text, remedy string)
}{
	{"listen", func(c *Config) (string, string) { return checkListen(c.Listen) }},
	{"public_url", func(c *Config) (string, string) { return optional(c.PublicURL, checkPublic) }},
	{"data", func(c *Config) (string, string) { return checkLine("", c.Data) }},
	{"keep", func(c *Config) (string, string) { return oneOf(c.Keep, KeepConflict, KeepAll) }},
	{"languages", func(c *Config) (string, string) { return checkLanguages(c.Languages) }},
	{"content", func(c *Config) (string, string) { return oneOf(c.Content, ContentSummary, ContentFull) }},
	{"title", func(c *Config) (string, string) { return checkLine("", c.Title) }},
	{"contact", func(c *Config) (string, string) { return optional(c.Contact, checkContact) }},
	{"authority", func(c *Config) (string, string) { return checkAuthority(c.Authority) }},
	{"poll.min_interval", checkMinInterval},
	{"poll.interval", func(c *Config) (string, string) { return between(c.Poll.Interval, time.Millisecond, 30*day, "30d") }},
	{"poll.concurrency", func(c *Config) (string, string) { return between(c.Poll.Concurrency, 1, 1000, "1000") }},
	{"poll.host_gap", func(c *Config) (string, string) { return between(c.Poll.HostGap, 0, time.Hour, "1h") }},
	{"poll.timeout", func(c *Config) (string, string) { return between(c.Poll.Timeout, time.Millisecond, time.Hour, "1h") }},
	{"poll.max_bytes", func(c *Config) (string, string) { return between(c.Poll.MaxBytes, 1024, 1<<30, "1 GiB") }},
	{"retention.age", func(c *Config) (string, string) { return between(c.Retention.Age, time.Second, 36500*day, "36500d") }},
	{"retention.stories", func(c *Config) (string, string) { return between(c.Retention.Stories, 1, 100_000_000, "100000000") }},
	{"feed.limit", func(c *Config) (string, string) { return between(c.Feed.Limit, 1, 10_000, "10000") }},
	{"log.format", func(c *Config) (string, string) { return oneOf(c.Log.Format, "text", "json") }},
	{"log.level", func(c *Config) (string, string) { return oneOf(c.Log.Level, "debug", "info", "warn", "error") }},
	{"strictness", func(c *Config) (string, string) { return checkStrictness("", c.Strictness) }},
	{"classify.threshold", checkThreshold},
}

// check brings the settings into their canonical form and finds mistakes in
// them; o is where they were written.
func (c *Config) check(o origin) Mistakes {
	c.settle()
	var mistakes Mistakes
	for _, rule := range rules {
		if text, remedy := rule.check(c); text != "" && !o.failed(rule.key) {
			mistakes = append(mistakes, o.mistake(rule.key, rule.key+": "+text, remedy))
		}
	}
	return mistakes
}

// settle derives what was not given and writes values in one form.
func (c *Config) settle() {
	if c.PublicURL == "" || c.PublicURL == c.derived {
		c.derived = derive(c.Listen)
		c.PublicURL = c.derived
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	c.Contact = strings.TrimPrefix(c.Contact, "mailto:")
	if len(c.Languages) == 1 && strings.EqualFold(c.Languages[0], "all") {
		c.Languages = []string{}
	}
	for i, s := range c.Languages {
		if tag, err := language.Parse(s); err == nil {
			base, _ := tag.Base()
			c.Languages[i] = base.String()
		}
	}
}

// derive is the address under which a browser on this machine reaches listen.
func derive(listen string) string {
	host, port, err := splitListen(listen)
	if err != nil || port == 0 {
		return ""
	}
	if addr, err := netip.ParseAddr(host); host == "" || err == nil && addr.IsUnspecified() {
		host = "localhost"
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == 80 {
		return "http://" + host
	}
	return "http://" + host + ":" + strconv.Itoa(port)
}

func checkMinInterval(c *Config) (text, remedy string) {
	if c.Poll.MinInterval < time.Minute && len(c.AllowPrivate) == 0 {
		return "is below 60s", "public hosts are not asked more often; less is possible only for the networks of allow_private"
	}
	return between(c.Poll.MinInterval, time.Millisecond, 30*day, "30d")
}

func checkThreshold(c *Config) (text, remedy string) {
	if c.Classify.Threshold != 0 && c.Strictness != "" {
		return "stands beside strictness, and both say from which score an item is kept", "choose one"
	}
	return between(c.Classify.Threshold, 0, 1, "1")
}

// checkStrictness wants one of the kinds, or nothing. what names it; empty if
// the message does so otherwise.
func checkStrictness(what string, s feed.Strictness) (text, remedy string) {
	valid := make([]string, len(feed.Strictnesses))
	for i, kind := range feed.Strictnesses {
		valid[i] = string(kind)
	}
	if text, remedy = optional(string(s), func(s string) (string, string) { return oneOf(s, valid...) }); text != "" {
		text = what + text
	}
	return text, remedy
}

func checkLanguages(tags []string) (text, remedy string) {
	if slices.ContainsFunc(tags, func(s string) bool { return strings.EqualFold(s, "all") }) {
		return "names all beside others", "write [all] alone"
	}
	var unknown []string
	for _, tag := range tags {
		if text, _ := checkLanguage(tag); text != "" {
			unknown = append(unknown, quote(tag))
		}
	}
	if len(unknown) == 0 {
		return "", ""
	}
	return "unknown language " + strings.Join(unknown, ", "), "write a tag as in en, uk or ar; [all] shows every language"
}

func checkPublic(raw string) (text, remedy string) {
	if text, remedy := checkAddress("", raw); text != "" {
		return text, remedy
	}
	if u, err := url.Parse(raw); err != nil || u.RawQuery != "" || u.Fragment != "" || strings.Contains(raw, "?") {
		return "has a query or fragment", "end it with the path, as in https://news.example.org"
	}
	return "", ""
}

func checkContact(contact string) (text, remedy string) {
	if strings.Contains(contact, "://") {
		return checkAddress("", contact)
	}
	if a, err := mail.ParseAddress(contact); err != nil || a.Address != contact || strings.ContainsFunc(contact, unicode.IsSpace) {
		return quote(contact) + " is neither a web address nor a mail address", "write it as in https://example.org/about or me@example.org"
	}
	return "", ""
}

// checkAuthority wants what RFC 4151 calls an authority name: a domain or a
// mail address of one.
func checkAuthority(name string) (text, remedy string) {
	domain := name
	if user, host, ok := strings.Cut(name, "@"); ok {
		domain = host
		if user == "" || strings.Trim(strings.ToLower(user), "abcdefghijklmnopqrstuvwxyz0123456789-._") != "" {
			domain = ""
		}
	}
	for part := range strings.SplitSeq(domain, ".") {
		if len(part) == 0 || len(part) > 63 || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || part[0] == '-' || part[len(part)-1] == '-' {
			return quote(name) + " is no domain name", "write a domain that is yours in lower-case letters, as in news.example.org; set it once and never change it"
		}
	}
	return "", ""
}

// between holds a number between two bounds.
func between[T int | int64 | float64 | time.Duration](v, low, high T, shown string) (text, remedy string) {
	switch {
	case v < low:
		return fmt.Sprintf("%v is too small", v), fmt.Sprintf("write %v or more", low)
	case v > high:
		return fmt.Sprintf("%v is too large", v), "write at most " + shown
	}
	return "", ""
}

func oneOf(s string, valid ...string) (text, remedy string) {
	if slices.Contains(valid, s) {
		return "", ""
	}
	return "cannot be " + quote(s), didYouMean(s, valid)
}
