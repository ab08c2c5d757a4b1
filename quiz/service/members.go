package service

import (
	"errors"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/forgetting"
	"quizbot/quiz/input"
)

// ensureMember returns the person's row, new or with the name brought up to date. It refuses with BeforeForgetting.
func ensureMember(tx quiz.Tx, who quiz.Person, at quiz.Stamp) (quiz.Member, error) {
	if err := forgetting.RefuseForgotten(tx, who.ID, at); err != nil {
		return quiz.Member{}, err
	}
	who.Name = input.CleanName(who.Name)
	no, err := tx.MemberNo(who.ID)
	if errors.Is(err, quiz.ErrNotFound) {
		return createMember(tx, who, at.At)
	}
	if err != nil {
		return quiz.Member{}, err
	}
	m, err := tx.Member(no)
	if err != nil || m.Name == who.Name || who.Name == "" {
		return m, err
	}
	m.Name = who.Name
	return m, tx.SetMember(m)
}

func createMember(tx quiz.Tx, who quiz.Person, now time.Time) (quiz.Member, error) {
	no, err := tx.NewMember()
	if err != nil {
		return quiz.Member{}, err
	}
	m := quiz.Member{No: no, ID: who.ID, Name: who.Name, Since: now}
	return m, tx.SetMember(m)
}
