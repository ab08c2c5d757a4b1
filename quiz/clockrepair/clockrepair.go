// Package clockrepair lists and corrects the records that a clock which ran ahead has left.
package clockrepair

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
)

const (
	// lookBack is how long before now the messages of a job may have been posted that a clock which ran
	// ahead began.
	lookBack = 7 * 24 * time.Hour
	// farAhead is how many days a round's date may be ahead. Such a round keeps the close that its card
	// tells.
	farAhead = 2
)

// List describes the records that are dated after now, one line each.
func List(ctx context.Context, store quiz.Store, now time.Time) ([]string, error) {
	return records.View(ctx, store, func(tx quiz.Tx) ([]string, error) { return listIn(tx, now) })
}

// Correct lists the records that are dated after now, and corrects them in one transaction. now must
// be confirmed. The rooms continue with what is due next, and no date is asked or told twice.
func Correct(ctx context.Context, store quiz.Store, now time.Time) ([]string, error) {
	return records.Update(ctx, store, func(tx quiz.Tx) ([]string, error) {
		list, err := listIn(tx, now)
		if err != nil {
			return nil, err
		}
		rooms, err := allRooms(tx)
		if err != nil {
			return nil, err
		}
		asked := map[quiz.RoomID][]schedule.Date{}
		for _, room := range rooms { // before the dates of rounds change
			if asked[room.ID], err = askedDates(tx, &room); err != nil {
				return nil, err
			}
		}
		begun := map[quiz.RoomID]bool{} // its job began after now
		for _, room := range rooms {
			job, err := records.IgnoreNotFound(tx.Job(room.ID))
			if err != nil {
				return nil, err
			}
			begun[room.ID] = job != nil && job.Begun.After(now)
		}
		if err := tx.ResetFutureTimes(now); err != nil {
			return nil, err
		}
		for _, room := range rooms {
			if err := correctRoom(tx, room.ID, asked[room.ID], begun[room.ID], now); err != nil {
				return nil, fmt.Errorf("room %s: %w", room.ID, err)
			}
		}
		return list, tx.SetNewestMoment(now)
	})
}

// allRooms returns the rooms whose records can be read.
func allRooms(tx quiz.Rooms) (rooms []quiz.Room, err error) {
	for room, err := range records.Readable(tx.Rooms()) {
		if err != nil {
			return nil, err
		}
		rooms = append(rooms, room)
	}
	return rooms, nil
}

// listIn is List within a transaction.
func listIn(tx quiz.Tx, now time.Time) (list []string, err error) {
	newest, err := tx.NewestMoment()
	if err != nil {
		return nil, err
	}
	if newest.After(now) {
		list = append(list, "the newest moment is of "+newest.UTC().Format(time.RFC3339))
	}
	rooms, err := allRooms(tx)
	if err != nil {
		return nil, err
	}
	for _, room := range rooms {
		calendar, err := agenda.NewCalendar(room.Plan)
		if err != nil {
			return nil, err
		}
		future := calendar.FutureDates(&room, now)
		for _, kind := range slices.Sorted(maps.Keys(future)) {
			list = append(list, fmt.Sprintf("room %s: its %s is done up to %s", room.ID, kind, future[kind]))
		}
	}
	for line, err := range tx.FutureRecords(now) {
		if err != nil {
			return nil, err
		}
		list = append(list, line)
	}
	return list, nil
}

// askedDates returns the dates of a room's planned rounds.
func askedDates(tx quiz.Rounds, room *quiz.Room) (dates []schedule.Date, err error) {
	for round, err := range tx.RoundsAfter(room.ID, 0) {
		if err != nil {
			return nil, err
		}
		if round.Phase != quiz.Cancelled && !round.ByHand {
			dates = append(dates, round.Date)
		}
	}
	return dates, nil
}

// correctRoom corrects what lies ahead on purpose, such as a close: a wrong clock planned it.
func correctRoom(tx agenda.RoomRecords, id quiz.RoomID, asked []schedule.Date, begunAhead bool, now time.Time) error {
	room, err := tx.Room(id)
	if err != nil {
		return err
	}
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return err
	}
	today := calendar.Date(now)
	wrong := len(calendar.FutureDates(&room, now)) > 0
	calendar.CorrectFutureDates(&room, asked, now)
	if a := room.Replacement; a != nil && today.Before(a.Date) {
		room.Replacement, wrong = nil, true
	}
	for i := range room.Regrades {
		if r := &room.Regrades[i]; r.Next.Sub(now) > lookBack {
			r.Next, r.Until, wrong = time.Time{}, now.Add(lookBack), true
		}
	}
	round, err := records.IgnoreNotFound(tx.Round(room.Round))
	if err != nil {
		return err
	}
	if round != nil {
		moved, err := correctRound(tx, &room, calendar, round, now)
		if err != nil {
			return err
		}
		wrong = wrong || moved
	}
	job, err := records.IgnoreNotFound(tx.Job(id))
	if err != nil {
		return err
	}
	if job != nil {
		correctJob(job, round, &room, begunAhead, now)
		if err := tx.SetJob(*job); err != nil {
			return err
		}
	}
	if wrong {
		room.NoteTrouble(quiz.Trouble{At: now, Job: quiz.JobAsk, TroubleReason: reason.New(reason.TroubleClock)})
	}
	return agenda.SaveRoom(tx, &room, now)
}

// correctRound makes a current round that was planned far ahead one of today. It reports whether the
// round was one.
func correctRound(tx quiz.Rounds, room *quiz.Room, calendar agenda.Calendar, round *quiz.Round, now time.Time) (bool, error) {
	today := calendar.Date(now)
	latest := calendar.ClosesAt(today.AddDays(farAhead), calendar.AskAt(today.AddDays(farAhead)))
	if !round.ClosesAt.After(latest) {
		return false, nil
	}
	round.Date, round.ClosesAt = today, calendar.ClosesAt(today, now)
	if !round.ByHand {
		room.MarkDone(quiz.JobAsk, today)
		room.LastAskedOn = today
	}
	return true, tx.SetRound(*round)
}

// correctJob lets a job continue now. Its messages are looked for from long before on.
func correctJob(job *quiz.Job, round *quiz.Round, room *quiz.Room, begunAhead bool, now time.Time) {
	job.Next = time.Time{}
	if begunAhead {
		job.Begun = now.Add(-lookBack)
	}
	switch job.Kind {
	case quiz.JobAsk:
		if round != nil {
			job.Until, job.Announcement.Question = round.ClosesAt, round
		}
	case quiz.JobGrade:
		if longest := now.Add(room.Plan.GradeDeadline); job.Until.After(longest) {
			job.Until = longest
		}
	case quiz.JobDigest, quiz.JobReveal:
		if longest := now.Add(max(room.Plan.CatchUp, time.Hour)); job.Until.After(longest) {
			job.Until = longest
		}
	}
}
