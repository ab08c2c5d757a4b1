package service

import (
	"context"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// confirmationsNeeded is how many peers must confirm a full grade that its author gave.
const confirmationsNeeded = 3

// gradingPeriod is how long after a reveal authors grade and confirm, and members vote.
const gradingPeriod = 7 * 24 * time.Hour

// gradingDeadline is when grading by members ends.
func gradingDeadline(r *quiz.Round) time.Time {
	if r.RevealedAt.IsZero() {
		return r.ClosedAt.Add(gradingPeriod)
	}
	return r.RevealedAt.Add(gradingPeriod)
}

// Confirmation is what came of confirming a grade.
type Confirmation struct {
	Round quiz.Round
	// Name is the author's, empty where they asked to be unnamed.
	Name string
	// More is how many more confirmations are needed, 0 once the grade counts.
	More int
}

// ConfirmGrade has a member confirm the full grade that another one gave their own answer. An admin's confirmation
// is enough. Confirming twice changes nothing. It refuses with NotRevealed, OwnGrade, NothingToConfirm, as where the answer is
// gone, and GradingOver.
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
		case g.By == quiz.ByAuthor && g.Confirmed:
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
		return c, writeGrade(tx, &v, g, quiz.ForConfirmation, at.At)
	})
}

// recordConfirmation writes a confirmation down with the peer's own reply, which an answer need not be part of.
func recordConfirmation(tx quiz.Tx, id quiz.RoundID, peer, author quiz.MemberNo) error {
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
func countConfirmations(tx quiz.Tx, id quiz.RoundID, author quiz.MemberNo) (n int, err error) {
	replies, err := tx.RepliesTo(id)
	for _, r := range replies {
		if slices.Contains(r.Confirms, author) {
			n++
		}
	}
	return n, err
}

// writeGrade writes a grade, and enters what it changes into the ledger. A grade that others gave in place of the author's own is
// entered even where it changes no points, so that the ledger tells which points are self-graded.
func writeGrade(tx quiz.Tx, v *Verdict, g quiz.Grade, reason quiz.EntryReason, now time.Time) error {
	room, err := tx.Room(v.Round.Room)
	if err != nil {
		return err
	}
	accepted := v.Reply.Grade.SelfGraded() && !g.SelfGraded()
	g.Score = g.CountedBand().Score()
	v.Reply.Grade = &g
	if err := tx.SetReply(v.Reply); err != nil {
		return err
	}
	change := room.Plan.Points.For(g.CountedBand()) - v.Points
	if change == 0 && !accepted {
		return nil
	}
	v.Points += change
	e := quiz.Entry{
		Room: room.ID, Member: v.Reply.Member, Round: v.Round.ID, Date: v.Round.Date,
		Points: change, Reason: reason, Band: g.Band, At: now,
	}
	if g.By == quiz.ByAdmin || g.SelfGraded() {
		e.By = g.By
	}
	return tx.Append(e)
}

// countSelfGraded counts the rounds of a season in which the member's points are those of their own grade.
func countSelfGraded(tx quiz.Tx, room quiz.RoomID, season scoring.Season, no quiz.MemberNo) (n int, err error) {
	last := map[quiz.RoundID]quiz.Judge{}
	for e, err := range tx.Entries(room, no) {
		if err != nil {
			return 0, err
		}
		if slices.Contains(seasonList(e.Date), season) {
			last[e.Round] = e.By
		}
	}
	for _, by := range last {
		if by == quiz.ByAuthor {
			n++
		}
	}
	return n, nil
}

func seasonList(d schedule.Date) []scoring.Season {
	seasons := scoring.Seasons(d)
	return seasons[:]
}
