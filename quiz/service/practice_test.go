package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
)

// shown tells why the answer of a question is a secret.
func (s *story) shown(room quiz.RoomID, id quiz.QuestionID) service.Secret {
	s.t.Helper()
	_, why, err := s.service.ShowQuestion(s.ctx(), room, id)
	s.must(err)
	return why
}

// inOrder is a room that asks the bank in its order.
func inOrder(t *testing.T, n int, change func(*plan.Plan)) *story {
	return newStory(t, essays(n), func(p *plan.Plan) {
		p.Order = plan.OrderBank
		if change != nil {
			change(p)
		}
	})
}

// Current and upcoming questions of any room are secret in all rooms, even in other workspaces.
func TestSecrets(t *testing.T) {
	s := inOrder(t, 12, nil)
	const elsewhere quiz.RoomID = "slack/T9/C9"
	roomPlan := plan.Default()
	roomPlan.Order, roomPlan.Ask, roomPlan.Reveal.Clock = plan.OrderBank, 22*60, 23*60
	s.must(s.service.SyncConfiguredRooms(s.ctx(), s.now, map[quiz.RoomID]plan.Plan{room: mustRoom(s).Plan, elsewhere: roomPlan}))
	s.until("2026-11-23 10:00") // q0 is open here, q1 to q5 come next; elsewhere q0 to q4 come next
	for id, want := range map[quiz.QuestionID]service.Secret{
		"q0": service.SecretOpen, "q1": service.SecretSoon, "q5": service.SecretSoon, "q6": "", "q11": "",
	} {
		for _, where := range []quiz.RoomID{room, elsewhere} {
			if got := s.shown(where, id); got != want {
				t.Errorf("%s in %s: got %q, want %q", id, where, got, want)
			}
		}
	}
	for i := range 50 {
		q, err := s.service.PracticeQuestion(s.ctx(), elsewhere, "", fmt.Sprint(i))
		s.must(err)
		if why := s.shown(room, q.ID); why != "" {
			t.Fatalf("%s is given to practise with, which is %s", q.ID, why)
		}
	}
	s.until("2026-11-23 18:00")
	if got := s.shown(room, "q0"); got != service.SecretSoon { // still to come elsewhere
		t.Errorf("q0 after its reveal: %q", got)
	}
	s.until("2026-11-23 23:30")
	if got := s.shown(room, "q0"); got != "" {
		t.Errorf("q0 after all reveals: %q", got)
	}
}

func mustRoom(s *story) quiz.Room {
	s.t.Helper()
	r, err := s.service.Room(s.ctx(), s.room)
	s.must(err)
	return r
}

// What is to be asked next follows the plan's order and the cycles, as the room then asks.
func TestSecretsAreWhatComesNext(t *testing.T) {
	for _, order := range []plan.Order{plan.OrderShuffled, plan.OrderBank, plan.OrderByDifficulty} {
		s := newStory(t, essays(8), func(p *plan.Plan) { p.Order, p.Days = order, schedule.Everyday })
		s.until("2026-11-23 18:00")
		for day := range 20 {
			var soon []quiz.QuestionID
			for i := range 8 {
				if id := quiz.QuestionID(fmt.Sprintf("q%d", i)); s.shown(room, id) != "" {
					soon = append(soon, id)
				}
			}
			s.until(s.now.AddDate(0, 0, 1).Format("2006-01-02 15:04"))
			asked := s.channel.posted[len(s.channel.posted)-1]
			if asked.Reveal == nil || !slices.Contains(soon, asked.Reveal.Round.Question.ID) || len(soon) > 6 { // one more where a cycle ends, whose last question does not begin the next
				t.Fatalf("%s, day %d: %v were secret, %s was asked", order, day, soon, asked.Reveal.Round.Question.ID)
			}
		}
	}
}

// A room may show only the questions that it has asked.
func TestPracticeAsked(t *testing.T) {
	s := inOrder(t, 12, func(p *plan.Plan) { p.Practice = plan.PracticeAsked })
	_, err := s.service.PracticeQuestion(s.ctx(), room, "", "1")
	expectRefusal(t, err, reason.NoPractice)
	_, _, err = s.service.ShowQuestion(s.ctx(), room, "q9")
	expectRefusal(t, err, reason.NotAskedHere)
	s.until("2026-11-24 08:00")
	q, err := s.service.PracticeQuestion(s.ctx(), room, "", "1")
	s.must(err)
	if q.ID != "q0" || s.shown(room, "q0") != "" {
		t.Errorf("got %s, want the one that was asked", q.ID)
	}
}

