package schedule

import (
	"fmt"
	"strconv"
)

// Clock is a time of day in minutes after midnight, 0 to 1439, or [Off].
type Clock int

// Off is the absence of a time of day: the event never happens.
const Off Clock = -1

// String returns c like 09:30, or off.
func (c Clock) String() string {
	if c == Off {
		return "off"
	}
	return fmt.Sprintf("%02d:%02d", c/60, c%60)
}

// MarshalText writes c as [Clock.String] does.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText parses the output of MarshalText. It parses the exact form first, because reading
// a room calls it.
func (c *Clock) UnmarshalText(text []byte) (err error) {
	if clock, ok := parseExactClock(string(text)); ok {
		*c = clock
		return nil
	}
	*c, err = ParseClockOrOff(string(text))
	return err
}

// parseExactClock parses the output of [Clock.String].
func parseExactClock(text string) (Clock, bool) {
	if text == Off.String() {
		return Off, true
	}
	if len(text) != len("15:04") || text[2] != ':' {
		return 0, false
	}
	hour, errHour := strconv.ParseUint(text[:2], 10, 8)
	minute, errMinute := strconv.ParseUint(text[3:], 10, 8)
	return Clock(hour*60 + minute), errHour == nil && errMinute == nil && hour < 24 && minute < 60
}
