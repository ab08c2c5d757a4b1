package jobs

import (
	"errors"
	"slices"
	"sync"

	"quizbot/quiz"
	"quizbot/quiz/picking"
	"quizbot/quiz/records"
	"quizbot/quiz/secrecy"
)

// underWay knows the rounds that may still ask their questions, by the signs of these. All rooms are
// read once, and rounds that began since are added. Whether a round is over is looked up when its
// question comes up again, because thousands of rooms may ask at the same time.
type underWay struct {
	mu     sync.Mutex
	loaded bool
	rounds map[string][]quiz.RoundID
}

// add adds the round of a question.
func (u *underWay) add(round *quiz.Round) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.addLocked(round)
}

func (u *underWay) addLocked(round *quiz.Round) {
	for _, sign := range secrecy.Signs(&round.Question) {
		if list := u.rounds[sign]; !slices.Contains(list, round.ID) {
			u.rounds[sign] = append(list, round.ID)
		}
	}
}

// load reads the rounds of all rooms, once.
func (u *underWay) load(tx picking.RoomRounds) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.loaded {
		return nil
	}
	u.rounds = map[string][]quiz.RoundID{}
	err := picking.WalkUnderWay(tx, u.addLocked)
	u.loaded = err == nil
	return err
}

// asks reports whether another room still asks a question. It forgets rounds that are over.
func (u *underWay) asks(tx quiz.Rounds, q *quiz.Question, except quiz.RoomID) (bool, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, sign := range secrecy.Signs(q) {
		for i := 0; i < len(u.rounds[sign]); {
			round, err := records.IgnoreNotFound(tx.Round(u.rounds[sign][i]))
			switch {
			case err != nil && !errors.Is(err, quiz.ErrUnreadable):
				return false, err
			case round == nil || !picking.IsUnderWay(round):
				u.rounds[sign] = slices.Delete(u.rounds[sign], i, i+1)
			case round.Room != except:
				return true, nil
			default:
				i++
			}
		}
		if len(u.rounds[sign]) == 0 {
			delete(u.rounds, sign)
		}
	}
	return false, nil
}
