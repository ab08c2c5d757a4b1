package storetest

import (
	"errors"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

func answerEntry(member quiz.MemberNo, day schedule.Date, points int) ledger.Entry {
	return ledger.Entry{Room: roomA, Member: member, Round: 1, Date: day, Points: points, Reason: ledger.ForAnswer, Band: scoring.Full, At: noon().UTC()}
}

func ledgerAddsUp(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		correction := answerEntry(1, monday(), -6)
		correction.Reason = ledger.ForRegrade
		return errors.Join(addMembers(tx, 2), tx.Append(answerEntry(1, monday(), 10)), tx.Append(answerEntry(2, monday(), 4)),
			tx.Append(correction), tx.Append(answerEntry(1, monday().AddDays(8), 7)))
	})
	view(t, s, func(tx quiz.Tx) error {
		for season, want := range map[scoring.Season]ledger.Tally{
			"2026-W48": {Member: 1, Points: 4, Answered: 1}, "2026-W49": {Member: 1, Points: 7, Answered: 1},
			"2026-11": {Member: 1, Points: 4, Answered: 1}, "2026-12": {Member: 1, Points: 7, Answered: 1}, "all": {Member: 1, Points: 11, Answered: 2},
		} {
			got, err := tx.Tally(roomA, season, 1)
			if err != nil {
				return err
			}
			expect(t, string(season), got, want)
		}
		var seqs []uint64
		for _, e := range collect(t, tx.Entries(roomA, 1)) {
			seqs = append(seqs, e.Seq)
		}
		expect(t, "entries", seqs, []uint64{1, 3, 4})
		expect(t, "elsewhere", len(collect(t, tx.Entries(roomB, 1))), 0)
		return nil
	})
}

func latestEntriesTitled(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		second := answerEntry(1, monday().AddDays(1), 4)
		second.Round = 2
		return errors.Join(addMembers(tx, 2), tx.SetRound(quiz.Round{ID: 1, Room: roomA, Question: quiz.Question{Title: "什么？"}}),
			tx.Append(answerEntry(1, monday(), 10)), tx.Append(answerEntry(2, monday(), 7)), tx.Append(second))
	})
	view(t, s, func(tx quiz.Tx) error {
		var seqs []uint64
		var titles []string
		for _, e := range collect(t, tx.LatestEntries(roomA, 1)) {
			seqs, titles = append(seqs, e.Seq), append(titles, e.Title)
		}
		expect(t, "entries", seqs, []uint64{3, 1})
		expect(t, "titles, one of a missing round", titles, []string{"", "什么？"})
		expect(t, "elsewhere", len(collect(t, tx.LatestEntries(roomB, 1))), 0)
		return nil
	})
}

func standingsInOrder(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		errs := []error{addMembers(tx, 6)}
		for no, points := range map[quiz.MemberNo]int{1: 5, 2: 300, 3: 0, 4: 5, 5: -2, 6: 70000} {
			errs = append(errs, tx.Append(answerEntry(no, monday(), points)))
		}
		other := answerEntry(1, monday(), 9)
		other.Room = roomB
		return errors.Join(append(errs, tx.Append(other))...)
	})
	view(t, s, func(tx quiz.Tx) error {
		var order []quiz.MemberNo
		for _, tally := range collect(t, tx.Standings(roomA, "all")) {
			order = append(order, tally.Member)
			expect(t, "answered", tally.Answered, 1)
		}
		expect(t, "order", order, []quiz.MemberNo{6, 2, 1, 4, 3, 5})
		for points, want := range map[int]int{5: 2, 70000: 0, -2: 5, 100: 2} {
			got, err := tx.Ahead(roomA, "all", points)
			if err != nil {
				return err
			}
			if got != want {
				t.Errorf("ahead of %d: got %d, want %d", points, got, want)
			}
		}
		return nil
	})
}

func leaderboardHasNames(t *testing.T, s quiz.Store) {
	streak := scoring.Streak{Last: 7, Length: 2, Best: 3}
	update(t, s, func(tx quiz.Tx) error {
		errs := []error{addMembers(tx, 5), tx.SetMember(quiz.Member{No: 2, ID: "console/demo/m2", Name: "小安"}), tx.SetStreak(roomA, 2, streak)}
		for no, points := range map[quiz.MemberNo]int{1: 5, 2: 5, 3: 9, 4: 5, 5: 2} {
			errs = append(errs, tx.Append(answerEntry(no, monday(), points)))
		}
		return errors.Join(errs...)
	})
	view(t, s, func(tx quiz.Tx) error {
		row := func(no quiz.MemberNo, points int, name string, streak scoring.Streak) ledger.LeaderboardRow {
			return ledger.LeaderboardRow{Tally: ledger.Tally{Member: no, Points: points, Answered: 1}, Name: name, Streak: streak}
		}
		top, err := tx.Leaderboard(roomA, "all", 3)
		expect(t, "top", top, ledger.Leaderboard{
			Rows: []ledger.LeaderboardRow{row(3, 9, "", scoring.Streak{}), row(1, 5, "", scoring.Streak{}), row(2, 5, "小安", streak)}, Members: 5, Sharing: 1,
		})
		whole, err2 := tx.Leaderboard(roomA, "all", 10)
		expect(t, "all rows", []int{len(whole.Rows), whole.Members, whole.Sharing}, []int{5, 5, 0})
		empty, err3 := tx.Leaderboard(roomB, "all", 10)
		expect(t, "of another room", empty, ledger.Leaderboard{})
		return errors.Join(err, err2, err3)
	})
}
