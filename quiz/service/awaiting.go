package service

import (
	"context"
	"errors"
	"regexp"
	"sort"
	"strconv"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/scoring"
)

// awaitingPeriod is how long after its close a round's answers are listed for admins to grade.
const awaitingPeriod = 30 * 24 * time.Hour

// Awaiting is an answer that needs an admin's grade: the grader was unsure of it, its author grades
// it full without a confirmation, or disputes the grade.
type Awaiting struct {
	Round quiz.Round
	// Number is the answer's position in its round, from 1, in order of arrival.
	Number int
	// Name is empty if the author asked to stay unnamed.
	Name  string
	Reply quiz.Reply
}

// Label identifies the answer for [Reviewing.GradeOther]: round number and answer number.
func (a *Awaiting) Label() string {
	return strconv.Itoa(a.Round.Number) + "." + strconv.Itoa(a.Number)
}

// AwaitingGrades returns the answers of a room's recent rounds that need a grade, newest round
// first. It is for admins, and refuses with AdminsOnly and NoRoom.
func (s *Reviewing) AwaitingGrades(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person) ([]Awaiting, error) {
	if err := s.requireAdmin(who); err != nil {
		return nil, err
	}
	return records.View(ctx, s.store, func(tx quiz.Tx) (list []Awaiting, err error) {
		room, err := records.FindRoom(tx, id)
		if err != nil {
			return list, err
		}
		list, err = listAwaiting(tx, &room, now)
		return list, err
	})
}

// answerRecords are the answers of rounds with their authors.
type answerRecords interface {
	quiz.Rounds
	quiz.Replies
	quiz.Members
}

func listAwaiting(tx answerRecords, room *quiz.Room, now time.Time) (list []Awaiting, err error) {
	since := now.Add(-awaitingPeriod)
	before, err := searchRoundBefore(tx, room, func(r *quiz.Round) bool { return r.PlannedAt.After(since) || r.ClosedAt.After(since) })
	if err != nil {
		return nil, err
	}
	for round, err := range tx.RoundsAfter(room.ID, before) {
		if err != nil {
			return nil, err
		}
		if round.ClosedAt.IsZero() || now.Sub(round.ClosedAt) > awaitingPeriod || !round.Question.HasAnswer() {
			continue
		}
		of, err := awaitingInRound(tx, round)
		if err != nil {
			return nil, err
		}
		list = append(of, list...)
	}
	return list, nil
}

// awaitingInRound returns the answers of one round that need a grade.
func awaitingInRound(tx answerRecords, round quiz.Round) (list []Awaiting, err error) {
	replies, err := records.SubmittedReplies(tx, round.ID)
	if err != nil {
		return nil, err
	}
	for i, r := range replies {
		if r.Grade == nil || r.Grade.Band != scoring.Unsure && !r.Grade.Unconfirmed() && len(r.OpenDisputes()) == 0 {
			continue
		}
		name, err := records.ShownName(tx, r.Member)
		if err != nil {
			return nil, err
		}
		list = append(list, Awaiting{Round: round, Number: i + 1, Name: name, Reply: r})
	}
	return list, nil
}

// searchRoundBefore finds the last round id before the first round for which late holds, by binary
// search. If late holds for a round, it must hold for every later one.
func searchRoundBefore(tx quiz.Rounds, room *quiz.Room, late func(*quiz.Round) bool) (quiz.RoundID, error) {
	var failed error
	last := max(room.Last, room.Round)
	before := sort.Search(int(last), func(id int) bool {
		for round, err := range tx.RoundsAfter(room.ID, quiz.RoundID(id)) {
			failed = errors.Join(failed, err)
			return err != nil || late(&round)
		}
		return true
	})
	return quiz.RoundID(before), failed
}

// labelPattern matches the labels of [Awaiting.Label].
var labelPattern = regexp.MustCompile(`^#?(\d{1,9})\.(\d{1,9})$`)

// IsAnswerLabel reports whether a text is an answer's label instead of a name.
func IsAnswerLabel(text string) bool { return labelPattern.MatchString(text) }

// findLabelledAnswer finds an answer by its label. ok is false if the text is no label. It refuses
// with UnknownAnswer.
func findLabelledAnswer(tx answerRecords, room *quiz.Room, label string) (id quiz.RoundID, no quiz.MemberNo, ok bool, err error) {
	m := labelPattern.FindStringSubmatch(label)
	if m == nil {
		return 0, 0, false, nil
	}
	number, errNumber := strconv.Atoi(m[1])
	n, errN := strconv.Atoi(m[2])
	if err := errors.Join(errNumber, errN); err != nil {
		return 0, 0, false, err
	}
	before, err := searchRoundBefore(tx, room, func(r *quiz.Round) bool { return r.Number >= number })
	if err != nil {
		return 0, 0, true, err
	}
	for round, err := range tx.RoundsAfter(room.ID, before) {
		if err != nil {
			return 0, 0, true, err
		}
		if round.Number > number {
			break
		}
		if round.Number != number || round.ClosedAt.IsZero() {
			continue
		}
		replies, err := records.SubmittedReplies(tx, round.ID)
		if err != nil || n < 1 || n > len(replies) {
			return 0, 0, true, errors.Join(err, reason.Refuse(reason.UnknownAnswer, "label", label))
		}
		return round.ID, replies[n-1].Member, true, nil
	}
	return 0, 0, true, reason.Refuse(reason.UnknownAnswer, "label", label)
}
