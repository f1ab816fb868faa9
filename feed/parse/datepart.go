package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// datePart is what is known of a date while its text is being read.
type datePart struct {
	text            string
	numbers         [3]number // of the day: year, month and day in some order
	count           int
	month           int // by its name; -1 if not named
	hour, min, sec  int
	pm, am          bool
	zone            int // seconds east of UTC
	zoned, fixed    bool
	separatorOfDate byte
}

type number struct{ value, digits int }

// step takes one part off the text; false if no date contains such a thing.
func (p *datePart) step() bool {
	r, n := utf8.DecodeRuneInString(p.text)
	switch {
	case digit(r) >= 0:
		return p.number()
	case (r == '+' || r == '-' || r == '−') && p.hour >= 0:
		p.text = p.text[n:]
		return p.offset(r)
	case unicode.IsLetter(r):
		return p.word()
	case r == '-' || r == '/' || r == '.':
		if p.count == 1 {
			p.separatorOfDate = byte(r)
		}
	}
	p.text = p.text[n:]
	return true
}

// digit gives the value of a European, Arabic or Persian digit, or -1.
func digit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '٠' && r <= '٩':
		return int(r - '٠')
	case r >= '۰' && r <= '۹':
		return int(r - '۰')
	}
	return -1
}

// digits takes a number off the text.
func (p *datePart) digits() number {
	var n number
	for p.text != "" {
		r, size := utf8.DecodeRuneInString(p.text)
		d := digit(r)
		if d < 0 {
			break
		}
		if n.digits < 9 {
			n.value = n.value*10 + d
		}
		n.digits++
		p.text = p.text[size:]
	}
	return n
}

func (p *datePart) number() bool {
	n := p.digits()
	switch {
	case p.hour < 0 && strings.HasPrefix(p.text, ":") || p.hour < 0 && n.digits <= 2 && p.dotClock():
		return p.clock(n)
	case n.digits == 8 && p.count == 0 && p.month < 0: // 20261122
		p.numbers = [3]number{{n.value / 10000, 4}, {n.value / 100 % 100, 2}, {n.value % 100, 2}}
		p.count = 3
	case (n.digits == 6 || n.digits == 4) && p.hour < 0 && p.count == 3: // T100000
		if n.digits == 4 {
			n.value *= 100
		}
		p.hour, p.min, p.sec = n.value/10000, n.value/100%100, n.value%100
	case p.count < 3 && !(p.count == 2 && p.month >= 0):
		p.numbers[p.count] = n
		p.count++
	}
	return true
}

// dotClock reports "15.04" behind a whole date: a clock written with a dot.
func (p *datePart) dotClock() bool {
	whole := p.count == 3 || p.count == 2 && p.month >= 0
	return whole && len(p.text) >= 3 && p.text[0] == '.' && p.text[1] >= '0' && p.text[1] <= '5'
}

// clock reads the rest of a time of day whose hour is h.
func (p *datePart) clock(h number) bool {
	p.hour = h.value
	for _, to := range []*int{&p.min, &p.sec} {
		if len(p.text) < 2 || p.text[0] != ':' && p.text[0] != '.' || p.text[1] < '0' || p.text[1] > '9' {
			break
		}
		p.text = p.text[1:]
		*to = p.digits().value
	}
	if len(p.text) > 1 && (p.text[0] == '.' || p.text[0] == ',') && p.text[1] >= '0' && p.text[1] <= '9' {
		p.text = p.text[1:]
		p.digits() // fractions of a second order nothing
	}
	return true
}

// offset reads a zone as hours and minutes behind its sign.
func (p *datePart) offset(sign rune) bool {
	n := p.digits()
	hours, minutes := n.value, 0
	switch {
	case n.digits == 0:
		return true
	case n.digits > 2:
		hours, minutes = n.value/100, n.value%100
	case strings.HasPrefix(p.text, ":"):
		p.text = p.text[1:]
		minutes = p.digits().value
	}
	if hours > 14 || minutes > 59 || n.digits > 4 {
		return true
	}
	if p.zone = hours*3600 + minutes*60; sign != '+' {
		p.zone = -p.zone
	}
	p.zoned, p.fixed = true, true
	return true
}

// word reads a month, a zone, a half of the day; what it does not know, the
// weekday above all, is of no account.
func (p *datePart) word() bool {
	end := strings.IndexFunc(p.text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
	if end < 0 {
		end = len(p.text)
	}
	w := p.text[:end]
	p.text = p.text[end:]
	if m, ok := monthOf(w); ok && p.month < 0 {
		p.month = m
		return true
	}
	if p.hour >= 0 && !p.fixed {
		if z, ok := zones[w]; ok {
			p.zone, p.zoned = z, true
			return true
		}
	}
	switch strings.ToLower(w) {
	case "pm", "p":
		p.pm = p.hour >= 0
	case "am", "a":
		p.am = p.hour >= 0
	}
	return true
}
