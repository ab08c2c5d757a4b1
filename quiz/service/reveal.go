package service

import (
	"context"
	"time"

	"quizbot/quiz"
)

// RevealNews returns what the reveal of a round shows as its answers are graded now, with so many of them at most. It
// refuses with NotRevealed.
func (s *Service) RevealNews(ctx context.Context, id quiz.RoundID, most int) (news *quiz.RevealNews, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		round, err := tx.Round(id)
		if err != nil {
			return err
		}
		replies, err := graded(tx, &round)
		if err != nil {
			return err
		}
		news, err = revealNews(tx, round, replies, most)
		return err
	})
	return news, err
}

// graded are the graded answers of a round. It refuses with NotRevealed.
func graded(tx quiz.Tx, round *quiz.Round) ([]quiz.Reply, error) {
	if round.Phase != quiz.Revealed && round.Phase != quiz.Closing {
		return nil, quiz.Refuse(quiz.NotRevealed)
	}
	replies, err := given(tx, round.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range replies {
		if r.Grade == nil {
			return nil, quiz.Refuse(quiz.NotRevealed)
		}
	}
	return replies, nil
}

// Undrawn returns the rounds whose questions' messages may still show them open, though they were revealed.
func (s *Service) Undrawn(ctx context.Context) (rounds []quiz.Round, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		rounds = nil
		for room, err := range tx.Rooms() {
			if err != nil {
				return err
			}
			last, err := optional(tx.Round(room.Last))
			if err != nil {
				return err
			}
			if last != nil && last.Undrawn {
				rounds = append(rounds, *last)
			}
		}
		return nil
	})
	return rounds, err
}

// Drawn writes down that a round's question shows that it is revealed.
func (s *Service) Drawn(ctx context.Context, id quiz.RoundID) error {
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		round, err := tx.Round(id)
		if err != nil || !round.Undrawn {
			return err
		}
		round.Undrawn = false
		return tx.SetRound(round)
	})
}

// revealNews freezes what a reveal shows, with so many answers at most.
func revealNews(tx quiz.Tx, round quiz.Round, replies []quiz.Reply, most int) (*quiz.RevealNews, error) {
	news := &quiz.RevealNews{Round: round, Answered: len(replies), Bands: bandCounts(replies), Picked: pickCounts(&round, replies), SelfGraded: selfGrades(replies)}
	sorted := byWorth(replies)
	shown := sorted[:min(len(sorted), most)]
	news.Rest = len(sorted) - len(shown)
	for _, r := range shown {
		s, err := showReply(tx, r)
		if err != nil {
			return nil, err
		}
		news.Best = append(news.Best, s)
	}
	return news, nil
}

func showReply(tx quiz.Tx, r quiz.Reply) (quiz.ShownReply, error) {
	name, err := shownName(tx, r.Member)
	s := quiz.ShownReply{Member: r.Member, Name: name, Text: r.Answer(), Picks: r.Picks}
	if r.Grade.Band.Shown() {
		s.Band, s.SelfGraded, s.Unconfirmed = r.Grade.Band, r.Grade.SelfGraded(), r.Grade.Unconfirmed()
	}
	return s, err
}

func bandCounts(replies []quiz.Reply) map[quiz.Band]int {
	counts := map[quiz.Band]int{}
	for _, r := range replies {
		if r.Grade != nil {
			counts[r.Grade.Band]++
		}
	}
	return counts
}

// selfGrades counts the answers that have the grade that their authors gave them.
func selfGrades(replies []quiz.Reply) (n int) {
	for _, r := range replies {
		if r.Grade != nil && r.Grade.SelfGraded() {
			n++
		}
	}
	return n
}

func pickCounts(round *quiz.Round, replies []quiz.Reply) []int {
	if len(round.Question.Choices) == 0 {
		return nil
	}
	counts := make([]int, len(round.Question.Choices))
	for _, r := range replies {
		for _, p := range r.Picks {
			counts[p]++
		}
	}
	return counts
}

