package service_test

import (
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
)

// A room that left the configuration is paused and can be run from chat. Other rooms are left
// alone. A room that returns runs again.
func TestRoomLeavesTheFile(t *testing.T) {
	s := newStory(t, essays(9), nil)
	boss := person("boss")
	if _, _, err := s.service.SetUpRoom(s.ctx(), s.now, "console/demo/chat", boss, ""); err != nil {
		t.Fatal(err)
	}
	s.until("2026-11-23 12:00")
	s.restart()
	if err := s.service.SyncConfiguredRooms(s.ctx(), s.now, nil); err != nil {
		t.Fatal(err)
	}
	if got := s.service.LeftFile(); !slices.Equal(got, []quiz.RoomID{room}) {
		t.Errorf("%v left the file", got)
	}
	s.until("2026-11-25 18:00")
	st := s.status()
	if !st.Paused || st.Room.FromFile || st.Room.Troubles[len(st.Room.Troubles)-1].Code != reason.TroubleLeftFile {
		t.Errorf("the room is %+v", st.Room)
	}
	count := map[quiz.RoomID]int{}
	for _, a := range s.channel.posted {
		count[a.Room]++
	}
	if count[room] != 2 || count["console/demo/chat"] != 8 { // the round that was open goes on to its reveal
		t.Errorf("posts are %v: %s", count, s.kinds())
	}
	if err := s.service.SetPlan(s.ctx(), s.now, room, boss, "ask", "10:00"); err != nil {
		t.Errorf("chat cannot change the plan: %v", err)
	}
	plans := map[quiz.RoomID]plan.Plan{room: plan.Default()}
	if err := s.service.SyncConfiguredRooms(s.ctx(), s.now, plans); err != nil {
		t.Fatal(err)
	}
	if st := s.status(); st.Paused || !st.Room.FromFile {
		t.Errorf("the room that came back is %+v", st.Room)
	}
	if err := s.service.SyncPlans(s.ctx(), s.now, nil); err != nil || s.status().Paused {
		t.Errorf("changing no plan paused it (%v)", err)
	}
}

// openInChat is a room that was set up from chat, with the first question answered.
func openInChat(t *testing.T) *story {
	t.Helper()
	s := newStory(t, essays(9), nil)
	s.room = "console/demo/chat"
	if _, _, err := s.service.SetUpRoom(s.ctx(), s.now, s.room, person("boss"), "UTC"); err != nil {
		t.Fatal(err)
	}
	if err := s.service.RemoveRoom(s.ctx(), s.now, room, person("boss")); err == nil {
		t.Error("a room that the file names can be removed")
	} else {
		expectRefusal(t, err, reason.RoomFromFile)
	}
	if err := s.service.PauseRoom(s.ctx(), s.now, room, person("boss"), schedule.Date{}); err != nil {
		t.Fatal(err)
	}
	s.until("2026-11-23 09:30")
	s.expectKinds("ask")
	s.answer("ann", "x")
	return s
}

// A room that is removed reveals its open round and is silent. What was earned there comes back
// with it.
func TestRemove(t *testing.T) {
	s := openInChat(t)
	boss := person("boss")
	expectRefusal(t, s.service.RemoveRoom(s.ctx(), s.now, s.room, person("ann")), reason.AdminsOnly)
	if err := s.service.RemoveRoom(s.ctx(), s.now, s.room, boss); err != nil {
		t.Fatal(err)
	}
	round := s.channel.posted[0].Question.ID
	s.at(s.now)
	s.expectKinds("ask reveal")
	s.until("2026-12-04 20:00")
	s.expectKinds("ask reveal")
	expectRefusal(t, s.askNow(boss), reason.NoRoom)
	expectRefusal(t, s.service.RemoveRoom(s.ctx(), s.now, s.room, boss), reason.NoRoom)
	if v, err := s.service.MyGrade(s.ctx(), s.now, s.room, person("ann"), round); err != nil || v.Points != 1 {
		t.Errorf("her grade is %+v, %v", v, err)
	}
	_, fresh, err := s.service.SetUpRoom(s.ctx(), s.now, s.room, boss, "")
	if err != nil || !fresh {
		t.Fatalf("setting it up again: %v, %v", fresh, err)
	}
	me, err := s.service.Stats(s.ctx(), s.now, s.room, person("ann"))
	if err != nil || me.All == nil || me.All.Points != 1 {
		t.Errorf("ann has %+v, %v", me.All, err)
	}
	s.until("2026-12-07 09:30")
	s.expectKinds("ask reveal digest ask")
}

