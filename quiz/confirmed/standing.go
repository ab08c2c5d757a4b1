package confirmed

import (
	"errors"
	"slices"
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/ident"
	"quizbot/quiz/keypoints"
)

// Standing says whether confirmed points hold for a question as its bank has it now.
type Standing string

// Confirmed points hold, or the bank has the same points by now, or it changed.
const (
	Holds            Standing = "holds"
	InBank           Standing = "in_bank"           // the bank has the same points: a record isn't needed
	BankHasOthers    Standing = "bank_has_others"   // points that came into the bank later
	EarlierReference Standing = "earlier_reference" // the reference changed, and doesn't support them all
	OtherKind        Standing = "other_kind"        // the question takes no open answers any more
)

// StandingOf returns the standing of confirmed points for a question of a bank.
func StandingOf(c *quiz.ConfirmedPoints, q *quiz.Question) Standing {
	switch own := JoinLines(q.KeyPoints); {
	case !TakesPoints(q):
		return OtherKind
	case slices.Equal(own, JoinLines(c.Points)):
		return InBank
	case len(own) > 0 && !slices.Equal(own, JoinLines(c.Given)):
		return BankHasOthers
	case !supportsPoints(q.Answer, c):
		return EarlierReference
	}
	return Holds
}

// TakesPoints reports whether answers to a question are compared with key points: open answers,
// where there is a reference.
func TakesPoints(q *quiz.Question) bool {
	return q.Answer != "" && len(q.Choices) == 0 && len(q.Accept) == 0
}

// The least likeness of a changed reference to the earlier one, and the least share of a point's
// support by the earlier reference that the changed one must give.
const (
	leastLikeness = 0.5
	leastSupport  = 0.8
)

// supportsPoints reports whether a reference supports confirmed points as well as the reference
// that they were confirmed for. A point in the admin's own words may have had little support.
func supportsPoints(reference string, c *quiz.ConfirmedPoints) bool {
	if slices.Equal(strings.Fields(reference), strings.Fields(c.Reference)) {
		return true
	}
	now, then := keypoints.WordsOf(reference), keypoints.WordsOf(c.Reference)
	if now.Likeness(then) < leastLikeness {
		return false
	}
	for _, point := range c.Points {
		if words := keypoints.WordsOf(point); words.Within(now) < leastSupport*words.Within(then) {
			return false
		}
	}
	return true
}

// Overlay returns a question with the points that the workspace of a room confirmed for it, as a
// copy. It returns the question itself if it has no such points, or if they don't hold.
func Overlay(tx quiz.Confirmations, room quiz.RoomID, q *quiz.Question) (*quiz.Question, error) {
	c, err := tx.ConfirmedPoints(ident.WorkspaceOf(room), q.ID)
	if errors.Is(err, quiz.ErrNotFound) || errors.Is(err, quiz.ErrUnreadable) || err == nil && StandingOf(&c, q) != Holds {
		return q, nil
	}
	if err != nil {
		return nil, err
	}
	changed := q.Clone()
	changed.KeyPoints, changed.PointsDerived = slices.Clone(c.Points), false
	return &changed, nil
}
