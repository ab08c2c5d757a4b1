package service

import (
	"time"

	"quizbot/quiz"
)

// saveRoom writes the room and when to look at it next, which every change of it may move.
func saveRoom(tx quiz.Tx, room *quiz.Room, now time.Time) error {
	if err := tx.SetRoom(*room); err != nil {
		return err
	}
	return setWake(tx, room, now)
}

func setWake(tx quiz.Tx, room *quiz.Room, now time.Time) error {
	o, _, _, err := readAgenda(tx, room, now)
	if err != nil {
		return err
	}
	untold := room.Blocked != nil && room.Blocked.Untold
	if o.isDue || o.thread || untold || len(o.missed) > 0 || o.repaired {
		return tx.SetNextCheck(room.ID, now)
	}
	return tx.SetNextCheck(room.ID, o.nextCheck)
}

// readAgenda reads what the calendar needs and asks it.
func readAgenda(tx quiz.Tx, room *quiz.Room, now time.Time) (agenda, *quiz.Job, *quiz.Round, error) {
	calendar, err := newRoomCalendar(room.Plan)
	if err != nil {
		return agenda{}, nil, nil, err
	}
	step, err := optional(tx.Job(room.ID))
	if err != nil {
		return agenda{}, nil, nil, err
	}
	round, err := optional(tx.Round(room.Round))
	if err != nil {
		return agenda{}, nil, nil, err
	}
	mended := repairClockSkew(room, calendar, round, now)
	o := calendar.evaluate(room, step, round, now)
	o.repaired = mended
	return o, step, round, nil
}
