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

// PostedDigest returns the digest that was posted with a round as its last one, as it is drawn today. It
// is nil for other rounds.
func (s *Reviewing) PostedDigest(ctx context.Context, id quiz.RoundID) (*quiz.DigestNews, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (*quiz.DigestNews, error) {
		round, err := tx.Round(id)
		if err != nil || round.Digest == nil {
			return nil, err
		}
		return announce.PostedDigest(tx, round.Digest)
	})
}

// Unlinked are the rounds whose messages link to a deleted one.
type Unlinked struct {
	// Rounds have the deleted message. Digests have a posted digest about one of them.
	Rounds, Digests []quiz.Round
}

// RecordDeletion records that a message of the bot was deleted, with an empty message that a thread was.
// Nothing links to it any more. Messages of members and unknown ones change nothing.
func (s *Reviewing) RecordDeletion(ctx context.Context, room quiz.RoomID, thread, message string) (u Unlinked, err error) {
	id := message
	if id == "" {
		id = thread
	}
	known, err := records.View(ctx, s.store, func(tx quiz.Tx) (bool, error) {
		found, err := tx.RoundsWithMessage(room, id)
		return len(found) > 0, err
	})
	if err != nil || !known { // most messages are not the bot's
		return u, err
	}
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		u = Unlinked{}
		found, err := tx.RoundsWithMessage(room, id)
		if err != nil {
			return err
		}
		for _, round := range found {
			if !markDeleted(&round, thread, message) {
				continue
			}
			if err := tx.SetRound(round); err != nil {
				return err
			}
			u.Rounds = append(u.Rounds, round)
			if err := unlinkDigests(tx, &u, &round); err != nil {
				return err
			}
		}
		return nil
	})
	return u, err
}

// markDeleted marks a message of a round as deleted, with an empty message those in a thread. It reports
// whether one was not marked yet. A thread outlives the message above it.
func markDeleted(round *quiz.Round, thread, message string) (changed bool) {
	lists := [][]quiz.MessageRef{round.QuestionMessages, round.RevealMessages}
	if round.Digest != nil {
		lists = append(lists, round.Digest.Messages)
	}
	for _, list := range lists {
		for i := range list {
			m := &list[i]
			if deleted := m.Message == message || message == "" && m.Thread == thread; deleted && !m.Gone {
				m.Gone, m.Link, changed = true, "", true
			}
		}
	}
	return changed
}

// unlinkDigests adds the round with the posted digest about a round, and links a waiting digest to the
// messages that exist.
func unlinkDigests(tx quiz.Tx, u *Unlinked, about *quiz.Round) error {
	job, err := records.IfReadable(tx.Job(about.Room))
	if err != nil {
		return err
	}
	if job != nil && job.Announcement.Digest != nil && announce.Relink(job.Announcement.Digest, about) {
		return tx.SetJob(*job)
	}
	room, err := records.IfReadable(tx.Room(about.Room))
	if err != nil || room == nil {
		return err
	}
	i := slices.IndexFunc(room.DigestRounds, func(id quiz.RoundID) bool { return id >= about.ID })
	if i < 0 {
		return nil
	}
	with, err := records.IfReadable(tx.Round(room.DigestRounds[i]))
	if err == nil && with != nil && with.Digest != nil && announce.Relink(with.Digest, about) {
		u.Digests = append(u.Digests, *with)
	}
	return err
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

// RevealsToRedraw returns the rounds whose posted reveal or digest may still show a member who was
// forgotten, as far as they can be read.
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

// MarkRevealRedrawn records that the reveal of a round, with the given number of answers, and its digest
// were drawn. It records nothing if the author of one was forgotten meanwhile.
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
