package parse

// field says what becomes of a child of an entry.
type field uint8

const (
	drop      field = iota // nothing we publish: not hashed, not shown to gofeed
	keep                   // read by gofeed
	title                  // read by gofeed
	link                   // read by gofeed
	summary                // read by gofeed: the short text
	content                // read by gofeed, where there is no short text or the full one is wanted
	guid                   // from here on: read by ourselves, see values.go
	published              //
	updated
	language
	rights
	original // the address behind a FeedBurner redirect
	comments
	heading // a title in another vocabulary
	creator
	subject
	media // elements of Media RSS, which gofeed files but does not read
)

// dialect is what the scanner has to know of a family of feed formats.
type dialect struct {
	root   string // local name of the root element, lower case
	entry  string
	nested bool // entries may be inside a channel element
	core   []string
	fields map[string]field
}

var rssDialect = &dialect{
	root: "rss", entry: "item", nested: true,
	core: []string{"http://purl.org/rss/1.0/", "http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/rdf/simple/0.9/", "rss"},
	fields: map[string]field{
		"title": title, "link": link, "author": keep, "category": subject, "enclosure": keep,
		"source": keep, "comments": comments, "description": summary, "content:encoded": content,
		"guid": guid, "pubdate": published, "dc:date": published, "dcterms:created": published,
		"dcterms:issued": published, "dcterms:modified": updated, "atom:published": published,
		"atom:updated": updated, "atom:id": drop, "dc:identifier": drop,
		"dc:language": language, "dc:rights": rights, "copyright": rights,
		"dc:creator": creator, "dc:subject": subject, "dc:title": heading, "media:title": heading, "dc:description": summary,
		"atom:link": keep, "atom:summary": summary, "atom:content": content,
		"media:content": media, "media:thumbnail": media, "media:group": media, "itunes:image": keep,
		"feedburner:origlink": original,
		// Written without their prefix, or under one that nobody declared.
		"encoded": content, "creator": creator, "date": published, "published": published,
		"updated": updated, "language": language, "rights": rights, "content": content, "summary": summary,
		"dc:publisher": drop, "itunes:summary": summary, "fulltext": content, "yandex:full-text": content,
		"body": content, "xhtml:body": content,
	},
}

var atomDialect = &dialect{
	root: "feed", entry: "entry",
	core: []string{atom10, atom03},
	fields: map[string]field{
		"title": title, "link": link, "author": keep, "contributor": drop, "category": keep,
		"source": keep, "summary": summary, "content": content, "id": guid,
		"published": published, "issued": published, "created": published,
		"updated": updated, "modified": updated, "rights": rights, "copyright": rights,
		"dc:creator": creator, "dc:subject": subject, "dc:title": heading, "media:title": heading, "dc:date": published, "dc:language": language, "dc:rights": rights,
		"media:content": media, "media:thumbnail": media, "media:group": media,
		"feedburner:origlink": original,
	},
}

const (
	atom10 = "http://www.w3.org/2005/Atom"
	atom03 = "http://purl.org/atom/ns#"
)

// namespaces are the vocabularies that fields above name, by the prefix they
// have there, which is also the one that gofeed files them under.
var namespaces = map[string]string{
	"http://purl.org/dc/elements/1.1/":            "dc",
	"http://purl.org/dc/terms/":                   "dcterms",
	"http://purl.org/rss/1.0/modules/content/":    "content",
	"http://search.yahoo.com/mrss":                "media",
	"http://search.yahoo.com/mrss/":               "media",
	"http://www.itunes.com/DTDs/PodCast-1.0.dtd":  "itunes",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":  "itunes",
	"http://rssnamespace.org/feedburner/ext/1.0":  "feedburner",
	"http://news.yandex.ru":                       "yandex",
	"http://www.w3.org/1999/xhtml":                "xhtml",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
	atom10: "atom",
	atom03: "atom",
}
