package parse

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// earliest is the first year that is believed. What lies before is the zero of
// somebody's clock (1970 of Unix, 0001 of .NET).
const earliest = 1980

// parseDate reads a date as feeds write it: RFC 822 and its descendants, ISO
// 8601, Unix seconds, and what outlets make of them, with month names in
// eleven languages. It does not try layouts; it takes the string apart and
// asks of each part what it can be. Where no zone is given it is UTC.
func parseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 120 {
		return time.Time{}, false
	}
	if t, ok := unixTime(s); ok {
		return t, t.Year() >= earliest
	}
	p := datePart{month: -1, hour: -1, text: s}
	for p.text != "" {
		if !p.step() {
			return time.Time{}, false
		}
	}
	return p.time()
}

// unixTime reads seconds or milliseconds since 1970.
func unixTime(s string) (time.Time, bool) {
	if len(s) != 10 && len(s) != 13 {
		return time.Time{}, false
	}
	n := int64(0)
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return time.Time{}, false
		}
		n = n*10 + int64(c-'0')
	}
	if len(s) == 13 {
		return time.UnixMilli(n).UTC(), true
	}
	return time.Unix(n, 0).UTC(), true
}

// datePart is what is known of a date while its text is being read.
type datePart struct {
	text            string
	numbers         [3]number // of the day: year, month and day in some order
	count           int
	month           int // by its name; -1 if not named
	hour, min, sec  int
	nano            int
	pm, am          bool
	zone            int // seconds east of UTC
	zoned, fixed    bool
	weekdayFirst    bool
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

// time puts the parts together.
func (p *datePart) time() (time.Time, bool) {
	year, month, day, ok := p.day()
	if !ok || month < 1 || month > 12 || day < 1 || day > 31 || year < earliest || year > 9999 {
		return time.Time{}, false
	}
	hour := max(p.hour, 0)
	switch {
	case p.pm && hour < 12:
		hour += 12
	case p.am && hour == 12:
		hour = 0
	}
	if hour > 24 || p.min > 59 || p.sec > 60 {
		return time.Time{}, false
	}
	if day > daysIn(year, month) {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, p.min, p.sec, 0, time.UTC)
	return t.Add(-time.Duration(p.zone) * time.Second), true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// day tells year, month and day apart.
func (p *datePart) day() (year, month, day int, ok bool) {
	a, b, c := p.numbers[0], p.numbers[1], p.numbers[2]
	switch {
	case p.month >= 0 && p.count >= 2:
		if a.digits == 4 {
			return a.value, p.month, b.value, true // 2026 November 22
		}
		return fullYear(b), p.month, a.value, true
	case p.count < 3:
		return 0, 0, 0, false
	case a.digits == 4:
		return a.value, b.value, c.value, true // ISO
	case b.value > 12 || p.separatorOfDate == '/' && (p.am || p.pm):
		return fullYear(c), a.value, b.value, true // American: only they say PM
	}
	return fullYear(c), b.value, a.value, true
}

func fullYear(n number) int {
	switch {
	case n.digits > 2:
		return n.value
	case n.value < 70:
		return 2000 + n.value
	}
	return 1900 + n.value
}
