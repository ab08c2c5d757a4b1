package presence_test

import (
	"errors"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/presence"
	"quizbot/quiz/quiztest"
	"quizbot/store/memory"
)

const room quiz.RoomID = "slack/T1/C1"

// at returns a time of a day on which the round is open from 9:30 to 17:30.
func at(hour, minute int) time.Time { return time.Date(2026, 11, 23, hour, minute, 0, 0, time.UTC) }

// openRound returns a store with an open round.
func openRound(t *testing.T) quiz.Store {
	t.Helper()
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		id, err := tx.NewRound()
		round := quiz.Round{ID: id, Room: room, Number: 1, Phase: quiz.Open, OpenedAt: at(9, 30), ClosesAt: at(17, 30)}
		return errors.Join(err, tx.SetRoom(quiz.Room{ID: room, Round: id}), tx.SetRound(round))
	})
	return s
}

func note(t *testing.T, s quiz.Store, platform string, moments ...time.Time) {
	t.Helper()
	for _, now := range moments {
		quiztest.Update(t, s, func(tx quiz.Tx) error { return presence.Note(tx, platform, now) })
	}
}

// outageAtClose returns the outage of the round when it closes.
func outageAtClose(t *testing.T, s quiz.Store, now time.Time) (away time.Duration) {
	t.Helper()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		round, err := tx.Round(1)
		if err := errors.Join(err, presence.Finish(tx, &round, now)); err != nil {
			return err
		}
		away = round.Outage
		round.Close(now)
		return tx.SetRound(round)
	})
	return away
}

func TestOutagesOfOpenRounds(t *testing.T) {
	for name, c := range map[string]struct {
		seen []time.Time
		want time.Duration
	}{
		"nothing is known":                    {nil, 0},
		"away for the whole round":            {[]time.Time{at(9, 0), at(9, 3), at(9, 6)}, 8 * time.Hour},
		"a short gap is none":                 {[]time.Time{at(17, 24), at(17, 27)}, 0},
		"away for an hour":                    {[]time.Time{at(12, 0), at(13, 0), at(17, 28)}, 5*time.Hour + 28*time.Minute},
		"away before the question":            {[]time.Time{at(7, 0), at(9, 30), at(9, 33)}, 7*time.Hour + 57*time.Minute},
		"away until after the close":          {[]time.Time{at(16, 30)}, time.Hour},
		"the machine's clock was ahead":       {[]time.Time{at(23, 0), at(17, 29)}, 0},
		"a question of the platform's outage": {[]time.Time{at(8, 0), at(10, 30), at(10, 33)}, 7*time.Hour + 57*time.Minute},
	} {
		s := openRound(t)
		note(t, s, "slack", c.seen...)
		if got := outageAtClose(t, s, at(17, 30)); got != c.want {
			t.Errorf("%s: the round has an outage of %s, want %s", name, got, c.want)
		}
	}
}

// A restart after the close finds the same outage, whether the close or the connection comes first,
// and a closed round counts no more.
func TestOutageIsCountedOnce(t *testing.T) {
	s := openRound(t)
	note(t, s, "slack", at(9, 30), at(13, 30), at(13, 31))
	note(t, s, "discord", at(14, 0), at(15, 0)) // another platform's
	if got := outageAtClose(t, s, at(19, 0)); got != 8*time.Hour-time.Minute {
		t.Errorf("got %s", got)
	}
	note(t, s, "slack", at(19, 1))
	quiztest.View(t, s, func(tx quiz.Tx) error {
		round, err := tx.Round(1)
		if round.Outage != 8*time.Hour-time.Minute {
			t.Errorf("after the close: got %s", round.Outage)
		}
		return err
	})
}
