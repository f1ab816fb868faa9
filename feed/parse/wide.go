package parse

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// marks are the byte order marks. UTF-32 has to be asked before UTF-16, whose
// mark it begins with.
var marks = []struct {
	bytes  []byte
	decode func([]byte) ([]byte, bool)
}{
	{[]byte("\xef\xbb\xbf"), func(b []byte) ([]byte, bool) {
		if utf8.Valid(b) {
			return b, false
		}
		return mixed(b), true
	}},
	{[]byte("\x00\x00\xfe\xff"), wide32(binary.BigEndian)},
	{[]byte("\xff\xfe\x00\x00"), wide32(binary.LittleEndian)},
	{[]byte("\xfe\xff"), wide16(binary.BigEndian)},
	{[]byte("\xff\xfe"), wide16(binary.LittleEndian)},
}

// guessWide recognises UTF-16 and UTF-32 without a mark by the zeros around
// the first '<'.
func guessWide(b []byte) func([]byte) ([]byte, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("<\x00\x00\x00")):
		return wide32(binary.LittleEndian)
	case bytes.HasPrefix(b, []byte("\x00\x00\x00<")):
		return wide32(binary.BigEndian)
	case bytes.HasPrefix(b, []byte("<\x00")):
		return wide16(binary.LittleEndian)
	case bytes.HasPrefix(b, []byte("\x00<")):
		return wide16(binary.BigEndian)
	}
	return nil
}

func wide16(order binary.ByteOrder) func([]byte) ([]byte, bool) {
	return func(b []byte) ([]byte, bool) {
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = order.Uint16(b[2*i:])
		}
		out := make([]byte, 0, len(b))
		for _, r := range utf16.Decode(units) {
			out = utf8.AppendRune(out, r)
		}
		return bytes.TrimPrefix(out, []byte("\uFEFF")), true
	}
}

func wide32(order binary.ByteOrder) func([]byte) ([]byte, bool) {
	return func(b []byte) ([]byte, bool) {
		out := make([]byte, 0, len(b)/2)
		for ; len(b) >= 4; b = b[4:] {
			out = utf8.AppendRune(out, rune(min(order.Uint32(b), utf8.MaxRune+1)))
		}
		return out, true
	}
}
