package storetest

import (
	"context"
	"errors"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
)

// fillRoom writes a record of each kind for a room.
func fillRoom(tx quiz.Tx, room quiz.RoomID, round quiz.RoundID) error {
	r := quiz.Round{ID: round, Room: room, Number: 1, Date: monday(), Phase: quiz.Revealed}
	job := quiz.Job{Room: room, Kind: quiz.JobReveal, Round: round, Announcement: quiz.Announcement{
		Key: round.String() + "/reveal", Room: room, Question: &r, Reveal: &quiz.RevealNews{Round: r},
	}}
	errs := []error{
		tx.SetRoom(quiz.Room{ID: room, Rounds: 1, Last: round}), tx.SetRound(r), tx.SetJob(job), tx.SetNextCheck(room, noon()),
		tx.SetQuestionAsked(room, 0, "q", true), tx.SetQuestionAsked(room, 3, "later", true),
	}
	for member := range quiz.MemberNo(3) {
		errs = append(errs,
			tx.SetReply(quiz.Reply{Round: round, Member: member + 1, Form: "x"}), tx.SetStreak(room, member+1, scoring.Streak{Last: 1, Length: 1, Best: 1}),
			tx.Append(ledger.Entry{Room: room, Member: member + 1, Round: round, Date: monday(), Points: 7, Reason: ledger.ForAnswer, At: noon()}))
	}
	return errors.Join(errs...)
}

// movesRoom moves a room, and checks that all its records are found under the new id only.
func movesRoom(t *testing.T, s quiz.Store) {
	const from, other, to quiz.RoomID = roomA, roomB, "console/demo/new"
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 3), fillRoom(tx, from, 1), fillRoom(tx, other, 2), tx.Forget(3))
	})
	update(t, s, func(tx quiz.Tx) error { return tx.MoveRoom(from, to) })
	view(t, s, func(tx quiz.Tx) error {
		checkFilledRoom(t, tx, to, 1)
		checkFilledRoom(t, tx, other, 2)
		_, err := tx.Room(from)
		_, err2 := tx.Job(from)
		if !errors.Is(err, quiz.ErrNotFound) || !errors.Is(err2, quiz.ErrNotFound) {
			t.Errorf("the old room: %v, its job: %v", err, err2)
		}
		asked, err := tx.AskedQuestions(from, 0)
		tally, err2 := tx.Tally(from, scoring.Season(scoring.All), 1)
		expect(t, "asked under the old id", len(asked), 0)
		expect(t, "points under the old id", tally.Points, 0)
		expect(t, "rounds under the old id", len(collect(t, tx.RoundsAfter(from, 0))), 0)
		expect(t, "entries under the old id", len(collect(t, tx.Entries(from, 1))), 0)
		expect(t, "ranks under the old id", len(collect(t, tx.Standings(from, scoring.Season(scoring.All)))), 0)
		return errors.Join(err, err2)
	})
	for what, move := range map[string][2]quiz.RoomID{"a room that is not there": {from, "console/demo/x"}, "a room of that name": {other, to}} {
		if err := s.Update(context.Background(), func(tx quiz.Tx) error { return tx.MoveRoom(move[0], move[1]) }); err == nil {
			t.Errorf("%s: it moves", what)
		}
	}
}

// checkFilledRoom checks that a room has the records of fillRoom. Its member 3 was forgotten.
func checkFilledRoom(t *testing.T, tx quiz.Tx, room quiz.RoomID, round quiz.RoundID) {
	t.Helper()
	r, err := tx.Room(room)
	job, err2 := tx.Job(room)
	expect(t, "room", r, quiz.Room{ID: room, Rounds: 1, Last: round})
	a := job.Announcement
	expect(t, "rooms of the job", []quiz.RoomID{job.Room, a.Room, a.Question.Room, a.Reveal.Round.Room}, []quiz.RoomID{room, room, room, room})
	nextCheck, err6 := tx.NextCheck(room)
	expect(t, "next check", nextCheck.Equal(noon()), true)
	rounds := collect(t, tx.RoundsAfter(room, 0))
	expect(t, "rounds", len(rounds), 1)
	expect(t, "the round's room", rounds[0].Room, room)
	asked, err3 := tx.AskedQuestions(room, 0)
	later, err4 := tx.AskedQuestions(room, 3)
	expect(t, "asked", []bool{asked["q"], later["later"]}, []bool{true, true})
	streak, err5 := tx.Streak(room, 2)
	expect(t, "streak", streak.Length, 1)
	expect(t, "entries", len(collect(t, tx.Entries(room, 2))), 1)
	expect(t, "entries of who is forgotten", len(collect(t, tx.Entries(room, 3))), 1)
	for _, season := range scoring.Seasons(monday()) {
		expect(t, "ranks of "+string(season), len(collect(t, tx.Standings(room, season))), 2)
		tally, err := tx.Tally(room, season, 1)
		expect(t, "points of "+string(season), tally.Points, 7)
		err5 = errors.Join(err5, err)
	}
	if err := errors.Join(err, err2, err3, err4, err5, err6); err != nil {
		t.Error(err)
	}
}
