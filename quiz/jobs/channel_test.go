package jobs_test

import (
	"iter"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/reason"
)

func obstacle(code reason.ObstacleCode) reason.Obstacle { return reason.Obstacle{Code: code} }

// blocked reports an obstacle in the room's channel.
func (r *rig) blocked(code reason.ObstacleCode) {
	r.t.Helper()
	if err := r.engine.ChannelBlocked(r.t.Context(), r.now, roomID, obstacle(code)); err != nil {
		r.t.Fatal(err)
	}
}

func TestObstacleAlarmsOncePerKind(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.setClock(0, 9, 30)
	for _, test := range []struct {
		code  reason.ObstacleCode
		alarm []reason.TroubleCode
	}{
		{reason.NotInvited, []reason.TroubleCode{reason.TroubleFailed}},
		{reason.NotInvited, nil},
		{reason.ChannelArchived, []reason.TroubleCode{reason.TroubleFailed}},
	} {
		o := obstacle(test.code)
		r.expectAlarms(string(test.code), r.fail(r.beginJob(), &o), test.alarm...)
		job, _ := r.savedJob()
		r.now = job.Next
	}
}

// The admins hear of a reported obstacle once, and not a second time from the job that meets it.
func TestReportedObstacleIsToldOnce(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.blocked(reason.NotInvited)
	r.blocked(reason.NotInvited)
	r.expectAlarms("reported", r.begin().Alarms, reason.TroubleBlocked)
	r.expectAlarms("already told", r.begin().Alarms)
	r.blocked(reason.NotInvited)
	r.expectAlarms("reported again", r.begin().Alarms)
	r.setClock(0, 9, 30)
	o := obstacle(reason.NotInvited)
	r.expectAlarms("met by a job", r.fail(r.beginJob(), &o))
}

func TestObstacleOfAnIdleRoomIsNoNews(t *testing.T) {
	r := newRig(t, essays(20), nil)
	room := r.room()
	room.Pause = &quiz.Pause{}
	r.update(func(tx quiz.Tx) error { return tx.SetRoom(room) })
	r.blocked(reason.NotInvited)
	if got := r.room().Blocked; got != nil {
		t.Errorf("got %+v in a paused room without a round", got)
	}
	if err := r.engine.ChannelBlocked(t.Context(), r.now, "console/demo/unknown", obstacle(reason.NotInvited)); err != nil {
		t.Errorf("in a room without the quiz: %v", err)
	}
}

// A channel without obstacles ends a foreseen one. One that a job met stays until a post succeeds.
func TestOpenChannelEndsTheWait(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.blocked(reason.NotInvited)
	if err := r.engine.ChannelOpen(t.Context(), r.now, roomID); err != nil || r.room().Blocked != nil {
		t.Errorf("got %+v, %v, want no obstacle", r.room().Blocked, err)
	}
	r.setClock(0, 9, 30)
	o := obstacle(reason.NotInvited)
	r.fail(r.beginJob(), &o)
	if action := r.begin(); action.Job != nil {
		t.Fatalf("the job doesn't wait: %+v", action.Job)
	}
	if err := r.engine.ChannelOpen(t.Context(), r.now, roomID); err != nil || r.room().Blocked == nil {
		t.Errorf("got %+v, %v, want the obstacle that was met", r.room().Blocked, err)
	}
	select {
	case <-r.engine.Wakeup():
	default:
		t.Error("the runner is not woken")
	}
	if job := r.beginJob(); job.Tries != 1 || job.Waits != 0 {
		t.Errorf("got %d tries and %d waits, want the back-off from its start", job.Tries, job.Waits)
	}
}

func TestRoomIsPausedAfterAWeekOfAnObstacle(t *testing.T) {
	r := newRig(t, essays(20), nil)
	round := r.openRound()
	r.setClock(0, 17, 30)
	r.begin()
	o := obstacle(reason.ChannelGone)
	r.fail(r.beginJob(), &o)
	r.now = r.now.Add(agenda.MaxBlocked - time.Minute)
	r.expectAlarms("before the end of the week", r.fail(r.beginJob(), &o))
	if r.room().Pause != nil {
		t.Error("the room is paused too early")
	}
	job, _ := r.savedJob()
	r.now = job.Next
	r.expectAlarms("after it", r.fail(r.beginJob(), &o), reason.TroubleUnreachable)
	if got := r.round(round.ID); r.room().Pause == nil || got.Phase != quiz.Revealed {
		t.Errorf("got the room %+v\nand the round %+v", r.room(), got)
	}
}

// checks returns the next check of each room.
func (r *rig) checks() map[quiz.RoomID]time.Time {
	r.t.Helper()
	found := map[quiz.RoomID]time.Time{}
	err := r.engine.VisitSchedule(r.t.Context(), func(platform string, checks iter.Seq2[quiz.NextCheck, error]) error {
		for check, err := range checks {
			if err != nil {
				return err
			}
			if check.Room.Platform() != platform {
				r.t.Errorf("%s is a room of %s", check.Room, platform)
			}
			found[check.Room] = check.At
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return found
}

func TestClockSetBackReschedulesAllRooms(t *testing.T) {
	r := newRig(t, essays(20), nil)
	const far quiz.RoomID = "slack/T1/C1"
	r.update(func(tx quiz.Tx) error {
		room, err := tx.Room(roomID)
		if err != nil {
			return err
		}
		room.ID = far
		return agenda.SaveRoom(tx, &room, r.now)
	})
	want := r.checks()
	r.update(func(tx quiz.Tx) error {
		for id := range want {
			if err := tx.SetNextCheck(id, r.now.AddDate(1, 0, 0)); err != nil {
				return err
			}
		}
		return nil
	})
	if err := r.engine.RescheduleAll(t.Context(), r.now); err != nil {
		t.Fatal(err)
	}
	for id, at := range r.checks() {
		if !at.Equal(want[id]) || at.Hour() != 9 {
			t.Errorf("%s is checked at %s, want %s", id, at, want[id])
		}
	}
	if len(want) != 2 {
		t.Errorf("got the rooms %v, want one on each platform", want)
	}
}

// A new process tries waiting jobs at once, and gives a reveal that became overdue meanwhile
// another hour.
func TestNewProcessRetriesAllJobs(t *testing.T) {
	r := newRig(t, essays(20), nil)
	r.openRound()
	r.setClock(0, 17, 30)
	r.begin()
	r.fail(r.beginJob(), errUnavailable())
	r.setClock(3, 12, 0)
	r.fail(r.beginJob(), errUnavailable())
	if err := r.engine.RetryAll(t.Context(), r.now); err != nil {
		t.Fatal(err)
	}
	job := r.beginJob()
	if job.Announcement.Overdue || !job.Until.Equal(r.now.Add(time.Hour)) || job.Tries != 2 {
		t.Errorf("got %+v, want a job that may be posted until 13:00", job)
	}
}
