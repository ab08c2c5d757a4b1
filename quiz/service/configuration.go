package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/auditlog"
	"quizbot/quiz/departure"
	"quizbot/quiz/ident"
	"quizbot/quiz/leaving"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// SyncConfiguredRooms gives the rooms of a configuration file their plans. A new room doesn't ask
// for a time that has passed. A room that left the file is paused, and its plan can be changed from
// chat. Rooms set up from chat are left alone.
func (s *Configuration) SyncConfiguredRooms(ctx context.Context, now time.Time, plans map[quiz.RoomID]plan.Plan) error {
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		s.leftFile = nil
		named, err := syncRooms(tx, now, plans)
		if err != nil {
			return err
		}
		s.leftFile, err = pauseUnlistedRooms(tx, now, named)
		return err
	})
}

// LeftFile returns the rooms that the last [Configuration.SyncConfiguredRooms] paused because they
// left the file.
func (s *Configuration) LeftFile() []quiz.RoomID { return s.leftFile }

// SyncPlans gives rooms of a configuration file new plans and leaves all others alone.
func (s *Configuration) SyncPlans(ctx context.Context, now time.Time, plans map[quiz.RoomID]plan.Plan) error {
	return s.store.Update(ctx, func(tx quiz.Tx) error {
		_, err := syncRooms(tx, now, plans)
		return err
	})
}

// syncRooms gives rooms their plans. It returns their current ids.
func syncRooms(tx configuredRecords, now time.Time, plans map[quiz.RoomID]plan.Plan) (named map[quiz.RoomID]bool, err error) {
	moved, err := movedRoomIDs(tx)
	if err != nil {
		return nil, err
	}
	named = map[quiz.RoomID]bool{}
	for id, plan := range plans {
		id = cmp.Or(moved[id], id)
		named[id] = true
		err := leaving.RefuseIfDeleting(tx, id)
		if err == nil {
			err = syncRoom(tx, now, id, plan)
		}
		if errors.Is(err, quiz.ErrUnreadable) || errors.Is(err, leaving.ErrBeingDeleted) {
			continue // the runner says what is wrong there; a room that is deleted comes at the next start
		}
		if err != nil {
			return nil, fmt.Errorf("room %s: %w", id, err)
		}
	}
	return named, nil
}

// movedRoomIDs maps former ids of rooms to current ones.
func movedRoomIDs(tx quiz.Rooms) (map[quiz.RoomID]quiz.RoomID, error) {
	moved := map[quiz.RoomID]quiz.RoomID{}
	for room, err := range records.Readable(tx.Rooms()) {
		if err != nil {
			return nil, err
		}
		for _, id := range room.Was {
			moved[id] = room.ID
		}
	}
	return moved, nil
}

func syncRoom(tx configuredRecords, now time.Time, id quiz.RoomID, plan plan.Plan) error {
	room, err := tx.Room(id)
	before := auditlog.Remember(&room)
	if errors.Is(err, quiz.ErrNotFound) {
		room, err = agenda.NewRoom(id, plan, now)
	}
	if err != nil {
		return err
	}
	if err := agenda.Replan(&room, plan, now); err != nil {
		return err
	}
	if room.Removed || room.Pause != nil && room.Pause.LeftFile {
		if err := reopenRoom(&room, now); err != nil {
			return err
		}
	}
	room.FromFile = true
	return saveConfigured(tx, &room, before, now)
}

// configuredRecords are the records that the configuration file may change.
type configuredRecords interface {
	agenda.RoomRecords
	departure.Workspaces
	AppendAudit(r quiz.AuditRecord) error
}

// saveConfigured stores a room that the configuration file changed, and logs the changes.
func saveConfigured(tx configuredRecords, room *quiz.Room, before auditlog.Snapshot, now time.Time) error {
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return err
	}
	for _, r := range before.Changes(room, calendar.Date(now)) {
		r.Scope, r.At, r.Operator = string(room.ID), now, true
		if err := tx.AppendAudit(r); err != nil {
			return err
		}
	}
	return agenda.SaveRoom(tx, room, now)
}

// pauseUnlistedRooms pauses the rooms that left the configuration file.
func pauseUnlistedRooms(tx configuredRecords, now time.Time, named map[quiz.RoomID]bool) (left []quiz.RoomID, err error) {
	var rooms []quiz.Room
	for room, err := range records.Readable(tx.Rooms()) {
		if err != nil {
			return nil, err
		}
		if room.FromFile && !named[room.ID] {
			rooms = append(rooms, room)
		}
	}
	for _, room := range rooms {
		before := auditlog.Remember(&room)
		room.FromFile = false
		if room.Pause == nil {
			room.Pause = &quiz.Pause{LeftFile: true}
		}
		room.NoteTrouble(quiz.Trouble{At: now, TroubleReason: reason.New(reason.TroubleLeftFile)})
		if err := saveConfigured(tx, &room, before, now); err != nil {
			return nil, err
		}
		left = append(left, room.ID)
	}
	return left, nil
}

// ScheduleServed has the rooms of workspaces that may use the bot looked at again, after they may not
// have for a while. It returns the rooms of the others, which are left alone: nothing is posted there.
func (s *Configuration) ScheduleServed(ctx context.Context, now time.Time) (others []quiz.RoomID, err error) {
	err = s.store.Update(ctx, func(tx quiz.Tx) error {
		others = nil
		var waiting []quiz.Room
		for room, err := range records.Readable(tx.Rooms()) {
			if err != nil {
				return err
			}
			if !s.jobs.Serves(ident.WorkspaceOf(room.ID)) {
				others = append(others, room.ID)
				continue
			}
			next, err := tx.NextCheck(room.ID)
			if errors.Is(err, quiz.ErrUnreadable) {
				continue // the runner mends it
			}
			if err != nil {
				return err
			}
			if next.IsZero() {
				waiting = append(waiting, room)
			}
		}
		for i := range waiting {
			if err := agenda.ScheduleCheck(tx, &waiting[i], now); err != nil {
				return err
			}
		}
		return nil
	})
	return others, err
}