// The orders of a plan: that of the bank, and from easy to hard.
func TestOrders(t *testing.T) {
	b := essays(6)
	for i, level := range []string{"hard", "", "easy", "medium", "Easy", "困难"} {
		b[i].Difficulty = level
	}
	for order, want := range map[plan.Order]string{
		plan.OrderBank:         "q0 q1 q2 q3 q4 q5 q0",
		plan.OrderByDifficulty: "q2 q4 q3 q0 q5 q1 q2",
	} {
		s := newStory(t, b, func(p *plan.Plan) { p.Order, p.Days = order, schedule.Everyday })
		s.until("2026-11-29 12:00")
		var asked []string
		for _, a := range s.channel.posted {
			if a.Question != nil {
				asked = append(asked, string(a.Question.Question.ID))
			}
		}
		if got := strings.Join(asked, " "); got != want {
			t.Errorf("%s: asked %s, want %s", order, got, want)
		}
	}
}

// An admin's question is the one that is named. The planned one comes after it where it was
// revealed by then.
func TestAskNowNamed(t *testing.T) {
	s := inOrder(t, 12, nil)
	boss := person("boss")
	_, err := s.service.AskNow(s.ctx(), s.now, room, boss, "nosuch")
	expectRefusal(t, err, reason.UnknownQuestion)
	if _, err := s.service.AskNow(s.ctx(), s.now, room, boss, "q7"); err != nil {
		t.Fatal(err)
	}
	if got := s.shown(room, "q7"); got != service.SecretOpen {
		t.Errorf("a question that is about to be asked is %q", got)
	}
	s.at(s.now)
	if got := s.current().Question.ID; got != "q7" {
		t.Fatalf("%s was asked", got)
	}
	s.until("2026-11-23 09:10")
	s.must(s.revealNow(boss))
	s.at(s.now)
	s.expectKinds("ask reveal")
	s.until("2026-11-23 10:00")
	s.expectKinds("ask reveal digest ask")
	if got := s.current().Question.ID; got != "q0" {
		t.Errorf("%s was asked as planned", got)
	}
	for s.until("2026-11-23 12:00"); s.now.Before(localTime(t, "2026-12-04 18:00")); s.until(s.now.AddDate(0, 0, 1).Format("2006-01-02 15:04")) {
		if open, err := s.service.OpenRound(s.ctx(), room); err == nil && open.Question.ID == "q7" {
			t.Error("it was asked twice in a cycle")
		}
	}
}

// A question that waits to be posted, or a reveal, is tried again at an admin's word.
func TestAskNowAgain(t *testing.T) {
	s := inOrder(t, 3, nil)
	boss := person("boss")
	fail := func(quiz.Announcement, int) error { return fmt.Errorf("down") }
	s.channel.fail = fail
	s.until("2026-11-23 09:31")
	kind, err := s.service.AskNow(s.ctx(), s.now, room, boss, "")
	if err != nil || kind != quiz.JobAsk {
		t.Fatalf("a question that waits: again %q, %v", kind, err)
	}
	s.channel.fail = nil
	s.at(s.now)
	s.expectKinds("ask")
	s.channel.fail = fail
	s.until("2026-11-23 17:31")
	again, err := s.service.RevealNow(s.ctx(), s.now, room, boss)
	if err != nil || !again {
		t.Fatalf("a reveal that waits: again %v, %v", again, err)
	}
	s.channel.fail = nil
	s.at(s.now)
	s.expectKinds("ask reveal")
}

// An admin who asks for a question while a reveal waits has the reveal tried again: nothing is open
// to be ended first.
func TestAskNowBehindReveal(t *testing.T) {
	s := inOrder(t, 3, nil)
	s.until("2026-11-23 09:30")
	boss := person("boss")
	_, err := s.service.AskNow(s.ctx(), s.now, room, boss, "")
	expectRefusal(t, err, reason.RoundUnderway)
	s.channel.fail = func(quiz.Announcement, int) error { return &reason.Obstacle{Code: reason.ChannelArchived} }
	s.until("2026-11-23 20:00")
	s.channel.fail = nil
	kind, err := s.service.AskNow(s.ctx(), s.now, room, boss, "")
	if err != nil || kind != quiz.JobReveal {
		t.Fatalf("again %q, %v", kind, err)
	}
	s.at(s.now)
	s.expectKinds("ask reveal")
}

