package service_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/departure"
	"quizbot/quiz/grading"
	"quizbot/quiz/leaving"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

const (
	demo      quiz.WorkspaceID = "console/demo"
	retention                  = 30 * 24 * time.Hour
)

// leave has the workspace of the story remove the bot.
func (s *story) leave() {
	s.t.Helper()
	change, err := s.service.WorkspaceLeft(s.ctx(), s.now, demo)
	if err != nil || len(change.Left) != 1 {
		s.t.Fatalf("the removal gives %+v, %v", change, err)
	}
}

// comeBack has the workspace add the bot again.
func (s *story) comeBack() {
	s.t.Helper()
	change, err := s.service.WorkspaceBack(s.ctx(), s.now, demo)
	if err != nil || len(change.Back) != 1 {
		s.t.Fatalf("the return gives %+v, %v", change, err)
	}
}

// acts returns the acts in the audit log of the workspace, newest first.
func (s *story) acts() (acts []audit.Act) {
	s.t.Helper()
	quiztest.View(s.t, s.store, func(tx quiz.Tx) error {
		for r, err := range tx.AuditRecords(string(demo)) {
			if err != nil {
				return err
			}
			acts = append(acts, r.Act)
		}
		return nil
	})
	return acts
}

// Nothing is asked, closed or told while the bot is removed, and a second report of it changes nothing.
// After its return the open round is closed and revealed, and the days between are left out.
func TestRoomsStandStillWhileTheBotIsRemoved(t *testing.T) {
	s := newStory(t, essays(5), nil)
	s.until("2026-11-23 10:00")
	s.answer("ann", "Because.")
	s.leave()
	if again, err := s.service.WorkspaceLeft(s.ctx(), s.now.Add(time.Hour), demo); err != nil || len(again.Left) > 0 {
		t.Errorf("a second report gives %+v, %v", again, err)
	}
	s.restart()
	s.until("2026-11-25 18:00")
	s.expectKinds("ask")
	st := s.status()
	if st.Departed == nil || !st.Departed.At.Equal(localTime(t, "2026-11-23 10:00")) || !st.Departed.Due.IsZero() || !st.NextAsk.IsZero() || !st.NextDigest.IsZero() {
		t.Errorf("the status is %+v with the next question at %v", st.Departed, st.NextAsk)
	}
	if threads, err := s.service.OpenThreads(s.ctx(), "console"); err != nil || len(threads) > 0 {
		t.Errorf("the threads %v are read, %v", threads, err)
	}
	s.comeBack()
	s.until("2026-11-26 10:00")
	s.expectKinds("ask reveal digest ask")
	if missed := s.status().Room.Troubles; len(missed) > 2 { // the question and the digest of the day of the return
		t.Errorf("the days without the bot are told: %+v", missed)
	}
	if got := s.acts(); !slices.Equal(got, []audit.Act{audit.Return, audit.Leave}) {
		t.Errorf("the log has %v", got)
	}
}

// A question whose time passes during a short absence still comes.
func TestShortAbsenceIsCaughtUp(t *testing.T) {
	s := newStory(t, essays(5), nil)
	s.until("2026-11-23 09:20")
	s.leave()
	s.until("2026-11-23 09:50")
	s.expectKinds("")
	s.comeBack()
	s.until("2026-11-23 09:51")
	s.expectKinds("ask")
}

// An admin who resumes the quiz sees the bot in the channel.
func TestResumingCallsTheDeletionOff(t *testing.T) {
	s := newStory(t, essays(5), nil)
	s.leave()
	if _, err := s.service.ResumeRoom(s.ctx(), s.now, s.room, person("boss")); err != nil {
		t.Fatal(err)
	}
	if st := s.status(); st.Departed != nil {
		t.Errorf("the removal is still recorded: %+v", st.Departed)
	}
	s.until("2026-11-23 10:00")
	s.expectKinds("ask")
}

