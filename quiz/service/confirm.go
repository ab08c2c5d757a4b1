package service

import (
	"context"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/gradebook"
	"quizbot/quiz/ledger"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/scoring"
)

// confirmationsNeeded is how many peers must confirm a full grade given by its author.
const confirmationsNeeded = 3

// gradingPeriod is how long after a reveal authors grade, peers confirm and members vote.
const gradingPeriod = 7 * 24 * time.Hour

// gradingDeadline returns the end of grading by members.
func gradingDeadline(r *quiz.Round) time.Time {
	if r.RevealedAt.IsZero() {
		return r.ClosedAt.Add(gradingPeriod)
	}
	return r.RevealedAt.Add(gradingPeriod)
}

// Confirmation is the result of confirming a grade.
type Confirmation struct {
	Round quiz.Round
	// Name is the author's name, empty if the author asked to stay unnamed.
	Name string
	// More is the number of missing confirmations, 0 once the grade counts.
	More int
}

// ConfirmGrade confirms the full grade that another member gave their own answer. An admin's
// confirmation is enough. A second confirmation changes nothing. It refuses with NotRevealed,
// OwnGrade, NothingToConfirm (also for a deleted answer) and GradingOver.
func (s *Reviewing) ConfirmGrade(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, author quiz.MemberNo) (Confirmation, error) {
	return records.Update(ctx, s.store, func(tx quiz.Tx) (c Confirmation, err error) {
		v, err := readVerdict(tx, at.At, room, id, author)
		if r, refused := reason.AsRefusal(err); refused && r.Code == reason.NoReply {
			return c, reason.Refuse(reason.NothingToConfirm)
		}
		if err != nil {
			return c, err
		}
		peer, err := ensureMember(tx, who, at)
		if err != nil {
			return c, err
		}
		if c.Name, err = records.ShownName(tx, author); err != nil {
			return c, err
		}
		c.Round = v.Round
		switch g := v.Reply.Grade; {
		case peer.No == author:
			return c, reason.Refuse(reason.OwnGrade)
		case g.By == scoring.ByAuthor && g.Confirmed:
			return c, nil
		case !g.Unconfirmed():
			return c, reason.Refuse(reason.NothingToConfirm)
		case !at.At.Before(gradingDeadline(&v.Round)):
			return c, reason.Refuse(reason.GradingOver)
		}
		if err := recordConfirmation(tx, id, peer.No, author); err != nil {
			return c, err
		}
		n, err := countConfirmations(tx, id, author)
		if err != nil || n < confirmationsNeeded && s.requireAdmin(who) != nil {
			c.More = confirmationsNeeded - n
			return c, err
		}
		g := *v.Reply.Grade
		g.Confirmed = true
		if err := writeGrade(tx, &v, g, ledger.ForConfirmation, at.At); err != nil || n >= confirmationsNeeded {
			return c, err
		}
		return c, logChanges(tx, at, room, who, v.changedGrade(audit.Confirm, g.Band))
	})
}

// recordConfirmation stores a confirmation in the peer's own reply, even without an answer.
func recordConfirmation(tx quiz.Replies, id quiz.RoundID, peer, author quiz.MemberNo) error {
	reply, err := records.IgnoreNotFound(tx.Reply(id, peer))
	if err != nil {
		return err
	}
	if reply == nil {
		reply = &quiz.Reply{Round: id, Member: peer}
	}
	if slices.Contains(reply.Confirms, author) {
		return nil
	}
	reply.Confirms = append(reply.Confirms, author)
	return tx.SetReply(*reply)
}

// countConfirmations counts the peers who confirmed the author's grade.
func countConfirmations(tx quiz.Replies, id quiz.RoundID, author quiz.MemberNo) (n int, err error) {
	replies, err := tx.RepliesTo(id)
	for _, r := range replies {
		if slices.Contains(r.Confirms, author) {
			n++
		}
	}
	return n, err
}

// writeGrade stores a grade of people, by whose counted band answers are ranked, and appends the
// change of points to the ledger.
func writeGrade(tx gradeRecords, v *Verdict, g quiz.Grade, reason ledger.EntryReason, now time.Time) error {
	if g.Band != scoring.BandOf(g.Score) || g.CountedBand() != g.Band {
		g.Score = g.CountedBand().Score()
	}
	change, err := gradebook.Replace(tx, &v.Round, &v.Reply, g, reason, now)
	v.Points += change
	return err
}
