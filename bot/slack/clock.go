package slack

import (
	"context"
	"time"
)

// PlatformTime implements [bot.TimeTeller] by the Date of a response.
func (a *Adapter) PlatformTime(ctx context.Context) (time.Time, error) {
	if _, err := a.api.AuthTestContext(ctx); err != nil {
		return time.Time{}, err
	}
	return a.clock.PlatformTime(), nil
}
