package bot_test

import (
	"testing"

	"quizbot/bot"
	"quizbot/bot/words"
	"quizbot/quiz/grading"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// newModelDesk is a desk whose answers go to a language model at a host.
func newModelDesk(t *testing.T, host string) *desk {
	t.Helper()
	d := newDesk(t)
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	d.service = service.New(memory.New(), anyBank{quiztest.Bank{{ID: "q", Title: "Why?", Answer: "Because."}}}, grading.Exact{}, service.Options{ModelHost: host})
	d.conversation = bot.New(d.service.Audiences, catalogue, d.platform)
	return d
}

// Members are told where answers go, and can keep theirs.
func TestModel(t *testing.T) {
	d := newModelDesk(t, "api.example.com")
	d.sees(d.types("/quiz-admin setup UTC"), false, "open answers go to a language model at api.example.com, without names", "/quiz model off")
	d.sees(d.types("/quiz model"), false, "“state” is missing. It is one of: on, off.")
	d.sees(d.types("/quiz model on"), false, "answers of yours go to the language model at api.example.com")
	d.sees(d.types("/quiz my-data"), false, "open answers go to a language model at api.example.com", "/quiz model off")
	d.sees(d.types("/quiz model off"), false, "stay away from the language model at api.example.com")
	d.sees(d.types("/quiz my-data"), false, "Your answers are kept from language models.", "/quiz model on")

	d = newModelDesk(t, "")
	d.types("/quiz-admin setup UTC")
	d.sees(d.types("/quiz model on"), false, "I send answers to no language model here.")
	d.sees(d.types("/quiz model off"), false, "Noted. I send answers to no language model here.")
	d.sees(d.types("/quiz my-data"), false, "Your answers are kept from language models.")
}
