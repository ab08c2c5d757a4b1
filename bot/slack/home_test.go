package slack

import (
	"strings"
	"testing"

	"quizbot/bot"
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
	s.awaitSockets(1)
	s.deliverEvent(map[string]any{"type": "app_home_opened", "user": "UANN", "tab": "home"})
	s.deliverEvent(map[string]any{"type": "app_home_opened", "user": "UANN", "tab": "messages"})
	if n := s.callCount("views.publish"); n != 1 || !strings.Contains(string(s.homes["UANN"]), "words words") {
		t.Errorf("published %d times: %s", n, s.homes["UANN"])
	}
	pressed := s.actionPayload("UANN", &surface{home: true}, map[string]any{"type": "button", "action_id": "a", "block_id": "b"})
	if _, err := s.deliver("interactive", pressed); err != nil {
		t.Fatal(err)
	}
	if w := s.views["UANN"]; w == nil || !strings.Contains(string(w.blocks), "words words") {
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
	s.awaitSockets(1)
	press := map[string]any{"type": "button", "action_id": "hint:1", "block_id": "b"}
	for i, payload := range []map[string]any{
		s.actionPayload("UANN", &surface{user: "UANN", home: true}, press), s.submissionPayload("UANN", &modalWindow{id: "V1", callback: "answer:1"}, "text"),
	} {
		if _, err := s.deliver("interactive", payload); err != nil {
			t.Fatal(err)
		}
		s.waitUntil("the page is shown anew", func() bool { return s.callCount("views.publish") == i+1 })
	}
	if _, err := s.deliver("interactive", s.actionPayload("UANN", &surface{channel: channelID, ts: "1.1"}, press)); err != nil {
		t.Fatal(err)
	}
	if n := s.callCount("views.publish"); n != 2 {
		t.Errorf("the page is shown anew %d times", n)
	}
}
