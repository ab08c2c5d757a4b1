package runner

import (
	"errors"
	"math/rand/v2"
	"time"

	"quizbot/quiz/reason"
)

// The waits between attempts.
const (
	shortestWait = 5 * time.Second
	maxWait      = 5 * time.Minute
	LongestWait  = time.Hour // if the platform asks for it, and against obstacles
)

// AlarmAfter is how often a job fails before its room's admins are told.
const AlarmAfter = 3

// MaxLookups is how often an overdue job is looked up in vain before it is given up: an hour of
// longest waits.
const MaxLookups = 12

// Backoff returns the wait after a failed attempt with so many failed ones before it. A platform's
// own retry time wins, up to an hour. An obstacle is tried every few minutes, because a person may
// remove it at any moment. Other waits double each time, with jitter to spread rooms that failed
// together.
func Backoff(waits int, err error) time.Duration {
	var asked interface{ RetryAfter() time.Duration }
	if errors.As(err, &asked) && asked.RetryAfter() > 0 {
		return min(asked.RetryAfter(), LongestWait)
	}
	if reason.ObstacleOf(err) != nil {
		list := obstacleWaits()
		return list[min(waits, len(list)-1)]
	}
	wait := maxWait
	if waits < 6 {
		wait = min(shortestWait<<waits, maxWait)
	}
	return wait/2 + rand.N(wait/2)
}

// obstacleWaits returns the waits between attempts against an obstacle. The last one repeats.
func obstacleWaits() []time.Duration {
	return []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, LongestWait}
}
