package service

import (
	"context"
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/announce"
	"quizbot/quiz/records"
)

// RevealNews returns the content of a round's reveal with the current grades and at most the given
// number of answers. It refuses with NotRevealed.
func (s *Reviewing) RevealNews(ctx context.Context, id quiz.RoundID, most int) (*quiz.RevealNews, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (news *quiz.RevealNews, err error) {
		round, err := tx.Round(id)
		if err != nil {
			return news, err
		}
		replies, err := announce.GradedReplies(tx, &round)
		if err != nil {
			return news, err
		}
		news, err = announce.FreezeReveal(tx, round, replies, most)
		return news, err
	})
}

// RoundsToRedraw returns revealed rounds whose question message may still look open, as far as they
// can be read.
func (s *Reviewing) RoundsToRedraw(ctx context.Context) ([]quiz.Round, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (rounds []quiz.Round, err error) {
		for room, err := range records.Readable(tx.Rooms()) {
			if err != nil {
				return rounds, err
			}
			last, err := records.IfReadable(tx.Round(room.Last))
			if err != nil {
				return rounds, err
			}
			if last != nil && last.Undrawn {
				rounds = append(rounds, *last)
			}
		}
		return rounds, nil
	})
}

// MarkRedrawn records that the question message of a revealed round was redrawn.
func (s *Reviewing) MarkRedrawn(ctx context.Context, id quiz.RoundID) error {
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		round, err := tx.Round(id)
		if err != nil || !round.Undrawn {
			return err
		}
		round.Undrawn = false
		return tx.SetRound(round)
	})
}

// RevealsToRedraw returns the rounds whose posted reveal may still show a member who was forgotten, as
// far as they can be read.
func (s *Reviewing) RevealsToRedraw(ctx context.Context) ([]quiz.Round, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (rounds []quiz.Round, err error) {
		for r, err := range records.Readable(tx.RedrawsOwed()) {
			if err != nil {
				return rounds, err
			}
			rounds = append(rounds, r)
		}
		return rounds, nil
	})
}

// MarkRevealRedrawn records that the reveal of a round was drawn with the given number of answers. It
// records nothing if the author of one was forgotten meanwhile.
func (s *Reviewing) MarkRevealRedrawn(ctx context.Context, id quiz.RoundID, answered int) error {
	owed, err := s.RevealsToRedraw(ctx)
	if err != nil || !slices.ContainsFunc(owed, func(r quiz.Round) bool { return r.ID == id }) {
		return err
	}
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		replies, err := records.SubmittedReplies(tx, id)
		if err != nil || len(replies) != answered {
			return err
		}
		return tx.SetRedrawOwed(id, false)
	})
}

// AnswersPage returns a page of a revealed round's answers, best first, counted from 0, and the
// number of pages. It refuses with NotRevealed.
func (s *Reviewing) AnswersPage(ctx context.Context, room quiz.RoomID, id quiz.RoundID, page int) (round quiz.Round, shown []quiz.ShownReply, pages int, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		if round, err = records.FindRound(tx, room, id); err != nil {
			return err
		}
		replies, err := announce.GradedReplies(tx, &round)
		if err != nil {
			return err
		}
		pages = max(1, (len(replies)+quiz.BestShown-1)/quiz.BestShown)
		from := min(max(page, 0), pages-1) * quiz.BestShown
		for _, r := range announce.SortForReveal(replies)[from:min(from+quiz.BestShown, len(replies))] {
			one, err := announce.ShowReply(tx, r)
			if err != nil {
				return err
			}
			shown = append(shown, one)
		}
		return nil
	})
	return round, shown, pages, err
}
