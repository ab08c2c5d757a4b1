package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/departure"
	"quizbot/quiz/plan"
	"quizbot/store/bolt"
)

// fillWorkspaces stores two workspaces, one of which removed the bot.
func fillWorkspaces(t *testing.T, data string) {
	t.Helper()
	db, err := bolt.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	err = db.Update(t.Context(), func(tx quiz.Tx) error {
		return errors.Join(tx.SetRoom(quiz.Room{ID: "slack/T1/C1", Plan: plan.Default(), Since: at}), tx.SetRound(quiz.Round{ID: 1, Room: "slack/T1/C1"}),
			tx.SetMember(quiz.Member{No: 1, ID: "slack/T1/U1", Since: at}), tx.SetReply(quiz.Reply{Round: 1, Member: 1, Form: "because"}),
			tx.SetRoom(quiz.Room{ID: "discord/900/1", Plan: plan.Default(), Since: at}), tx.SetDeparture(departure.Record{Workspace: "discord/900", At: at}))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// The command shows what is stored, and deletes it once its name is typed or --yes is given. An unknown
// workspace gets a list of all.
func TestForgetShowsAndThenDeletes(t *testing.T) {
	data := filepath.Join(t.TempDir(), "quiz.db")
	fillWorkspaces(t, data)
	const shown = "slack/T1: 1 room, 1 round, 1 answer, 1 member.\n  slack/T1/C1\nAll of it is deleted,"
	for _, step := range []struct {
		args         []string
		typed        string
		status       int
		want, refuse string
	}{
		{[]string{"--workspace", "T1"}, "", statusUsage, "", "isn't a workspace or server"},
		{nil, "", statusUsage, "", "--workspace"},
		{[]string{"--workspace", "slack/T9"}, "slack/T9\n", statusFailed, "", "nothing is stored of slack/T9. Known are: discord/900 (removed the bot on 2026-11-02), 1 room, 0 rounds, 0 answers, 0 members; slack/T1, 1 room"},
		{[]string{"--workspace", "slack/T1"}, "", statusFailed, shown, "nothing is deleted: the name was not typed"},
		{[]string{"--workspace", "slack/T1"}, "yes\n", statusFailed, shown, "nothing is deleted"},
		{[]string{"--workspace", "slack/T1"}, "slack/T1\n", statusOK, "Deleted: 1 room, 1 round, 1 answer, 1 member.\n", ""},
		{[]string{"--workspace", "slack/T1"}, "slack/T1\n", statusFailed, "", "nothing is stored of slack/T1"},
		{[]string{"--workspace", "discord/900", "--yes"}, "", statusOK, "Deleted: 1 room, 0 rounds, 0 answers, 0 members.\n", ""},
		{[]string{"--workspace", "discord/900", "--yes"}, "", statusFailed, "", "nor of any other workspace or server"},
	} {
		var out, complaints bytes.Buffer
		status := run(t.Context(), append([]string{"forget", "--data", data}, step.args...), streams{strings.NewReader(step.typed), &out, &complaints})
		if status != step.status || !strings.Contains(out.String(), step.want) || !strings.Contains(complaints.String(), step.refuse) {
			t.Errorf("forget %v, typed %q: status %d, want %d; got\n%s%s", step.args, step.typed, status, step.status, out.String(), complaints.String())
		}
	}
}
