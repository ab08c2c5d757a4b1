package slack

import (
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot/ratelimit"
)

// Rates of docs.slack.dev/apis/web-api/rate-limits: a message a second in a channel, with short
// bursts; most other methods fifty times a minute, users.info a hundred times.
const (
	messageEvery = time.Second
	messageBurst = 3
	methodEvery  = 1200 * time.Millisecond
	methodBurst  = 20
	usersEvery   = 600 * time.Millisecond
	usersBurst   = 40
	// channelIdleTime is how long a channel's rate is remembered without use.
	channelIdleTime = time.Minute
)

// rates keep the adapter's requests within Slack's rate limits.
type rates struct {
	message  *ratelimit.Keyed // for each channel
	update   *rate.Limiter
	reaction *rate.Limiter
	users    *rate.Limiter
}

func newRates() *rates {
	return &rates{
		message:  ratelimit.NewKeyed(rate.Every(messageEvery), messageBurst, channelIdleTime),
		update:   rate.NewLimiter(rate.Every(methodEvery), methodBurst),
		reaction: rate.NewLimiter(rate.Every(methodEvery), methodBurst),
		users:    rate.NewLimiter(rate.Every(usersEvery), usersBurst),
	}
}
