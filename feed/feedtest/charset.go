package feedtest

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// charsets are the character sets that an outlet can write, by the name that
// its XML declaration gives; nil is UTF-8.
var charsets = map[string]encoding.Encoding{
	"utf-8":        nil,
	"utf-16":       unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"iso-8859-1":   charmap.ISO8859_1,
	"iso-8859-9":   charmap.ISO8859_9,
	"windows-1251": charmap.Windows1251,
	"windows-1255": charmap.Windows1255,
	"windows-1256": charmap.Windows1256,
	"gb18030":      simplifiedchinese.GB18030,
}

// Charsets names the character sets that an outlet can have, sorted.
func Charsets() []string { return names(charsets) }

// encode turns UTF-8 into the named character set. What the set cannot hold
// becomes a character reference, which XML readers understand.
func encode(body []byte, charset string) []byte {
	enc := charsets[charset]
	if enc == nil {
		return body
	}
	out, err := encoding.HTMLEscapeUnsupported(enc.NewEncoder()).Bytes(body)
	if err != nil {
		return body
	}
	return out
}
