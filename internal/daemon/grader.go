package daemon

import (
	"context"
	"errors"
	"log/slog"

	"quizbot/bot"
	"quizbot/internal/config"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/grading/external"
	"quizbot/quiz/grading/llm"
	"quizbot/quiz/records"
)

// NewGrader returns the grader that the settings name. The store tells which members keep their
// answers from a language model.
func NewGrader(set *config.Settings, store quiz.Store, log *slog.Logger) quiz.Grader {
	switch {
	case len(set.Grader.Exec) > 0:
		return grading.ByKind{Open: external.New(set.Grader.Exec)}
	case set.Grader.Model.IsSet():
		o := modelOptions(set)
		o.Log = log
		o.IsExcluded = func(ctx context.Context, member quiz.MemberNo) (bool, error) {
			return keepsFromModel(ctx, store, member)
		}
		return grading.ByKind{Open: llm.New(o)}
	}
	return grading.ByKind{Open: grading.Offline{}}
}

func modelOptions(set *config.Settings) llm.Options {
	m := &set.Grader.Model
	return llm.Options{URL: m.URL, Name: m.Name, Key: m.Key.Reveal(), Budget: m.Budget}
}

// keepsFromModel reports whether a member's answers stay here. Those of a forgotten member do.
func keepsFromModel(ctx context.Context, store quiz.Store, no quiz.MemberNo) (bool, error) {
	return records.View(ctx, store, func(tx quiz.Tx) (bool, error) {
		m, err := tx.Member(no)
		if errors.Is(err, quiz.ErrNotFound) {
			return true, nil
		}
		return m.ModelOff, err
	})
}

// ModelHost returns the host of the language model that gets answers, empty if none does.
func ModelHost(set *config.Settings) string {
	if !set.Grader.Model.IsSet() {
		return ""
	}
	return llm.HostOf(set.Grader.Model.URL)
}

// CheckGrader has the configured grader grade a sample answer. There is nothing to check for the one
// that is built in.
func CheckGrader(ctx context.Context, set *config.Settings) []bot.Finding {
	switch {
	case len(set.Grader.Exec) > 0:
		return []bot.Finding{{Subject: "the grader " + set.Grader.Exec[0], Err: external.New(set.Grader.Exec).Check(ctx)}}
	case set.Grader.Model.IsSet():
		return []bot.Finding{{Subject: "the language model " + set.Grader.Model.Name + " at " + ModelHost(set), Err: llm.New(modelOptions(set)).Check(ctx)}}
	}
	return nil
}
