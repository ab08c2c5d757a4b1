package service

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// Receipt is the result of an answer.
type Receipt struct {
	Round quiz.Round
	Reply quiz.Reply
	// Changed says that an earlier answer was replaced or withdrawn.
	Changed bool
	// Stale says that nothing changed because a later answer is recorded.
	Stale bool
}

// DraftAnswer returns the initial state of an answer form: the round and the member's current
// answer.
func (s *Answering) DraftAnswer(ctx context.Context, now time.Time, room quiz.RoomID, who quiz.Person, id quiz.RoundID) (Receipt, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (d Receipt, err error) {
		if d.Round, err = records.FindRound(tx, room, id); err != nil {
			return d, err
		}
		if err := d.Round.Accepts(now); err != nil {
			return d, err
		}
		m, err := records.MemberIfAny(tx, who.ID)
		if err != nil {
			return d, err
		}
		reply, err := records.IgnoreNotFound(tx.Reply(id, m.No))
		if reply != nil {
			d.Reply = *reply
		}
		return d, err
	})
}

// SubmitAnswer makes text the member's answer and replaces any earlier one. An empty text withdraws
// the answer. at is the time of sending. An answer is Stale if the platform says that the recorded
// one was sent later. It refuses with TooLong, ChoicesOnly, EmptyAnswer and RoundClosed.
func (s *Answering) SubmitAnswer(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, text string) (Receipt, error) {
	text = input.CleanText(text)
	if n := utf8.RuneCountInString(text); n > quiz.MaxAnswer {
		return Receipt{}, refuseTooLong(n)
	}
	return s.updateReply(ctx, at, room, who, id, func(receipt *Receipt, r *quiz.Reply) error {
		switch {
		case len(receipt.Round.Question.Choices) > 0:
			return reason.Refuse(reason.ChoicesOnly)
		case text == "" && !r.Given():
			return reason.Refuse(reason.EmptyAnswer)
		}
		receipt.Stale = !r.Write(text, at)
		return nil
	})
}

// PickChoices makes the choices with the given indexes the member's answer. It refuses with
// NoSuchChoice, OneChoice, TextOnly, EmptyAnswer and RoundClosed.
func (s *Answering) PickChoices(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, picks []int) (Receipt, error) {
	return s.updateReply(ctx, at, room, who, id, func(receipt *Receipt, r *quiz.Reply) error {
		n := len(receipt.Round.Question.Choices)
		if n == 0 {
			return reason.Refuse(reason.TextOnly)
		}
		if len(picks) == 0 && !r.Given() {
			return reason.Refuse(reason.EmptyAnswer)
		}
		for _, p := range picks {
			if p < 0 || p >= n {
				return reason.Refuse(reason.NoSuchChoice, "choice", strconv.Itoa(p+1), "choices", strconv.Itoa(n))
			}
		}
		if picked := slices.Compact(slices.Sorted(slices.Values(picks))); len(picked) > 1 && !receipt.Round.Question.HasSeveralRight() {
			return reason.Refuse(reason.OneChoice, "picked", choiceLetters(picked))
		}
		receipt.Stale = !r.Choose(picks, at)
		return nil
	})
}

// choiceLetters formats choices like A, C.
func choiceLetters(picks []int) string {
	var names []string
	for _, p := range picks {
		names = append(names, quiz.ChoiceLetter(p))
	}
	return strings.Join(names, ", ")
}

// updateReply changes the member's reply while the round accepts answers. An unknown person becomes
// a member.
func (s *Answering) updateReply(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, change func(*Receipt, *quiz.Reply) error) (Receipt, error) {
	return s.updateReplyOf(ctx, at, room, id, func(tx memberRecords) (quiz.Member, error) { return ensureMember(tx, who, at) }, change)
}

// updateReplyOf is updateReply for the member returned by author.
func (s *Answering) updateReplyOf(ctx context.Context, at quiz.Stamp, room quiz.RoomID, id quiz.RoundID, author func(memberRecords) (quiz.Member, error), change func(*Receipt, *quiz.Reply) error) (Receipt, error) {
	return records.Update(ctx, s.store, func(tx quiz.Tx) (receipt Receipt, err error) {
		if receipt.Round, err = records.FindRound(tx, room, id); err != nil {
			return receipt, err
		}
		if err := receipt.Round.Accepts(at.At); err != nil {
			return receipt, err
		}
		m, err := author(tx)
		if err != nil {
			return receipt, err
		}
		r, err := tx.Reply(id, m.No)
		if err != nil && !errors.Is(err, quiz.ErrNotFound) {
			return receipt, err
		}
		r.Round, r.Member = id, m.No
		receipt.Changed = r.Given()
		if err := change(&receipt, &r); err != nil {
			return receipt, err
		}
		receipt.Reply = r
		if !at.Platform {
			if err := tx.RaiseNewestMoment(at.At); err != nil {
				return receipt, err
			}
		}
		return receipt, tx.SetReply(r)
	})
}

// RoundProgress returns the current state of a round and the number of its answers.
func (s *Answering) RoundProgress(ctx context.Context, id quiz.RoundID) (round quiz.Round, answered int, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		if round, err = tx.Round(id); err != nil {
			return err
		}
		replies, err := records.SubmittedReplies(tx, id)
		answered = len(replies)
		return err
	})
	return round, answered, err
}

func refuseTooLong(n int) *reason.Refusal {
	return &reason.Refusal{Code: reason.TooLong, Args: map[string]string{"length": strconv.Itoa(n), "limit": strconv.Itoa(quiz.MaxAnswer)}}
}
