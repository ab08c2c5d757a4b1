package service

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/picking"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/secrecy"
)

// Secret says why a question's answer isn't shown outside of rounds. It is empty if it may be
// shown.
type Secret string

// An answer is kept secret during its round, and shortly before a round of any room asks it.
const (
	SecretOpen Secret = "open" // a round under way asks it
	SecretSoon Secret = "soon" // it is among a room's next questions
)

// PracticeQuestion draws a question by seed, optionally about a topic of [Library.ListTopics].
// Questions with a secret answer are left out. If the plan says so, questions not yet asked in the
// room are left out too. It refuses with UnknownTopic and NoPractice.
func (s *Library) PracticeQuestion(ctx context.Context, room quiz.RoomID, topic, seed string) (*quiz.Question, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (q *quiz.Question, err error) {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return q, err
		}
		may, err := s.showableQuestions(tx, &r)
		if err != nil {
			return q, err
		}
		known := false
		about := func(yield func(*quiz.Question) bool) {
			for q := range s.picker.Bank.Questions(r.Plan.Banks...) {
				if matchesTopic(q, topic) {
					known = true
					if may(q) && !yield(q) {
						return
					}
				}
			}
		}
		if q, err = s.drawUnlessSecret(tx, about, seed); err != nil {
			return q, err
		}
		switch {
		case q != nil:
			return q, nil
		case topic != "" && !known:
			return q, reason.Refuse(reason.UnknownTopic, "topic", topic)
		}
		return q, reason.Refuse(reason.NoPractice)
	})
}

// askedRecords are the rooms with their asked questions.
type askedRecords interface {
	quiz.Rooms
	quiz.Rounds
}

// drawUnlessSecret returns the first question in the seed's order without a secret answer, nil if
// there is none.
func (s *Library) drawUnlessSecret(tx askedRecords, questions iter.Seq[*quiz.Question], seed string) (*quiz.Question, error) {
	type draw struct {
		lot uint64
		q   *quiz.Question
	}
	var drawn []draw
	for q := range questions {
		drawn = append(drawn, draw{lot: picking.DrawLot(seed, 0, string(q.ID)), q: q})
	}
	slices.SortStableFunc(drawn, func(a, b draw) int { return cmp.Compare(a.lot, b.lot) })
	secrets, err := s.readSecrets(tx)
	if err != nil {
		return nil, err
	}
	for _, d := range drawn {
		if secrets.reasonFor(d.q) == "" {
			return d.q, nil
		}
	}
	return nil, nil //nolint:nilnil // no question is free to be given
}

// showableQuestions returns a filter for the questions that the room's plan shows outside of
// rounds.
func (s *Library) showableQuestions(tx quiz.Rounds, room *quiz.Room) (func(*quiz.Question) bool, error) {
	if room.Plan.Practice != plan.PracticeAsked {
		return func(*quiz.Question) bool { return true }, nil
	}
	before := map[quiz.QuestionID]bool{}
	for round, err := range records.Readable(tx.RoundsAfter(room.ID, 0)) {
		if err != nil {
			return nil, err
		}
		if round.Phase != quiz.Cancelled && round.Phase != quiz.Asking {
			before[round.Question.ID] = true
		}
	}
	return func(q *quiz.Question) bool { return before[q.ID] }, nil
}

// matchesTopic reports whether a topic is one of the question's tags, a part of its section's path,
// or words of its title.
func matchesTopic(q *quiz.Question, topic string) bool {
	word := foldForSearch(topic)
	if word == "" {
		return true
	}
	for _, t := range append(strings.Split(q.Section, " / "), q.Tags...) {
		if foldForSearch(t) == word {
			return true
		}
	}
	return containsWords(foldForSearch(q.Title), word, strings.Contains)
}

// ShowQuestion returns a question of the room's banks by its id, and why its answer must stay secret.
// It refuses with UnknownQuestion, and with NotAskedHere if the room's plan shows only asked
// questions.
func (s *Library) ShowQuestion(ctx context.Context, room quiz.RoomID, id quiz.QuestionID) (q *quiz.Question, why Secret, err error) {
	err = s.store.View(ctx, func(tx quiz.Tx) error {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return err
		}
		if q, err = s.questionOf(&r, string(id)); err != nil {
			return err
		}
		may, err := s.showableQuestions(tx, &r)
		if err != nil {
			return err
		}
		if !may(q) {
			return reason.Refuse(reason.NotAskedHere)
		}
		secrets, err := s.readSecrets(tx)
		if err != nil {
			return err
		}
		why = secrets.reasonFor(q)
		q, err = confirmed.Overlay(tx, room, q)
		return err
	})
	return q, why, err
}

// secretQuestions knows the current and upcoming questions of all rooms.
type secretQuestions struct {
	open  *secrecy.Set
	rooms []picking.Upcoming
	bank  quiz.Bank
}

// readSecrets collects the current and upcoming questions of all rooms.
func (c *core) readSecrets(tx askedRecords) (*secretQuestions, error) {
	all := &secretQuestions{bank: c.picker.Bank}
	var err error
	if all.open, err = c.picker.QuestionsUnderWay(tx, ""); err != nil {
		return nil, err
	}
	for room, err := range records.Readable(tx.Rooms()) {
		if err != nil {
			return nil, err
		}
		if room.Removed {
			continue
		}
		asked, err := tx.AskedQuestions(room.ID, room.Cycle)
		if err != nil {
			return nil, err
		}
		round, err := records.IfReadable(tx.Round(cmp.Or(room.Round, room.Last)))
		if err != nil {
			return nil, err
		}
		var last quiz.QuestionID
		if round != nil {
			last = round.Question.ID
		}
		all.rooms = append(all.rooms, picking.NewUpcoming(c.picker, room, asked, last))
	}
	return all, nil
}

// reasonFor returns why a question's answer must stay secret.
func (s *secretQuestions) reasonFor(q *quiz.Question) Secret {
	if s.open.Holds(q) {
		return SecretOpen
	}
	if s.isUpcoming(q) {
		return SecretSoon
	}
	for other := range s.bank.Questions() {
		if other.ID != q.ID && secrecy.IsCopy(q, other) && s.isUpcoming(other) {
			return SecretSoon
		}
	}
	return ""
}

func (s *secretQuestions) isUpcoming(q *quiz.Question) bool {
	return slices.ContainsFunc(s.rooms, func(c picking.Upcoming) bool { return c.IsUpcoming(q) })
}

// QuestionOf finds a question of the room's banks by its id or its [quiz.ShortID]. It refuses with
// NoRoom and UnknownQuestion.
func (s *Library) QuestionOf(ctx context.Context, room quiz.RoomID, id string) (*quiz.Question, error) {
	r, err := s.findRoom(ctx, room)
	if err != nil {
		return nil, err
	}
	return s.questionOf(&r, id)
}

// questionOf finds a question of the room's banks by its id or its [quiz.ShortID]. It refuses with
// UnknownQuestion.
func (c *core) questionOf(room *quiz.Room, id string) (*quiz.Question, error) {
	banks := room.Plan.Banks
	if q, ok := c.picker.Bank.Question(quiz.QuestionID(id)); ok {
		if len(banks) == 0 || q.Bank == "" || slices.Contains(banks, q.Bank) {
			return q, nil
		}
		return nil, reason.Refuse(reason.UnknownQuestion, "id", id)
	}
	if strings.HasPrefix(id, "#") {
		for q := range c.picker.Bank.Questions(banks...) {
			if quiz.ShortID(q.ID) == id {
				return q, nil
			}
		}
	}
	return nil, reason.Refuse(reason.UnknownQuestion, "id", id)
}
