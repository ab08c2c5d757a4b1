// Package running ties the quiz, its store, the conversation and the platforms together, and runs them.
package running

import (
	"context"
	"log/slog"

	"quizbot/bot"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/runner"
)

// Setup is what a service is made of.
type Setup struct {
	Store     quiz.Store
	Bank      quiz.Bank
	Platforms []bot.Platform
	Options   quiz.Options
	// Plans are those of the rooms that the configuration names.
	Plans map[quiz.RoomID]quiz.Plan
	Clock runner.Timekeeper
	Log   *slog.Logger
}

// Service is everything that runs, put together.
type Service struct {
	Quiz *quiz.Service
	// Parts are the platforms' loops, the runner, and what keeps counts of answers up to date.
	Parts []Part
}

// Assemble puts a service together, and makes the rooms of its plans run.
func Assemble(ctx context.Context, s Setup) (*Service, error) {
	game := quiz.NewService(s.Store, s.Bank, grading.Certain{}, s.Options)
	if err := game.Adopt(ctx, s.Clock.Now(), s.Plans); err != nil {
		return nil, err
	}
	for _, room := range game.LeftFile() {
		s.Log.Warn("the configuration doesn't name a room any more: it is paused, and can be run from chat", "room", room)
	}
	catalogue, err := bot.NewCatalogue()
	if err != nil {
		return nil, err
	}
	talk := bot.New(game, catalogue, s.Platforms...)
	jobs := runner.New(game, talk, s.Clock, s.Log)
	service := &Service{Quiz: game}
	for _, p := range s.Platforms {
		service.Parts = append(service.Parts, platformPart(p, talk, s.Log))
	}
	service.Parts = append(service.Parts,
		Part{"the runner", func(ctx context.Context) error {
			jobs.Run(ctx)
			return nil
		}},
		Part{"the counts of answers", func(ctx context.Context) error {
			talk.Run(ctx, func(err error) { s.Log.Warn("cannot update a question's count", "err", err) })
			return nil
		}},
	)
	return service, nil
}

// platformPart is a platform's own loop, with what goes wrong in answering said in the log.
func platformPart(p bot.Platform, talk *bot.Conversation, log *slog.Logger) Part {
	handle := func(ctx context.Context, e bot.Event) (bot.Answer, error) {
		answer, err := talk.Handle(ctx, e)
		if err != nil {
			log.Error("cannot answer", "platform", p.Name(), "err", err)
		}
		return answer, err
	}
	return Part{p.Name(), func(ctx context.Context) error { return p.Run(ctx, handle) }}
}