// An id that is too long for a button is found by its short form.
func TestShortID(t *testing.T) {
	long := quiz.QuestionID(strings.Repeat("闭包", 60))
	s := newStory(t, quiztest.Bank{{ID: long, Title: "x", Answer: "y"}}, nil)
	if q, err := s.service.QuestionOf(s.ctx(), room, quiz.ShortID(long)); err != nil || q.ID != long || len(quiz.ShortID(long)) > 40 {
		t.Errorf("got %v, %v", q, err)
	}
	for _, id := range []string{"#", "#00", "", "nosuch"} {
		_, err := s.service.QuestionOf(s.ctx(), room, id)
		expectRefusal(t, err, reason.UnknownQuestion)
	}
}

func TestSearch(t *testing.T) {
	s := newStory(t, quiztest.Bank{
		{ID: "gil", Bank: "go", Number: 1, Title: "What is the *GIL*?"},
		{ID: "f4bjcf7tsb", Bank: "python", Number: 14, Title: "How does `with` work?"},
		{ID: "14", Bank: "go", Number: 2, Title: "Fourteen"},
		{ID: "with-two", Bank: "python", Number: 2, Title: "Without or with a list?"},
		{ID: "闭包", Bank: "python", Number: 3, Title: "什么是闭包？"},
	}, nil)
	for typed, want := range map[string]string{
		"gil": "gil", "GIL": "gil", "ＧＩＬ": "gil", "`gil`": "gil", "14": "14", "python 14": "f4bjcf7tsb", "No. 14": "f4bjcf7tsb", "#14": "f4bjcf7tsb", "第14题": "f4bjcf7tsb",
		"2": "14 with-two", "F4BJCF7TSB": "f4bjcf7tsb", "what is the gil?": "gil", "the gil": "gil", "with work": "f4bjcf7tsb", "with": "f4bjcf7tsb with-two", "闭包": "闭包",
		"什么是": "闭包", "fourteen": "14", "nosuch": "", "15": "", "gill": "", "": "",
	} {
		found, err := s.service.SearchQuestions(s.ctx(), room, typed)
		var ids []string
		for _, q := range found {
			ids = append(ids, string(q.ID))
		}
		if got := strings.Join(ids, " "); got != want || (err == nil) != (want != "") {
			t.Errorf("%q finds %q, %v, want %q", typed, got, err, want)
		}
	}
	_, err := s.service.SearchQuestions(s.ctx(), room, "f4bjcf7tbs")
	if refusal, _ := reason.AsRefusal(err); refusal == nil || refusal.Args["near"] != "f4bjcf7tsb" {
		t.Errorf("a misspelled id: %v", err)
	}
}

// A topic is a tag, a section, or words of a title, in any language.
func TestPracticeTopics(t *testing.T) {
	list := essays(6)
	list = append(list,
		quiz.Question{ID: "c", Title: "什么是`闭包`？", Answer: "x", Tags: []string{"functions"}},
		quiz.Question{ID: "d", Title: "Decorators with arguments", Answer: "x", Section: "Python / Functions and more"},
	)
	s := newStory(t, list, func(p *plan.Plan) { p.Order = plan.OrderBank })
	s.until("2026-11-23 10:00")
	for topic, want := range map[string]quiz.QuestionID{"闭包": "c", "Functions": "c", "ＦＵＮＣＴＩＯＮＳ": "c", "functions and more": "d", "arguments decorators": "d"} {
		if q, err := s.service.PracticeQuestion(s.ctx(), room, topic, "1"); err != nil || q.ID != want {
			t.Errorf("%s: got %v, %v, want %s", topic, q, err, want)
		}
	}
	_, err := s.service.PracticeQuestion(s.ctx(), room, "nosuch", "1")
	expectRefusal(t, err, reason.UnknownTopic)
	_, err = s.service.PracticeQuestion(s.ctx(), room, "Question 0", "1") // which is open
	expectRefusal(t, err, reason.NoPractice)
}
