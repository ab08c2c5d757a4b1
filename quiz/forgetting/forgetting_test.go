package forgetting_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/forgetting"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/store/memory"
)

const (
	room  quiz.RoomID = "console/demo/a"
	other quiz.RoomID = "console/demo/b"
)

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func ann() quiz.Member { return quiz.Member{No: 1, ID: "console/demo/ann", Name: "Ann"} }

func bob() quiz.Member { return quiz.Member{No: 2, ID: "console/demo/bob", Name: "Bob"} }

// graded returns a reply with a full grade, and with a message of the given time.
func graded(round quiz.RoundID, no quiz.MemberNo, sent time.Time) quiz.Reply {
	return quiz.Reply{
		Round: round, Member: no, First: sent, Messages: []quiz.Message{{ID: "m", Sent: sent, Edited: sent, Text: "because"}},
		Grade: &quiz.Grade{Band: scoring.Full, Score: 1, By: scoring.ByGrader},
	}
}

// newStore returns a store in which Ann answered in round 1 and voted for Bob in round 2.
func newStore(t *testing.T) quiz.Store {
	t.Helper()
	s := memory.New()
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return errors.Join(
			tx.SetMember(ann()), tx.SetMember(bob()), tx.SetRoom(quiz.Room{ID: room}),
			tx.SetRound(quiz.Round{ID: 1, Room: room, Phase: quiz.Closing}), tx.SetRound(quiz.Round{ID: 2, Room: room, Phase: quiz.Revealed}),
			tx.SetRound(quiz.Round{ID: 3, Room: room}),
			tx.SetReply(graded(1, 1, noon())), tx.SetReply(graded(1, 2, noon().Add(time.Hour))), tx.SetReply(graded(2, 2, noon())),
			tx.SetVote(2, 1, 2, noon()),
		)
	})
	return s
}

func forget(t *testing.T, s quiz.Store, m quiz.Member, at time.Time) (rounds []quiz.Round) {
	t.Helper()
	quiztest.Update(t, s, func(tx quiz.Tx) (err error) {
		rounds, err = forgetting.ForgetMember(tx, m, at)
		return err
	})
	return rounds
}

func forgottenAt(t *testing.T, s quiz.Store, id quiz.MemberID) (at time.Time) {
	t.Helper()
	quiztest.View(t, s, func(tx quiz.Tx) (err error) {
		at, err = tx.ForgottenAt(id)
		return err
	})
	return at
}

func TestForgettingReturnsTheRoundsToRedraw(t *testing.T) {
	s := newStore(t)
	rounds := forget(t, s, ann(), noon().Add(time.Minute))
	if len(rounds) != 2 || rounds[0].ID != 1 || rounds[1].ID != 2 {
		t.Errorf("got the rounds %+v, want 1 with an answer and 2 with a vote", rounds)
	}
	quiztest.View(t, s, func(tx quiz.Tx) error {
		_, err := tx.Member(1)
		_, err2 := tx.Reply(1, 1)
		votes, err3 := tx.Votes(2)
		if !errors.Is(err, quiz.ErrNotFound) || !errors.Is(err2, quiz.ErrNotFound) || len(votes) != 0 {
			t.Errorf("left: member %v, reply %v, votes %v", err, err2, votes)
		}
		return err3
	})
	if got, want := forgottenAt(t, s, ann().ID), noon().Add(time.Minute); !got.Equal(want) {
		t.Errorf("forgotten at %s, want %s", got, want)
	}
}

// The host's clock may be behind the platform's. A message from before must not come back with a
// later time than the forgetting.
func TestForgettingIsNeverBeforeTheLastMessage(t *testing.T) {
	s := newStore(t)
	forget(t, s, bob(), noon())
	if got, want := forgottenAt(t, s, bob().ID), noon().Add(time.Hour); !got.Equal(want) {
		t.Errorf("forgotten at %s, want the time of the message, %s", got, want)
	}
}

// So does a form, which the platform may deliver again.
func TestForgettingIsNeverBeforeTheLastForm(t *testing.T) {
	s := newStore(t)
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return tx.SetReply(quiz.Reply{Round: 3, Member: 1, Form: "because", Sent: noon().Add(2 * time.Hour)})
	})
	forget(t, s, ann(), noon())
	if got, want := forgottenAt(t, s, ann().ID), noon().Add(2*time.Hour); !got.Equal(want) {
		t.Errorf("forgotten at %s, want the time of the form, %s", got, want)
	}
}

func TestSeveralMembersAreForgottenAtOnce(t *testing.T) {
	s := newStore(t)
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		rounds, err := forgetting.ForgetMembers(tx, []quiz.Member{ann(), bob()}, noon())
		if len(rounds) != 2 || rounds[0].ID != 1 || rounds[1].ID != 2 {
			t.Errorf("got the rounds %+v, want 1 and 2, each once", rounds)
		}
		return err
	})
	for _, m := range []quiz.Member{ann(), bob()} {
		if forgottenAt(t, s, m.ID).IsZero() {
			t.Errorf("%s is not forgotten", m.Name)
		}
	}
}

