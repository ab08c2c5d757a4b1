// Package ident names rooms, members and workspaces by platform, workspace and the platform's own id.
package ident

import (
	"fmt"
	"strings"
)

// Room names a room: platform/workspace/channel.
type Room string

// Member names a person: platform/workspace/user.
type Member string

// Workspace names a workspace or server: platform/workspace.
type Workspace string

// ParseRoom checks that s has the three parts of a room's name.
func ParseRoom(s string) (Room, error) {
	if !hasThreeParts(s) {
		return "", fmt.Errorf("%q is no room: write platform/workspace/channel, such as slack/T0123/C0456", s)
	}
	return Room(s), nil
}

// ParseMember checks that s has the three parts of a member's name.
func ParseMember(s string) (Member, error) {
	if !hasThreeParts(s) {
		return "", fmt.Errorf("%q is no member: write platform/workspace/user, such as slack/T0123/U0456", s)
	}
	return Member(s), nil
}

// ParseWorkspace checks that s has the two parts of a workspace's name.
func ParseWorkspace(s string) (Workspace, error) {
	if platform, id, ok := strings.Cut(s, "/"); !ok || platform == "" || id == "" || strings.ContainsAny(s, " \t\r\n\x00") || strings.Contains(id, "/") {
		return "", fmt.Errorf("%q isn't a workspace or server: write slack/WORKSPACE or discord/SERVER, such as slack/T0123", s)
	}
	return Workspace(s), nil
}

func hasThreeParts(s string) bool {
	parts := strings.Split(s, "/")
	return len(parts) == 3 && parts[0] != "" && parts[1] != "" && parts[2] != "" && !strings.ContainsAny(s, " \t\r\n\x00")
}

// Platform returns the first part of the workspace's id, such as slack.
func (w Workspace) Platform() string { return platformPart(string(w)) }

// Platform returns the first part of the room's id, such as slack.
func (r Room) Platform() string { return platformPart(string(r)) }

// Workspace returns the middle part of the room's id: the platform's id of the workspace or server.
func (r Room) Workspace() string { return workspacePart(string(r)) }

// Local returns the last part of the room's id: the platform's own id of the channel.
func (r Room) Local() string { return localPart(string(r)) }

// Platform returns the first part of the member's id, such as slack.
func (m Member) Platform() string { return platformPart(string(m)) }

// Workspace returns the middle part of the member's id: the platform's id of the workspace or
// server.
func (m Member) Workspace() string { return workspacePart(string(m)) }

// Local returns the last part of the member's id: the platform's own id of the user.
func (m Member) Local() string { return localPart(string(m)) }

// WorkspaceOf returns the workspace or server of a room.
func WorkspaceOf(room Room) Workspace {
	return Workspace(room.Platform() + "/" + room.Workspace())
}

// WorkspaceOfMember returns the workspace or server of a member.
func WorkspaceOfMember(m Member) Workspace { return Workspace(m.Platform() + "/" + m.Workspace()) }

func platformPart(id string) string {
	platform, _, _ := strings.Cut(id, "/")
	return platform
}

func workspacePart(id string) string {
	_, rest, _ := strings.Cut(id, "/")
	workspace, _, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return workspace
}

func localPart(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
