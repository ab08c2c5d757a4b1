package quiz

import "quizbot/quiz/ident"

// The ids of rooms and members, and those of workspaces or servers.
type (
	RoomID      = ident.Room
	MemberID    = ident.Member
	WorkspaceID = ident.Workspace
)
