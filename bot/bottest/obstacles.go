package bottest

import (
	"context"
	"strings"
	"time"
)

// obstructed begins in a channel that the quiz doesn't know. It is set up there before the bot is in the channel, and
// the channel is closed to it again when the round closes.
func obstructed(s stage) {
	rig, able := s.Rig.(Obstructed)
	if !able {
		s.t.Skip("nothing is ever in the way of the bot here")
	}
	admin, ctx := s.Admin(), context.Background()
	rig.Kick()
	s.settle()
	s.Command(admin, "/quiz-admin setup UTC")
	s.settle()
	s.saysObstacle(admin)
	rig.Invite()
	s.settle()
	if _, err := s.service.Room(ctx, s.Room()); err != nil {
		s.types(said{admin, "/quiz-admin setup UTC", []string{"The quiz runs in this channel now"}})
	}
	if _, err := s.service.Current(ctx, s.Room()); err != nil {
		s.Command(admin, "/quiz-admin ask-now")
		s.settle()
	}
	s.answer("ann", "first and last")
	s.until(0, 17, 29)
	told := len(rig.Letters(admin))
	rig.Archive()
	s.until(0, 17, 55)
	s.nobodySees("together with the variables", "first and last")
	if letters := rig.Letters(admin)[told:]; len(letters) != 1 {
		s.t.Errorf("%s got %d direct messages about the closed channel, want 1: %q", admin, len(letters), letters)
	}
	before := s.Now()
	rig.Unarchive()
	s.settle()
	s.everybodySees("together with the variables", "first and last")
	if waited := s.Now().Sub(before); waited > time.Minute {
		s.t.Errorf("the reveal came %s after the channel was opened again", waited)
	}
	for what, text := range map[string]string{"question": "return lambda: x", "reveal": "first and last"} {
		if n := strings.Count(squeeze(s.Channel()), squeeze(text)); n != 1 {
			s.t.Errorf("the %s stands %d times in the channel:\n%s", what, n, s.Channel())
		}
	}
	if letters := rig.Letters(admin); len(letters) != 1 {
		s.t.Errorf("in all %s got %d direct messages, want 1: %q", admin, len(letters), letters)
	}
}

// saysObstacle looks whether somebody was told what is in the way of the room.
func (s stage) saysObstacle(who string) {
	s.t.Helper()
	shown := s.Private(who)
	for _, words := range []string{"I'm not in this channel", "I can't see this channel", "I'm missing permissions", "I'm not allowed to post"} {
		if strings.Contains(squeeze(shown), squeeze(words)) {
			return
		}
	}
	s.t.Errorf("%s is not told what is in the way:\n%s", who, shown)
}
