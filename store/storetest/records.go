package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

func roomsInOrder(t *testing.T, s quiz.Store) {
	var want []quiz.RoomID
	update(t, s, func(tx quiz.Tx) error {
		for i := range 300 {
			id := quiz.RoomID("console/demo/" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('一'+i)))
			want = append(want, id)
			if err := tx.SetRoom(quiz.Room{ID: id}); err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(want)
	var got []quiz.RoomID
	for _, r := range listRooms(t, s) {
		got = append(got, r.ID)
	}
	expect(t, "ids", got, slices.Compact(want))
}

func recordsRoundTrip(t *testing.T, s quiz.Store) {
	room := quiz.Room{
		ID: roomA, Plan: plan.Default(), FromFile: true, Since: noon().UTC(), Cycle: 2, Rounds: 7, Round: 9, Last: 8, LastAskedOn: monday(),
		LastDone: map[quiz.JobKind]schedule.Date{quiz.JobDigest: monday()}, AskNow: true, DigestedThrough: 6,
		Troubles: []quiz.Trouble{{At: noon().UTC(), Job: quiz.JobAsk, Code: reason.TroubleFailed, Detail: "“503” \x00 �"}},
	}
	room.Plan.DaysOff, room.Plan.Tags, room.Plan.Reveal = []schedule.Date{monday()}, []string{"并发"}, schedule.RevealAt{Days: 2, Clock: 540}
	round := quiz.Round{
		ID: 1, Room: roomA, Number: 7, Date: monday(), Phase: quiz.Open, PlannedAt: noon().UTC(), ClosesAt: noon().UTC(), OpenedAt: noon().UTC(),
		Question:         quiz.Question{ID: "q", Bank: "b", Number: 1, Title: "什么？", Choices: []quiz.Choice{{Text: "a", Correct: true}}, Tags: []string{"x"}},
		QuestionMessages: []quiz.MessageRef{{Thread: "t", Message: "m", Link: "https://example.org"}}, Threads: plan.ThreadsTalk,
	}
	reply := quiz.Reply{
		Round: 1, Member: 1, First: noon().UTC(), At: noon().UTC(), Form: "答案\n二", Picks: []int{0, 2},
		Messages: []quiz.Message{{ID: "m", Sent: noon().UTC(), Edited: noon().UTC(), Text: "x", Gone: true}},
		History:  []quiz.Version{{Until: noon().UTC(), Text: "old", Picks: []int{1}}},
		Grade:    &quiz.Grade{Band: scoring.Mostly, Score: 0.75, Met: []int{0}, Reasons: []reason.GradeReason{{Code: "c", Args: map[string]string{"a": "b"}}}, By: quiz.ByAuthor, At: noon().UTC()},
	}
	job := quiz.Job{
		Room: roomA, Kind: quiz.JobReveal, Date: monday(), Round: 1, Begun: noon().UTC(), Tries: 2, Next: noon().UTC(),
		Announcement: quiz.Announcement{Key: "1/reveal", Room: roomA, Language: "zh-CN", TimeZone: "UTC", Reveal: &quiz.RevealNews{
			Round: round, Answered: 1, Bands: map[scoring.Band]int{scoring.Full: 1}, Best: []quiz.ShownReply{{Member: 1, Name: "小安", Text: "x"}},
		}},
	}
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetRoom(room), tx.SetRound(round), tx.SetReply(reply), tx.SetJob(job))
	})
	view(t, s, func(tx quiz.Tx) error {
		gotRoom, err := tx.Room(roomA)
		expect(t, "room", gotRoom, room)
		gotRound, err2 := tx.Round(1)
		expect(t, "round", gotRound, round)
		gotReply, err3 := tx.Reply(1, 1)
		expect(t, "reply", gotReply, reply)
		gotJob, err4 := tx.Job(roomA)
		expect(t, "job", gotJob, job)
		return errors.Join(err, err2, err3, err4)
	})
}

