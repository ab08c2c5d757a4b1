package service_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/runner"
)

// A known name stays if the platform sends none, or an invisible one.
func TestNameStays(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.until("2026-11-23 10:00")
	for _, name := range []string{"ann", "", "\u200b"} {
		who := quiz.Person{ID: "console/demo/ann", Name: name}
		if _, err := s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), room, who, s.current().ID, "an answer"); err != nil {
			t.Fatal(err)
		}
	}
	if data, _, err := s.service.ExportData(s.ctx(), person("ann")); err != nil || data.Member.Name != "ann" {
		t.Errorf("got %q, %v", data.Member.Name, err)
	}
}

// nameFindingChannel is a channel that knows members' names.
type nameFindingChannel struct {
	*channel
	asked []quiz.MemberID
	err   error
}

func (f *nameFindingChannel) FindNames(_ context.Context, _ quiz.RoomID, who []quiz.MemberID) (map[quiz.MemberID]string, error) {
	f.asked = append(f.asked, who...)
	return map[quiz.MemberID]string{"console/demo/u1": "Uma"}, f.err
}

// Missing names are looked up before the reveal, for every kind of question. On failure members
// stay without a name.
func TestNamesBeforeReveal(t *testing.T) {
	choices := quiztest.Bank{{ID: "c", Title: "Which?", Choices: []quiz.Choice{{Text: "a", Correct: true}, {Text: "b"}}}}
	for name, c := range map[string]struct {
		bank quiztest.Bank
		err  error
	}{"text": {essays(2), nil}, "choices": {choices, nil}, "some fail": {essays(2), errors.New("ratelimited")}} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t, c.bank, nil)
			f := &nameFindingChannel{channel: s.channel, err: c.err}
			s.runner = runner.New(s.service, f, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.DiscardHandler))
			s.until("2026-11-23 10:00")
			for _, who := range []quiz.Person{{ID: "console/demo/u1"}, {ID: "console/demo/u2"}, person("ann")} {
				var err error
				if len(c.bank[0].Choices) > 0 {
					_, err = s.service.PickChoices(s.ctx(), quiz.PlatformTime(s.now), room, who, s.current().ID, []int{0})
				} else {
					_, err = s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), room, who, s.current().ID, "an answer")
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			s.until("2026-11-23 18:00")
			var names []string
			for _, r := range s.channel.posted[1].Reveal.Best {
				names = append(names, r.Name)
			}
			if len(f.asked) != 2 || len(names) != 3 || names[0] != "Uma" || names[1] != "" || names[2] != "ann" {
				t.Errorf("asked for %v, and the reveal names %q", f.asked, names)
			}
		})
	}
}
