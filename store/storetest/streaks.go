package storetest

import (
	"errors"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
)

// streaksIndexed finds live and ended streaks by their last rounds, also after they change, after their
// room moved, and after their members are forgotten.
func streaksIndexed(t *testing.T, s quiz.Store) {
	live := func(last int) scoring.Streak { return scoring.Streak{Last: last, Length: 3, Best: 4} }
	ended := func(last int) scoring.Streak {
		return scoring.Streak{Last: last, Best: 4, Ended: scoring.StreakEnd{Round: last, Date: monday(), Length: 3}}
	}
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 5), tx.SetRoom(quiz.Room{ID: roomA}), tx.SetRoom(quiz.Room{ID: roomB}),
			tx.SetStreak(roomA, 1, live(7)), tx.SetStreak(roomA, 2, live(8)), tx.SetStreak(roomA, 3, live(300)), tx.SetStreak(roomA, 4, live(7)),
			tx.SetStreak(roomA, 5, ended(8)), tx.SetStreak(roomB, 1, live(7)), tx.SetStreak(roomA, 3, live(9)))
	})
	expectStreaks(t, s, roomA, 0, 8, []quiz.MemberNo{1, 4, 2}, []quiz.MemberNo{5})
	expectStreaks(t, s, roomA, 8, 9, []quiz.MemberNo{2, 3}, []quiz.MemberNo{5})
	expectStreaks(t, s, roomA, 9, 8, nil, nil)
	expectStreaks(t, s, roomB, 0, 300, []quiz.MemberNo{1}, nil)
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetStreak(roomA, 1, live(9)), tx.SetStreak(roomA, 2, ended(9)), tx.SetStreak(roomA, 5, live(9)))
	})
	expectStreaks(t, s, roomA, 0, 300, []quiz.MemberNo{4, 1, 3, 5}, []quiz.MemberNo{2})
	update(t, s, func(tx quiz.Tx) error {
		round, err := tx.NewRound()
		return errors.Join(err, tx.SetRound(quiz.Round{ID: round, Room: roomA, Date: monday()}), tx.SetReply(quiz.Reply{Round: round, Member: 3, Form: "x"}),
			tx.Append(answerEntry(3, monday(), 1)), tx.Forget(3))
	})
	expectStreaks(t, s, roomA, 0, 300, []quiz.MemberNo{4, 1, 5}, []quiz.MemberNo{2})
	const moved quiz.RoomID = "console/demo/z"
	update(t, s, func(tx quiz.Tx) error { return tx.MoveRoom(roomA, moved) })
	expectStreaks(t, s, roomA, 0, 300, nil, nil)
	expectStreaks(t, s, moved, 0, 300, []quiz.MemberNo{4, 1, 5}, []quiz.MemberNo{2})
}

// expectStreaks checks the members of a room's streaks whose last rounds lie in a range.
func expectStreaks(t *testing.T, s quiz.Store, room quiz.RoomID, from, last int, live, ended []quiz.MemberNo) {
	t.Helper()
	view(t, s, func(tx quiz.Tx) error {
		members := func(list []ledger.MemberStreak) (numbers []quiz.MemberNo) {
			for _, r := range list {
				numbers = append(numbers, r.Member)
				streak, err := tx.Streak(room, r.Member)
				if err != nil || streak != r.Streak {
					t.Errorf("member %d: got the streak %+v, want %+v, %v", r.Member, r.Streak, streak, err)
				}
			}
			return numbers
		}
		expect(t, "live streaks", members(collect(t, tx.LiveStreaks(room, from, last))), live)
		expect(t, "ended streaks", members(collect(t, tx.EndedStreaks(room, from, last))), ended)
		return nil
	})
}

// platformsSeen keeps the moment at which each platform was connected.
func platformsSeen(t *testing.T, s quiz.Store) {
	expectSeen := func(platform string, want time.Time) {
		t.Helper()
		view(t, s, func(tx quiz.Tx) error {
			got, err := tx.Seen(platform)
			expect(t, "seen", got, want)
			return err
		})
	}
	expectSeen("slack", time.Time{})
	update(t, s, func(tx quiz.Tx) error { return tx.SetSeen("slack", noon()) })
	expectSeen("slack", noon().UTC())
	expectSeen("discord", time.Time{})
	update(t, s, func(tx quiz.Tx) error { return tx.SetSeen("slack", noon().Add(-time.Hour)) })
	expectSeen("slack", noon().Add(-time.Hour).UTC())
}
