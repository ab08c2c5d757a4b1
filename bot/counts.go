package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
)

// counts remembers the rounds whose messages no longer show how things are.
type counts struct {
	mu     sync.Mutex
	dirty  map[quiz.RoundID]stale
	failed map[quiz.RoundID]int // how often drawing failed, one time after the other
}

// stale says which messages of a round are to be drawn again.
type stale struct {
	room             quiz.RoomID
	question, reveal bool
	// closed says that the question is drawn as closed already, and waits for its reveal.
	closed bool
}

func newCounts() *counts {
	return &counts{dirty: map[quiz.RoundID]stale{}, failed: map[quiz.RoundID]int{}}
}

// changed has a round's question drawn again.
func (c *counts) changed(r quiz.Round) { c.mark(r.ID, stale{room: r.Room, question: true}) }

// regraded has a round's reveal drawn again.
func (c *counts) regraded(room quiz.RoomID, id quiz.RoundID) {
	c.mark(id, stale{room: room, reveal: true})
}

func (c *counts) mark(id quiz.RoundID, s stale) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.dirty[id]
	c.dirty[id] = stale{s.room, s.question || before.question, s.reveal || before.reveal, s.closed}
}

// revealsAtOnce is how many reveals one refresh draws, so that a member who is forgotten after years doesn't keep the
// open questions waiting.
const revealsAtOnce = 5

// take returns what is to be drawn now.
func (c *counts) take() map[quiz.RoundID]stale {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := map[quiz.RoundID]stale{}
	reveals := 0
	for _, id := range slices.Sorted(maps.Keys(c.dirty)) {
		s := c.dirty[id]
		if s.reveal {
			if reveals++; reveals > revealsAtOnce {
				continue
			}
		}
		taken[id] = s
		delete(c.dirty, id)
	}
	return taken
}

// drawTries is how often drawing a question is tried before it is left until its next answer.
const drawTries = 10

// drawn notes how drawing a round went. One that could not be drawn is drawn again. It reports whether a failure is the
// first one in a row.
func (c *counts) drawn(id quiz.RoundID, s stale, err error) (first bool) {
	if err == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.failed, id)
		return false
	}
	c.mu.Lock()
	c.failed[id]++
	tries := c.failed[id]
	if tries >= drawTries {
		delete(c.failed, id)
	}
	c.mu.Unlock()
	if tries < drawTries {
		c.mark(id, s)
	}
	return tries == 1
}

// countsEvery is how often a question's count of answers is drawn again at most. Slack allows a message a
// second in a channel, of which posts need most.
const countsEvery = 5 * time.Second

// Run keeps the counts of answers under open questions, and what reveals show, up to date until ctx ends.
func (c *Conversation) Run(ctx context.Context, failed func(error)) {
	report := func(err error) {
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
	report(c.redrawAfterStart(ctx))
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(countsEvery):
		}
		report(c.Refresh(ctx))
	}
}

// redrawAfterStart finds the questions that a process which ended before left open although their reveal stands.
func (c *Conversation) redrawAfterStart(ctx context.Context) error {
	rounds, err := c.service.RoundsToRedraw(ctx)
	for _, r := range rounds {
		c.counts.changed(r)
	}
	return err
}

// Refresh draws the messages again that no longer show how things are. Of failures in a row it returns the first one.
func (c *Conversation) Refresh(ctx context.Context) error {
	var errs []error
	taken := c.counts.take()
	for _, id := range slices.Sorted(maps.Keys(taken)) {
		s := taken[id]
		if err := c.redraw(ctx, id, s); c.counts.drawn(id, s, err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// redraw shows a question, and its reveal, as their round now stands.
func (c *Conversation) redraw(ctx context.Context, id quiz.RoundID, s stale) error {
	now, answered, err := c.service.RoundProgress(ctx, id)
	if err != nil {
		return err
	}
	s.room = now.Room // it may have moved
	room, err := c.service.Room(ctx, s.room)
	if err != nil && room.ID == "" { // a room that was removed still has its messages
		return err
	}
	platform, err := c.platform(s.room)
	if err != nil {
		return err
	}
	if s.question && len(now.Places) > 0 && (!s.closed || now.Phase != quiz.Closing) {
		if err := redrawQuestion(ctx, platform, c.presenter(room), &now, answered); err != nil {
			return err
		}
	}
	switch now.Phase {
	case quiz.Asking: // answered before it is known where the question stands
		c.counts.mark(id, s)
	case quiz.Closing: // its reveal is on its way
		s.closed = true
		c.counts.mark(id, s)
	case quiz.Revealed:
		if s.question && now.Undrawn {
			if err := c.service.MarkRedrawn(ctx, id); err != nil {
				return err
			}
		}
		if s.reveal {
			return c.redrawReveal(ctx, platform, c.presenter(room), &now)
		}
	}
	return nil
}

// redrawQuestion replaces the message of a question that has the buttons. A card that takes another number of messages
// than stand, as one of an earlier release may, would end with something else there: it is tried without its line on
// threads, and otherwise the question stays as it is.
func redrawQuestion(ctx context.Context, platform Platform, w Presenter, r *quiz.Round, answered int) error {
	shorter := *r
	shorter.Threads = plan.ThreadsTalk
	for _, as := range []*quiz.Round{r, &shorter} {
		card := w.questionCard(as, answered)
		if p, able := platform.(Paginator); able && p.Pages(card) != len(r.Places) {
			continue
		}
		return platform.Edit(ctx, r.Room, r.Places[:1], card)
	}
	return nil
}

// redrawReveal shows a reveal as its answers are graded now. It stays in the messages in which it stands: where the card
// needs others, it goes without the buttons that confirm, and then shows fewer answers, or more of them.
func (c *Conversation) redrawReveal(ctx context.Context, platform Platform, w Presenter, r *quiz.Round) error {
	if len(r.Reveal) == 0 {
		return nil
	}
	for i, shown := range revealSizes() {
		news, err := c.service.RevealNews(ctx, r.ID, shown)
		if err != nil {
			return err
		}
		for k := range news.Best {
			news.Best[k].Unconfirmed = news.Best[k].Unconfirmed && i == 0
		}
		card := w.revealCard(news)
		if p, able := platform.(Paginator); able && p.Pages(card) != len(r.Reveal) {
			continue
		}
		if err := platform.Edit(ctx, r.Room, r.Reveal, card); !errors.Is(err, ErrLayoutChanged) {
			return err
		}
	}
	return nil // its messages stay as they are: pages and My grade show how things are
}

// revealSizes are the numbers of answers to try when a reveal is drawn again. The first two are as it was posted: with and
// without the buttons that confirm. Fewer answers follow, and then more.
func revealSizes() []int {
	sizes := []int{quiz.BestShown, quiz.BestShown}
	for n := quiz.BestShown - 1; n > 0; n-- {
		sizes = append(sizes, n)
	}
	for n := quiz.BestShown + 1; n <= 2*quiz.BestShown; n++ {
		sizes = append(sizes, n)
	}
	return sizes
}