func nextChecksInOrder(t *testing.T, s quiz.Store) {
	at := func(seconds int) time.Time { return noon().Add(time.Duration(seconds) * time.Second) }
	all := func() (list []string) {
		view(t, s, func(tx quiz.Tx) error {
			for _, check := range collect(t, tx.NextChecks("r")) {
				list = append(list, fmt.Sprint(check.Room, " ", int(check.At.Sub(noon()).Seconds())))
			}
			return nil
		})
		return list
	}
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetNextCheck("r/1/c", at(3)), tx.SetNextCheck("r/1/a", at(2)), tx.SetNextCheck("r/1/b", at(1)), tx.SetNextCheck("r/1/d", at(-1e9)))
	})
	expect(t, "in order of time", all(), []string{"r/1/d -1000000000", "r/1/b 1", "r/1/a 2", "r/1/c 3"})
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetNextCheck("r/1/d", at(5)), tx.SetNextCheck("r/1/b", time.Time{}))
	})
	expect(t, "replaced and removed", all(), []string{"r/1/a 2", "r/1/c 3", "r/1/d 5"})
	view(t, s, func(tx quiz.Tx) error {
		at, err := tx.NextCheck("r/1/c")
		expect(t, "of one room", at.Equal(noon().Add(3*time.Second)), true)
		for check, err := range tx.NextChecks("r") {
			expect(t, "the first one alone", check.Room, "r/1/a")
			return err
		}
		return err
	})
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetNextCheck("a/1/a", at(9)), tx.SetNextCheck("r2/1/a", at(9)), tx.SetNextCheck("z/1/a", at(9)), tx.SetNextCheck("z/1/a", time.Time{}))
	})
	view(t, s, func(tx quiz.Tx) error {
		expect(t, "platforms", collect(t, tx.Platforms()), []string{"a", "r", "r2"})
		for platform, err := range tx.Platforms() {
			expect(t, "the first platform alone", platform, "a")
			return err
		}
		return nil
	})
	expect(t, "of one platform", all(), []string{"r/1/a 2", "r/1/c 3", "r/1/d 5"})
	view(t, s, func(quiz.Tx) error {
		return nil
	})
}

func roundsListed(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		for i := range 5 {
			id, err := tx.NewRound()
			expect(t, "id", id, quiz.RoundID(i+1))
			room := roomA
			if i == 2 {
				room = roomB
			}
			if err := errors.Join(err, tx.SetRound(quiz.Round{ID: id, Room: room})); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx quiz.Tx) error {
		var ids []quiz.RoundID
		for _, r := range collect(t, tx.RoundsAfter(roomA, 1)) {
			ids = append(ids, r.ID)
		}
		expect(t, "rounds", ids, []quiz.RoundID{2, 4, 5})
		expect(t, "none", len(collect(t, tx.RoundsAfter(roomA, 5))), 0)
		return nil
	})
}

func askedInCycle(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(
			tx.SetQuestionAsked(roomA, 0, "q", true), tx.SetQuestionAsked(roomA, 0, "问", true), tx.SetQuestionAsked(roomA, 0, "gone", true),
			tx.SetQuestionAsked(roomA, 0, "gone", false), tx.SetQuestionAsked(roomA, 1, "later", true), tx.SetQuestionAsked(roomB, 0, "elsewhere", true))
	})
	view(t, s, func(tx quiz.Tx) error {
		got, err := tx.AskedQuestions(roomA, 0)
		expect(t, "asked", got, map[quiz.QuestionID]bool{"q": true, "问": true})
		return err
	})
}

func repliesInOrder(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		var errs []error
		for member, first := range map[quiz.MemberNo]int{1: 3, 2: 1, 3: 2, 4: 1} {
			errs = append(errs, tx.SetReply(quiz.Reply{Round: 1, Member: member, First: noon().Add(time.Duration(first) * time.Second)}))
		}
		return errors.Join(append(errs, tx.SetRound(quiz.Round{ID: 1, Room: roomA}), tx.SetReply(quiz.Reply{Round: 2, Member: 1}))...)
	})
	view(t, s, func(tx quiz.Tx) error {
		list, err := tx.RepliesTo(1)
		var order []quiz.MemberNo
		for _, r := range list {
			order = append(order, r.Member)
		}
		expect(t, "order", order, []quiz.MemberNo{2, 4, 3, 1})
		var rounds []quiz.RoundID
		for _, r := range collect(t, tx.RepliesOf(1)) {
			rounds = append(rounds, r.Round)
		}
		expect(t, "of a member", rounds, []quiz.RoundID{1, 2})
		return err
	})
}

