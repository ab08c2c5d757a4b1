package jobs

import (
	"context"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// raiseAlarm notes a trouble in its room and returns the alarm for the room's admins.
func (e *Engine) raiseAlarm(tx quiz.Members, room *quiz.Room, t quiz.Trouble) (quiz.Alarm, error) {
	room.NoteTrouble(t)
	a := quiz.Alarm{Room: room.ID, Language: room.Plan.Language, TimeZone: room.Plan.TimeZone, Trouble: t}
	by, err := records.IfReadable(tx.Member(room.By))
	if err != nil {
		return a, err
	}
	if by != nil {
		a.To = append(a.To, by.ID)
	}
	for _, id := range e.admins {
		if id.Platform() == room.ID.Platform() && (by == nil || id != by.ID) {
			a.To = append(a.To, id)
		}
	}
	return a, nil
}

// lowWatermark is the number of remaining questions that raises an alarm. A bank with fewer than
// twice as many is small on purpose.
const lowWatermark = 5

// alarmIfRunningLow raises an alarm when few questions remain.
func (e *Engine) alarmIfRunningLow(tx askRecords, room *quiz.Room, d agenda.Due) ([]quiz.Alarm, error) {
	left, err := e.picker.CountLeft(tx, room)
	if err != nil || left != lowWatermark {
		return nil, err
	}
	if _, all := e.picker.PickFirst(room, nil); all < 2*lowWatermark {
		return nil, nil
	}
	a, err := e.raiseAlarm(tx, room, quiz.Trouble{At: d.At, Job: quiz.JobAsk, TroubleReason: reason.New(reason.TroubleRunningLow)})
	return []quiz.Alarm{a}, err
}

// AlarmsForAll returns the alarms of a trouble of the whole service, one for each room where the quiz
// runs, and for each room that is still to be begun. It records nothing.
func (e *Engine) AlarmsForAll(ctx context.Context, t quiz.Trouble, unbegun ...quiz.Room) ([]quiz.Alarm, error) {
	return records.View(ctx, e.store, func(tx quiz.Tx) (alarms []quiz.Alarm, err error) {
		for _, room := range unbegun {
			alarm, err := e.raiseAlarm(tx, &room, t)
			if err != nil {
				return alarms, err
			}
			alarms = append(alarms, alarm)
		}
		for room, err := range records.Readable(tx.Rooms()) {
			if err != nil {
				return alarms, err
			}
			left, err := HasLeft(tx, room.ID)
			if err != nil {
				return alarms, err
			}
			if room.Removed || left {
				continue
			}
			alarm, err := e.raiseAlarm(tx, &room, t)
			if err != nil {
				return alarms, err
			}
			alarms = append(alarms, alarm)
		}
		return alarms, nil
	})
}
