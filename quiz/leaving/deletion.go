package leaving

import (
	"context"
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/departure"
	"quizbot/quiz/ident"
	"quizbot/quiz/records"
)

// batch is the number of records that one transaction deletes, so that nobody waits for it.
const batch = 200

// ErrUnknownWorkspace is returned for a workspace of which nothing is stored.
var ErrUnknownWorkspace = errors.New("nothing is stored of this workspace or server")

// ErrBeingDeleted is returned for a set-up in a workspace whose data is being deleted.
var ErrBeingDeleted = errors.New("the data of this workspace is being deleted: try again in a minute")

// RefuseIfDeleting returns ErrBeingDeleted if the data of a room's workspace is being deleted.
func RefuseIfDeleting(tx departure.Workspaces, room quiz.RoomID) error {
	known, err := records.IfReadable(tx.Departure(ident.WorkspaceOf(room)))
	if err == nil && known != nil && !known.Deleting.IsZero() {
		err = ErrBeingDeleted
	}
	return err
}

// Known is a workspace with what is stored of it.
type Known struct {
	Workspace quiz.WorkspaceID
	Counts    departure.Counts
	// Departed is the removal of the bot, nil if it was not removed.
	Departed *Departed
	// Rooms are the workspace's rooms.
	Rooms []quiz.RoomID
}

// KnownWorkspaces returns all workspaces of which anything is stored.
func (w *Workspaces) KnownWorkspaces(ctx context.Context) ([]Known, error) {
	departed, err := w.DepartedWorkspaces(ctx)
	if err != nil {
		return nil, err
	}
	return records.View(ctx, w.store, func(tx quiz.Tx) (list []Known, err error) {
		rooms := map[quiz.WorkspaceID][]quiz.RoomID{}
		for room, err := range tx.Rooms() { // an unreadable one has its id
			if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
				return nil, err
			}
			rooms[ident.WorkspaceOf(room.ID)] = append(rooms[ident.WorkspaceOf(room.ID)], room.ID)
		}
		workspaces, err := tx.Workspaces()
		if err != nil {
			return nil, err
		}
		for _, workspace := range workspaces {
			known := Known{Workspace: workspace, Rooms: rooms[workspace]}
			if known.Counts, err = tx.CountWorkspace(workspace); err != nil {
				return nil, err
			}
			if i := slices.IndexFunc(departed, func(d Departed) bool { return d.Workspace == workspace }); i >= 0 {
				known.Departed = &departed[i]
			}
			list = append(list, known)
		}
		return list, nil
	})
}

// DueDeletions returns the workspaces whose time of retention is over, and those whose deletion was
// interrupted.
func (w *Workspaces) DueDeletions(ctx context.Context, now time.Time) (due, interrupted []quiz.WorkspaceID, err error) {
	departed, err := w.DepartedWorkspaces(ctx)
	for _, d := range departed {
		switch {
		case !d.Deleting.IsZero():
			interrupted = append(interrupted, d.Workspace)
		case !d.Due.IsZero() && !now.Before(d.Due):
			due = append(due, d.Workspace)
		}
	}
	return due, interrupted, err
}

// DeleteDue deletes a workspace's data if its time of retention is over, or its deletion began. It
// reports whether it did: the bot may be back.
func (w *Workspaces) DeleteDue(ctx context.Context, now time.Time, workspace quiz.WorkspaceID) (bool, error) {
	begun, err := records.Update(ctx, w.store, func(tx quiz.Tx) (bool, error) {
		d, err := records.IfReadable(tx.Departure(workspace))
		if err != nil || d == nil {
			return false, err
		}
		if !d.Deleting.IsZero() {
			return true, nil
		}
		if at := d.DeletedOn(w.retention); at.IsZero() || now.Before(at) {
			return false, nil
		}
		return true, beginDeletion(tx, now, *d)
	})
	if err != nil || !begun {
		return false, err
	}
	return true, w.finishDeletion(ctx, now, workspace)
}

// ForgetWorkspace deletes a workspace's data at once, for the operator. It returns
// [ErrUnknownWorkspace].
func (w *Workspaces) ForgetWorkspace(ctx context.Context, now time.Time, workspace quiz.WorkspaceID) error {
	err := w.store.Update(ctx, func(tx quiz.Tx) error {
		known, err := tx.Workspaces()
		if err == nil && !slices.Contains(known, workspace) {
			err = ErrUnknownWorkspace
		}
		if err != nil {
			return err
		}
		d, err := records.IfReadable(tx.Departure(workspace))
		if err != nil {
			return err
		}
		if d == nil {
			d = &departure.Record{Workspace: workspace, At: now}
		}
		if !d.Deleting.IsZero() {
			return nil
		}
		d.Operator = true
		return beginDeletion(tx, now, *d)
	})
	if err != nil {
		return err
	}
	return w.finishDeletion(ctx, now, workspace)
}

// beginDeletion records that a deletion goes on until it is complete, also after a crash, and that
// whatever a backup has of the workspace is deleted again. Nothing is due in its rooms any more.
func beginDeletion(tx quiz.Tx, now time.Time, d departure.Record) error {
	last := now
	err := changeRooms(tx, d.Workspace, func(room *quiz.Room) error {
		if room.Since.After(last) { // by a clock that once ran ahead
			last = room.Since
		}
		return errors.Join(tx.EndJob(room.ID), tx.SetNextCheck(room.ID, time.Time{}))
	})
	d.Deleting = now
	return errors.Join(err, tx.SetDeparture(d), tx.SetWorkspaceForgotten(d.Workspace, last))
}

// finishDeletion deletes the data of a workspace, some records at a time, and then from free space of
// the file. The bot's part of the audit log says so.
func (w *Workspaces) finishDeletion(ctx context.Context, now time.Time, workspace quiz.WorkspaceID) error {
	for more := true; more; {
		err := w.store.Update(ctx, func(tx quiz.Tx) error {
			_, err := tx.Departure(workspace)
			if more = !errors.Is(err, quiz.ErrNotFound); !more { // somebody else ended it
				return nil
			}
			n, err := tx.DropWorkspace(workspace, time.Time{}, batch)
			if err != nil || n > 0 {
				return err
			}
			more = false
			return endDeletion(tx, now, workspace)
		})
		if err != nil {
			return err
		}
	}
	if k, ok := w.grader.(quiz.TextKeeper); ok {
		k.DropTexts()
	}
	if c, ok := w.store.(quiz.Compactor); ok {
		return c.Compact(context.WithoutCancel(ctx))
	}
	return nil
}

// endDeletion ends the departure of a workspace without any data.
func endDeletion(tx quiz.Tx, now time.Time, workspace quiz.WorkspaceID) error {
	d, err := records.IfReadable(tx.Departure(workspace))
	if err != nil {
		return err
	}
	return errors.Join(tx.DropDeparture(workspace),
		tx.AppendAudit(quiz.AuditRecord{Scope: string(workspace), At: now, Act: audit.Erase, Operator: d != nil && d.Operator}))
}
