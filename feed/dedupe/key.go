package dedupe

import "strings"

// Key folds the spellings of one article's address to one string, without the
// scheme, "www.", "m." and "amp." before the host, AMP marks, "index.html" and
// the slash at the end. It is empty where the address cannot name an article:
// a home page, a section, or no http address at all. Tracking parameters are
// not its business: items arrive without them.
func Key(rawURL string) string {
	return string(appendKey(nil, rawURL))
}

// appendKey appends Key(rawURL) to dst.
func appendKey(dst []byte, rawURL string) []byte {
	host, path, query, ok := split(rawURL)
	if !ok {
		return dst
	}
	host, path = unAMP(bareHost(host), path)
	query = withoutAMP(query)
	if host == "" || query == "" && !names(path) {
		return dst
	}
	for i := range len(host) {
		dst = append(dst, lowered(host[i]))
	}
	dst = append(dst, '/')
	dst = append(dst, path...)
	if query != "" {
		dst = append(append(dst, '?'), query...)
	}
	return dst
}

func lowered(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		b += 'a' - 'A'
	}
	return b
}

// split cuts an http address. The fragment is dropped.
func split(raw string) (host, path, query string, ok bool) {
	rest, ok := cutScheme(raw)
	if !ok {
		return "", "", "", false
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ = strings.Cut(rest, "?")
	host, path, _ = strings.Cut(rest, "/")
	host = hostAlone(host)
	return host, path, query, host != ""
}

// hostAlone takes the login and the usual port off a host.
func hostAlone(host string) string {
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	for before := ""; before != host; {
		before = host
		host = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(host, ":80"), ":443"), ".")
	}
	return host
}

func cutScheme(raw string) (string, bool) {
	for _, scheme := range [...]string{"https://", "http://"} {
		if len(raw) >= len(scheme) && strings.EqualFold(raw[:len(scheme)], scheme) {
			return raw[len(scheme):], true
		}
	}
	return "", false
}

// doors are the host names under which outlets serve the same pages to
// different devices.
var doors = []string{"www.", "m.", "amp.", "mobile.", "touch."}

func bareHost(host string) string {
	for changed := true; changed; {
		changed = false
		for _, door := range doors {
			if len(host) > len(door) && strings.EqualFold(host[:len(door)], door) && strings.Contains(host[len(door):], ".") {
				host, changed = host[len(door):], true
			}
		}
	}
	return host
}

// ampCache is the host of Google's AMP cache: the outlet's own host and path
// stand in the cache's path, after c/ and, for https, s/.
const ampCache = "cdn.ampproject.org"

// unAMP takes the AMP marks and the index file off a path, and the slashes at
// its ends.
func unAMP(host, path string) (string, string) {
	for len(host) >= len(ampCache) && strings.EqualFold(host[len(host)-len(ampCache):], ampCache) {
		path = strings.TrimPrefix(strings.TrimPrefix(path, "c/"), "s/")
		host, path, _ = strings.Cut(path, "/")
		host = bareHost(hostAlone(host))
	}
	for before := ""; before != path; {
		before = path
		path = strings.Trim(path, "/")
		path = strings.TrimPrefix(path, "amp/")
		for _, tail := range tails {
			path = strings.TrimSuffix(path, tail)
		}
		if whole[path] {
			path = ""
		}
	}
	return host, path
}

// tails are dropped from the end of a path, and whole where they are all of it.
var (
	tails = []string{"/index.html", "/index.htm", "/index.php", "/amp", ".amp"}
	whole = map[string]bool{"index.html": true, "index.htm": true, "index.php": true, "amp": true}
)

// withoutAMP drops the parameters that only ask for the AMP page.
func withoutAMP(query string) string {
	if !strings.Contains(query, "amp") {
		return query
	}
	kept := make([]string, 0, 4)
	for p := range strings.SplitSeq(query, "&") {
		switch p {
		case "amp", "amp=", "amp=1", "amp=true", "outputType=amp", "view=amp":
		default:
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "&")
}

// names reports whether a path, without slashes at its ends, is more than a
// section: some segment is no word of sections.
func names(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if segment != "" && !sections[segment] {
			return true
		}
	}
	return false
}

// sections are path segments that make a page and not an article. What is
// missing here costs little: an address that several items of a source share
// is no identity either.
var sections = func() map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(`
		af am ar az be bg bn bs ca cs da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk
		km kn ko ky lt lv mk ml mn mr ms my nb ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te tg th tk
		tr uk ur uz vi zh us uk eu int intl en-us en-gb zh-cn zh-tw pt-br
		home index main default start web www page pages portal new news novosti noticias nachrichten actualites actualite
		notizie haber live breaking latest all today world international national local regions politics conflict
		conflicts war wars security defence defense military society economy business culture sport sports opinion
		europe asia africa americas america middle-east middleeast mideast ukraine russia israel gaza iran syria
		rss rss.xml atom atom.xml feed feed.xml feed.json feeds feedburner index.xml index.rdf category categories section sections topic
		topics tag tags article articles story stories post posts blog blogs video videos audio podcast podcasts
		media photo photos gallery press press-releases releases updates alerts archive search`) {
		set[w] = true
	}
	return set
}()
