package jobs

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/panics"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/runner"
)

// The troubles of a room that is contained: its job panics or needs a record that cannot be read.
const (
	troubleContained reason.TroubleCode = "contained" // it is tried again
	troubleParked    reason.TroubleCode = "parked"    // a person has to act
	// troubleUnreadAnswers has the argument detail, a date: answers cannot be read, and the reveal
	// comes without them.
	troubleUnreadAnswers reason.TroubleCode = "unread_answers"
)

// Contained is the state of a room whose job panics, or needs a record that cannot be read. It is kept
// in memory: a restart tries the room again.
type Contained struct {
	Room quiz.RoomID
	// Since is the time of the first failure, Next that of the next attempt. Tries counts failures.
	Since, Next time.Time
	Tries       int
	// Parked says that the room waits for a person. Unreadable says that a record cannot be read;
	// otherwise a mistake of the program is the cause.
	Parked, Unreadable bool
}

// containment holds the contained rooms of an Engine.
type containment struct {
	mu    sync.Mutex
	rooms map[quiz.RoomID]Contained
}

// fail notes a failure in a room.
func (c *containment) fail(id quiz.RoomID, now time.Time, cause error) Contained {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rooms == nil {
		c.rooms = map[quiz.RoomID]Contained{}
	}
	r, known := c.rooms[id]
	if !known {
		r = Contained{Room: id, Since: now}
	}
	r.Tries++
	r.Unreadable = !panics.Is(cause)
	r.Parked = r.Tries >= runner.ParkAfter
	r.Next = now.Add(runner.ContainedWait(r.Tries))
	c.rooms[id] = r
	return r
}

// release forgets the failures of a room, and reports whether there were any.
func (c *containment) release(id quiz.RoomID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, known := c.rooms[id]
	delete(c.rooms, id)
	return known
}

// ContainedRoom returns the state of a contained room, false for any other.
func (e *Engine) ContainedRoom(id quiz.RoomID) (Contained, bool) {
	e.contained.mu.Lock()
	defer e.contained.mu.Unlock()
	r, known := e.contained.rooms[id]
	return r, known
}

// ParkedRooms returns the parked rooms in the order of their ids.
func (e *Engine) ParkedRooms() (list []Contained) {
	e.contained.mu.Lock()
	defer e.contained.mu.Unlock()
	for _, r := range e.contained.rooms {
		if r.Parked {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b Contained) int { return cmp.Compare(a.Room, b.Room) })
	return list
}

// RetryParked makes all contained rooms due at once, as after the operator repaired something.
func (e *Engine) RetryParked(ctx context.Context, now time.Time) error {
	e.contained.mu.Lock()
	ids := slices.Sorted(maps.Keys(e.contained.rooms))
	e.contained.mu.Unlock()
	var errs []error
	for _, id := range ids {
		errs = append(errs, e.RetryContained(ctx, now, id))
	}
	return errors.Join(errs...)
}

// RetryContained makes a contained room due at once. It changes nothing in any other room.
func (e *Engine) RetryContained(ctx context.Context, now time.Time, id quiz.RoomID) error {
	if !e.contained.release(id) {
		return nil
	}
	defer e.Wake()
	return e.store.Update(ctx, func(tx quiz.Tx) error { return tx.SetNextCheck(id, now) })
}

// postponeContained records that a room's job panicked or needs a record that cannot be read. The
// room's own record is changed only if it can be read.
func (e *Engine) postponeContained(ctx context.Context, now time.Time, id quiz.RoomID, cause error) (alarms []quiz.Alarm, err error) {
	c := e.contained.fail(id, now, cause)
	code := troubleContained
	if c.Parked {
		code = troubleParked
	}
	trouble := quiz.Trouble{At: now, TroubleReason: reason.New(code), Tries: c.Tries}
	err = e.store.Update(ctx, func(tx quiz.Tx) error {
		alarms = nil
		room, err := records.IfReadable(tx.Room(id))
		if err != nil {
			return err
		}
		known := room != nil
		if !known {
			room = &quiz.Room{ID: id}
		}
		alarm, err := e.raiseAlarm(tx, room, trouble)
		if err != nil {
			return err
		}
		if c.Tries == runner.AlarmAfter || c.Tries == runner.ParkAfter {
			alarms = []quiz.Alarm{alarm}
		}
		if known {
			if err := tx.SetRoom(*room); err != nil {
				return err
			}
		} else if _, err := tx.Room(id); errors.Is(err, quiz.ErrNotFound) {
			return tx.SetNextCheck(id, time.Time{}) // a damaged index has a room that isn't there
		}
		return tx.SetNextCheck(id, c.Next)
	})
	return alarms, err
}

// passOver calls do for a room. A room that panics or cannot be read is left to the runner, which
// contains it when it is due.
func passOver(tx quiz.Tx, id quiz.RoomID, now time.Time, do func(agenda.RoomRecords, quiz.RoomID) error) error {
	err := panics.Catch(func() error { return do(tx, id) })
	if !runner.IsContained(err) {
		return err
	}
	return tx.SetNextCheck(id, now)
}
