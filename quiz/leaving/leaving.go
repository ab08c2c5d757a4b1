// Package leaving pauses the rooms of workspaces that removed the bot, and deletes their data later.
package leaving

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/audit"
	"quizbot/quiz/departure"
	"quizbot/quiz/ident"
	"quizbot/quiz/jobs"
	"quizbot/quiz/records"
)

// Workspaces knows which workspaces removed the bot. While the removal is recorded, nothing begins in
// the workspace's rooms. Open rounds stay as they are.
type Workspaces struct {
	store     quiz.Store
	engine    *jobs.Engine
	grader    quiz.Grader
	retention time.Duration

	mu     sync.Mutex
	listed map[string]bool // platforms that listed their workspaces
}

// New returns Workspaces. The data of a workspace is kept for the time of retention after its removal,
// for ever if that is 0.
func New(store quiz.Store, engine *jobs.Engine, grader quiz.Grader, retention time.Duration) *Workspaces {
	return &Workspaces{store: store, engine: engine, grader: grader, retention: retention, listed: map[string]bool{}}
}

// WorkspaceChange is what a report of a platform changed. Both are empty for a report of what is known.
type WorkspaceChange struct {
	// Left are the workspaces whose removal was recorded just now. Back are those that had removed the bot
	// and have it again.
	Left, Back []quiz.WorkspaceID
}

// WorkspaceLeft records that a workspace removed the bot. It does nothing for one without any records.
func (w *Workspaces) WorkspaceLeft(ctx context.Context, now time.Time, workspace quiz.WorkspaceID) (WorkspaceChange, error) {
	return w.update(ctx, func(tx quiz.Tx, c *WorkspaceChange) error {
		known, err := tx.Workspaces()
		if err != nil || !slices.Contains(known, workspace) {
			return err
		}
		return leave(tx, now, workspace, c)
	})
}

// WorkspaceBack calls off the deletion of a workspace's data: the bot is there again. Its rooms go on
// where they stopped. A deletion that began goes on, and the workspace starts anew.
func (w *Workspaces) WorkspaceBack(ctx context.Context, now time.Time, workspace quiz.WorkspaceID) (WorkspaceChange, error) {
	return w.update(ctx, func(tx quiz.Tx, c *WorkspaceChange) error { return comeBack(tx, now, workspace, c) })
}

