package quiz

import "quizbot/quiz/ident"

// RoomID names a room: platform/workspace/channel.
type RoomID = ident.Room

// MemberID names a person: platform/workspace/user.
type MemberID = ident.Member

// WorkspaceID names a workspace or server: platform/workspace.
type WorkspaceID = ident.Workspace

// RoundID names a round.
type RoundID = ident.Round

// MemberNo is a member's number in all records.
type MemberNo = ident.MemberNo
