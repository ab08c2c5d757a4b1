package bolt_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/departure"
	"quizbot/quiz/jobs"
	"quizbot/quiz/leaving"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

const leavingWorkspace, stayingWorkspace quiz.WorkspaceID = "slack/T1", "slack/T2"

// addWorkspace adds a workspace with its id in the texts of every kind of record.
func addWorkspace(tx quiz.Tx, w quiz.WorkspaceID, first quiz.MemberNo) error {
	room, text := quiz.RoomID(w+"/C1"), "words of "+string(w)+"/"
	q := quiz.Question{ID: quiz.QuestionID("q" + text), Title: text, Answer: text}
	round := quiz.Round{ID: quiz.RoundID(first), Room: room, Question: q}
	since := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	err := errors.Join(tx.SetRoom(quiz.Room{ID: room, Plan: plan.Default(), Since: since}), tx.SetRound(round), tx.SetNextCheck(room, since),
		tx.SetJob(quiz.Job{Room: room, Kind: quiz.JobAsk, Round: round.ID, Announcement: quiz.Announcement{Key: text, Question: &round}}),
		tx.SetQuestionAsked(room, 1, q.ID, true), tx.SetConfirmedPoints(quiz.ConfirmedPoints{Workspace: w, Question: q.ID, Points: []string{text}, By: first, At: since}),
		tx.AppendAudit(quiz.AuditRecord{Scope: string(room), At: since, Act: audit.AskNow, Question: text, By: first}),
		tx.AppendAudit(quiz.AuditRecord{Scope: string(w), At: since, Act: audit.Points, Question: text, By: first}))
	for no := first; no < first+60; no++ {
		err = errors.Join(err, tx.SetMember(quiz.Member{No: no, ID: quiz.MemberID(fmt.Sprintf("%s/U%d", w, no)), Name: text, Since: since}),
			tx.SetReply(quiz.Reply{Round: round.ID, Member: no, Form: strings.Repeat(text, 20)}), tx.SetVote(round.ID, no, first, since),
			tx.Append(ledger.Entry{Room: room, Member: no, Round: round.ID, Points: 10, At: since}))
	}
	return err
}

// twoWorkspaces opens a store with two workspaces.
func twoWorkspaces(t *testing.T, path string) *bolt.Store {
	t.Helper()
	s := openStore(t, path)
	err := s.Update(context.Background(), func(tx quiz.Tx) error {
		return errors.Join(addWorkspace(tx, leavingWorkspace, 1), addWorkspace(tx, stayingWorkspace, 1001))
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func forgetWorkspace(s quiz.Store) error {
	w := leaving.New(s, jobs.New(s, nil, nil, nil), nil, 0)
	return w.ForgetWorkspace(context.Background(), time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), leavingWorkspace)
}

// mustBeDeleted checks that nothing of the workspace that left is in a store or its files, and all of the
// other one.
func mustBeDeleted(t *testing.T, s *bolt.Store, path string) {
	t.Helper()
	err := s.View(context.Background(), func(tx quiz.Tx) error {
		gone, err := tx.CountWorkspace(leavingWorkspace)
		kept, err2 := tx.CountWorkspace(stayingWorkspace)
		if gone != (departure.Counts{}) || kept != (departure.Counts{Rooms: 1, Rounds: 1, Answers: 60, Members: 60}) {
			t.Errorf("of the workspace that left %+v is there, of the other one %+v", gone, kept)
		}
		return errors.Join(err, err2)
	})
	if err := errors.Join(err, s.Check()); err != nil {
		t.Error(err)
	}
	content := mustRead(t, path)
	if n := bytes.Count(content, []byte(leavingWorkspace+"/")); n > 0 {
		t.Errorf("the file holds words or ids of it %d times", n)
	}
	if !bytes.Contains(content, []byte("words of "+stayingWorkspace+"/")) {
		t.Error("the words of the other workspace are gone")
	}
}

// The file has no byte of a workspace that was forgotten, although something read it meanwhile.
func TestForgottenWorkspaceLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := twoWorkspaces(t, path)
	if !bytes.Contains(mustRead(t, path), []byte("words of "+leavingWorkspace+"/")) {
		t.Fatal("the file lacks the words, so this test shows nothing")
	}
	if err := forgetWorkspace(s); err != nil {
		t.Fatal(err)
	}
	mustBeDeleted(t, s, path)
}

// stoppingStore lets a deletion make some of its commits.
type stoppingStore struct {
	*bolt.Store
	left int
}

var errStopped = errors.New("stopped")

func (s *stoppingStore) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	if s.left--; s.left < 0 {
		return errStopped
	}
	return s.Store.Update(ctx, fn)
}

// A deletion that stops after each of its commits goes on in the file that is opened next.
func TestForgettingAWorkspaceGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiz.db")
	s := twoWorkspaces(t, path)
	for lives := 1; ; lives++ {
		err := forgetWorkspace(&stoppingStore{s, 2})
		if err == nil {
			break
		}
		if !errors.Is(err, errStopped) {
			t.Fatal(err)
		}
		if err := errors.Join(s.Check(), s.Close()); err != nil {
			t.Fatalf("life %d: %v", lives, err)
		}
		s = openStore(t, path)
	}
	mustBeDeleted(t, s, path)
}

// Whatever brings an older state back, what was deleted in a workspace stays deleted.
func TestForgottenWorkspaceStaysForgotten(t *testing.T) {
	ctx := context.Background()
	for name, bringBack := range map[string]func(path, backup string) error{
		"a restore": func(path, backup string) error {
			done, err := bolt.Restore(ctx, backup, path)
			if err == nil && done.Forgotten != 60 {
				err = fmt.Errorf("the restore says that %d members are forgotten again", done.Forgotten)
			}
			return err
		},
		"a restore after a loss": func(path, backup string) error {
			err := os.Remove(path)
			_, err2 := bolt.Restore(ctx, backup, path)
			return errors.Join(err, err2)
		},
		"an older copy by hand": func(path, backup string) error {
			content, err := os.ReadFile(backup)
			return errors.Join(err, os.WriteFile(path, content, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path, backup := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "backup.db")
			s := twoWorkspaces(t, path)
			if err := errors.Join(s.Backup(ctx, backup), forgetWorkspace(s), s.Close()); err != nil {
				t.Fatal(err)
			}
			if err := bringBack(path, backup); err != nil {
				t.Fatal(err)
			}
			s = openStore(t, path)
			mustBeDeleted(t, s, path)
		})
	}
}

// An export keeps the marks, and an import of a mixed one applies them.
func TestExportKeepsForgottenWorkspaces(t *testing.T) {
	folder := t.TempDir()
	path, copied := filepath.Join(folder, "quiz.db"), filepath.Join(folder, "copy.db")
	s := twoWorkspaces(t, path)
	if err := s.Update(t.Context(), func(tx quiz.Tx) error {
		return tx.SetWorkspaceForgotten(leavingWorkspace, time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))
	}); err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	if err := errors.Join(transfer.Export(t.Context(), s, &lines), transfer.ImportFile(t.Context(), &lines, copied)); err != nil {
		t.Fatal(err)
	}
	mustBeDeleted(t, openStore(t, copied), copied)
}
