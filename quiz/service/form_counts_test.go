package service_test

import (
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// A message that a form replaced does not count when it is fetched after the form was withdrawn.
// Later messages count.
func TestPassedOverAndFetchedAgain(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.until("2026-11-23 09:30")
	s.answer("ann", "by form")
	sent := s.now.Add(time.Minute)
	h, err := s.hear("ann", "m1", sent, "in the thread")
	if err != nil || h.Why == nil || h.Why.Code != reason.FormCounts || !h.Tell {
		t.Fatalf("beside the form: %+v, %v", h, err)
	}
	if h, err = s.hear("ann", "m2", sent, "and more"); err != nil || h.Why == nil || h.Tell {
		t.Fatalf("beside the form again: %+v, %v", h, err)
	}
	s.now = sent.Add(time.Minute)
	s.answer("ann", "")
	for _, id := range []string{"m1", "m2"} {
		if h, err = s.hear("ann", id, sent, "in the thread"); err != nil || h.Why == nil || h.Tell || h.Reply.Given() {
			t.Errorf("%s, fetched again: %+v, %v", id, h, err)
		}
	}
	h, err = s.hear("ann", "m3", s.now.Add(time.Minute), "anew")
	if err != nil || h.Why != nil || h.Reply.Answer() != "anew" {
		t.Errorf("after the form was taken back: %+v, %v", h, err)
	}
}

// A text of which nothing can be seen is none, by form and in the thread.
func TestNothingToSee(t *testing.T) {
	for _, text := range []string{"", " \n\t", "\u200b", "\u2060 \ufeff", "\u3164", "\u2800\u2800", "\ufe0f", "\u00ad"} {
		s := newStory(t, essays(3), nil)
		s.until("2026-11-23 09:30")
		_, err := s.service.SubmitAnswer(s.ctx(), quiz.HostTime(s.now), room, person("ann"), s.current().ID, text)
		expectRefusal(t, err, reason.EmptyAnswer)
		if h, err := s.hear("ann", "m", s.now, text); err == nil && h.Why == nil {
			t.Errorf("%q counts: %+v", text, h)
		}
	}
	for _, text := range []string{"1️⃣", "❤️", "👨‍👩‍👧", "می\u200cخواهم", "\u200bx", "."} {
		s := newStory(t, essays(3), nil)
		s.until("2026-11-23 09:30")
		if _, err := s.service.SubmitAnswer(s.ctx(), quiz.HostTime(s.now), room, person("ann"), s.current().ID, text); err != nil {
			t.Errorf("%q is refused: %v", text, err)
		}
	}
}
