// Package presence finds out for how long the bot or a platform was away while rounds were open.
package presence

import (
	"time"

	"quizbot/quiz"
	"quizbot/quiz/records"
)

// Interval is the time between two calls of [Note] for a platform that is connected.
const Interval = time.Minute

// tolerance is the time without a call of [Note] that is no outage yet.
const tolerance = 3 * Interval

// Records are the records of rooms with their rounds, and of the moments at which platforms were seen.
type Records interface {
	quiz.Rooms
	quiz.Rounds
	quiz.Jobs
}

// Note records that a platform is connected. Whatever the reason, the time since the last such moment
// was an outage if it is long: the process or the machine was down, or the platform could not be
// reached. The open rounds of the platform's rooms count it.
func Note(tx Records, platform string, now time.Time) error {
	away, err := outageUntil(tx, platform, now)
	if err != nil {
		return err
	}
	if away > 0 {
		if err := addToOpenRounds(tx, platform, now.Add(-away), now); err != nil {
			return err
		}
	}
	return tx.SetSeen(platform, now)
}

// Finish adds an outage that has not ended to a round that closes. The caller stores the round.
func Finish(tx quiz.Jobs, round *quiz.Round, now time.Time) error {
	away, err := outageUntil(tx, round.Room.Platform(), now)
	round.Outage += overlap(round, now.Add(-away), now)
	return err
}

// outageUntil returns the length of a platform's outage up to now, 0 if there is none or nothing is known.
func outageUntil(tx quiz.Jobs, platform string, now time.Time) (time.Duration, error) {
	seen, err := tx.Seen(platform)
	if err != nil || seen.IsZero() {
		return 0, err
	}
	if away := now.Sub(seen); away > tolerance {
		return away, nil
	}
	return 0, nil
}

// addToOpenRounds adds an outage to the open rounds of a platform. Unreadable ones are left alone.
func addToOpenRounds(tx Records, platform string, from, until time.Time) error {
	for room, err := range records.Readable(tx.Rooms()) {
		if err != nil {
			return err
		}
		if room.ID.Platform() != platform || room.Round == 0 {
			continue
		}
		round, err := records.IfReadable(tx.Round(room.Round))
		if err != nil {
			return err
		}
		if round == nil || round.Phase != quiz.Open {
			continue
		}
		if away := overlap(round, from, until); away > 0 {
			round.Outage += away
			if err := tx.SetRound(*round); err != nil {
				return err
			}
		}
	}
	return nil
}

// overlap returns how much of the time from one moment until another lies within a round.
func overlap(round *quiz.Round, from, until time.Time) time.Duration {
	if from.Before(round.OpenedAt) {
		from = round.OpenedAt
	}
	if until.After(round.ClosesAt) {
		until = round.ClosesAt
	}
	return max(0, until.Sub(from))
}
