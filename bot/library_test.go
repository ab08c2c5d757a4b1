package bot_test

import (
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/bottest"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

// asks is somebody's command in the watched room, and what they see.
func (w *watched) asks(who, command string, admin bool) card.Card {
	w.t.Helper()
	answer, err := w.conversation.Handle(w.t.Context(), bot.Event{
		ID: "c", Room: "test/w/c", At: w.now, Who: quiz.Person{ID: quiz.MemberID("test/w/" + who), Name: who, Admin: admin}, Act: bot.ParseCommand(command),
	})
	said, ok := answer.(bot.Ephemeral)
	if err != nil || !ok {
		w.t.Fatalf("%s gives %#v, %v", command, answer, err)
	}
	return said.Card
}

// until runs the jobs due up to a time.
func (w *watched) until(hour, minute int) {
	w.t.Helper()
	for to := time.Date(2026, 11, 23, hour, minute, 0, 0, time.UTC); w.now.Before(to); w.now = w.now.Add(time.Minute) {
		w.tick()
	}
	w.tick()
}

// A reveal that was given up is shown privately by /question, with the button for one's own grade.
func TestQuestionShowsTheLast(t *testing.T) {
	w := watch(t)
	w.until(9, 30)
	round, err := w.service.OpenRound(t.Context(), "test/w/c")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.service.SubmitAnswer(t.Context(), quiz.PlatformTime(w.now), "test/w/c", quiz.Person{ID: "test/w/ann", Name: "ann"}, round.ID, "mine"); err != nil {
		t.Fatal(err)
	}
	if got := cardText(w.asks("ann", "/question", false)); strings.Contains(got, "last one") {
		t.Errorf("while a question is open: %s", got)
	}
	w.refuse = true
	w.until(17, 31)
	card := w.asks("ann", "/question", false)
	if got := cardText(card); !strings.Contains(got, "No question is open right now. This is the answer to the last one:") || !strings.Contains(got, "1 answer") {
		t.Errorf("it says %s", got)
	}
	if labels := strings.Join(bottest.ButtonLabels(card), ", "); !strings.Contains(labels, "My grade") {
		t.Errorf("it has the buttons %s", labels)
	}
	if got := cardText(w.asks("boss", "/quiz-admin status", true)); !strings.Contains(got, "could not be posted and is given up") {
		t.Errorf("status says %s", got)
	}
}

// A conversation can be made of some audiences of the service. A question is shown by two.
func TestConversationOfTwoAudiences(t *testing.T) {
	w := watch(t)
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	w.conversation = bot.New(service.Audiences{Rooms: w.service.Rooms, Library: w.service.Library}, catalogue)
	if got := cardText(w.asks("ann", "/question show chan", false)); !strings.Contains(got, "What is a channel?") {
		t.Errorf("it says %s", got)
	}
}

// Status promises nothing behind a waiting job, and tells that job, since when, until when and why.
func TestStatusOfWhatWaits(t *testing.T) {
	w := watch(t)
	w.until(9, 30)
	w.obstacles = []reason.Obstacle{{Code: reason.ChannelArchived}}
	w.until(17, 40)
	w.now = w.now.Add(16 * time.Hour) // until 09:40 the next day, with nothing done meanwhile
	got := cardText(w.asks("boss", "/quiz-admin status", true))
	for _, want := range []string{
		"Closed, its reveal is on its way", "The reveal has been waiting since 2026-11-23 17:30.", "it's being tried again now",
		"This channel is archived.", "Next question: as soon as the reveal is done.", "Next digest: as soon as the reveal is done.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("status does not say %q, but\n%s", want, got)
		}
	}
	if strings.Contains(got, "Open until") || strings.Contains(got, "test/w/c is") {
		t.Errorf("status says\n%s", got)
	}
	w.tick()
	if got := cardText(w.asks("boss", "/quiz-admin status", true)); !strings.Contains(got, "the next one is at 2026-11-24") {
		t.Errorf("status says\n%s", got)
	}
}
