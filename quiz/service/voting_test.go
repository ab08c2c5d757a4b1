package service_test

import (
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
)

// Where no digest tells them, votes are taken for a week.
func TestVotingWithoutDigest(t *testing.T) {
	s := newStory(t, essays(20), func(p *plan.Plan) { p.Digest = schedule.Off })
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	first := s.current().ID
	s.until("2026-11-30 17:29")
	if _, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), first, 1); err != nil {
		t.Error(err)
	}
	s.until("2026-11-30 17:30")
	_, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), first, 1)
	expectRefusal(t, err, reason.VotingOver)
}

// A late or repeated delivery of a vote doesn't replace a later vote.
func TestVotesInTheWrongOrder(t *testing.T) {
	s := newStory(t, essays(5), nil)
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	s.answer("bob", "y")
	first := s.current().ID
	s.until("2026-11-23 18:00")
	for _, v := range []struct {
		after     time.Duration
		candidate quiz.MemberNo
	}{{1, 1}, {2, 2}, {1, 1}} {
		if _, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now.Add(v.after*time.Minute)), room, person("eve"), first, v.candidate); err != nil {
			t.Fatal(err)
		}
	}
	data, _, err := s.service.ExportData(s.ctx(), person("eve"))
	if err != nil || len(data.Votes) != 1 || data.Votes[0].Name != "bob" {
		t.Errorf("got %+v, %v, want one vote for bob", data.Votes, err)
	}
}

// Nobody votes for an answer of their own, or for one that was taken back.
func TestVotesForOthersAlone(t *testing.T) {
	s := newStory(t, essays(5), nil)
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	s.answer("bob", "y")
	first := s.current().ID
	s.until("2026-11-23 18:00")
	_, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, 1)
	expectRefusal(t, err, reason.OwnAnswer)
	_, err = s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, 3)
	expectRefusal(t, err, reason.AnswerDeleted)
}
