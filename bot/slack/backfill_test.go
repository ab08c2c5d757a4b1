package slack

import (
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/internal/testing/slacktest"
	"quizbot/quiz"
)

// A backfill hands over messages, edits and deletions from the time without a connection, page by
// page.
func TestCatchUp(t *testing.T) {
	s := newHarness(t, Options{})
	s.Posts = []*slacktest.Post{{TS: "1.000001", User: slacktest.BotUser, BotID: "B1", Channel: slacktest.ChannelID}}
	for _, ts := range []string{"2.000001", "2.000002", "2.000003", "2.000004", "2.000005"} {
		s.Posts = append(s.Posts, &slacktest.Post{TS: ts, Thread: "1.000001", User: "UANN", Text: "text " + ts, Channel: slacktest.ChannelID})
	}
	s.Posts[2].Edited = &slacktest.EditStamp{TS: "3.000000"}
	s.Reactions["2.000001"] = true
	s.answer = func(bot.Event) (bot.Answer, error) { return bot.Counted{}, nil }
	err := s.bot.Backfill(t.Context(), "slack/T1/C1", quiz.MessageRef{Message: "1.000001"}, []string{"2.000001", "2.000009"}, s.handle)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range s.handledEvents() {
		switch act := e.Act.(type) {
		case bot.Message:
			got = append(got, "message "+act.ID)
		case bot.Edit:
			got = append(got, "edit "+act.ID)
		case bot.Deletion:
			got = append(got, "deletion "+act.ID)
		}
	}
	want := "message 2.000001, edit 2.000002, message 2.000003, message 2.000004, message 2.000005, deletion 2.000009"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	s.bot.background.Wait()
	if !s.Reactions["2.000003"] || s.CallCount("reactions.add") != 4 {
		t.Errorf("marked are %v by %d requests, want those without a reaction", s.Reactions, s.CallCount("reactions.add"))
	}
}

// A message to one member outside of any room is a direct message.
func TestTell(t *testing.T) {
	s := newHarness(t, Options{})
	if err := s.bot.SendDirectMessage(t.Context(), "slack/T1/UANN", threePartPosting("").Card); err != nil {
		t.Fatal(err)
	}
	if len(s.Posts) != 3 || s.Posts[0].Channel != "DUANN" {
		t.Errorf("there stand %q", s.PostedParts())
	}
}
