package jobs

import (
	"context"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/records"
)

// NewestMoment returns the newest time at which anything was decided or saved.
func (e *Engine) NewestMoment(ctx context.Context) (time.Time, error) {
	return records.View(ctx, e.store, func(tx quiz.Tx) (time.Time, error) { return tx.NewestMoment() })
}

// RecordMoment records that the clock was right at a time, so that a later start knows how far it
// has come.
func (e *Engine) RecordMoment(ctx context.Context, now time.Time) error {
	return e.store.Update(ctx, func(tx quiz.Tx) error { return tx.RaiseNewestMoment(now) })
}