// A list of a platform's workspaces tells of removals and returns. Other platforms are left alone.
func TestListedWorkspaces(t *testing.T) {
	s := newStory(t, essays(5), nil)
	quiztest.Update(t, s.store, func(tx quiz.Tx) error { return tx.SetRoom(quiz.Room{ID: "slack/T1/C1"}) })
	for i, step := range []struct {
		platform   string
		present    []quiz.WorkspaceID
		left, back int
	}{
		{"console", []quiz.WorkspaceID{demo, "console/new"}, 0, 0},
		{"console", []quiz.WorkspaceID{"console/new"}, 1, 0},
		{"console", nil, 0, 0},
		{"slack", []quiz.WorkspaceID{"slack/T1"}, 0, 0},
		{"console", []quiz.WorkspaceID{demo}, 0, 1},
	} {
		change, err := s.service.ListWorkspaces(s.ctx(), s.now, step.platform, step.present)
		if err != nil || len(change.Left) != step.left || len(change.Back) != step.back {
			t.Errorf("list %d gives %+v, %v", i, change, err)
		}
	}
	if !s.service.HasListed("console") || s.service.HasListed("discord") {
		t.Error("it is wrong which platforms told")
	}
	if none, err := s.service.WorkspaceLeft(s.ctx(), s.now, "console/unknown"); err != nil || len(none.Left) > 0 {
		t.Errorf("a workspace without data gives %+v, %v", none, err)
	}
}

// newRetainingStory is a story whose data is deleted 30 days after a removal. It has answers of so many
// members, and a room of another workspace.
func newRetainingStory(t *testing.T, members int) *story {
	t.Helper()
	s := newStory(t, essays(5), nil)
	s.service = service.New(s.store, essays(5), grading.Exact{}, service.Options{
		Admins: []quiz.MemberID{"console/demo/boss"}, RetentionAfterRemoval: retention,
	})
	s.restart()
	s.until("2026-11-23 10:00")
	for i := range members {
		s.answer(fmt.Sprint("member", i), "Because.")
	}
	s.until("2026-11-23 18:00")
	quiztest.Update(t, s.store, func(tx quiz.Tx) error {
		return errors.Join(tx.SetRoom(quiz.Room{ID: "console/other/c"}), tx.SetMember(quiz.Member{No: 9000, ID: "console/other/zoe"}))
	})
	return s
}

// expectDeleted checks that nothing of the workspace is left, and everything of the other one.
func (s *story) expectDeleted() {
	s.t.Helper()
	quiztest.View(s.t, s.store, func(tx quiz.Tx) error {
		left, err := tx.Workspaces()
		if !slices.Equal(left, []quiz.WorkspaceID{"console/other"}) {
			s.t.Errorf("left are %v", left)
		}
		other, err2 := tx.CountWorkspace("console/other")
		if other != (departure.Counts{Rooms: 1, Members: 1}) {
			s.t.Errorf("of the other workspace %+v is left", other)
		}
		return errors.Join(err, err2)
	})
	if m, is := s.store.(*memory.Store); is {
		if err := m.Check(); err != nil {
			s.t.Error(err)
		}
	}
}

// The data of a workspace is deleted when its time is over, not before. The quiz then starts anew there,
// and nothing from before is taken in again.
func TestDataIsDeletedAfterItsTime(t *testing.T) {
	s := newRetainingStory(t, 3)
	sent := s.now
	s.leave()
	s.now = s.now.Add(retention - time.Second)
	if due, _, err := s.service.DueDeletions(s.ctx(), s.now); err != nil || len(due) > 0 {
		t.Fatalf("due are %v, %v", due, err)
	}
	if deleted, err := s.service.DeleteDue(s.ctx(), s.now, demo); deleted || err != nil {
		t.Fatalf("it is deleted too early, %v", err)
	}
	s.now = s.now.Add(time.Second)
	if due, _, err := s.service.DueDeletions(s.ctx(), s.now); err != nil || !slices.Equal(due, []quiz.WorkspaceID{demo}) {
		t.Fatalf("due are %v, %v", due, err)
	}
	if deleted, err := s.service.DeleteDue(s.ctx(), s.now, demo); !deleted || err != nil {
		t.Fatalf("it is not deleted, %v", err)
	}
	s.expectDeleted()
	if again, err := s.service.DeleteDue(s.ctx(), s.now, demo); again || err != nil {
		t.Errorf("it is deleted twice, %v", err)
	}
	if got := s.acts(); !slices.Equal(got, []audit.Act{audit.Erase}) {
		t.Errorf("the log has %v", got)
	}
	s.now = s.now.Add(time.Minute)
	if change, err := s.service.WorkspaceBack(s.ctx(), s.now, demo); err != nil || len(change.Back) > 0 {
		t.Errorf("a return gives %+v, %v", change, err)
	}
	room, fresh, err := s.service.SetUpRoom(s.ctx(), s.now, s.room, person("boss"), "")
	if err != nil || !fresh || room.Rounds != 0 || room.Last != 0 {
		t.Errorf("the new room is %+v, %v", room, err)
	}
	expectRefusal(t, s.service.SetUnnamed(s.ctx(), quiz.PlatformTime(sent), person("member1"), true), reason.BeforeForgetting)
}