// The reveals that may show a member are to be drawn again, also after a crash.
func TestRedrawsAreOwed(t *testing.T) {
	s := newStore(t)
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		return tx.SetRound(quiz.Round{ID: 2, Room: room, Phase: quiz.Revealed, RevealMessages: []quiz.MessageRef{{Message: "m"}}})
	})
	forget(t, s, ann(), noon())
	quiztest.View(t, s, func(tx quiz.Tx) error {
		var ids []quiz.RoundID
		for r, err := range tx.RedrawsOwed() {
			if err != nil {
				return err
			}
			ids = append(ids, r.ID)
		}
		if !reflect.DeepEqual(ids, []quiz.RoundID{1, 2}) {
			t.Errorf("redraws are owed to the rounds %v, want 1, which closes, and 2", ids)
		}
		return nil
	})
}

func TestDeletedMessageDoesNotDelayForgetting(t *testing.T) {
	s := newStore(t)
	quiztest.Update(t, s, func(tx quiz.Tx) error {
		reply := graded(1, 2, noon().Add(time.Hour))
		reply.Messages[0].Gone = true
		return tx.SetReply(reply)
	})
	forget(t, s, bob(), noon())
	if got := forgottenAt(t, s, bob().ID); !got.Equal(noon()) {
		t.Errorf("forgotten at %s, want %s", got, noon())
	}
}

// jobOf returns the job in progress of a room.
func jobOf(t *testing.T, s quiz.Store, id quiz.RoomID) (job quiz.Job) {
	t.Helper()
	quiztest.View(t, s, func(tx quiz.Tx) (err error) {
		job, err = tx.Job(id)
		return err
	})
	return job
}

func TestWaitingRevealIsFrozenAgain(t *testing.T) {
	s := newStore(t)
	reveal := quiz.Job{Room: room, Kind: quiz.JobReveal, Round: 1, Announcement: quiz.Announcement{Key: "1/reveal", Reveal: &quiz.RevealNews{
		Round: quiz.Round{ID: 1, Room: room}, Answered: 2, Best: []quiz.ShownReply{{Member: 1, Name: "Ann"}, {Member: 2, Name: "Bob"}},
	}}}
	ungraded := quiz.Reply{Round: 1, Member: 3, Form: "too late for a grade"}
	quiztest.Update(t, s, func(tx quiz.Tx) error { return errors.Join(tx.SetJob(reveal), tx.SetReply(ungraded)) })
	forget(t, s, ann(), noon())
	got := jobOf(t, s, room).Announcement
	if r := got.Reveal; r.Answered != 1 || len(r.Best) != 1 || r.Best[0].Name != "Bob" {
		t.Errorf("got %+v, want Bob's answer alone", r)
	}
	if got.Key != "1/reveal" {
		t.Errorf("its key is now %q: it could be posted twice", got.Key)
	}
}

func TestWaitingDigestIsFrozenAgain(t *testing.T) {
	s := newStore(t)
	digest := quiz.Job{Room: room, Kind: quiz.JobDigest, Announcement: quiz.Announcement{Key: "digest", Digest: &quiz.DigestNews{
		Rounds: []quiz.DigestRound{{Round: 2, Voted: []string{"Bob"}, Votes: 1, Answered: 1}}, Left: 7, Next: noon(),
	}}}
	quiztest.Update(t, s, func(tx quiz.Tx) error { return tx.SetJob(digest) })
	forget(t, s, ann(), noon())
	got := jobOf(t, s, room).Announcement.Digest
	if len(got.Rounds) != 1 || got.Rounds[0].Votes != 0 || got.Rounds[0].Answered != 1 {
		t.Errorf("got %+v, want no vote and one answer", got.Rounds)
	}
	if got.Left != 7 || !got.Next.Equal(noon()) {
		t.Errorf("got %d questions left and the next one at %s, want both unchanged", got.Left, got.Next)
	}
}

func TestWaitingQuestionIsLeftAlone(t *testing.T) {
	s := newStore(t)
	ask := quiz.Job{Room: other, Kind: quiz.JobAsk, Round: 3, Announcement: quiz.Announcement{Key: "3/ask", Question: &quiz.Round{ID: 3}}}
	quiztest.Update(t, s, func(tx quiz.Tx) error { return errors.Join(tx.SetRoom(quiz.Room{ID: other}), tx.SetJob(ask)) })
	before := jobOf(t, s, other)
	forget(t, s, ann(), noon())
	if got := jobOf(t, s, other); !reflect.DeepEqual(got, before) {
		t.Errorf("got %+v", got)
	}
}

func TestActsFromBeforeForgettingAreRefused(t *testing.T) {
	s := newStore(t)
	forget(t, s, ann(), noon())
	quiztest.View(t, s, func(tx quiz.Tx) error {
		for what, test := range map[string]struct {
			id      quiz.MemberID
			at      quiz.Stamp
			refused bool
		}{
			"an earlier message":                   {ann().ID, quiz.PlatformTime(noon().Add(-time.Minute)), true},
			"a message of the same moment":         {ann().ID, quiz.PlatformTime(noon()), true},
			"a later message":                      {ann().ID, quiz.PlatformTime(noon().Add(time.Nanosecond)), false},
			"an act by the host's clock, set back": {ann().ID, quiz.HostTime(noon().Add(-time.Minute)), false},
			"a message of somebody else":           {bob().ID, quiz.PlatformTime(noon().Add(-time.Minute)), false},
		} {
			err := forgetting.RefuseForgotten(tx, test.id, test.at)
			if r, refused := reason.AsRefusal(err); refused != test.refused || refused && r.Code != reason.BeforeForgetting {
				t.Errorf("%s: got %v", what, err)
			}
		}
		return nil
	})
}