func repliersInOrder(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 3), tx.SetRound(quiz.Round{ID: 1, Room: roomA}),
			tx.SetReply(quiz.Reply{Round: 1, Member: 1, First: noon()}), tx.SetReply(quiz.Reply{Round: 1, Member: 3, First: noon().Add(-time.Second)}),
			tx.SetReply(quiz.Reply{Round: 2, Member: 2}))
	})
	view(t, s, func(tx quiz.Tx) error {
		members, err := tx.Repliers(1)
		expect(t, "repliers", members, []quiz.Member{{No: 3, ID: "console/demo/m3"}, {No: 1, ID: "console/demo/m1"}})
		return err
	})
}

func votesReplaced(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(
			tx.SetVote(1, 1, 2, noon().Add(-time.Hour)), tx.SetVote(1, 1, 3, noon()), tx.SetVote(1, 2, 3, noon()),
			tx.SetVote(1, 3, 1, noon()), tx.SetVote(1, 3, 0, noon()), tx.SetVote(2, 1, 2, noon()),
		)
	})
	view(t, s, func(tx quiz.Tx) error {
		votes, err := tx.Votes(1)
		expect(t, "votes", votes, map[quiz.MemberNo]quiz.MemberNo{1: 3, 2: 3})
		by, err2 := tx.VotesBy(1)
		expect(t, "by a member", by, map[quiz.RoundID]quiz.MemberNo{1: 3, 2: 2})
		at, err3 := tx.VotedAt(1, 1)
		expect(t, "cast at", at.Equal(noon()), true)
		none, err4 := tx.VotedAt(1, 3)
		expect(t, "taken back", none.IsZero(), true)
		return errors.Join(err, err2, err3, err4)
	})
}

func membersFound(t *testing.T, s quiz.Store) {
	ann := quiz.Member{ID: "console/demo/ann", Name: "安", Since: noon().UTC(), Unnamed: true}
	update(t, s, func(tx quiz.Tx) (err error) {
		if ann.No, err = tx.NewMember(); err != nil {
			return err
		}
		other, err := tx.NewMember()
		expect(t, "numbers differ", other == ann.No, false)
		return errors.Join(err, tx.SetMember(ann))
	})
	view(t, s, func(tx quiz.Tx) error {
		no, err := tx.MemberNo(ann.ID)
		got, err2 := tx.Member(no)
		expect(t, "member", got, ann)
		return errors.Join(err, err2)
	})
}

func answerEntry(member quiz.MemberNo, day schedule.Date, points int) quiz.Entry {
	return quiz.Entry{Room: roomA, Member: member, Round: 1, Date: day, Points: points, Reason: quiz.ForAnswer, Band: scoring.Full, At: noon().UTC()}
}

// addMembers adds members with the numbers 1 to n.
func addMembers(tx quiz.Tx, n int) error {
	for range n {
		no, err := tx.NewMember()
		if err != nil {
			return err
		}
		if err := tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID("console/demo/" + memberName(no))}); err != nil {
			return err
		}
	}
	return nil
}

func memberName(no quiz.MemberNo) string { return "m" + quiz.RoundID(no).String() }

func ledgerAddsUp(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		correction := answerEntry(1, monday(), -6)
		correction.Reason = quiz.ForRegrade
		return errors.Join(addMembers(tx, 2), tx.Append(answerEntry(1, monday(), 10)), tx.Append(answerEntry(2, monday(), 4)),
			tx.Append(correction), tx.Append(answerEntry(1, monday().AddDays(8), 7)))
	})
	view(t, s, func(tx quiz.Tx) error {
		for season, want := range map[scoring.Season]quiz.Tally{
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
		row := func(no quiz.MemberNo, points int, name string, streak scoring.Streak) quiz.LeaderboardRow {
			return quiz.LeaderboardRow{Tally: quiz.Tally{Member: no, Points: points, Answered: 1}, Name: name, Streak: streak}
		}
		top, err := tx.Leaderboard(roomA, "all", 3)
		expect(t, "top", top, quiz.Leaderboard{
			Rows: []quiz.LeaderboardRow{row(3, 9, "", scoring.Streak{}), row(1, 5, "", scoring.Streak{}), row(2, 5, "小安", streak)}, Members: 5, Sharing: 1,
		})
		whole, err2 := tx.Leaderboard(roomA, "all", 10)
		expect(t, "all rows", []int{len(whole.Rows), whole.Members, whole.Sharing}, []int{5, 5, 0})
		empty, err3 := tx.Leaderboard(roomB, "all", 10)
		expect(t, "of another room", empty, quiz.Leaderboard{})
		return errors.Join(err, err2, err3)
	})
}

