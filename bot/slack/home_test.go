package slack

import (
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/internal/testing/slacktest"
)

// The App Home shows the open questions of a member's channels, and its buttons work.
func TestHome(t *testing.T) {
	s := newHarness(t, Options{})
	s.answer = func(e bot.Event) (bot.Answer, error) {
		switch act := e.Act.(type) {
		case bot.HomeOpened:
			if len(act.Rooms) != 1 || act.Rooms[0] != (bot.HomeRoom{ID: "slack/T1/C1", Name: "#interview"}) {
				t.Errorf("the rooms are %v", act.Rooms)
			}
			return bot.Home{Card: threePartPosting("").Card}, nil
		case bot.Press:
			if e.Room != "" {
				t.Errorf("the press is in %s", e.Room)
			}
			return bot.Ephemeral{Card: threePartPosting("").Card}, nil
		}
		return bot.Nothing{}, nil
	}
	s.run()
	s.AwaitSockets(1)
	s.DeliverEvent(map[string]any{"type": "app_home_opened", "user": "UANN", "tab": "home"})
	s.DeliverEvent(map[string]any{"type": "app_home_opened", "user": "UANN", "tab": "messages"})
	if n := s.CallCount("views.publish"); n != 1 || !strings.Contains(string(s.Homes["UANN"]), "words words") {
		t.Errorf("published %d times: %s", n, s.Homes["UANN"])
	}
	pressed := s.ActionPayload("UANN", &slacktest.Surface{Home: true}, map[string]any{"type": "button", "action_id": "a", "block_id": "b"})
	if _, err := s.Deliver("interactive", pressed); err != nil {
		t.Fatal(err)
	}
	if w := s.Views["UANN"]; w == nil || !strings.Contains(string(w.Blocks), "words words") {
		t.Errorf("the answer to a press on the page is %+v", w)
	}
}

// The App Home is published again after a press in it or the submission of a form opened from it.
func TestHomeAnew(t *testing.T) {
	s := newHarness(t, Options{})
	s.setAnswer(func(e bot.Event) (bot.Answer, error) {
		if _, opened := e.Act.(bot.HomeOpened); opened {
			return bot.Home{Card: threePartPosting("").Card}, nil
		}
		return privateAnswer("Saved."), nil
	})
	s.run()
	s.AwaitSockets(1)
	press := map[string]any{"type": "button", "action_id": "hint:1", "block_id": "b"}
	for i, payload := range []map[string]any{
		s.ActionPayload("UANN", &slacktest.Surface{User: "UANN", Home: true}, press), s.SubmissionPayload("UANN", &slacktest.Modal{ID: "V1", Callback: "answer:1"}, "text"),
	} {
		if _, err := s.Deliver("interactive", payload); err != nil {
			t.Fatal(err)
		}
		s.waitUntil("the page is shown anew", func() bool { return s.CallCount("views.publish") == i+1 })
	}
	if _, err := s.Deliver("interactive", s.ActionPayload("UANN", &slacktest.Surface{Channel: slacktest.ChannelID, TS: "1.1"}, press)); err != nil {
		t.Fatal(err)
	}
	if n := s.CallCount("views.publish"); n != 2 {
		t.Errorf("the page is shown anew %d times", n)
	}
}
