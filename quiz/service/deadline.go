package service

import (
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/runner"
)

// until is the deadline for posting a step. After it the step is only looked for. A reveal has until shortly before the next
// question, which needs the room, and half a day at least. Against an obstacle it has as long as the room has, and the
// longest wait more, so that its last attempt still posts it.
func (c roomCalendar) until(step *quiz.Job, room *quiz.Room, round *quiz.Round) time.Time {
	switch {
	case step.Kind != quiz.JobReveal || round == nil:
		return step.Until
	case room.Blocked != nil:
		return latest(room.Blocked.Since.Add(blockedAtMost+runner.LongestWait), step.Until)
	}
	return latest(c.revealUntil(round), step.Until)
}

// revealUntil is how long the close of a round and its reveal are tried.
func (c roomCalendar) revealUntil(round *quiz.Round) time.Time {
	until := round.ClosedAt.Add(revealAtLeast)
	if next, ok := c.NextAsk(round.Date); ok {
		until = latest(until, next.Add(-lookingTime))
	}
	return until
}

func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }
