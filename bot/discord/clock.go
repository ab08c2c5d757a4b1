package discord

import (
	"context"
	"time"

	"quizbot/bot"
)

var (
	_ bot.TimeTeller = (*Adapter)(nil)
	_ bot.Warner     = (*Adapter)(nil)
)

// PlatformTime implements [bot.TimeTeller] by the Date of a response.
func (a *Adapter) PlatformTime(ctx context.Context) (time.Time, error) {
	var gateway struct {
		URL string `json:"url"`
	}
	if err := a.client.Get(ctx, "/gateway", &gateway); err != nil {
		return time.Time{}, err
	}
	return a.clock.PlatformTime(), nil
}

// Warnings implements [bot.Warner].
func (a *Adapter) Warnings() []bot.Warning {
	if a.clock.Err() != nil {
		return []bot.Warning{bot.WarnClock}
	}
	return nil
}
