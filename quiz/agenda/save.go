package agenda

import (
	"time"

	"quizbot/quiz"
	"quizbot/quiz/records"
)

// JobRecords are the records of jobs and their rounds.
type JobRecords interface {
	quiz.Jobs
	quiz.Rounds
}

// RoomRecords are the records of rooms with their jobs and rounds.
type RoomRecords interface {
	quiz.Rooms
	JobRecords
}

// SaveRoom stores a room and schedules its next check.
func SaveRoom(tx RoomRecords, room *quiz.Room, now time.Time) error {
	if err := tx.SetRoom(*room); err != nil {
		return err
	}
	return ScheduleCheck(tx, room, now)
}

// ScheduleCheck schedules the room's next check.
func ScheduleCheck(tx JobRecords, room *quiz.Room, now time.Time) error {
	o, _, _, err := Read(tx, room, now)
	if err != nil {
		return err
	}
	unreported := room.Blocked != nil && room.Blocked.Untold
	if o.IsDue || o.ThreadDue || o.Regrade != nil || unreported || len(o.Missed) > 0 {
		return tx.SetNextCheck(room.ID, now)
	}
	return tx.SetNextCheck(room.ID, o.NextCheck)
}

// Read evaluates a room with its current job and round.
func Read(tx JobRecords, room *quiz.Room, now time.Time) (Agenda, *quiz.Job, *quiz.Round, error) {
	calendar, err := NewCalendar(room.Plan)
	if err != nil {
		return Agenda{}, nil, nil, err
	}
	job, err := records.IgnoreNotFound(tx.Job(room.ID))
	if err != nil {
		return Agenda{}, nil, nil, err
	}
	round, err := records.IgnoreNotFound(tx.Round(room.Round))
	if err != nil {
		return Agenda{}, nil, nil, err
	}
	return calendar.Evaluate(room, job, round, now), job, round, nil
}