// AnswersPage returns a page of a revealed round's answers, best first, counted from 0, and how many pages
// there are. It refuses with NotRevealed.
func (s *Service) AnswersPage(ctx context.Context, room quiz.RoomID, id quiz.RoundID, page int) (round quiz.Round, shown []quiz.ShownReply, pages int, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		if round, err = findRound(tx, room, id); err != nil {
			return err
		}
		replies, err := graded(tx, &round)
		if err != nil {
			return err
		}
		pages = max(1, (len(replies)+quiz.BestShown-1)/quiz.BestShown)
		from := min(max(page, 0), pages-1) * quiz.BestShown
		for _, r := range byWorth(replies)[from:min(from+quiz.BestShown, len(replies))] {
			one, err := showReply(tx, r)
			if err != nil {
				return err
			}
			shown = append(shown, one)
		}
		return nil
	})
	return round, shown, pages, err
}

// digestSpan is the season whose standings a digest shows.
const digestSpan = quiz.Month

// digestTop is how many lines of the standings a digest shows.
const digestTop = 5

// beginDigest begins the digest of a date; it returns no step where there is nothing to say.
func (s *Service) beginDigest(tx quiz.Tx, room *quiz.Room, d due, now time.Time) (*quiz.Job, error) {
	room.MarkDone(quiz.JobDigest, d.date)
	news, err := s.digestNews(tx, room, d.date, now)
	if err != nil || news == nil {
		return nil, err
	}
	step := beginStep(room, d, 0, now)
	step.Until = d.at.Add(room.Plan.CatchUp)
	step.Announcement.Digest = news
	return &step, tx.SetJob(step)
}

// digestNews freezes what a digest says, nil where no round was revealed since the last one.
func (s *Service) digestNews(tx quiz.Tx, room *quiz.Room, date quiz.Date, now time.Time) (*quiz.DigestNews, error) {
	rounds, err := untold(tx, room)
	if err != nil || len(rounds) == 0 {
		return nil, err
	}
	news, err := digestOf(tx, room, date, rounds)
	if err != nil {
		return nil, err
	}
	calendar, err := newRoomCalendar(room.Plan)
	if err != nil {
		return nil, err
	}
	news.Next = calendar.announcedNext(room, now)
	news.Left, err = s.left(tx, room)
	return news, err
}

// announcedNext is when a digest says that the next question comes, the zero time where none is planned, or one is overdue
// and comes by itself.
func (c roomCalendar) announcedNext(room *quiz.Room, now time.Time) time.Time {
	if next := c.nextOf(room, quiz.JobAsk, now); next.After(now) {
		return next
	}
	return time.Time{}
}

// digestOf is what a digest says of rounds that were revealed.
func digestOf(tx quiz.Tx, room *quiz.Room, date quiz.Date, rounds []quiz.Round) (*quiz.DigestNews, error) {
	news := &quiz.DigestNews{Date: date, Span: digestSpan, Season: digestSpan.Season(rounds[len(rounds)-1].Date)}
	present := map[quiz.MemberNo]bool{}
	for _, round := range rounds {
		told, err := tellRound(tx, round, present)
		if err != nil {
			return nil, err
		}
		news.Rounds = append(news.Rounds, told)
	}
	if err := rank(tx, room, news, rounds); err != nil {
		return nil, err
	}
	var err error
	news.Cheers, err = cheers(tx, room, present, len(rounds))
	return news, err
}

// untold are the revealed rounds that no digest told of.
func untold(tx quiz.Tx, room *quiz.Room) ([]quiz.Round, error) {
	var rounds []quiz.Round
	for round, err := range tx.RoundsAfter(room.ID, room.Told) {
		if err != nil {
			return nil, err
		}
		if round.Phase == quiz.Revealed {
			rounds = append(rounds, round)
		}
	}
	return rounds, nil
}

// tellRound sums a round up, and adds who answered it to present.
func tellRound(tx quiz.Tx, round quiz.Round, present map[quiz.MemberNo]bool) (quiz.DigestRound, error) {
	replies, err := given(tx, round.ID)
	if err != nil {
		return quiz.DigestRound{}, err
	}
	for _, r := range replies {
		present[r.Member] = true
	}
	told := quiz.DigestRound{Round: round.ID, Question: round.Question, Answered: len(replies), Bands: bandCounts(replies), SelfGraded: selfGrades(replies)}
	told.RevealLink = round.RevealLink()
	if len(round.Places) > 0 {
		told.Link = round.Places[0].Link
	}
	votes, err := tx.Votes(round.ID)
	if err != nil {
		return told, err
	}
	best, most := winners(votes)
	told.Votes = most
	for _, no := range best {
		name, err := shownName(tx, no)
		if err != nil {
			return told, err
		}
		told.Voted = append(told.Voted, name)
	}
	return told, nil
}
