package poll

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule says when a source wants to be visited, before any manners.
type Schedule struct {
	spec string
	cron cron.Schedule // nil for "auto"
}

// Auto reports whether the daemon chooses the times.
func (s Schedule) Auto() bool { return s.cron == nil }

// Next gives the first time after t, in UTC. For "auto" it is t + interval.
func (s Schedule) Next(t time.Time, interval time.Duration) time.Time {
	if s.Auto() {
		return t.Add(interval)
	}
	return s.cron.Next(t.UTC())
}

// ParseSchedule reads "auto" (or nothing), "@every 10m", "@hourly" and the other
// names of cron, or the five fields of a cron expression, read in UTC.
//
// It stands in front of robfig/cron because that parser panics on "TZ=UTC"
// (its issue 554), accepts "@every -1s", and takes a date that never comes
// ("0 0 31 2 *") for a schedule.
func ParseSchedule(spec string) (Schedule, error) {
	spec = strings.TrimSpace(spec)
	if spec == "" || spec == "auto" {
		return Schedule{spec: "auto"}, nil
	}
	if strings.Contains(spec, "TZ=") {
		return Schedule{}, fmt.Errorf("schedule %q names a time zone; schedules are in UTC: leave TZ= out", spec)
	}
	if every, ok := strings.CutPrefix(spec, "@every"); ok {
		if d, err := time.ParseDuration(strings.TrimSpace(every)); err != nil || d < time.Second {
			return Schedule{}, fmt.Errorf("schedule %q: want a duration of a second or more, such as @every 10m", spec)
		}
	}
	parsed, err := cron.ParseStandard(spec)
	if err != nil {
		return Schedule{}, fmt.Errorf("schedule %q: want auto, @every 10m, @hourly, or five cron fields such as */20 * * * *: %w", spec, err)
	}
	if parsed.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Schedule{}, fmt.Errorf("schedule %q never comes due", spec)
	}
	return Schedule{spec: spec, cron: parsed}, nil
}

// CheckSchedule reports what is wrong with a schedule, for configuration.
func CheckSchedule(spec string) error {
	_, err := ParseSchedule(spec)
	return err
}
