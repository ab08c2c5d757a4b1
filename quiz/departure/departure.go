// Package departure has the records of workspaces and servers that removed the bot.
package departure

import (
	"iter"
	"time"

	"quizbot/quiz/ident"
)

// Record is the removal of the bot from a workspace or server.
type Record struct {
	Workspace ident.Workspace `json:"workspace"`
	// At is the time of the removal, or of its discovery.
	At time.Time `json:"at"`
	// Deleting is the time at which the deletion of the workspace's data began, zero before it.
	Deleting time.Time `json:"deleting,omitzero"`
	// Operator says that a command of the operator began the deletion.
	Operator bool `json:"operator,omitempty"`
}

// DeletedOn returns the time at which the workspace's data is deleted, zero if it is kept: the
// retention is 0.
func (r *Record) DeletedOn(retention time.Duration) time.Time {
	if retention == 0 {
		return time.Time{}
	}
	return r.At.Add(retention)
}

// Counts are the numbers of a workspace's records.
type Counts struct {
	Rooms, Rounds, Answers, Members int
}

// Workspaces are the workspaces and servers with records, and the removals of the bot from them.
type Workspaces interface {
	// Workspaces returns the workspaces of all rooms, members and departures.
	Workspaces() ([]ident.Workspace, error)
	// CountWorkspace counts the records of a workspace.
	CountWorkspace(workspace ident.Workspace) (Counts, error)
	// Departure returns the removal of the bot from a workspace.
	Departure(workspace ident.Workspace) (Record, error)
	SetDeparture(r Record) error
	// DropDeparture deletes a departure. Without one it does nothing.
	DropDeparture(workspace ident.Workspace) error
	// Departures yields all departures in the order of the workspaces. An unreadable one has its
	// workspace alone.
	Departures() iter.Seq2[Record, error]
	// DropWorkspace deletes about n records of a workspace: rooms with everything in them, members, key
	// points and the audit log, but no departure. It returns the number, 0 if none are left. Unless until
	// is zero, rooms, members and other records since a later time stay. The store fits together after
	// each call.
	DropWorkspace(workspace ident.Workspace, until time.Time, n int) (int, error)
	// WorkspaceForgottenAt returns the last deletion time of a workspace's data, zero if there is none.
	WorkspaceForgottenAt(workspace ident.Workspace) (time.Time, error)
	// SetWorkspaceForgotten stores the deletion time under a keyed hash, as is done for members. It holds
	// for all members of the workspace.
	SetWorkspaceForgotten(workspace ident.Workspace, at time.Time) error
}
