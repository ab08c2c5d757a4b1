package slack

import (
	"context"
	"time"

	"quizbot/bot/adapter"
)

// PlatformTime implements [bot.TimeTeller] by the Date of a response. A refused token doesn't matter.
func (a *Adapter) PlatformTime(ctx context.Context) (time.Time, error) {
	_, err := a.api.AuthTestContext(ctx)
	if err = webAPIError("auth.test", err); err != nil && !adapter.IsClass(err, adapter.ClassAuth) {
		return time.Time{}, err
	}
	return a.clock.PlatformTime(), nil
}
