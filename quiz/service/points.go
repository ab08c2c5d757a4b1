package service

import (
	"context"
	"errors"
	"slices"
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/ident"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// PointsSource is where the key points of a question come from.
type PointsSource string

// Key points are the bank's, confirmed by an admin of the workspace, or read out of the reference.
const (
	PointsFromBank      PointsSource = "bank"
	PointsConfirmed     PointsSource = "confirmed"
	PointsFromReference PointsSource = "reference"
	NoPoints            PointsSource = "none"
)

// PointsView is the key points of a question as admins see them.
type PointsView struct {
	// Question is the question as the bank has it.
	Question *quiz.Question
	// Points are the points that hold now, of one line each.
	Points []string
	Source PointsSource
	// Confirmed are the points that the workspace confirmed, nil if it did not. Standing says
	// whether they hold, and By is the name of the admin, empty if unknown.
	Confirmed *quiz.ConfirmedPoints
	Standing  confirmed.Standing
	By        string
	// Secret says that a round under way asks the question. Its points are left out.
	Secret bool
}

// KeyPoints returns a question's key points for admins: those of the last revealed round without an
// id. It refuses with AdminsOnly, NoRoom, NotRevealed, UnknownQuestion, NoReference and
// PointsNeedless.
func (s *Administration) KeyPoints(ctx context.Context, room quiz.RoomID, who quiz.Person, id quiz.QuestionID) (PointsView, error) {
	if err := s.requireAdmin(who); err != nil {
		return PointsView{}, err
	}
	return records.View(ctx, s.store, func(tx quiz.Tx) (PointsView, error) { return s.viewPoints(tx, room, id) })
}

// pointsRecords are the records that key points depend on.
type pointsRecords interface {
	askedRecords
	quiz.Members
	quiz.Confirmations
}

func (s *Administration) viewPoints(tx pointsRecords, room quiz.RoomID, id quiz.QuestionID) (v PointsView, err error) {
	r, err := records.FindRoom(tx, room)
	if err != nil {
		return v, err
	}
	if id != "" {
		v.Question, err = s.questionWithPoints(&r, string(id))
	} else {
		last, err := records.IgnoreNotFound(tx.Round(r.Last))
		switch {
		case err != nil:
			return v, err
		case last == nil:
			return v, reason.Refuse(reason.NotRevealed)
		}
		if v.Question, err = s.revealedWithPoints(last); err != nil {
			return v, err
		}
	}
	if err != nil {
		return v, err
	}
	open, err := s.picker.QuestionsUnderWay(tx, "")
	if err != nil {
		return v, err
	}
	if v.Secret = open.Holds(v.Question); v.Secret {
		return v, nil
	}
	return v, v.readPoints(tx, ident.WorkspaceOf(room))
}

// questionWithPoints finds a question of the room's banks whose answers are compared with key points.
func (s *Administration) questionWithPoints(room *quiz.Room, id string) (*quiz.Question, error) {
	q, err := s.questionOf(room, id)
	if err != nil {
		return nil, err
	}
	return q, requirePoints(q)
}

// revealedWithPoints returns the question of a revealed round as its bank has it. The room's plan may
// name other banks by now.
func (s *Administration) revealedWithPoints(round *quiz.Round) (*quiz.Question, error) {
	q, ok := s.picker.Bank.Question(round.Question.ID)
	if !ok {
		return nil, reason.Refuse(reason.UnknownQuestion, "id", string(round.Question.ID))
	}
	return q, requirePoints(q)
}

// requirePoints refuses a question whose answers are not compared with key points.
func requirePoints(q *quiz.Question) error {
	switch {
	case confirmed.TakesPoints(q):
		return nil
	case len(q.Choices)+len(q.Accept) > 0:
		return reason.Refuse(reason.PointsNeedless)
	}
	return reason.Refuse(reason.NoReference)
}

// readPoints fills in the points that hold, and those that were confirmed.
func (v *PointsView) readPoints(tx pointsRecords, workspace quiz.WorkspaceID) error {
	filled := v.Question.Clone()
	filled.FillPoints()
	v.Points = confirmed.JoinLines(filled.KeyPoints)
	switch {
	case filled.PointsDerived:
		v.Source = PointsFromReference
	case len(v.Points) > 0:
		v.Source = PointsFromBank
	default:
		v.Source = NoPoints
	}
	c, err := records.IfReadable(tx.ConfirmedPoints(workspace, v.Question.ID)) // an admin may confirm anew
	if err != nil || c == nil {
		return err
	}
	v.Confirmed, v.Standing = c, confirmed.StandingOf(c, v.Question)
	if v.Standing == confirmed.Holds {
		v.Points, v.Source = c.Points, PointsConfirmed
	}
	v.By, err = records.ShownName(tx, c.By)
	return err
}

// ConfirmPoints makes points the key points of a question in the workspace of the room, for admins.
// They apply from the next time that the question is asked. Points of a round stay as they are,
// because its grades refer to them. It refuses like [Administration.KeyPoints]. With a secret view
// or with mistakes it changes nothing.
func (s *Administration) ConfirmPoints(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.QuestionID, points []string) (v PointsView, mistakes []confirmed.Mistake, err error) {
	if err := s.requireAdmin(who); err != nil {
		return v, nil, err
	}
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		if v, err = s.viewPoints(tx, room, id); err != nil || v.Secret {
			return err
		}
		if mistakes = confirmed.CheckPoints(points); len(mistakes) > 0 {
			return nil
		}
		admin, err := ensureMember(tx, who, at)
		if err != nil {
			return err
		}
		c := newConfirmedPoints(ident.WorkspaceOf(room), v.Question, points)
		if v.Confirmed == nil || v.Standing != confirmed.Holds || !slices.Equal(v.Confirmed.Points, points) {
			c.By, c.At = admin.No, at.At
			confirmed := quiz.AuditRecord{Act: audit.Points, Question: v.Question.Title, N: len(points)}
			if err := errors.Join(tx.SetConfirmedPoints(c), logChanges(tx, at, c.Workspace, who, confirmed)); err != nil {
				return err
			}
		}
		return v.readPoints(tx, c.Workspace)
	})
	return v, mistakes, err
}

