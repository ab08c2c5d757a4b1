package ident_test

import (
	"testing"

	"quizbot/quiz/ident"
)

func TestPartsOfIDs(t *testing.T) {
	for id, want := range map[string][3]string{
		"slack/T1/C2":   {"slack", "T1", "C2"},
		"discord/@me/7": {"discord", "@me", "7"},
		"console/room":  {"console", "", "room"},
		"U1":            {"U1", "", "U1"},
		"":              {},
	} {
		room, member := ident.Room(id), ident.Member(id)
		if got := [3]string{room.Platform(), room.Workspace(), room.Local()}; got != want {
			t.Errorf("room %q: got %q, want %q", id, got, want)
		}
		if got := [3]string{member.Platform(), member.Workspace(), member.Local()}; got != want {
			t.Errorf("member %q: got %q, want %q", id, got, want)
		}
	}
	if got := ident.WorkspaceOf("slack/T1/C2"); got != "slack/T1" {
		t.Errorf("the workspace is %q", got)
	}
}
