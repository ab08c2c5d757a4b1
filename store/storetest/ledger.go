package storetest

import (
	"cmp"
	"errors"
	"slices"
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
		row := func(rank int, no quiz.MemberNo, points int, name string, streak scoring.Streak) ledger.LeaderboardRow {
			return ledger.LeaderboardRow{Tally: ledger.Tally{Member: no, Points: points, Answered: 1}, Rank: rank, Name: name, Streak: streak}
		}
		top, err := tx.Leaderboard(roomA, "all", 0, 3)
		expect(t, "top", top, ledger.Leaderboard{
			Rows: []ledger.LeaderboardRow{row(1, 3, 9, "", scoring.Streak{}), row(2, 1, 5, "", scoring.Streak{}), row(2, 2, 5, "小安", streak)}, Members: 5, Sharing: 1,
		})
		page, err4 := tx.Leaderboard(roomA, "all", 2, 2)
		expect(t, "a later page", page, ledger.Leaderboard{Rows: []ledger.LeaderboardRow{row(2, 2, 5, "小安", streak), row(2, 4, 5, "", scoring.Streak{})}, Members: 5})
		last, err5 := tx.Leaderboard(roomA, "all", 4, 2)
		expect(t, "the last page", last, ledger.Leaderboard{Rows: []ledger.LeaderboardRow{row(5, 5, 2, "", scoring.Streak{})}, Members: 5})
		behind, err6 := tx.Leaderboard(roomA, "all", 5, 2)
		expect(t, "a page behind the last", behind, ledger.Leaderboard{Members: 5})
		whole, err2 := tx.Leaderboard(roomA, "all", 0, 10)
		expect(t, "all rows", []int{len(whole.Rows), whole.Members, whole.Sharing}, []int{5, 5, 0})
		empty, err3 := tx.Leaderboard(roomB, "all", 0, 10)
		expect(t, "of another room", empty, ledger.Leaderboard{})
		return errors.Join(err, err2, err3, err4, err5, err6)
	})
}

// entriesOfRound has so many entries of other rounds that they aren't read at once.
func entriesOfRound(t *testing.T, s quiz.Store) {
	of := func(round quiz.RoundID, reason ledger.EntryReason, points int) ledger.Entry {
		e := answerEntry(1, monday(), points)
		e.Round, e.Reason = round, reason
		return e
	}
	update(t, s, func(tx quiz.Tx) error {
		errs := []error{addMembers(tx, 2), tx.Append(of(1, ledger.ForAnswer, 10)), tx.Append(answerEntry(2, monday(), 4))}
		for round := range quiz.RoundID(300) {
			errs = append(errs, tx.Append(of(round+2, ledger.ForAnswer, 1)))
		}
		return errors.Join(append(errs, tx.Append(of(1, ledger.ForRegrade, -6)), tx.Append(of(7, ledger.ForRegrade, 3)), tx.Append(of(1, ledger.ForRegrade, 2)))...)
	})
	view(t, s, func(tx quiz.Tx) error {
		for round, want := range map[quiz.RoundID][]int{1: {2, -6, 10}, 7: {3, 1}, 301: {1}, 302: nil} {
			list, err := tx.RoundEntries(&quiz.Round{ID: round, Room: roomA}, 1)
			if err != nil {
				return err
			}
			var points []int
			for _, e := range list {
				points = append(points, e.Points)
			}
			expect(t, "points of round "+round.String(), points, want)
		}
		var newest []uint64
		for _, e := range collect(t, tx.LatestEntries(roomA, 1)) {
			newest = append(newest, e.Seq)
		}
		expect(t, "newest first", slices.IsSortedFunc(newest, func(a, b uint64) int { return cmp.Compare(b, a) }), true)
		expect(t, "all of them", len(newest), 304)
		return nil
	})
}

// selfGradedRoundsCounted has rounds that their author grades, and others after that.
func selfGradedRoundsCounted(t *testing.T, s quiz.Store) {
	graded := func(round quiz.RoundID, by scoring.Judge) ledger.Entry {
		e := answerEntry(1, monday(), 1)
		e.Round, e.By, e.Reason = round, by, ledger.ForRegrade
		return e
	}
	bonus := graded(2, "")
	bonus.Reason = "bonus" // it is no grade
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 1), tx.Append(answerEntry(1, monday(), 4)), tx.Append(graded(1, scoring.ByAuthor)), tx.Append(graded(1, scoring.ByAuthor)),
			tx.Append(graded(2, scoring.ByAuthor)), tx.Append(graded(3, scoring.ByAuthor)), tx.Append(graded(3, scoring.ByAdmin)), tx.Append(graded(4, "")),
			tx.Append(bonus))
	})
	view(t, s, func(tx quiz.Tx) error {
		tally, err := tx.Tally(roomA, "all", 1)
		expect(t, "tally", tally, ledger.Tally{Member: 1, Points: 11, Answered: 1, SelfGraded: 2})
		board, err2 := tx.Leaderboard(roomA, "2026-W48", 0, 1)
		expect(t, "row", board.Rows[0].Tally, tally)
		return errors.Join(err, err2)
	})
}

// manyRanks has so many members that the ranking has counts of blocks. Points are moved, members are
// forgotten, and the room moves.
func manyRanks(t *testing.T, s quiz.Store) {
	const members = 1500
	update(t, s, func(tx quiz.Tx) error {
		errs := []error{addMembers(tx, members), tx.SetRoom(quiz.Room{ID: roomA}), tx.SetRound(quiz.Round{ID: 1, Room: roomA})}
		for no := range quiz.MemberNo(members) {
			errs = append(errs, tx.Append(answerEntry(no+1, monday(), int(no*7919%97)-20)))
		}
		for no := range quiz.MemberNo(members / 5) {
			correction := answerEntry(no*5+1, monday(), int(no*31%60)-30)
			correction.Reason = ledger.ForRegrade
			errs = append(errs, tx.Append(correction), tx.SetReply(quiz.Reply{Round: 1, Member: no*5 + 3}))
		}
		return errors.Join(errs...)
	})
	update(t, s, func(tx quiz.Tx) error {
		var errs []error
		for no := range quiz.MemberNo(20) {
			errs = append(errs, tx.Forget(no*5+3))
		}
		return errors.Join(errs...)
	})
	compareRanks(t, s, roomA)
	update(t, s, func(tx quiz.Tx) error { return tx.MoveRoom(roomA, "console/demo/new") })
	compareRanks(t, s, "console/demo/new")
}

// compareRanks compares all pages, ranks and positions with the standings of a room.
func compareRanks(t *testing.T, s quiz.Store, room quiz.RoomID) {
	t.Helper()
	view(t, s, func(tx quiz.Tx) error {
		all := collect(t, tx.Standings(room, "all"))
		rank := 0
		for i, tally := range all {
			if i == 0 || all[i-1].Points != tally.Points {
				rank = i
			}
			if i%7 != 0 {
				continue
			}
			position, err := tx.Position(room, "all", tally)
			expect(t, "position", position, i)
			ahead, err2 := tx.Ahead(room, "all", tally.Points)
			expect(t, "ahead", ahead, rank)
			page, err3 := tx.Leaderboard(room, "all", i, 3)
			expect(t, "members", page.Members, len(all))
			for j, row := range page.Rows {
				want := all[i+j]
				if row.Tally != want || row.Rank != rank+1 && row.Points == tally.Points {
					t.Fatalf("row %d: got %+v, want %+v with rank %d", i+j, row, want, rank+1)
				}
			}
			if err := errors.Join(err, err2, err3); err != nil {
				return err
			}
		}
		return nil
	})
}