// newConfirmedPoints returns points that are confirmed for a question as it is now.
func newConfirmedPoints(workspace quiz.WorkspaceID, q *quiz.Question, points []string) quiz.ConfirmedPoints {
	return quiz.ConfirmedPoints{
		Workspace: workspace, Question: q.ID, Points: slices.Clone(points),
		Bank: q.Bank, Title: q.Title, Reference: q.Answer, Given: slices.Clone(q.KeyPoints),
	}
}

// MovePoints gives confirmed points to another question, for admins, by the ids or
// [quiz.ShortID]s of both. It refuses with AdminsOnly, NoRoom, UnknownButton, PointsTaken and like
// [Administration.KeyPoints].
func (s *Administration) MovePoints(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, from, to string) (moved *quiz.Question, err error) {
	err = s.updatePoints(ctx, room, who, from, func(tx quiz.Tx, r *quiz.Room, c quiz.ConfirmedPoints) error {
		if moved, err = s.questionWithPoints(r, to); err != nil {
			return err
		}
		taken, err := records.IfReadable(tx.ConfirmedPoints(c.Workspace, moved.ID))
		if err != nil {
			return err
		}
		if taken != nil {
			return reason.Refuse(reason.PointsTaken)
		}
		admin, err := ensureMember(tx, who, at)
		if err != nil {
			return err
		}
		anew := newConfirmedPoints(c.Workspace, moved, c.Points)
		anew.By, anew.At = admin.No, at.At
		change := quiz.AuditRecord{Act: audit.MovePoints, Question: moved.Title, From: c.Title, N: len(c.Points)}
		return errors.Join(tx.SetConfirmedPoints(anew), tx.DropConfirmedPoints(c.Workspace, c.Question), logChanges(tx, at, c.Workspace, who, change))
	})
	return moved, err
}

// ForgetPoints deletes confirmed points, for admins, by the id or [quiz.ShortID] of their question.
// It refuses with AdminsOnly, NoRoom and UnknownButton.
func (s *Administration) ForgetPoints(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id string) (forgotten quiz.ConfirmedPoints, err error) {
	err = s.updatePoints(ctx, room, who, id, func(tx quiz.Tx, _ *quiz.Room, c quiz.ConfirmedPoints) error {
		forgotten = c
		dropped := quiz.AuditRecord{Act: audit.DropPoints, Question: c.Title, N: len(c.Points)}
		return errors.Join(tx.DropConfirmedPoints(c.Workspace, c.Question), logChanges(tx, at, c.Workspace, who, dropped))
	})
	return forgotten, err
}