// A question on its way when its room is removed is not posted any more, unless somebody answered
// it.
func TestRemoveWhileAsking(t *testing.T) {
	for name, answered := range map[string]bool{"unanswered": false, "answered": true} {
		t.Run(name, func(t *testing.T) {
			s := openInChat(t)
			s.until("2026-11-24 09:29")
			s.crashAt("2026-11-24 09:30")
			before := len(s.channel.posted)
			s.room = "console/demo/chat"
			if answered {
				id := s.channel.posted[before-1].Question.ID
				if _, err := s.service.SubmitAnswer(s.ctx(), quiz.HostTime(s.now), s.room, person("ann"), id, "y"); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.service.RemoveRoom(s.ctx(), s.now, s.room, person("boss")); err != nil {
				t.Fatal(err)
			}
			s.until("2026-11-30 20:00")
			posts := len(s.channel.posted) - before
			if want := map[bool]int{false: 0, true: 1}[answered]; posts != want {
				t.Errorf("%d posts after it was removed, want %d: %s", posts, want, s.kinds())
			}
		})
	}
}

// A round whose answers are being graded when its room is removed is revealed all the same, even in a
// channel with an obstacle.
func TestRemoveDuringGrading(t *testing.T) {
	for name, blocked := range map[string]*quiz.Blocked{"open": nil, "with an obstacle": {Obstacle: reason.Obstacle{Code: reason.NotInvited}, Since: localTime(t, "2026-11-23 12:00")}} {
		t.Run(name, func(t *testing.T) {
			s := openInChat(t)
			s.service = service.New(s.store, essays(10), brokenGrader{}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
			s.runner = runner.New(s.service, s.channel, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.DiscardHandler))
			s.until("2026-11-23 17:32")
			quiztest.Update(t, s.store, func(tx quiz.Tx) error {
				room, err := tx.Room(s.room)
				room.Blocked = blocked
				return errors.Join(err, tx.SetRoom(room))
			})
			if err := s.service.RemoveRoom(s.ctx(), s.now, s.room, person("boss")); err != nil {
				t.Fatal(err)
			}
			s.until("2026-11-23 17:41")
			s.expectKinds("ask reveal")
			if v, err := s.service.MyGrade(s.ctx(), s.now, s.room, person("ann"), s.channel.posted[0].Question.ID); err != nil || len(v.Round.RevealMessages) == 0 {
				t.Errorf("the reveal is not recorded: %+v, %v", v.Round, err)
			}
		})
	}
}

// A room whose channel is gone can be removed, and nobody hears of it again.
func TestRemoveAGoneChannel(t *testing.T) {
	s := openInChat(t)
	s.channel.fail = func(quiz.Announcement, int) error { return &reason.Obstacle{Code: reason.ChannelGone} }
	s.until("2026-11-23 18:00")
	alarms := len(s.channel.alarms)
	if err := s.service.RemoveRoom(s.ctx(), s.now, s.room, person("boss")); err != nil {
		t.Fatal(err)
	}
	tries := s.channel.tries
	s.until("2026-12-20 18:00")
	if len(s.channel.alarms) != alarms || s.channel.tries != tries {
		t.Errorf("%d alarms and %d tries later", len(s.channel.alarms)-alarms, s.channel.tries-tries)
	}
}

// A room whose channel gets another id goes on there with its round, its points and its order of
// questions.
func TestMoveRoom(t *testing.T) {
	const moved = "console/demo/moved"
	s := newStory(t, essays(9), func(p *plan.Plan) { p.Days = 1<<7 - 1 })
	still := newStory(t, essays(9), func(p *plan.Plan) { p.Days = 1<<7 - 1 })
	still.until("2026-12-01 12:00")
	s.until("2026-11-25 12:00")
	s.answer("ann", "x")
	if err := s.service.MoveRoom(s.ctx(), s.now, room, moved); err != nil {
		t.Fatal(err)
	}
	if err := s.service.MoveRoom(s.ctx(), s.now, room, moved); err != nil {
		t.Errorf("moving again: %v", err)
	}
	s.room = moved
	s.answer("bob", "y")
	s.until("2026-12-01 12:00")
	if got, want := s.asked(), still.asked(); !slices.Equal(got, want) {
		t.Errorf("asked %v, without the move %v", got, want)
	}
	for _, a := range s.channel.posted[8:] {
		if a.Room != moved {
			t.Errorf("%s goes to %s", a.Key, a.Room)
		}
	}
	me, err := s.service.Stats(s.ctx(), s.now, moved, person("ann"))
	if err != nil || me.All == nil || me.All.Points != 1 {
		t.Errorf("ann has %+v, %v", me.All, err)
	}
	// The file still names the old id.
	if err := s.service.SyncConfiguredRooms(s.ctx(), s.now, map[quiz.RoomID]plan.Plan{room: plan.Default()}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.service.Room(s.ctx(), room); err == nil || s.status().Paused {
		t.Errorf("the old id runs (%v), or the moved room is paused", err)
	}
	if err := s.service.MoveRoom(s.ctx(), s.now, moved, "slack/T/C"); err == nil {
		t.Error("a room moves to another platform")
	}
}
