package service

import (
	"context"
	"fmt"
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

// Verdict is a graded reply as its author or an admin may see it.
type Verdict struct {
	Round quiz.Round
	Reply quiz.Reply
	// Points is the sum earned by the answer so far.
	Points int
	// Gradable says that the author may still grade it, Disputable that they may still claim points
	// that a program missed. A full grade has nothing to gain by them.
	Gradable, Disputable bool
	// ModelHost is the host of the language model that gets answers such as this one, empty if none
	// does.
	ModelHost string
}

// MyGrade returns the grade of the member's answer. It refuses with NotRevealed before the reveal
// began, and with NoReply without an answer.
func (s *Reviewing) MyGrade(ctx context.Context, now time.Time, room quiz.RoomID, who quiz.Person, id quiz.RoundID) (Verdict, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (Verdict, error) {
		return s.readOwnVerdict(tx, now, room, who, id)
	})
}

// readOwnVerdict returns the verdict on the member's own answer, with the model that gets it.
func (s *Reviewing) readOwnVerdict(tx quiz.Tx, now time.Time, room quiz.RoomID, who quiz.Person, id quiz.RoundID) (Verdict, error) {
	m, err := records.MemberIfAny(tx, who.ID)
	if err != nil {
		return Verdict{}, err
	}
	v, err := readVerdict(tx, now, room, id, m.No)
	if g := v.Reply.Grade; g != nil && len(g.Points) > 0 && !m.ModelOff {
		v.ModelHost = s.modelHost
	}
	return v, err
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
	open := now.Before(gradingDeadline(&v.Round))
	v.Gradable = open && v.checkOwnGrading() == nil
	v.Disputable = open && reply.Grade.By == scoring.ByGrader && !saysNothing(reply.Grade) &&
		reply.Grade.Band != scoring.Unsure && reply.Grade.Band != scoring.Full
	v.Points, err = records.EarnedPoints(tx, &v.Round, no)
	return v, err
}

// saysNothing reports whether a program found an answer to be empty, to repeat the question, or to say
// that its author doesn't know. Such an answer can't have a point in other words.
func saysNothing(g *quiz.Grade) bool {
	return slices.ContainsFunc(g.Reasons, func(r reason.GradeReason) bool {
		return g.Band == scoring.Wrong && (r.Code == reason.EmptyText || r.Code == reason.DontKnow || r.Code == reason.Echo)
	})
}

// checkOwnGrading returns a refusal if the author may not grade the answer.
func (v *Verdict) checkOwnGrading() error {
	switch g := v.Reply.Grade; {
	case !v.Round.Question.HasAnswer():
		return reason.Refuse(reason.NoReference)
	case g.Band != scoring.Unsure && g.By != scoring.ByAuthor:
		return reason.Refuse(reason.GradeIsCertain)
	}
	return nil
}

// GradeOwn sets the band of the member's own answer after an unsure grade, for a week after the
// reveal. A full grade earns the points of mostly until it is confirmed. It refuses as MyGrade
// does, and with UnknownBand, GradeIsCertain, NoReference and GradingOver.
func (s *Reviewing) GradeOwn(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, band scoring.Band) (Verdict, error) {
	return s.changeOwnGrade(ctx, at, room, who, id, func(tx gradeRecords, v *Verdict) error {
		return overrideGrade(tx, at, v, *v.Reply.Grade, band, scoring.ByAuthor)
	})
}

// GradeOwnPoints grades the member's own answer like GradeOwn, by the key points that it meets: the
// share of them is its score. It refuses with UnknownButton if met has an index of no point.
func (s *Reviewing) GradeOwnPoints(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, met []int) (Verdict, error) {
	return s.changeOwnGrade(ctx, at, room, who, id, func(tx gradeRecords, v *Verdict) error {
		n := len(v.Round.Question.KeyPoints)
		if n == 0 || slices.ContainsFunc(met, func(i int) bool { return i < 0 || i >= n }) {
			return reason.Refuse(reason.UnknownButton)
		}
		g := *v.Reply.Grade
		g.PointsBy, g.Points, g.Score = scoring.ByAuthor, ownPoints(g.Points, n, met), 0
		for _, p := range g.Points {
			g.Score += p.Probability / float64(n)
		}
		return overrideGrade(tx, at, v, g, scoring.BandOf(g.Score), scoring.ByAuthor)
	})
}

// ownPoints returns the verdicts of an author on n points. They keep the quotes of the grader.
func ownPoints(found []quiz.PointGrade, n int, met []int) []quiz.PointGrade {
	points := make([]quiz.PointGrade, n)
	for i := range points {
		points[i].State = quiz.PointMissed
		if !slices.Contains(met, i) {
			continue
		}
		points[i] = quiz.PointGrade{State: quiz.PointMet, Probability: 1}
		if i < len(found) && found[i].State == quiz.PointMet {
			points[i].Quote = found[i].Quote
		}
	}
	return points
}

// changeOwnGrade changes the grade of the member's own answer, as far as they may.
func (s *Reviewing) changeOwnGrade(
	ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, change func(gradeRecords, *Verdict) error,
) (Verdict, error) {
	return s.updateOwnVerdict(ctx, at, room, who, id, func(tx gradeRecords, v *Verdict) error {
		if err := v.checkOwnGrading(); err != nil {
			return err
		}
		if !v.Gradable {
			return reason.Refuse(reason.GradingOver)
		}
		return change(tx, v)
	})
}