func memberForgotten(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(addMembers(tx, 2), tx.SetRound(quiz.Round{ID: 1, Room: roomA}),
			tx.SetReply(quiz.Reply{Round: 1, Member: 1, Form: "secret"}), tx.SetReply(quiz.Reply{Round: 1, Member: 2}),
			tx.SetVote(1, 1, 2, noon()), tx.SetVote(1, 2, 1, noon()), tx.Append(answerEntry(1, monday(), 10)), tx.Append(answerEntry(2, monday(), 4)),
			tx.SetStreak(roomA, 1, scoring.Streak{Last: 1, Length: 1, Best: 1}))
	})
	update(t, s, func(tx quiz.Tx) error { return tx.Forget(1) })
	view(t, s, func(tx quiz.Tx) error {
		_, err := tx.Member(1)
		expect(t, "row", errors.Is(err, quiz.ErrNotFound), true)
		_, err = tx.MemberNo("console/demo/m1")
		expect(t, "id", errors.Is(err, quiz.ErrNotFound), true)
		list, err := tx.RepliesTo(1)
		expect(t, "replies", len(list), 1)
		votes, err2 := tx.Votes(1)
		expect(t, "votes", len(votes), 0)
		expect(t, "standings", collect(t, tx.Standings(roomA, "all")), []quiz.Tally{{Member: 2, Points: 4, Answered: 1}})
		streak, err3 := tx.Streak(roomA, 1)
		expect(t, "streak", streak, scoring.Streak{})
		expect(t, "entries", len(collect(t, tx.Entries(roomA, 1))), 1)
		return errors.Join(err, err2, err3)
	})
	if err := s.Update(context.Background(), func(tx quiz.Tx) error { return tx.Forget(1) }); !errors.Is(err, quiz.ErrNotFound) {
		t.Errorf("forgetting again: got %v, want ErrNotFound", err)
	}
}

func forgottenTimesKept(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		return errors.Join(tx.SetForgotten("console/demo/ann", noon()), tx.SetForgotten("console/demo/bob", noon()),
			tx.SetForgotten("console/demo/bob", noon().Add(time.Hour)), tx.SetForgotten("console/demo/bob", noon().Add(-time.Hour)))
	})
	view(t, s, func(tx quiz.Tx) error {
		for id, want := range map[quiz.MemberID]time.Time{
			"console/demo/ann": noon(), "console/demo/bob": noon().Add(time.Hour), "console/demo/an": {}, "console/demo/cid": {},
		} {
			at, err := tx.ForgottenAt(id)
			if err != nil {
				return err
			}
			expect(t, string(id), at.Equal(want), true)
		}
		return nil
	})
}

func changesWhileListing(t *testing.T, s quiz.Store) {
	update(t, s, func(tx quiz.Tx) error {
		for i := range 400 {
			if err := tx.SetRoom(quiz.Room{ID: quiz.RoomID("console/demo/" + memberName(quiz.MemberNo(i)))}); err != nil {
				return err
			}
		}
		return nil
	})
	seen := map[quiz.RoomID]bool{}
	update(t, s, func(tx quiz.Tx) error {
		for r, err := range tx.Rooms() {
			if err != nil {
				return err
			}
			seen[r.ID] = true
			r.Cycle++
			if err := tx.SetRoom(r); err != nil {
				return err
			}
		}
		return nil
	})
	expect(t, "rooms seen", len(seen), 400)
	for _, r := range listRooms(t, s) {
		expect(t, string(r.ID), r.Cycle, 1)
	}
	view(t, s, func(tx quiz.Tx) error {
		for _, err := range tx.Rooms() {
			return err // leaving early is allowed
		}
		return nil
	})
}
