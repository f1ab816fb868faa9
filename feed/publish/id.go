package publish

import (
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"

	"sitrep/feed"
)

// EntryID is the id of a story in every format and for ever. It is the atom:id
// of the story's first item, which must not change on republication (RFC 4287,
// 4.2.6), if that id is an address or tag of the outlet's own domain: an outlet
// can thus not take another's ids. Else it is minted from the story's id and
// day, so that it outlives a change of title, address or grouping.
//
// Inside one document a second story with the same kept id gets its minted one.
func EntryID(f feed.Feed, s feed.Story) string {
	if id := keptID(f, s); id != "" {
		return id
	}
	return mintedID(f, s)
}

// keptID is the outlet's own id for the story, or "" if it cannot be kept.
func keptID(f feed.Feed, s feed.Story) string {
	for _, it := range s.Items {
		if it.ID != s.ID {
			continue
		}
		host := idHost(it.GUID)
		src, known := f.Sources[it.Source]
		if !it.AtomID || !known || host == "" || host == authority(f) {
			return ""
		}
		if u, err := url.Parse(src.URL); err != nil || !sameHouse(host, u.Hostname()) {
			return ""
		}
		return it.GUID
	}
	return ""
}

func mintedID(f feed.Feed, s feed.Story) string {
	return "tag:" + authority(f) + "," + sane(s.First).Format(time.DateOnly) + ":" + s.ID.String()
}

// feedID names the feed by authority and path alone, so that it stays when the
// daemon moves to another host.
func feedID(f feed.Feed) string {
	return "tag:" + authority(f) + ",2026:" + (&url.URL{Path: f.Path}).EscapedPath()
}

// topicScheme is the taxonomy that our category terms belong to.
func topicScheme(f feed.Feed) string { return "tag:" + authority(f) + ",2026:topic" }

// authority is the tagging authority (RFC 4151) in the characters that it may have.
func authority(f feed.Feed) string {
	name := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".-@_", r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, f.Authority)
	if name == "" {
		return "sitrep.invalid"
	}
	return name
}

// maxID is the longest foreign id that is kept, in bytes.
const maxID = 2048

// idHost is the host that stands behind an id of the form http://HOST/...,
// https://HOST/... or tag:HOST,DATE:..., or "" if id is not such an IRI.
func idHost(id string) string {
	if len(id) > maxID || !iri(id) {
		return ""
	}
	if rest, ok := strings.CutPrefix(id, "tag:"); ok {
		return tagHost(rest)
	}
	u, err := url.Parse(id)
	if err != nil || u.User != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.Hostname()
}

// tagHost reads AUTHORITY,DATE:SPECIFIC; the authority may be a mail address.
func tagHost(rest string) string {
	name, rest, ok := strings.Cut(rest, ",")
	if !ok {
		return ""
	}
	date, _, ok := strings.Cut(rest, ":")
	if !ok || !tagDate(date) {
		return ""
	}
	if at := strings.LastIndexByte(name, '@'); at >= 0 {
		name = name[at+1:]
	}
	if strings.ContainsAny(name, "/:?#%") {
		return ""
	}
	return name
}

func tagDate(s string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// iri tells whether all characters of s may stand in an IRI (RFC 3987).
func iri(s string) bool {
	for _, r := range s {
		if r <= ' ' || r == 0x7f || r == utf8.RuneError || strings.ContainsRune(unsafe, r) {
			return false
		}
		if r > 0x7f && !unicode.IsPrint(r) {
			return false
		}
	}
	return s != ""
}

// sameHouse tells whether two hosts share their registrable domain. Hosts
// without one (addresses, single labels) must be equal.
func sameHouse(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSuffix(a, ".")), strings.ToLower(strings.TrimSuffix(b, "."))
	if a == b {
		return a != ""
	}
	domain := registrable(a)
	return domain != "" && domain == registrable(b)
}

func registrable(host string) string {
	if _, err := netip.ParseAddr(host); err == nil {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return domain
}
