package agenda

import (
	"testing"
	"time"

	"quizbot/quiz/schedule"
)

func localDate(t *testing.T, s string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func timeOfDay(t *testing.T, s string) schedule.Clock {
	t.Helper()
	c, err := schedule.ParseClock(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
