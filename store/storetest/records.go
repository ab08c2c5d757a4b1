package storetest

import (
	"errors"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

func recordsRoundTrip(t *testing.T, s quiz.Store) {
	room := quiz.Room{
		ID: roomA, Plan: plan.Default(), FromFile: true, Since: noon().UTC(), Cycle: 2, Rounds: 7, Round: 9, Last: 8, LastAskedOn: monday(),
		LastDone: map[quiz.JobKind]schedule.Date{quiz.JobDigest: monday()}, AskNow: true, DigestedThrough: 6, DigestRounds: []quiz.RoundID{5, 6},
		Troubles: []quiz.Trouble{{At: noon().UTC(), Job: quiz.JobAsk, TroubleReason: reason.New(reason.TroubleFailed, "detail", "“503” \x00 �")}},
	}
	room.Plan.DaysOff, room.Plan.Tags, room.Plan.Reveal = []schedule.Date{monday()}, []string{"并发"}, schedule.RevealAt{Days: 2, Clock: 540}
	round := quiz.Round{
		ID: 1, Room: roomA, Number: 7, Date: monday(), Phase: quiz.Open, PlannedAt: noon().UTC(), ClosesAt: noon().UTC(), OpenedAt: noon().UTC(),
		Question:         quiz.Question{ID: "q", Bank: "b", Number: 1, Title: "什么？", Choices: []quiz.Choice{{Text: "a", Correct: true}}, Tags: []string{"x"}},
		QuestionMessages: []quiz.MessageRef{{Thread: "t", Message: "m", Link: "https://example.org"}, {Message: "n", Gone: true}}, Threads: plan.ThreadsTalk,
		Digest: &quiz.DigestNews{
			Date: monday(), Messages: []quiz.MessageRef{{Message: "o"}}, Rounds: []quiz.DigestRound{{Round: 1, VotedMembers: []quiz.MemberNo{3}, Votes: 2}},
			Standings: []quiz.DigestStanding{{Rank: 1, Member: 3, Points: 5}}, Cheers: []quiz.Cheer{{Member: 3, Streak: 5}},
		},
	}
	reply := quiz.Reply{
		Round: 1, Member: 1, First: noon().UTC(), At: noon().UTC(), Form: "答案\n二", Picks: []int{0, 2},
		Messages: []quiz.Message{{ID: "m", Sent: noon().UTC(), Edited: noon().UTC(), Text: "x", Gone: true}},
		History:  []quiz.Version{{Until: noon().UTC(), Text: "old", Picks: []int{1}}},
		Grade:    &quiz.Grade{Band: scoring.Mostly, Score: 0.75, Points: []quiz.PointGrade{{State: quiz.PointMet, Probability: 0.8, Quote: "答案"}}, Confidence: 0.5, Grader: "offline 1", Reasons: []reason.GradeReason{{Code: "c", Args: map[string]string{"a": "b"}}}, By: scoring.ByAuthor, At: noon().UTC()},
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
