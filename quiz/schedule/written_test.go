package schedule_test

import (
	"fmt"
	"testing"

	"quizbot/quiz/schedule"
)

// Times are read as they were written.
func TestWrittenTimes(t *testing.T) {
	for _, clock := range []schedule.Clock{schedule.Off, 0, 9*60 + 30, 23*60 + 59} {
		var got schedule.Clock
		if err := got.UnmarshalText([]byte(clock.String())); err != nil || got != clock {
			t.Errorf("%v is read as %v: %v", clock, got, err)
		}
		for _, days := range []int{0, 1, 12} {
			reveal, read := schedule.RevealAt{Days: days, Clock: clock}, schedule.RevealAt{}
			err := read.UnmarshalText(fmt.Append(nil, reveal))
			if fits := clock != schedule.Off; fits != (err == nil) || fits && read != reveal {
				t.Errorf("%v is read as %v: %v", reveal, read, err)
			}
		}
	}
	for _, text := range []string{"24:00", "09:60", "+9:30", "0a:30", "-1:00", "+0d 09:00", "d 09:00", "d "} {
		var clock schedule.Clock
		var reveal schedule.RevealAt
		if clock.UnmarshalText([]byte(text)) == nil || reveal.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q is read as %v and %v", text, clock, reveal)
		}
	}
}
