package parse

// What the external tests and fuzz targets need of the inside.
var (
	ParseDate = parseDate
	Sanitize  = sanitize
	Decode    = decode
	Hash64    = hash64
	TagOf     = tagOf
	Tracks    = func(host, name string) bool { return tracking().tracks(host, name) }
)

// Lean gives the document that gofeed is shown for an XML feed, and the
// greatest depth that was counted for it; nil if there is no feed in text.
func Lean(text []byte, full bool) (doc []byte, depth int) {
	text, _ = decode(text, "")
	text, _ = mendCharacters(text)
	at, d, _, err := findRoot(text)
	if err != nil {
		return nil, 0
	}
	s := scan(text, at, d)
	s.keepWhole()
	chosen := make([]int, len(s.entries))
	for i := range chosen {
		chosen[i] = i
	}
	return s.document(chosen, full), s.deepest
}
