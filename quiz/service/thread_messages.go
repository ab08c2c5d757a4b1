package service

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// MessageReceipt is the result of a message in a round's thread.
type MessageReceipt struct {
	Receipt
	// Why is the reason the message doesn't count, nil if it counts.
	Why *reason.Refusal
	// Tell says that the author is to be told. Members are told once ever that everybody can read
	// their message, and once in a round for each reason against one.
	Tell bool
}

// RecordMessage adds a new or edited message in the round's thread to its author's answer. Messages
// of one member are joined in the order of sending. It refuses with ThreadIsTalk if messages aren't
// answers, and with BeforeForgetting.
func (s *Answering) RecordMessage(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, message quiz.Message) (MessageReceipt, error) {
	message.Text = input.CleanText(message.Text)
	return records.Update(ctx, s.store, func(tx quiz.Tx) (h MessageReceipt, err error) {
		if h.Round, err = records.FindRound(tx, room, id); err != nil {
			return h, err
		}
		m, r, err := findReply(tx, at, who, &h.Round, message)
		if err != nil {
			return h, err
		}
		was, before := m, r.Clone()
		h.Changed = r.Given()
		if h.Why = whyNotCounted(&h.Round, at, &r, message); h.Why == nil {
			r.RecordMessage(message, at)
			if n := utf8.RuneCountInString(r.Answer()); n > quiz.MaxAnswer {
				h.Why, r = refuseTooLong(n), before
			}
		}
		if h.Why == nil && r.IsReplaced(message.ID) {
			h.Why, h.Reply = &reason.Refusal{Code: reason.FormCounts}, r
			return h, nil // as its author was told when they used the form
		}
		h.Tell = h.shouldTell(&m, &r, message)
		passed := h.Why != nil && h.Why.Code == reason.FormCounts && r.IgnoreMessage(message)
		h.Reply = r
		if h.Why != nil && !h.Tell && !passed {
			return h, nil
		}
		if m != was {
			if err := tx.SetMember(m); err != nil {
				return h, err
			}
		}
		if h.Why != nil && !slices.Contains(r.Told, h.Why.Code) && !passed {
			return h, nil // it was noted with the member
		}
		return h, tx.SetReply(r)
	})
}

// authorRecords are the members with their replies.
type authorRecords interface {
	memberRecords
	quiz.Replies
}

// findReply returns the author of a message and their reply so far. It refuses with ThreadIsTalk if
// messages don't count, for an unknown message without text or files, and for a dropped one.
func findReply(tx authorRecords, at quiz.Stamp, who quiz.Person, round *quiz.Round, message quiz.Message) (m quiz.Member, r quiz.Reply, err error) {
	if round.Threads != plan.ThreadsCount || round.Phase == quiz.Cancelled {
		return m, r, reason.Refuse(reason.ThreadIsTalk)
	}
	if m, err = records.MemberIfAny(tx, who.ID); err != nil {
		return m, r, err
	}
	r, err = tx.Reply(round.ID, m.No)
	if err != nil && !errors.Is(err, quiz.ErrNotFound) {
		return m, r, err
	}
	if message.Text == "" && !message.Attached && !r.HasMessage(message.ID) || r.IsDropped(&message) {
		return m, r, reason.Refuse(reason.ThreadIsTalk)
	}
	if m, err = ensureMember(tx, who, at); err != nil {
		return m, r, err
	}
	r.Round, r.Member = round.ID, m.No
	return m, r, nil
}

// whyNotCounted returns the reason a message is no part of an answer, or nil.
func whyNotCounted(r *quiz.Round, at quiz.Stamp, reply *quiz.Reply, message quiz.Message) *reason.Refusal {
	known := reply.HasMessage(message.ID)
	switch {
	case r.Accepts(at.At) != nil:
		return &reason.Refusal{Code: reason.RoundClosed}
	case len(r.Question.Choices) > 0:
		return &reason.Refusal{Code: reason.ChoicesOnly}
	case reply.Form != "":
		return &reason.Refusal{Code: reason.FormCounts}
	case message.Text == "" && !known:
		return &reason.Refusal{Code: reason.NoText}
	}
	return nil
}

// shouldTell reports whether the author is to be told about the result, and records it. After a
// reveal each member is told only once ever that it is too late.
func (h *MessageReceipt) shouldTell(m *quiz.Member, r *quiz.Reply, message quiz.Message) bool {
	switch {
	case h.Why == nil:
		first := !m.ThreadHint
		m.ThreadHint = true
		return first
	case h.Why.Code == reason.RoundClosed && h.Round.Phase == quiz.Revealed:
		first := !m.ClosedHint
		m.ClosedHint = true
		return first
	case slices.Contains(r.Told, h.Why.Code):
		return h.Why.Code == reason.TooLong && message.Edited.After(message.Sent) // who shortens it wants to know
	}
	r.Told = append(r.Told, h.Why.Code)
	return true
}

// RemoveMessage takes a deleted message of the round's thread out of its author's answer. If the
// platform doesn't tell the author, the message's id finds them. Nobody becomes a member. It
// refuses with ThreadIsTalk if the message was no part of an answer.
func (s *Answering) RemoveMessage(ctx context.Context, at quiz.Stamp, room quiz.RoomID, who quiz.Person, id quiz.RoundID, message string) (receipt Receipt, err error) {
	if who.ID == "" {
		if who, err = s.findAuthor(ctx, id, message); err != nil {
			return Receipt{}, err
		}
	}
	already := func(tx memberRecords) (quiz.Member, error) {
		m, err := records.MemberIfAny(tx, who.ID)
		if err == nil && m.No == 0 {
			return m, reason.Refuse(reason.ThreadIsTalk)
		}
		return m, err
	}
	return s.updateReplyOf(ctx, at, room, id, already, func(receipt *Receipt, r *quiz.Reply) error {
		if !receipt.Round.ThreadCounts() {
			return reason.Refuse(reason.ThreadIsTalk)
		}
		r.RemoveMessage(message, at.At)
		return nil
	})
}

// findAuthor finds the author of a recorded thread message.
func (s *Answering) findAuthor(ctx context.Context, id quiz.RoundID, message string) (quiz.Person, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (who quiz.Person, err error) {
		replies, err := tx.RepliesTo(id)
		if err != nil {
			return who, err
		}
		for _, r := range replies {
			if r.HasMessage(message) {
				m, err := tx.Member(r.Member)
				who = quiz.Person{ID: m.ID, Name: m.Name}
				return who, err
			}
		}
		return who, reason.Refuse(reason.ThreadIsTalk)
	})
}
