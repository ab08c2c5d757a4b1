package service

import (
	"context"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/gradebook"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/scoring"
)

// Verdict is a graded reply as its author or an admin may see it.
type Verdict struct {
	Round quiz.Round
	Reply quiz.Reply
	// Points is the sum earned by the answer so far.
	Points int
	// Gradable says that the author may still grade it.
	Gradable bool
	// ModelHost is the host of the language model that gets answers such as this one, empty if none
	// does.
	ModelHost string
}

// MyGrade returns the grade of the member's answer. It refuses with NotRevealed before the reveal
// began, and with NoReply without an answer.
func (s *Reviewing) MyGrade(ctx context.Context, now time.Time, room quiz.RoomID, who quiz.Person, id quiz.RoundID) (Verdict, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (v Verdict, err error) {
		m, err := records.MemberIfAny(tx, who.ID)
		if err != nil {
			return v, err
		}
		v, err = readVerdict(tx, now, room, id, m.No)
		if g := v.Reply.Grade; g != nil && len(g.Points) > 0 && !m.ModelOff {
			v.ModelHost = s.modelHost
		}
		return v, err
	})
}

// gradeRecords are the records of answers with their grades and points.
type gradeRecords = gradebook.Records

func readVerdict(tx gradeRecords, now time.Time, room quiz.RoomID, id quiz.RoundID, no quiz.MemberNo) (v Verdict, err error) {
	if v.Round, err = records.FindRound(tx, room, id); err != nil {
		return v, err
	}
	reply, err := records.IgnoreNotFound(tx.Reply(id, no))
	switch {
	case err != nil:
		return v, err
	case !v.Round.IsGraded():
		return v, reason.Refuse(reason.NotRevealed)
	case reply == nil || !reply.Given():
		return v, reason.Refuse(reason.NoReply)
	case reply.Grade == nil:
		return v, reason.Refuse(reason.NotRevealed)
	}
	v.Reply = *reply
	v.Gradable = now.Before(gradingDeadline(&v.Round)) && v.checkOwnGrading() == nil
	v.Points, err = records.EarnedPoints(tx, &v.Round, no)
	return v, err
}

// checkOwnGrading returns a refusal if the author may not grade the answer.
func (v *Verdict) checkOwnGrading() error {
	switch g := v.Reply.Grade; {
	case !v.Round.Question.HasAnswer():
		return reason.Refuse(reason.NoReference)
	case g.Band != scoring.Unsure && g.By != quiz.ByAuthor:
		return reason.Refuse(reason.GradeIsCertain)
	}
	return nil
}

// GradeOwn sets the band of the member's own answer after an unsure grade, for a week after the
// reveal. A full grade earns the points of mostly until it is confirmed. It refuses as MyGrade
// does, and with UnknownBand, GradeIsCertain, NoReference and GradingOver.
func (s *Reviewing) GradeOwn(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, band scoring.Band) (Verdict, error) {
	return records.Update(ctx, s.store, func(tx quiz.Tx) (v Verdict, err error) {
		m, err := records.MemberIfAny(tx, who.ID)
		if err != nil {
			return v, err
		}
		if v, err = readVerdict(tx, at.At, room, id, m.No); err != nil {
			return v, err
		}
		if err := v.checkOwnGrading(); err != nil {
			return v, err
		}
		if !v.Gradable {
			return v, reason.Refuse(reason.GradingOver)
		}
		err = overrideGrade(tx, at, &v, band, quiz.ByAuthor)
		return v, err
	})
}

// GradeOther sets the band of another member's answer and replaces any grade. The answer is found
// by its label from [Awaiting.Label], or in the last revealed round by the member's id or name. The
// returned name is empty for a label if the author asked to stay unnamed. It is for admins, and
// refuses with AdminsOnly, NotRevealed, UnknownMember, UnknownAnswer, NoReply and UnknownBand.
func (s *Reviewing) GradeOther(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, whose string, band scoring.Band) (v Verdict, name string, err error) {
	if err := s.requireAdmin(who); err != nil {
		return v, "", err
	}
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return err
		}
		id, no, found, err := findAnswer(tx, &r, whose)
		if err != nil {
			return err
		}
		name = found
		if v, err = readVerdict(tx, at.At, room, id, no); err != nil {
			return err
		}
		return overrideGrade(tx, at, &v, band, quiz.ByAdmin)
	})
	return v, name, err
}

// findAnswer finds an answer by its label, or by its author in the last revealed round.
func findAnswer(tx answerRecords, room *quiz.Room, whose string) (id quiz.RoundID, no quiz.MemberNo, name string, err error) {
	id, no, labelled, err := findLabelledAnswer(tx, room, whose)
	switch {
	case err != nil:
		return 0, 0, "", err
	case labelled:
		name, err = records.ShownName(tx, no)
		return id, no, name, err
	case room.Last == 0:
		return 0, 0, "", reason.Refuse(reason.NotRevealed)
	}
	m, err := findReplier(tx, room.Last, whose)
	return room.Last, m.No, m.Name, err
}

// findReplier finds the author of a reply by id, by the id's last part or by name.
func findReplier(tx quiz.Replies, id quiz.RoundID, whose string) (quiz.Member, error) {
	members, err := tx.Repliers(id)
	if err != nil {
		return quiz.Member{}, err
	}
	for _, m := range members {
		if m.IsCalled(whose) {
			return m, nil
		}
	}
	return quiz.Member{}, reason.Refuse(reason.UnknownMember, "name", whose)
}

// overrideGrade sets a band by hand and appends the change of points to the ledger. It changes
// nothing if the platform says that the recorded grade was set by hand later.
func overrideGrade(tx gradeRecords, stamp quiz.Stamp, v *Verdict, band scoring.Band, by quiz.Judge) error {
	if _, ok := scoring.ParseBand(string(band)); !ok {
		return reason.Refuse(reason.UnknownBand, "band", string(band))
	}
	g := *v.Reply.Grade
	now := stamp.At
	if g.By != quiz.ByGrader {
		var ok bool
		if now, ok = stamp.Superseding(g.At); !ok {
			return nil
		}
	}
	g.Replaced = g.ProgramBand()
	g.Band, g.By, g.At, g.Reasons, g.Confirmed = band, by, now, nil, false
	if g.Unconfirmed() {
		n, err := countConfirmations(tx, v.Round.ID, v.Reply.Member)
		if err != nil {
			return err
		}
		g.Confirmed = n >= confirmationsNeeded
	}
	return writeGrade(tx, v, g, quiz.ForRegrade, now)
}
