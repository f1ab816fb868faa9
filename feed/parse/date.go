package parse

import (
	"strings"
	"time"
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
