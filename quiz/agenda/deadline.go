package agenda

import (
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/runner"
)

const (
	// MaxBlocked is how long jobs of a room are tried against an obstacle. After it the room is
	// paused.
	MaxBlocked = 7 * 24 * time.Hour
	// minRevealTime is how long a reveal is tried at least.
	minRevealTime = 12 * time.Hour
	// lookupTime is how long looking a reveal up may take before it is given up.
	lookupTime = time.Hour
)

// PostUntil returns the deadline for posting a job. After it the job is only looked up. A reveal
// has until shortly before the next question, at least half a day. Against an obstacle it has as
// long as the room, and one longest wait more for the last attempt.
func (c Calendar) PostUntil(job *quiz.Job, room *quiz.Room, round *quiz.Round) time.Time {
	switch {
	case job.Kind != quiz.JobReveal || round == nil:
		return job.Until
	case room.Blocked != nil:
		return LatestTime(room.Blocked.Since.Add(MaxBlocked+runner.LongestWait), job.Until)
	}
	return LatestTime(c.RevealUntil(round), job.Until)
}

// RevealUntil returns the deadline for closing a round and posting its reveal.
func (c Calendar) RevealUntil(round *quiz.Round) time.Time {
	until := round.ClosedAt.Add(minRevealTime)
	if next, ok := c.NextAsk(round.Date); ok {
		until = LatestTime(until, next.Add(-lookupTime))
	}
	return until
}

// LatestTime returns the latest of some times.
func LatestTime(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }
