package bottest

import (
	"context"
	"strings"
	"time"
)

// obstacleAppearsAndGoes starts in a channel without the quiz. It is set up before the bot is
// invited, and the channel is archived when the round closes.
func obstacleAppearsAndGoes(s stage) {
	rig, able := s.Rig.(ObstacleRig)
	if !able {
		s.t.Skip("nothing is ever in the way of the bot here")
	}
	admin, ctx := s.Admin(), context.Background()
	rig.Kick()
	s.runPending()
	s.Command(admin, "/quiz-admin setup UTC")
	s.runPending()
	s.checkToldObstacle(admin)
	rig.Invite()
	s.runPending()
	if _, err := s.service.Room(ctx, s.Room()); err != nil {
		s.runCommands(typedCommand{admin, "/quiz-admin setup UTC", []string{"The quiz runs in this channel now"}})
	}
	if _, err := s.service.OpenRound(ctx, s.Room()); err != nil {
		s.Command(admin, "/quiz-admin ask-now")
		s.runPending()
	}
	s.answerByForm("ann", "first and last")
	s.advanceTo(0, 17, 29)
	received := len(rig.Letters(admin))
	rig.Archive()
	s.advanceTo(0, 17, 55)
	s.nobodySees("together with the variables", "first and last")
	if letters := rig.Letters(admin)[received:]; len(letters) != 1 {
		s.t.Errorf("%s got %d direct messages about the closed channel, want 1: %q", admin, len(letters), letters)
	}
	before := s.Now()
	rig.Unarchive()
	s.runPending()
	s.everybodySees("together with the variables", "first and last")
	if waited := s.Now().Sub(before); waited > time.Minute {
		s.t.Errorf("the reveal came %s after the channel was opened again", waited)
	}
	for what, text := range map[string]string{"question": "return lambda: x", "reveal": "first and last"} {
		if n := strings.Count(withoutSpace(s.Channel()), withoutSpace(text)); n != 1 {
			s.t.Errorf("the %s stands %d times in the channel:\n%s", what, n, s.Channel())
		}
	}
	if letters := rig.Letters(admin); len(letters) != 1 {
		s.t.Errorf("in all %s got %d direct messages, want 1: %q", admin, len(letters), letters)
	}
}

// checkToldObstacle checks that a member was told the obstacle.
func (s stage) checkToldObstacle(who string) {
	s.t.Helper()
	shown := s.Private(who)
	for _, words := range []string{"I'm not in this channel", "I can't see this channel", "I'm missing permissions", "I'm not allowed to post"} {
		if strings.Contains(withoutSpace(shown), withoutSpace(words)) {
			return
		}
	}
	s.t.Errorf("%s is not told what is in the way:\n%s", who, shown)
}
