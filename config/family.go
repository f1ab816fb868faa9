package config

import (
	_ "embed"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"sitrep/feed"
)

//go:embed families.txt
var familiesFile string

// Family gives the publisher family that a name stands for: the id or title of
// a built-in source, an address or a domain, or the name under which an outlet
// prints. Case, "www.", "feeds." and the path do not matter, and a subdomain
// belongs to the longest domain that is known. A name that nobody knows is a
// family of its own and comes back in one spelling; nothing is joined by guess.
func Family(name string) string {
	if family, ok := readFamilies().of(name); ok {
		return family
	}
	n := spell(name)
	if family, ok := sourceFamilies()[n.key]; ok {
		return family
	}
	return n.key
}

// families are the families by the names of their members and their own.
type families map[string]string

// readFamilies reads 700 lines, which takes 2 ms, and the same each time.
var readFamilies = sync.OnceValue(func() families { return parseFamilies(familiesFile) })

func parseFamilies(text string) families {
	known := families{}
	for line := range strings.Lines(text) {
		family, names, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		known[family] = family
		for name := range strings.SplitSeq(names, ",") {
			known[spell(name).key] = family
		}
	}
	return known
}

// of finds the family of a name, or of a domain that its host lies in.
func (known families) of(name string) (family string, ok bool) {
	n := spell(name)
	if family, ok := known[n.key]; ok {
		return family, true
	}
	for host := n.host; strings.Contains(host, "."); _, host, _ = strings.Cut(host, ".") {
		if family, ok := known[host]; ok {
			return family, true
		}
	}
	return "", false
}

// sourceFamilies are the publishers of the built-in sources by id and title.
var sourceFamilies = sync.OnceValue(func() families {
	known := families{}
	for _, s := range readBuiltin().sources {
		known[spell(s.it.ID).key], known[spell(s.it.Title).key] = s.it.Publisher, s.it.Publisher
	}
	return known
})

// publisherOf is the publisher of a source that names none: the family of its
// address or of its home page where one is known, and else its own id.
func publisherOf(s feed.Source) string {
	for _, address := range []string{s.URL, s.Site} {
		if u, err := url.Parse(address); err == nil {
			if family, ok := readFamilies().of(u.Hostname()); ok {
				return family
			}
		}
	}
	return s.ID
}

// spelling is a name in the one form in which names are compared. host is empty
// for a printed name, and for a host that many outlets share.
type spelling struct{ key, host string }

// alike are characters that people write for one another.
var alike = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "–", "-", "—", "-")

func spell(name string) spelling {
	name = strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " ")
	rest := name
	if _, after, ok := strings.Cut(name, "://"); ok {
		rest = after
	}
	rest = strings.TrimPrefix(rest, "//")
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host := bareHost(rest[:end])
	if strings.Contains(name, " ") || !strings.Contains(host, ".") {
		return spelling{key: strings.ToLower(alike.Replace(name))}
	}
	if parts, ok := shared[host]; ok {
		return spelling{key: host + firstParts(rest[end:], parts)}
	}
	return spelling{key: host, host: host}
}

// labels come before the name of an outlet without being part of it.
var labels = []string{"www.", "feeds.", "feed.", "rss.", "m.", "amp."}

// bareHost is a host without user, port, and labels such as "www.".
func bareHost(host string) string {
	host = strings.ToLower(host)
	for before := ""; host != before; {
		before = host
		host = strings.Trim(host[strings.LastIndexByte(host, '@')+1:], ".")
		if i := strings.LastIndexByte(host, ':'); i >= 0 && strings.Trim(host[i+1:], "0123456789") == "" {
			host = host[:i]
		}
		for _, label := range labels {
			rest, ok := strings.CutPrefix(host, label)
			if suffix, _ := publicsuffix.PublicSuffix(rest); ok && suffix != rest {
				host = rest
			}
		}
	}
	return host
}

// shared are hosts where everybody may publish, with how many parts of the path
// tell one outlet from the next; zero if all of the address does.
var shared = map[string]int{
	"bsky.app": 2, "facebook.com": 1, "feedburner.com": 1, "feeds2.feedburner.com": 1, "feedproxy.google.com": 2, "medium.com": 1,
	"news.google.com": 0, "reddit.com": 2, "rss.app": 0, "rsshub.app": 0, "sites.google.com": 2, "t.me": 1, "telegram.me": 1,
	"twitter.com": 1, "vk.com": 1, "x.com": 1, "youtu.be": 0, "youtube.com": 0,
}

// firstParts gives so many parts of a path, without regard to case, or all of it.
func firstParts(path string, n int) string {
	if n == 0 {
		return path
	}
	path, _, _ = strings.Cut(path, "?")
	path, _, _ = strings.Cut(path, "#")
	var kept strings.Builder
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		if part == "" || part == "s" || n == 0 { // t.me/s/ is the public view
			continue
		}
		kept.WriteString("/" + part)
		n--
	}
	return kept.String()
}
