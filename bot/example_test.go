package bot_test

import (
	"context"
	"fmt"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// paper is a platform with prepared events. It prints the answers and postings.
type paper struct{ events []bot.Event }

func (paper) Name() string { return "paper" }

func (p paper) Run(ctx context.Context, handle bot.Handler) error {
	for _, event := range p.events {
		answer, err := handle(ctx, event)
		if message, ok := answer.(bot.Ephemeral); ok {
			fmt.Printf("to %s: %s\n", event.Who.Name, message.Card.Summary)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (paper) Post(_ context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	fmt.Printf("in %s: %s\n", p.Room, p.Card.Summary)
	return []quiz.MessageRef{{Message: p.Key}}, nil
}

func (paper) Edit(context.Context, quiz.RoomID, []quiz.MessageRef, card.Card) error { return nil }

// A platform has a name, brings events in, posts cards and edits them. Everything else is optional.
func ExamplePlatform() {
	ann := quiz.Person{ID: "paper/desk/ann", Name: "Ann"}
	platform := paper{[]bot.Event{
		{ID: "1", Room: "paper/desk/pad", Who: ann, Act: bot.ParseCommand("/quiz help")},
		{ID: "2", Room: "paper/desk/pad", Who: ann, Act: bot.ParseCommand("/quiz-admin setup UTC")},
		{ID: "3", Room: "paper/desk/pad", Who: ann, Act: bot.ChannelChanged{Added: true}},
	}}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		panic(err)
	}
	quizService := service.New(memory.New(), quiztest.Bank(nil), grading.Exact{}, service.Options{})
	conversation := bot.New(quizService.Audiences, catalogue, platform)
	if err := platform.Run(context.Background(), conversation.Handle); err != nil {
		panic(err)
	}
	// Output:
	// to Ann: quizbot
	// to Ann: Only admins may do this.
	// in paper/desk/pad: Hi! I'm a quiz for interview practice.
}