// ListWorkspaces takes all workspaces of a platform that have the bot. All others of the platform
// removed it.
func (w *Workspaces) ListWorkspaces(ctx context.Context, now time.Time, platform string, present []quiz.WorkspaceID) (WorkspaceChange, error) {
	c, err := w.update(ctx, func(tx quiz.Tx, c *WorkspaceChange) error {
		known, err := tx.Workspaces()
		if err != nil {
			return err
		}
		for _, workspace := range known {
			change := leave
			if slices.Contains(present, workspace) {
				change = comeBack
			}
			if workspace.Platform() != platform {
				continue
			}
			if err := change(tx, now, workspace, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.listed[platform] = true
	}
	return c, err
}

// HasListed reports whether a platform listed its workspaces since the start.
func (w *Workspaces) HasListed(platform string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.listed[platform]
}

// update runs a change in one transaction.
func (w *Workspaces) update(ctx context.Context, change func(quiz.Tx, *WorkspaceChange) error) (WorkspaceChange, error) {
	defer w.engine.Wake()
	return records.Update(ctx, w.store, func(tx quiz.Tx) (c WorkspaceChange, err error) {
		err = change(tx, &c)
		return c, err
	})
}

// leave records a removal, unless it is known.
func leave(tx quiz.Tx, now time.Time, workspace quiz.WorkspaceID, c *WorkspaceChange) error {
	known, err := records.IfReadable(tx.Departure(workspace))
	if err != nil || known != nil {
		return err
	}
	c.Left = append(c.Left, workspace)
	err = changeRooms(tx, workspace, func(room *quiz.Room) error { return tx.SetNextCheck(room.ID, time.Time{}) })
	return errors.Join(err, tx.SetDeparture(departure.Record{Workspace: workspace, At: now}),
		tx.AppendAudit(quiz.AuditRecord{Scope: string(workspace), At: now, Act: audit.Leave}))
}

// comeBack ends a departure, unless the deletion began.
func comeBack(tx quiz.Tx, now time.Time, workspace quiz.WorkspaceID, c *WorkspaceChange) error {
	known, err := tx.Departure(workspace)
	switch {
	case errors.Is(err, quiz.ErrNotFound), !known.Deleting.IsZero():
		return nil
	case err != nil && !errors.Is(err, quiz.ErrUnreadable):
		return err
	}
	c.Back = append(c.Back, workspace)
	return errors.Join(tx.DropDeparture(workspace), changeRooms(tx, workspace, func(room *quiz.Room) error { return continueRoom(tx, room, now) }),
		tx.AppendAudit(quiz.AuditRecord{Scope: string(workspace), At: now, Act: audit.Return}))
}

// continueRoom has a room go on. Questions and digests of earlier days are left out. What was open is
// closed and revealed when it is due, which may be at once.
func continueRoom(tx quiz.Tx, room *quiz.Room, now time.Time) error {
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return err
	}
	for _, kind := range []quiz.JobKind{quiz.JobAsk, quiz.JobDigest} {
		room.MarkDone(kind, calendar.Date(now).AddDays(-1))
	}
	room.Blocked = nil
	if err := agenda.SaveRoom(tx, room, now); err != nil {
		return err
	}
	return jobs.RetryWaiting(tx, room.ID, now)
}

// changeRooms calls change for each room of a workspace that can be read.
func changeRooms(tx quiz.Rooms, workspace quiz.WorkspaceID, change func(*quiz.Room) error) error {
	for room, err := range records.Readable(tx.Rooms()) {
		if err != nil {
			return err
		}
		if ident.WorkspaceOf(room.ID) != workspace {
			continue
		}
		if err := change(&room); err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return err
		}
	}
	return nil
}

// Departed is a workspace that removed the bot.
type Departed struct {
	departure.Record
	// Due is the time at which its data is deleted, zero if it is kept.
	Due time.Time
}

// DepartedWorkspaces returns the workspaces that removed the bot. One whose record cannot be read has
// its id alone.
func (w *Workspaces) DepartedWorkspaces(ctx context.Context) ([]Departed, error) {
	return records.View(ctx, w.store, func(tx quiz.Tx) (list []Departed, err error) {
		for r, err := range tx.Departures() {
			switch {
			case errors.Is(err, quiz.ErrUnreadable):
				list = append(list, Departed{Record: r})
			case err != nil:
				return nil, err
			default:
				list = append(list, Departed{r, r.DeletedOn(w.retention)})
			}
		}
		return list, nil
	})
}

// DepartureOf returns the removal of the bot from a room's workspace, nil if it wasn't removed.
func (w *Workspaces) DepartureOf(tx departure.Workspaces, room quiz.RoomID) (*Departed, error) {
	r, err := tx.Departure(ident.WorkspaceOf(room))
	switch {
	case errors.Is(err, quiz.ErrNotFound):
		return nil, nil
	case errors.Is(err, quiz.ErrUnreadable):
		return &Departed{}, nil
	case err != nil:
		return nil, err
	}
	return &Departed{r, r.DeletedOn(w.retention)}, nil
}

// HaveAllLeft reports whether there are workspaces of a platform, and all of them removed the bot.
func (w *Workspaces) HaveAllLeft(ctx context.Context, platform string) (bool, error) {
	return records.View(ctx, w.store, func(tx quiz.Tx) (all bool, err error) {
		known, err := tx.Workspaces()
		if err != nil {
			return false, err
		}
		for _, workspace := range known {
			if workspace.Platform() != platform {
				continue
			}
			if d, err := records.IfReadable(tx.Departure(workspace)); err != nil || d == nil {
				return false, err
			}
			all = true
		}
		return all, nil
	})
}
