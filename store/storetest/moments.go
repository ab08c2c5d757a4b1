package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
)

func newestMomentGrows(t *testing.T, s quiz.Store) {
	expectNewest := func(want time.Time) {
		t.Helper()
		view(t, s, func(tx quiz.Tx) error {
			got, err := tx.NewestMoment()
			expect(t, "newest moment", got, want)
			return err
		})
	}
	expectNewest(time.Time{})
	update(t, s, func(tx quiz.Tx) error {
		_, err := tx.NewRound()
		return errors.Join(err, tx.SetRound(quiz.Round{ID: 1, Room: roomA, Date: monday(), Phase: quiz.Revealed, RevealedAt: noon().UTC()}))
	})
	expectNewest(noon().UTC()) // as in a store of an older schema
	update(t, s, func(tx quiz.Tx) error { return tx.RaiseNewestMoment(noon().Add(-time.Hour)) })
	expectNewest(noon().UTC())
	update(t, s, func(tx quiz.Tx) error { return tx.RaiseNewestMoment(noon().Add(time.Hour)) })
	expectNewest(noon().Add(time.Hour).UTC())
	update(t, s, func(tx quiz.Tx) error { return tx.RaiseNewestMoment(noon()) })
	expectNewest(noon().Add(time.Hour).UTC())
	update(t, s, func(tx quiz.Tx) error { return tx.SetNewestMoment(noon()) })
	expectNewest(noon().UTC())
}

// futureTimesReset has records of a clock that ran a year ahead, beside those of a right one.
func futureTimesReset(t *testing.T, s quiz.Store) {
	now, ahead := noon().UTC(), noon().AddDate(1, 0, 0).UTC()
	nextYear := monday().AddDays(365)
	text := ahead.Format(time.RFC3339) // an answer may look like a time
	update(t, s, func(tx quiz.Tx) error {
		for range 2 {
			if _, err := tx.NewRound(); err != nil {
				return err
			}
		}
		return errors.Join(addMembers(tx, 2),
			tx.SetRound(quiz.Round{ID: 1, Room: roomA, Date: monday(), OpenedAt: now, ClosesAt: ahead, Phase: quiz.Open}),
			tx.SetRound(quiz.Round{ID: 2, Room: roomA, Date: nextYear, OpenedAt: ahead, ClosesAt: ahead, Phase: quiz.Revealed}),
			tx.SetReply(quiz.Reply{Round: 1, Member: 1, First: now, At: ahead, Sent: ahead, Form: text}),
			tx.SetVote(2, 1, 2, ahead), tx.SetVote(1, 1, 2, now),
			tx.SetForgotten("console/demo/gone", ahead),
			tx.Append(ledger.Entry{Room: roomA, Member: 1, Round: 1, Date: monday(), Points: 4, Reason: ledger.ForAnswer, At: now}),
			tx.Append(ledger.Entry{Room: roomA, Member: 1, Round: 2, Date: nextYear, Points: 7, Reason: ledger.ForAnswer, At: ahead}))
	})
	view(t, s, func(tx quiz.Tx) error {
		lines := collect(t, tx.FutureRecords(now))
		expect(t, "kinds", len(lines), 5)
		expect(t, "a line", strings.Contains(strings.Join(lines, "\n"), "round 2 is of 2027-11-23"), true)
		return nil
	})
	update(t, s, func(tx quiz.Tx) error { return tx.ResetFutureTimes(now) })
	view(t, s, func(tx quiz.Tx) error {
		expect(t, "left", len(collect(t, tx.FutureRecords(now))), 0)
		open, err := tx.Round(1)
		expect(t, "planned close", open.ClosesAt, ahead)
		early, err2 := tx.Round(2)
		expect(t, "date", early.Date, monday())
		expect(t, "opened", early.OpenedAt, now)
		reply, err3 := tx.Reply(1, 1)
		expect(t, "reply", reply, quiz.Reply{Round: 1, Member: 1, First: now, At: now, Sent: now, Form: text})
		voted, err4 := tx.VotedAt(2, 1)
		expect(t, "vote", voted, now)
		forgotten, err5 := tx.ForgottenAt("console/demo/gone")
		expect(t, "forgotten", forgotten, now)
		tally, err6 := tx.Tally(roomA, scoring.Month.Season(monday()), 1)
		expect(t, "tally", tally, ledger.Tally{Member: 1, Points: 11, Answered: 2})
		return errors.Join(err, err2, err3, err4, err5, err6)
	})
}
