package adapter

import (
	"strings"

	"quizbot/quiz"
)

// Workspace is a Slack workspace, a Discord server or their equal elsewhere. It builds and reads
// the ids of its rooms and members.
type Workspace struct {
	// Platform is the adapter's name, such as slack.
	Platform string
	// ID is the platform's own id of the workspace.
	ID string
}

// WorkspaceID returns the id of the workspace itself.
func (w Workspace) WorkspaceID() quiz.WorkspaceID {
	return quiz.WorkspaceID(w.Platform + "/" + w.ID)
}

// Room returns the id of the room in a channel.
func (w Workspace) Room(channel string) quiz.RoomID { return quiz.RoomID(w.idPrefix() + channel) }

// Member returns the id of a user as a member.
func (w Workspace) Member(user string) quiz.MemberID { return quiz.MemberID(w.idPrefix() + user) }

// Channel returns the platform's id of a room's channel. It reports false for a room of another
// workspace.
func (w Workspace) Channel(room quiz.RoomID) (id string, ok bool) {
	return strings.CutPrefix(string(room), w.idPrefix())
}

func (w Workspace) idPrefix() string { return w.Platform + "/" + w.ID + "/" }
