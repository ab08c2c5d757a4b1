package service

import (
	"context"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// VoteFor casts the member's vote in a round, unless the platform says that the recorded vote is
// later. It returns the name of the recorded candidate. It refuses with NotRevealed, OwnAnswer,
// AnswerDeleted and VotingOver.
func (s *Reviewing) VoteFor(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, candidate quiz.MemberNo) (string, error) {
	return records.Update(ctx, s.store, func(tx quiz.Tx) (name string, err error) {
		if err := checkVotable(tx, at.At, room, id); err != nil {
			return name, err
		}
		reply, err := records.IgnoreNotFound(tx.Reply(id, candidate))
		if err != nil {
			return name, err
		}
		if reply == nil || !reply.Given() {
			return name, reason.Refuse(reason.AnswerDeleted)
		}
		voter, err := ensureMember(tx, who, at)
		if err != nil {
			return name, err
		}
		if voter.No == candidate {
			return name, reason.Refuse(reason.OwnAnswer)
		}
		votedFor, err := recordVote(tx, at, id, voter.No, candidate)
		if err != nil {
			return name, err
		}
		name, err = records.ShownName(tx, votedFor)
		return name, err
	})
}

// recordVote stores a vote unless a later one is recorded, and returns the recorded candidate.
func recordVote(tx quiz.Votes, stamp quiz.Stamp, id quiz.RoundID, voter, candidate quiz.MemberNo) (votedFor quiz.MemberNo, err error) {
	last, err := tx.VotedAt(id, voter)
	if err != nil {
		return 0, err
	}
	at, ok := stamp.Superseding(last)
	if !ok {
		votes, err := tx.Votes(id)
		return votes[voter], err
	}
	return candidate, tx.SetVote(id, voter, candidate, at)
}

// checkVotable returns a refusal if a round takes no votes. Voting ends with the next digest, or
// after a week.
func checkVotable(tx agenda.RoomRecords, now time.Time, room quiz.RoomID, id quiz.RoundID) error {
	round, err := records.FindRound(tx, room, id)
	if err != nil {
		return err
	}
	if !round.IsGraded() {
		return reason.Refuse(reason.NotRevealed)
	}
	told, err := isDigested(tx, &round)
	if err == nil && (told || !now.Before(gradingDeadline(&round))) {
		return reason.Refuse(reason.VotingOver)
	}
	return err
}

// isDigested reports whether a digest covers the round or is about to.
func isDigested(tx agenda.RoomRecords, round *quiz.Round) (bool, error) {
	room, err := tx.Room(round.Room)
	if err != nil {
		return false, err
	}
	job, err := records.IgnoreNotFound(tx.Job(round.Room))
	if err != nil {
		return false, err
	}
	underWay := job != nil && job.Announcement.Digest != nil &&
		slices.ContainsFunc(job.Announcement.Digest.Rounds, func(d quiz.DigestRound) bool { return d.Round == round.ID })
	return underWay || room.DigestedThrough >= round.ID, nil
}