// updateOwnVerdict changes the records of the member's own graded answer.
func (s *Reviewing) updateOwnVerdict(
	ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, change func(gradeRecords, *Verdict) error,
) (Verdict, error) {
	return records.Update(ctx, s.store, func(tx quiz.Tx) (v Verdict, err error) {
		if v, err = s.readOwnVerdict(tx, at.At, room, who, id); err != nil {
			return v, err
		}
		err = change(tx, &v)
		return v, err
	})
}

// DisputePoint records that the member's own answer has a key point that the grade holds as missed,
// for admins to decide. first is false if that is recorded already. It refuses as MyGrade does, and
// with PointNotMissed, GradeIsCertain for an admin's grade, and GradingOver.
func (s *Reviewing) DisputePoint(
	ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, point int,
) (v Verdict, first bool, err error) {
	v, err = s.updateOwnVerdict(ctx, at, room, who, id, func(tx gradeRecords, v *Verdict) error {
		switch g := v.Reply.Grade; {
		case g.By == scoring.ByAdmin:
			return reason.Refuse(reason.GradeIsCertain)
		case g.By != scoring.ByGrader || !g.Misses(point):
			return reason.Refuse(reason.PointNotMissed)
		case v.Reply.Disputed(point):
			return nil
		case saysNothing(g):
			return reason.Refuse(reason.GradeIsCertain)
		case !at.At.Before(gradingDeadline(&v.Round)):
			return reason.Refuse(reason.GradingOver)
		}
		first = v.Reply.DisputePoint(point, at.At)
		return tx.SetReply(v.Reply)
	})
	return v, first, err
}

// GradeOther sets the band of another member's answer and replaces any grade. The answer is found
// by its label from [Awaiting.Label], or in the last revealed round by the member's id or name. The
// returned name is empty for a label if the author asked to stay unnamed. It is for admins, and
// refuses with AdminsOnly, NotRevealed, UnknownMember, UnknownAnswer, NoReply and UnknownBand. A name
// that several members share gives a [NamesakesError].
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
		before := v.Reply.Grade
		if err := overrideGrade(tx, at, &v, *before, band, scoring.ByAdmin); err != nil || v.Reply.Grade == before {
			return err
		}
		return logChanges(tx, at, room, who, v.changedGrade(audit.Grade, before.Band))
	})
	return v, name, err
}

// changedGrade returns the record of a grade that an admin changed.
func (v *Verdict) changedGrade(act audit.Act, from scoring.Band) quiz.AuditRecord {
	return quiz.AuditRecord{
		Act: act, Author: v.Reply.Member, Round: v.Round.Number, Question: v.Round.Question.Title,
		From: string(from), To: string(v.Reply.Grade.Band),
	}
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

// NamesakesError says that a name means several members who answered. Their answers have labels that
// tell them apart.
type NamesakesError struct{ Answers []Awaiting }

// Error implements error.
func (e *NamesakesError) Error() string {
	return fmt.Sprintf("%d members who answered share a name", len(e.Answers))
}

// findReplier finds the author of a reply by id, by the id's last part or by name. A name that
// several authors share gives a [NamesakesError].
func findReplier(tx answerRecords, id quiz.RoundID, whose string) (quiz.Member, error) {
	members, err := tx.Repliers(id)
	if err != nil {
		return quiz.Member{}, err
	}
	var called []quiz.Member
	for _, m := range members {
		byID, byName := m.IsCalled(whose)
		if byID {
			return m, nil
		}
		if byName {
			called = append(called, m)
		}
	}
	switch len(called) {
	case 0:
		return quiz.Member{}, reason.Refuse(reason.UnknownMember, "name", whose)
	case 1:
		return called[0], nil
	}
	return findNamesake(tx, id, called)
}

// findNamesake returns the only one of several members whose answer stands, or a [NamesakesError].
func findNamesake(tx answerRecords, id quiz.RoundID, members []quiz.Member) (quiz.Member, error) {
	round, err := tx.Round(id)
	if err != nil {
		return quiz.Member{}, err
	}
	replies, err := records.SubmittedReplies(tx, id)
	if err != nil {
		return quiz.Member{}, err
	}
	same, found := &NamesakesError{}, members[0]
	for i, r := range replies {
		at := slices.IndexFunc(members, func(m quiz.Member) bool { return m.No == r.Member })
		if at >= 0 {
			found = members[at]
			same.Answers = append(same.Answers, Awaiting{Round: round, Number: i + 1, Name: found.ShownName(), Reply: r})
		}
	}
	if len(same.Answers) > 1 {
		return quiz.Member{}, same
	}
	return found, nil
}

// overrideGrade makes g, with a band by hand, the grade and appends the change of points to the
// ledger. It changes nothing if the platform says that the recorded grade was set by hand later.
func overrideGrade(tx gradeRecords, stamp quiz.Stamp, v *Verdict, g quiz.Grade, band scoring.Band, by scoring.Judge) error {
	if _, ok := scoring.ParseBand(string(band)); !ok {
		return reason.Refuse(reason.UnknownBand, "band", string(band))
	}
	now := stamp.At
	if g.By != scoring.ByGrader {
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
	return writeGrade(tx, v, g, ledger.ForRegrade, now)
}
