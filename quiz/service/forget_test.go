package service_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// hear delivers a message of the thread, as the platform stamped it.
func (s *story) hear(name, id string, sent time.Time, text string) (service.MessageReceipt, error) {
	message := quiz.Message{ID: id, Sent: sent, Edited: sent, Text: text}
	return s.service.RecordMessage(s.ctx(), quiz.PlatformTime(sent), s.room, person(name), s.current().ID, message)
}

func (s *story) forget(name string) service.Forgotten {
	s.t.Helper()
	f, err := s.service.ForgetMember(s.ctx(), quiz.PlatformTime(s.now), person(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

func (s *story) known(name string) bool {
	s.t.Helper()
	_, known, err := s.service.ExportData(s.ctx(), person(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return known
}

// Earlier acts of a forgotten person are not recorded again, in any way. A deletion makes nobody
// known. Later acts make them a new member without a past.
func TestForgottenStaysForgotten(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.until("2026-11-23 10:00")
	sent := s.now
	if _, err := s.hear("ann", "m1", sent, "my secret answer"); err != nil {
		t.Fatal(err)
	}
	s.until("2026-11-23 11:00")
	if f := s.forget("ann"); !f.Known || len(f.Rounds) != 1 {
		t.Fatalf("got %+v, want one round", f)
	}
	round := s.current()
	before := quiz.PlatformTime(sent)
	again := func() {
		t.Helper()
		_, err := s.hear("ann", "m1", sent, "my secret answer")
		expectRefusal(t, err, reason.BeforeForgetting)
		edit := quiz.Message{ID: "m1", Sent: sent, Edited: sent.Add(time.Minute), Text: "my secret"}
		_, err = s.service.RecordMessage(s.ctx(), quiz.PlatformTime(edit.Edited), room, person("ann"), round.ID, edit)
		expectRefusal(t, err, reason.BeforeForgetting)
		_, err = s.service.SubmitAnswer(s.ctx(), before, room, person("ann"), round.ID, "by form")
		expectRefusal(t, err, reason.BeforeForgetting)
	}
	again()
	for _, who := range []quiz.Person{person("ann"), {}} {
		_, err := s.service.RemoveMessage(s.ctx(), quiz.HostTime(s.now), room, who, round.ID, "m1")
		expectRefusal(t, err, reason.ThreadIsTalk)
	}
	if s.known("ann") {
		t.Error("she is a member again")
	}
	s.until("2026-11-23 12:00")
	if _, err := s.hear("ann", "m2", s.now, "something new"); err != nil {
		t.Fatal(err)
	}
	again()
	data, _, err := s.service.ExportData(s.ctx(), person("ann"))
	if err != nil || len(data.Replies) != 1 || data.Replies[0].Reply.Answer() != "something new" {
		t.Errorf("got %+v, %v, want what she wrote afterwards", data.Replies, err)
	}
}

// A person without data can be forgotten too: a message of theirs may be on its way.
func TestForgottenBeforeKnown(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.until("2026-11-23 11:00")
	if f := s.forget("ann"); f.Known {
		t.Errorf("got %+v, want nobody", f)
	}
	_, err := s.hear("ann", "m1", s.now.Add(-time.Minute), "while the bot was away")
	expectRefusal(t, err, reason.BeforeForgetting)
}

// The clock of the host is behind the platform's: what was recorded before stays forgotten all the
// same.
func TestForgottenWithClockBehind(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.until("2026-11-23 10:00")
	ahead := s.now.Add(3 * time.Minute)
	if _, err := s.hear("ann", "m1", ahead, "my secret answer"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.service.ForgetMember(s.ctx(), quiz.HostTime(s.now), person("ann")); err != nil {
		t.Fatal(err)
	}
	_, err := s.hear("ann", "m1", ahead, "my secret answer")
	expectRefusal(t, err, reason.BeforeForgetting)
}

// A waiting digest neither names nor counts members who were forgotten in the meantime.
func TestForgottenInDigest(t *testing.T) {
	s := newStory(t, essays(9), nil)
	for day := range 5 {
		s.until(localTime(t, "2026-11-23 10:00").AddDate(0, 0, day).Format("2006-01-02 15:04"))
		s.answer("ann", "ann's answer")
		s.answer("bob", "bob's answer")
	}
	s.until("2026-11-27 18:00")
	if _, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), s.channel.posted[len(s.channel.posted)-1].Reveal.Round.ID, 1); err != nil {
		t.Fatal(err)
	}
	s.channel.fail = func(quiz.Announcement, int) error { return errors.New("503") }
	s.until("2026-11-30 09:26")
	s.forget("ann")
	s.channel.fail = nil
	s.until("2026-11-30 09:50")
	digest := s.channel.posted[len(s.channel.posted)-2].Digest
	if digest == nil {
		t.Fatalf("no digest: %s", s.kinds())
	}
	if round := digest.Rounds[0]; round.Answered != 1 || len(round.Voted) != 0 {
		t.Errorf("the round is told as %d answers, best %q", round.Answered, round.Voted)
	}
	if len(digest.Standings) != 1 || digest.Standings[0].Name != "bob" || digest.Members != 1 {
		t.Errorf("the standings are %+v of %d", digest.Standings, digest.Members)
	}
	if len(digest.Cheers) != 1 || digest.Cheers[0].Name != "bob" {
		t.Errorf("the cheers are %+v", digest.Cheers)
	}
}

// A vote for an answer whose author was forgotten says so.
func TestVoteForForgotten(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.until("2026-11-23 10:00")
	s.answer("ann", "ann's answer")
	round := s.current().ID
	s.until("2026-11-23 18:00")
	s.forget("ann")
	_, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), round, 1)
	expectRefusal(t, err, reason.AnswerDeleted)
}

// tight is a store whose file can't be compacted.
type tight struct {
	quiz.Store
	tries int
}

func (s *tight) Compact(context.Context) error {
	s.tries++
	return errors.New("device or resource busy")
}

// Forgetting succeeds even if the file can't be compacted at once. The next forgetting retries it.
func TestForgetWithoutCompacting(t *testing.T) {
	kept := &tight{Store: memory.New()}
	service := service.New(kept, essays(5), grading.Exact{}, service.Options{})
	ctx, at := t.Context(), quiz.HostTime(localTime(t, "2026-11-23 12:00"))
	if err := service.SetUnnamed(ctx, at, person("ann"), true); err != nil {
		t.Fatal(err)
	}
	f, err := service.ForgetMember(ctx, at, person("ann"))
	if err != nil || !f.Known || f.Owed == nil || !strings.Contains(f.Owed.Error(), "busy") {
		t.Errorf("got %+v, %v", f, err)
	}
	if f, err := service.ForgetMember(ctx, at, person("ann")); err != nil || f.Known || kept.tries != 2 {
		t.Errorf("asked once more: %+v, %v, and compacting was tried %d times", f, err, kept.tries)
	}
}

func TestForgetWhileARevealIsOnItsWay(t *testing.T) {
	s := newStory(t, essays(5), nil)
	s.until("2026-11-23 09:30")
	s.answer("ann", "ann's answer")
	s.answer("bob", "bob's answer")
	s.channel.fail = func(quiz.Announcement, int) error { return errors.New("503") }
	s.until("2026-11-23 17:30")
	if f, err := s.service.ForgetMember(s.ctx(), quiz.PlatformTime(s.now), person("ann")); err != nil || !f.Known {
		t.Fatalf("forget: %+v, %v", f, err)
	}
	s.channel.fail = nil
	s.until("2026-11-23 18:00")
	news := s.channel.posted[1].Reveal
	if len(news.Best) != 1 || news.Best[0].Name != "bob" {
		t.Errorf("the reveal shows %+v, want bob alone", news.Best)
	}
	board, err := s.service.Standings(s.ctx(), s.now, room, person("ann"), scoring.All, 0, 10)
	if err != nil || len(board.Rows) != 1 || board.Rows[0].Name != "bob" || board.Own != nil {
		t.Errorf("got %+v, %v, want bob alone", board, err)
	}
	if f, err := s.service.ForgetMember(s.ctx(), quiz.PlatformTime(s.now), person("ann")); err != nil || f.Known {
		t.Errorf("forgetting nobody: %v, %v", f, err)
	}
}

// A second delivery of a deletion deletes nothing that was written since the first one.
func TestForgettingTwiceSparesLaterAnswers(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.until("2026-11-23 10:00")
	if _, err := s.hear("ann", "m1", s.now, "before"); err != nil {
		t.Fatal(err)
	}
	s.until("2026-11-23 11:00")
	first := quiz.PlatformTime(s.now)
	s.forget("ann")
	s.until("2026-11-23 11:05")
	if _, err := s.hear("ann", "m2", s.now, "after"); err != nil {
		t.Fatal(err)
	}
	again, err := s.service.ForgetMember(s.ctx(), first, person("ann"))
	if err != nil || !again.Known || len(again.Rounds) > 0 {
		t.Errorf("the second delivery: got %+v, %v", again, err)
	}
	if !s.known("ann") {
		t.Error("what was written since is deleted")
	}
	s.forget("ann")
	if s.known("ann") {
		t.Error("a later deletion deletes nothing")
	}
}
