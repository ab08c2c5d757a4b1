package service

import (
	"context"
	"slices"
	"time"

	"quizbot/quiz"
)

// Forgotten says what became of a wish to be forgotten.
type Forgotten struct {
	// Known reports whether anything was kept about the person.
	Known bool
	// Rounds are those that they answered or voted in, whose messages may still show it.
	Rounds []quiz.Round
	// Owed is why what was deleted may still lie in free space of the store's file, nil where it does not. It is tried
	// again by itself.
	Owed error
}

// Forget deletes everything about the person, as [ForgetMember] does. Nothing that they did before at is recorded again,
// however it comes in. It is done when Forget returns without an error.
func (s *Service) Forget(ctx context.Context, at quiz.Stamp, who quiz.Person) (f Forgotten, err error) {
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		f = Forgotten{}
		m, err := known(tx, who.ID)
		if err != nil {
			return err
		}
		if m.No == 0 { // what they did may be on its way all the same
			return tx.SetForgotten(who.ID, at.At)
		}
		f.Known = true
		f.Rounds, err = ForgetMember(tx, m, at.At)
		return err
	})
	if err != nil {
		return Forgotten{}, err
	}
	if c, ok := s.store.(quiz.Compacter); ok && (f.Known || s.owed.Load()) {
		f.Owed = c.Compact(context.WithoutCancel(ctx))
		s.owed.Store(f.Owed != nil)
	}
	return f, nil
}

// ForgetMember deletes a member wherever the store keeps anything about them: who they are, their answers, votes and
// standings, also in what was frozen to be posted. It remembers when, and returns the rounds that they answered or voted in.
func ForgetMember(tx quiz.Tx, m quiz.Member, at time.Time) ([]quiz.Round, error) {
	rounds, last, err := roundsOf(tx, m.No)
	if err != nil {
		return nil, err
	}
	if last.After(at) { // the host's clock is behind the platform's
		at = last
	}
	if err := tx.Forget(m.No); err != nil {
		return nil, err
	}
	if err := tx.SetForgotten(m.ID, at); err != nil {
		return nil, err
	}
	return rounds, refreeze(tx)
}

// RoundsOf returns the rounds that a person answered or voted in.
func (s *Service) RoundsOf(ctx context.Context, id quiz.MemberID) (rounds []quiz.Round, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		m, err := known(tx, id)
		if err != nil || m.No == 0 {
			return err
		}
		rounds, _, err = roundsOf(tx, m.No)
		return err
	})
	return rounds, err
}

// roundsOf are the rounds that a member answered or voted in, and when their last message in a thread was written.
func roundsOf(tx quiz.Tx, no quiz.MemberNo) (rounds []quiz.Round, last time.Time, err error) {
	var ids []quiz.RoundID
	for r, err := range tx.RepliesOf(no) {
		if err != nil {
			return nil, last, err
		}
		ids = append(ids, r.Round)
		for _, m := range r.Messages {
			if !m.Gone {
				last = latest(last, m.Edited)
			}
		}
	}
	votes, err := tx.VotesBy(no)
	if err != nil {
		return nil, last, err
	}
	for id := range votes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		round, err := tx.Round(id)
		if err != nil {
			return nil, last, err
		}
		rounds = append(rounds, round)
	}
	return rounds, last, nil
}

// refreeze makes frozen reveals and digests anew from the records. Their keys stay, so each is still posted once.
func refreeze(tx quiz.Tx) error {
	for room, err := range tx.Rooms() {
		if err != nil {
			return err
		}
		step, err := optional(tx.Job(room.ID))
		if err != nil {
			return err
		}
		if step == nil {
			continue
		}
		a := &step.Announcement
		switch {
		case a.Reveal != nil:
			a.Reveal, err = refrozenReveal(tx, a.Reveal)
		case a.Digest != nil:
			a.Digest, err = refrozenDigest(tx, &room, a.Digest)
		default:
			continue
		}
		if err != nil {
			return err
		}
		if err := tx.SetJob(*step); err != nil {
			return err
		}
	}
	return nil
}

func refrozenReveal(tx quiz.Tx, news *quiz.RevealNews) (*quiz.RevealNews, error) {
	replies, err := given(tx, news.Round.ID)
	if err != nil {
		return nil, err
	}
	replies = slices.DeleteFunc(replies, func(r quiz.Reply) bool { return r.Grade == nil })
	return revealNews(tx, news.Round, replies, quiz.BestShown)
}

func refrozenDigest(tx quiz.Tx, room *quiz.Room, news *quiz.DigestNews) (*quiz.DigestNews, error) {
	var rounds []quiz.Round
	for _, told := range news.Rounds {
		round, err := tx.Round(told.Round)
		if err != nil {
			return nil, err
		}
		rounds = append(rounds, round)
	}
	anew, err := digestOf(tx, room, news.Date, rounds)
	if err != nil {
		return nil, err
	}
	anew.Left, anew.Next = news.Left, news.Next
	return anew, nil
}

// refuseForgotten refuses an act that its platform stamps earlier than its author was forgotten. An act that the host
// stamps happens now, and passes.
func refuseForgotten(tx quiz.Tx, id quiz.MemberID, at quiz.Stamp) error {
	forgotten, err := tx.ForgottenAt(id)
	if err != nil {
		return err
	}
	if at.Platform && !forgotten.IsZero() && !at.At.After(forgotten) {
		return quiz.Refuse(quiz.BeforeForgetting)
	}
	return nil
}
