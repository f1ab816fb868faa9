package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// descriptors are the words that stand for a cron expression.
var descriptors = []string{"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}

// cronField says what one of the five fields of a cron expression may hold.
type cronField struct {
	name     string
	min, max int
	words    string // three letters each, for min, min+1, ...
}

var cronFields = []cronField{
	{"minute", 0, 59, ""},
	{"hour", 0, 23, ""},
	{"day of month", 1, 31, ""},
	{"month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"},
	{"day of week", 0, 6, "sun mon tue wed thu fri sat"},
}

// checkSchedule reports what is wrong with a schedule: "auto", "@every 10m",
// "@hourly" and its like, or a cron expression of five fields in UTC.
func checkSchedule(s string) error {
	switch {
	case s == "auto":
		return nil
	case strings.Contains(s, "TZ="):
		return errors.New("schedules are in UTC and take no time zone")
	case strings.HasPrefix(s, "@every "):
		return checkEvery(strings.TrimPrefix(s, "@every "))
	case strings.HasPrefix(s, "@"):
		for _, d := range descriptors {
			if s == d {
				return nil
			}
		}
		return errors.New("is no schedule")
	}
	fields := strings.Fields(s)
	if len(fields) != len(cronFields) {
		return fmt.Errorf("has %d fields where a cron expression has %d", len(fields), len(cronFields))
	}
	for i, f := range fields {
		if err := cronFields[i].check(f); err != nil {
			return err
		}
	}
	return nil
}

// checkEvery asks for a second at least, since that is what cron counts in.
func checkEvery(s string) error {
	if d, err := time.ParseDuration(s); err != nil {
		return fmt.Errorf("%q is no duration", s)
	} else if d < time.Second {
		return errors.New("the time after @every must be a second or more")
	}
	return nil
}

func (f cronField) check(expr string) error {
	for part := range strings.SplitSeq(expr, ",") {
		span, step, stepped := strings.Cut(part, "/")
		if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1 || n > f.max) {
			return fmt.Errorf("%q is no step of the %s", step, f.name)
		}
		if span == "*" || span == "?" {
			continue
		}
		from, to, ranged := strings.Cut(span, "-")
		first, err := f.number(from)
		if err != nil || !ranged {
			if err != nil {
				return err
			}
			continue
		}
		last, err := f.number(to)
		if err != nil {
			return err
		}
		if last < first {
			return fmt.Errorf("%q runs backwards", span)
		}
	}
	return nil
}

func (f cronField) number(s string) (int, error) {
	for i, word := range strings.Fields(f.words) {
		if strings.EqualFold(s, word) {
			return f.min + i, nil
		}
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < f.min || n > f.max || s[0] == '+' || s[0] == '-' {
		return 0, fmt.Errorf("%q is no %s from %d to %d", s, f.name, f.min, f.max)
	}
	return n, nil
}
