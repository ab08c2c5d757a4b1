package bot

import (
	"context"
	"errors"
	"sync"
	"time"

	"quizbot/quiz"
)

// counts remembers the rounds whose number of answers changed since their question was last drawn.
type counts struct {
	mu     sync.Mutex
	dirty  map[quiz.RoundID]quiz.Round
	failed map[quiz.RoundID]int // how often drawing failed, one time after the other
}

func newCounts() *counts {
	return &counts{dirty: map[quiz.RoundID]quiz.Round{}, failed: map[quiz.RoundID]int{}}
}

func (c *counts) changed(r quiz.Round) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dirty[r.ID] = r
}

func (c *counts) take() map[quiz.RoundID]quiz.Round {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.dirty
	c.dirty = map[quiz.RoundID]quiz.Round{}
	return taken
}

// drawTries is how often drawing a question is tried before it is left until its next answer.
const drawTries = 10

// drawn notes how drawing a question went. One that could not be drawn is drawn again.
func (c *counts) drawn(r quiz.Round, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		delete(c.failed, r.ID)
		return
	}
	if c.failed[r.ID]++; c.failed[r.ID] >= drawTries {
		delete(c.failed, r.ID)
		return
	}
	c.dirty[r.ID] = r
}

// countsEvery is how often a question's count of answers is drawn again at most. Slack allows a message a
// second in a channel, of which posts need most.
const countsEvery = 5 * time.Second

// Run keeps the counts of answers under open questions up to date until ctx ends.
func (c *Conversation) Run(ctx context.Context, failed func(error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(countsEvery):
		}
		if err := c.Refresh(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}

// Refresh draws the questions again whose number of answers changed.
func (c *Conversation) Refresh(ctx context.Context) error {
	var errs []error
	for _, round := range c.counts.take() {
		err := c.redraw(ctx, round.Room, round.ID)
		c.counts.drawn(round, err)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// redraw shows a question as its round now stands.
func (c *Conversation) redraw(ctx context.Context, id quiz.RoomID, round quiz.RoundID) error {
	room, err := c.service.Room(ctx, id)
	if err != nil {
		return err
	}
	now, answered, err := c.service.Progress(ctx, round)
	if err == nil && now.Phase == quiz.Asking { // answered before it is known where the question stands
		c.counts.changed(now)
	}
	if err != nil || len(now.Places) == 0 {
		return err
	}
	platform, err := c.platform(id)
	if err != nil {
		return err
	}
	return platform.Edit(ctx, id, now.Places[:1], c.words(room).questionCard(&now, answered))
}
