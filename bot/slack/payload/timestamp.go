package payload

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseTimestamp returns the time of a message timestamp such as 1700000000.123456, the zero time
// if it is none.
func ParseTimestamp(ts string) time.Time {
	seconds, micros, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	m, err := strconv.ParseInt((micros + "000000")[:6], 10, 64)
	if err != nil {
		m = 0
	}
	return time.Unix(s, m*int64(time.Microsecond)).UTC()
}

// FormatTimestamp returns a time as a message timestamp.
func FormatTimestamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/int(time.Microsecond))
}
