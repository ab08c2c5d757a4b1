package agenda

import (
	"testing"
	"time"

	"quizbot/quiz"
)

func localDate(t *testing.T, s string) quiz.Date {
	t.Helper()
	d, err := quiz.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func timeOfDay(t *testing.T, s string) quiz.Clock {
	t.Helper()
	c, err := quiz.ParseClock(s)
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
