package service_test

import (
	"slices"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

func TestAnswersAreRefused(t *testing.T) {
	s := newStory(t, essays(2), nil)
	s.until("2026-11-23 09:30")
	first := s.current().ID
	try := func(when, text string) error {
		_, err := s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(localTime(t, when)), room, person("ann"), first, text)
		return err
	}
	expectRefusal(t, try("2026-11-23 10:00", "  \n"), reason.EmptyAnswer)
	expectRefusal(t, try("2026-11-23 10:00", strings.Repeat("长", quiz.MaxAnswer+1)), reason.TooLong)
	if err := try("2026-11-23 10:00", strings.Repeat("长", quiz.MaxAnswer)); err != nil {
		t.Errorf("the longest answer: %v", err)
	}
	// Sent in time counts until the close was carried out, sent too late never does.
	expectRefusal(t, try("2026-11-23 17:30", "late"), reason.RoundClosed)
	if err := try("2026-11-23 17:29", "in time"); err != nil {
		t.Errorf("an answer in time: %v", err)
	}
	s.until("2026-11-23 17:30")
	expectRefusal(t, try("2026-11-23 17:29", "in time, delivered late"), reason.RoundClosed)
	_, err := s.service.PickChoices(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, []int{0})
	expectRefusal(t, err, reason.RoundClosed)
	_, err = s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), "console/demo/other", person("ann"), first, "x")
	expectRefusal(t, err, reason.NoRound)
	_, err = s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), 999, "x")
	expectRefusal(t, err, reason.NoRound)
}

// Several choices are refused if one is right, as from a form with several menus. The earlier
// choice stays.
func TestOneChoice(t *testing.T) {
	questions := essays(1)
	questions[0].Choices = []quiz.Choice{{Text: "x"}, {Text: "y", Correct: true}, {Text: "z"}}
	s := newStory(t, questions, nil)
	s.until("2026-11-23 09:30")
	pick := func(picks ...int) (service.Receipt, error) {
		return s.service.PickChoices(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), s.current().ID, picks)
	}
	if _, err := pick(1, 1); err != nil {
		t.Errorf("one choice told twice: %v", err)
	}
	_, err := pick(2, 0)
	expectRefusal(t, err, reason.OneChoice)
	draft, err := s.service.DraftAnswer(s.ctx(), s.now, room, person("ann"), s.current().ID)
	if err != nil || !slices.Equal(draft.Reply.Picks, []int{1}) {
		t.Errorf("chosen is %v, %v", draft.Reply.Picks, err)
	}
}
