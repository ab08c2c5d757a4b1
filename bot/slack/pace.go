package slack

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rates of docs.slack.dev/apis/web-api/rate-limits: a message a second in a channel, with short bursts; most other
// methods fifty times a minute, users.info a hundred times.
const (
	messageEvery = time.Second
	messageBurst = 3
	methodEvery  = 1200 * time.Millisecond
	methodBurst  = 20
	peopleEvery  = 600 * time.Millisecond
	peopleBurst  = 40
	// idleTime is how long a channel's rate is remembered without use.
	idleTime = time.Minute
)

// pace keeps messages within what Slack allows in each channel, and other methods within what it allows in all.
type pace struct {
	method  *rate.Limiter
	marks   *rate.Limiter
	message rate.Limit // in each channel

	mu       sync.Mutex
	channels map[string]*channelPace
}

type channelPace struct {
	*rate.Limiter
	used time.Time
}

func newPace() *pace {
	return &pace{
		method: rate.NewLimiter(rate.Every(methodEvery), methodBurst), marks: rate.NewLimiter(rate.Every(methodEvery), methodBurst),
		message: rate.Every(messageEvery), channels: map[string]*channelPace{},
	}
}

// wait waits until a message may be posted in a channel.
func (p *pace) wait(ctx context.Context, channel string) error {
	return p.of(channel, time.Now()).Wait(ctx)
}

func (p *pace) of(channel string, now time.Time) *channelPace {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, c := range p.channels {
		if now.Sub(c.used) > idleTime {
			delete(p.channels, name)
		}
	}
	c, ok := p.channels[channel]
	if !ok {
		c = &channelPace{Limiter: rate.NewLimiter(p.message, messageBurst)}
		p.channels[channel] = c
	}
	c.used = now
	return c
}
