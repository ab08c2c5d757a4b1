package quiz_test

import (
	"context"
	"errors"
	"sync"

	"quizbot/quiz"
)

// lockedChannel counts what is announced from many goroutines, and fails for one room.
type lockedChannel struct {
	bad quiz.RoomID

	mu sync.Mutex
	n  int
}

func (c *lockedChannel) Announce(_ context.Context, a quiz.Announcement) ([]quiz.Place, error) {
	if a.Room == c.bad {
		return nil, errors.New("channel_not_found")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return []quiz.Place{{Message: a.Key}}, nil
}

func (c *lockedChannel) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}