// updatePoints changes confirmed points of the workspace of a room.
func (s *Administration) updatePoints(ctx context.Context, room quiz.RoomID, who quiz.Person, id string, change func(quiz.Tx, *quiz.Room, quiz.ConfirmedPoints) error) error {
	if err := s.requireAdmin(who); err != nil {
		return err
	}
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return err
		}
		for c, err := range records.Readable(tx.ConfirmedPointsOf(ident.WorkspaceOf(room))) {
			if err != nil {
				return err
			}
			if string(c.Question) == id || strings.HasPrefix(id, "#") && quiz.ShortID(c.Question) == id {
				return change(tx, &r, c)
			}
		}
		return reason.Refuse(reason.UnknownButton)
	})
}

// LostPoints are confirmed points whose question is gone from the banks.
type LostPoints struct {
	quiz.ConfirmedPoints
	// Resembling is the question that theirs resembles most, nil if none does.
	Resembling *quiz.Question
}

// PointsStatus is what admins learn about the key points of a room.
type PointsStatus struct {
	// Unconfirmed counts the questions that were revealed in the room with points that nobody has
	// confirmed. Latest is the one that was revealed last, nil if there is none.
	Unconfirmed int
	Latest      *quiz.Question
	// Lost are confirmed points of the workspace without their question. Outdated are questions
	// that changed so much that the points confirmed for them don't hold any more.
	Lost     []LostPoints
	Outdated []*quiz.Question
}

// KeyPointsStatus returns the state of a room's key points for admins. It refuses with AdminsOnly
// and NoRoom.
func (s *Administration) KeyPointsStatus(ctx context.Context, room quiz.RoomID, who quiz.Person) (PointsStatus, error) {
	if err := s.requireAdmin(who); err != nil {
		return PointsStatus{}, err
	}
	return records.View(ctx, s.store, func(tx quiz.Tx) (PointsStatus, error) {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return PointsStatus{}, err
		}
		return readPointsStatus(tx, s.picker.Bank, &r)
	})
}

// readPointsStatus collects the state of a room's key points.
func readPointsStatus(tx pointsRecords, bank quiz.Bank, room *quiz.Room) (st PointsStatus, err error) {
	known := map[quiz.QuestionID]bool{}
	var lost []quiz.ConfirmedPoints
	for c, err := range records.Readable(tx.ConfirmedPointsOf(ident.WorkspaceOf(room.ID))) {
		if err != nil {
			return st, err
		}
		known[c.Question] = true
		q, ok := bank.Question(c.Question)
		if !ok {
			lost = append(lost, c)
			continue
		}
		if s := confirmed.StandingOf(&c, q); s == confirmed.EarlierReference || s == confirmed.BankHasOthers {
			st.Outdated = append(st.Outdated, q)
		}
	}
	if len(lost) > 0 {
		for i, q := range confirmed.MostResembling(lost, bank.Questions(room.Plan.Banks...), known) {
			st.Lost = append(st.Lost, LostPoints{lost[i], q})
		}
	}
	return st, st.countUnconfirmed(tx, bank, room.ID, known)
}

// countUnconfirmed counts the revealed questions of a room with points that were read out of the
// reference and that nobody has confirmed. Rounds of releases that read none out are not counted.
func (st *PointsStatus) countUnconfirmed(tx quiz.Rounds, bank quiz.Bank, room quiz.RoomID, known map[quiz.QuestionID]bool) error {
	unconfirmed := map[quiz.QuestionID]bool{}
	for round, err := range records.Readable(tx.RoundsAfter(room, 0)) {
		if err != nil {
			return err
		}
		id := round.Question.ID
		if round.Phase != quiz.Revealed || !round.Question.PointsDerived || known[id] {
			continue
		}
		if q, ok := bank.Question(id); ok && len(q.KeyPoints) == 0 && confirmed.TakesPoints(q) {
			unconfirmed[id], st.Latest = true, q
		}
	}
	st.Unconfirmed = len(unconfirmed)
	return nil
}