// A time of 0 keeps everything.
func TestDataIsKeptWithoutATime(t *testing.T) {
	s := newStory(t, essays(5), nil)
	s.leave()
	s.now = s.now.AddDate(50, 0, 0)
	due, interrupted, err := s.service.DueDeletions(s.ctx(), s.now)
	deleted, err2 := s.service.DeleteDue(s.ctx(), s.now, demo)
	if err = errors.Join(err, err2); err != nil || len(due)+len(interrupted) > 0 || deleted {
		t.Errorf("due are %v and %v, deleted is %v, %v", due, interrupted, deleted, err)
	}
}

// dyingStore is a store of a process that dies after some updates.
type dyingStore struct {
	quiz.Store
	left int
}

var errDied = errors.New("the process died")

func (s *dyingStore) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	if s.left--; s.left < 0 {
		return errDied
	}
	return s.Store.Update(ctx, fn)
}

// A deletion that was interrupted goes on after the next start, wherever it stopped. Meanwhile the quiz
// is not set up anew, and a return does not stop it.
func TestInterruptedDeletionGoesOn(t *testing.T) {
	s := newRetainingStory(t, 250)
	s.leave()
	s.now = s.now.Add(retention)
	kept := s.store
	for lives := 1; ; lives++ {
		dying := &dyingStore{kept, 2}
		s.service = service.New(dying, essays(5), grading.Exact{}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}, RetentionAfterRemoval: retention})
		_, err := s.service.DeleteDue(s.ctx(), s.now, demo)
		if err == nil {
			if lives < 4 {
				t.Errorf("it took %d lives: the deletion is not interrupted", lives)
			}
			break
		}
		if !errors.Is(err, errDied) {
			t.Fatal(err)
		}
		if m, is := kept.(*memory.Store); is {
			if err := m.Check(); err != nil {
				t.Fatalf("life %d: %v", lives, err)
			}
		}
		dying.left = 1000
		if _, _, err := s.service.SetUpRoom(s.ctx(), s.now, "console/demo/new", person("boss"), ""); !errors.Is(err, leaving.ErrBeingDeleted) {
			t.Fatalf("life %d: a set-up gives %v", lives, err)
		}
		change, err := s.service.ListWorkspaces(s.ctx(), s.now, "console", []quiz.WorkspaceID{demo, "console/other"})
		if err != nil || len(change.Back) > 0 {
			t.Fatalf("life %d: a return gives %+v, %v", lives, change, err)
		}
		s.now = s.now.AddDate(0, 0, -1) // a deletion that began doesn't wait for the clock
	}
	s.expectDeleted()
}

// The operator's command deletes at once, whether the bot was removed or not.
func TestWorkspaceIsForgottenAtOnce(t *testing.T) {
	for _, removed := range []bool{false, true} {
		s := newRetainingStory(t, 3)
		if removed {
			s.leave()
		}
		if err := s.service.ForgetWorkspace(s.ctx(), s.now, "console/nobody"); !errors.Is(err, leaving.ErrUnknownWorkspace) {
			t.Errorf("got %v", err)
		}
		if err := s.service.ForgetWorkspace(s.ctx(), s.now, demo); err != nil {
			t.Fatal(err)
		}
		s.expectDeleted()
		s.until("2026-11-24 18:00")
		s.expectKinds("ask reveal")
		quiztest.View(t, s.store, func(tx quiz.Tx) error {
			for r, err := range tx.AuditRecords(string(demo)) {
				if err != nil || r.Act != audit.Erase || !r.Operator {
					t.Errorf("the log has %+v, %v", r, err)
				}
			}
			return nil
		})
	}
}
