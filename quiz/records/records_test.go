package records_test

import (
	"errors"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
	"quizbot/store/memory"
)

const (
	room  quiz.RoomID = "console/demo/a"
	other quiz.RoomID = "console/demo/b"
)

// filled returns a store with the records that fn writes.
func filled(t *testing.T, fn func(quiz.Tx) error) quiz.Store {
	t.Helper()
	s := memory.New()
	quiztest.Update(t, s, fn)
	return s
}

func expectRefusal(t *testing.T, err error, want reason.RefusalCode) {
	t.Helper()
	if r, ok := reason.AsRefusal(err); !ok || r.Code != want {
		t.Errorf("got %v, want the refusal %s", err, want)
	}
}

func TestMissingRecordIsNoFailure(t *testing.T) {
	failure := errors.New("the file is damaged")
	for _, test := range []struct {
		given error
		found bool
		want  error
	}{{nil, true, nil}, {quiz.ErrNotFound, false, nil}, {failure, false, failure}} {
		got, err := records.IgnoreNotFound(quiz.Room{ID: room}, test.given)
		if (got != nil) != test.found || !errors.Is(err, test.want) {
			t.Errorf("%v: got %v, %v", test.given, got, err)
		}
	}
}

func TestTransactionsReturnTheirResult(t *testing.T) {
	s := memory.New()
	id, err := records.Update(t.Context(), s, func(tx quiz.Tx) (quiz.RoundID, error) { return tx.NewRound() })
	if err != nil || id != 1 {
		t.Errorf("update: got %d, %v", id, err)
	}
	got, err := records.View(t.Context(), s, func(tx quiz.Tx) (quiz.RoundID, error) {
		_, err := tx.Round(id)
		return id, err
	})
	if got != id || !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("view: got %d, %v, want the result of the read and its error", got, err)
	}
}

func TestOnlyRunningQuizIsFound(t *testing.T) {
	s := filled(t, func(tx quiz.Tx) error {
		return errors.Join(tx.SetRoom(quiz.Room{ID: room}), tx.SetRoom(quiz.Room{ID: other, Removed: true}))
	})
	quiztest.View(t, s, func(tx quiz.Tx) error {
		_, err := records.FindRoom(tx, "console/demo/c")
		expectRefusal(t, err, reason.NoRoom)
		removed, err := records.FindRoom(tx, other)
		expectRefusal(t, err, reason.NoRoom)
		if removed.ID != other {
			t.Errorf("got the room %q, want the removed one", removed.ID)
		}
		_, err = records.FindRoom(tx, room)
		return err
	})
}

func TestRoundOfAnotherRoomIsNotFound(t *testing.T) {
	s := filled(t, func(tx quiz.Tx) error { return tx.SetRound(quiz.Round{ID: 1, Room: room}) })
	quiztest.View(t, s, func(tx quiz.Tx) error {
		_, err := records.FindRound(tx, other, 1)
		expectRefusal(t, err, reason.NoRound)
		_, err = records.FindRound(tx, room, 2)
		expectRefusal(t, err, reason.NoRound)
		_, err = records.FindRound(tx, room, 1)
		return err
	})
}

func TestUnknownPersonIsNoMember(t *testing.T) {
	s := filled(t, func(tx quiz.Tx) error { return tx.SetMember(quiz.Member{No: 4, ID: "console/demo/ann"}) })
	quiztest.View(t, s, func(tx quiz.Tx) error {
		ann, err := records.MemberIfAny(tx, "console/demo/ann")
		bob, err2 := records.MemberIfAny(tx, "console/demo/bob")
		if ann.No != 4 || bob.No != 0 {
			t.Errorf("got the members %d and %d, want 4 and 0", ann.No, bob.No)
		}
		return errors.Join(err, err2)
	})
}

func TestWithdrawnReplyIsNotSubmitted(t *testing.T) {
	s := filled(t, func(tx quiz.Tx) error {
		return errors.Join(tx.SetReply(quiz.Reply{Round: 1, Member: 1}), tx.SetReply(quiz.Reply{Round: 1, Member: 2, Form: "x"}),
			tx.SetReply(quiz.Reply{Round: 1, Member: 3, Picks: []int{0}}))
	})
	quiztest.View(t, s, func(tx quiz.Tx) error {
		replies, err := records.SubmittedReplies(tx, 1)
		if len(replies) != 2 || replies[0].Member != 2 || replies[1].Member != 3 {
			t.Errorf("got %+v, want those of members 2 and 3", replies)
		}
		return err
	})
}

func TestUnnamedAndForgottenShareTheEmptyName(t *testing.T) {
	s := filled(t, func(tx quiz.Tx) error {
		return errors.Join(tx.SetMember(quiz.Member{No: 1, Name: "Ann"}), tx.SetMember(quiz.Member{No: 2, Name: "Bob", Unnamed: true}))
	})
	quiztest.View(t, s, func(tx quiz.Tx) error {
		for no, want := range map[quiz.MemberNo]string{1: "Ann", 2: "", 3: ""} {
			if got, err := records.ShownName(tx, no); got != want || err != nil {
				t.Errorf("member %d: got %q, %v, want %q", no, got, err, want)
			}
		}
		return nil
	})
}

func TestPointsOfOneRoundAreSummed(t *testing.T) {
	round := quiz.Round{ID: 1, Room: room}
	s := filled(t, func(tx quiz.Tx) error {
		entry := func(room quiz.RoomID, round quiz.RoundID, no quiz.MemberNo, points int) error {
			return tx.Append(ledger.Entry{Room: room, Member: no, Round: round, Date: schedule.Date{Year: 2026, Month: 11, Day: 23}, Points: points})
		}
		return errors.Join(entry(room, 1, 1, 10), entry(room, 1, 1, -3), entry(room, 2, 1, 100), entry(room, 1, 2, 1000), entry(other, 1, 1, 10000))
	})
	quiztest.View(t, s, func(tx quiz.Tx) error {
		points, err := records.EarnedPoints(tx, &round, 1)
		if points != 7 {
			t.Errorf("got %d points, want 7", points)
		}
		return err
	})
}
