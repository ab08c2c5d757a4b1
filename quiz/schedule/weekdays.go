package schedule

import (
	"slices"
	"strings"
	"time"
)

// Weekdays is a set of days of the week.
type Weekdays uint8

// Workdays are Monday to Friday.
const Workdays = Weekdays(1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday)

// weekdayNames returns the names in the order of a week from Monday.
func weekdayNames() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// Has reports whether day is in the set.
func (w Weekdays) Has(day time.Weekday) bool { return w&(1<<day) != 0 }

// Names returns the days like mon and tue, starting with Monday.
func (w Weekdays) Names() []string {
	var names []string
	for i, n := range weekdayNames() {
		if w.Has(time.Weekday((i + 1) % 7)) {
			names = append(names, n)
		}
	}
	return names
}

// String returns the names, separated by commas.
func (w Weekdays) String() string { return strings.Join(w.Names(), ", ") }

// MarshalText returns the names, separated by commas without spaces.
func (w Weekdays) MarshalText() ([]byte, error) { return []byte(strings.Join(w.Names(), ",")), nil }

// UnmarshalText parses the output of MarshalText.
func (w *Weekdays) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*w = 0
		return nil
	}
	if days, ok := parseExactWeekdays(string(text)); ok {
		*w = days
		return nil
	}
	*w, err = ParseWeekdayNames(strings.Split(string(text), ","))
	return err
}

// parseExactWeekdays parses the output of MarshalText. Reading a room calls it.
func parseExactWeekdays(text string) (days Weekdays, ok bool) {
	for name := range strings.SplitSeq(text, ",") {
		i := slices.Index(weekdayNames(), name)
		if i < 0 {
			return 0, false
		}
		days |= 1 << ((i + 1) % 7)
	}
	return days, true
}
