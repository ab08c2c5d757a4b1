package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/present"
	"quizbot/quiz"
	"quizbot/quiz/panics"
	"quizbot/quiz/plan"
)

// redrawQueue holds the rounds whose messages are out of date.
type redrawQueue struct {
	mu       sync.Mutex
	pending  map[quiz.RoundID]redraw
	failures map[quiz.RoundID]int // consecutive ones
}

// redraw tells which messages of a round are out of date.
type redraw struct {
	room             quiz.RoomID
	question, reveal bool
	// digest means the digest that was posted after the round.
	digest bool
	// closed reports that the question is drawn as closed already, and waits for its reveal.
	closed bool
}

func newRedrawQueue() *redrawQueue {
	return &redrawQueue{pending: map[quiz.RoundID]redraw{}, failures: map[quiz.RoundID]int{}}
}

// questionChanged has a round's question drawn again.
func (q *redrawQueue) questionChanged(r quiz.Round) {
	q.add(r.ID, redraw{room: r.Room, question: true})
}

// revealChanged has a round's reveal drawn again.
func (q *redrawQueue) revealChanged(room quiz.RoomID, id quiz.RoundID) {
	q.add(id, redraw{room: room, reveal: true})
}

// digestChanged has the digest after a round drawn again.
func (q *redrawQueue) digestChanged(r quiz.Round) {
	q.add(r.ID, redraw{room: r.Room, digest: true})
}

// RefreshReveal has a round's reveal drawn again, as after a later grading.
func (c *Conversation) RefreshReveal(room quiz.RoomID, round quiz.RoundID) {
	c.redraws.revealChanged(room, round)
}

func (q *redrawQueue) add(id quiz.RoundID, d redraw) {
	q.mu.Lock()
	defer q.mu.Unlock()
	before := q.pending[id]
	q.pending[id] = redraw{
		room: d.room, question: d.question || before.question, reveal: d.reveal || before.reveal, digest: d.digest || before.digest,
		closed: d.closed,
	}
}

// revealsAtOnce is the number of reveals that one refresh draws. Without the limit, a member who is
// forgotten after years would keep the open questions waiting.
const revealsAtOnce = 5

// takePending returns the rounds to draw now, and removes them from the queue.
func (q *redrawQueue) takePending() map[quiz.RoundID]redraw {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := map[quiz.RoundID]redraw{}
	reveals := 0
	for _, id := range slices.Sorted(maps.Keys(q.pending)) {
		d := q.pending[id]
		if d.reveal {
			if reveals++; reveals > revealsAtOnce {
				continue
			}
		}
		taken[id] = d
		delete(q.pending, id)
	}
	return taken
}

// maxRedrawTries is the number of attempts after which a round is left until its next answer.
const maxRedrawTries = 10

// recordResult notes the result of drawing a round, and queues a failed one again. It reports
// whether a failure is the first one in a row.
func (q *redrawQueue) recordResult(id quiz.RoundID, d redraw, err error) (firstFailure bool) {
	if err == nil {
		q.mu.Lock()
		defer q.mu.Unlock()
		delete(q.failures, id)
		return false
	}
	q.mu.Lock()
	q.failures[id]++
	tries := q.failures[id]
	if tries >= maxRedrawTries {
		delete(q.failures, id)
	}
	q.mu.Unlock()
	if tries < maxRedrawTries {
		q.add(id, d)
	}
	return tries == 1
}

// refreshInterval is the least time between two redraws of a question. Slack allows a message a
// second in a channel, and posts need most of them.
const refreshInterval = 5 * time.Second

// RunRefresh refreshes the messages of rounds until ctx ends: the number of answers under open
// questions, and reveals.
func (c *Conversation) RunRefresh(ctx context.Context, failed func(error)) {
	report := func(err error) {
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
	for n := 0; ; n++ {
		if n%requeueAfter == 0 {
			report(c.queueUndrawn(ctx))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(refreshInterval):
		}
		report(c.RefreshMessages(ctx))
	}
}

// requeueAfter is the number of refreshes after which messages that could not be drawn again are
// tried once more: an hour's.
const requeueAfter = int(time.Hour / refreshInterval)

// queueUndrawn queues the questions that an earlier process left open although their reveal was
// posted, and the reveals that may still show a forgotten member.
func (c *Conversation) queueUndrawn(ctx context.Context) error {
	questions, err := c.service.RoundsToRedraw(ctx)
	for _, r := range questions {
		c.redraws.questionChanged(r)
	}
	reveals, owed := c.service.RevealsToRedraw(ctx)
	for _, r := range reveals {
		c.redraws.revealChanged(r.Room, r.ID)
	}
	return errors.Join(err, owed)
}

// RefreshMessages draws the messages again that are out of date. Of consecutive failures it returns
// the first one.
func (c *Conversation) RefreshMessages(ctx context.Context) error {
	var errs []error
	taken := c.redraws.takePending()
	for _, id := range slices.Sorted(maps.Keys(taken)) {
		d := taken[id]
		err := panics.Catch(func() error { return c.redrawRound(ctx, id, d) }) // others are drawn all the same
		if c.redraws.recordResult(id, d, err) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// redrawRound draws a question and its reveal as their round is now.
func (c *Conversation) redrawRound(ctx context.Context, id quiz.RoundID, d redraw) error {
	round, answered, err := c.service.RoundProgress(ctx, id)
	if err != nil {
		return err
	}
	d.room = round.Room // the room may have moved
	room, err := c.service.Room(ctx, d.room)
	if err != nil && room.ID == "" { // a room that was removed still has its messages
		return err
	}
	platform, err := c.platformOf(d.room)
	if err != nil {
		return err
	}
	if d.question && len(round.QuestionMessages) > 0 && (!d.closed || round.Phase != quiz.Closing) {
		if err := c.redrawQuestion(ctx, platform, c.presenterFor(room), &round, answered); err != nil {
			return err
		}
	}
	switch round.Phase {
	case quiz.Asking: // answered before the place of the question is recorded
		c.redraws.add(id, d)
	case quiz.Closing: // the reveal comes next
		d.closed = true
		c.redraws.add(id, d)
	case quiz.Revealed:
		if d.question && round.Undrawn {
			if err := c.service.MarkRedrawn(ctx, id); err != nil {
				return err
			}
		}
		return c.redrawNews(ctx, platform, c.presenterFor(room), &round, answered, d)
	}
	return nil
}

// redrawNews draws the reveal and the digest of a round as far as they are out of date. Both are where a
// member was forgotten whom they may show.
func (c *Conversation) redrawNews(ctx context.Context, platform Platform, p present.Presenter, r *quiz.Round, answered int, d redraw) error {
	owed, err := c.service.RevealsToRedraw(ctx)
	if err != nil {
		return err
	}
	owes := slices.ContainsFunc(owed, func(o quiz.Round) bool { return o.ID == r.ID })
	if r.Digest != nil && (d.digest || d.reveal && owes) {
		if err := c.redrawDigest(ctx, platform, p, r); err != nil {
			return err
		}
	}
	if !d.reveal {
		return nil
	}
	if len(r.RevealMessages) == 0 {
		return c.service.MarkRevealRedrawn(ctx, r.ID, answered)
	}
	return c.redrawReveal(ctx, platform, p, r)
}

// redrawQuestion replaces the message of a question that has the buttons. A card that takes another
// number of messages than were posted, as a card of an earlier release may, would replace the wrong
// text. It is tried without its line on threads, and otherwise the question stays as it is.
func (c *Conversation) redrawQuestion(ctx context.Context, platform Platform, p present.Presenter, r *quiz.Round, answered int) error {
	shorter := *r
	shorter.Threads = plan.ThreadsTalk
	for _, round := range []*quiz.Round{r, &shorter} {
		question := p.QuestionCard(round, answered)
		if paginator, able := platform.(Paginator); able && paginator.Pages(question) != len(r.QuestionMessages) {
			continue
		}
		return c.editMessages(ctx, platform, r.Room, r.QuestionMessages[:1], question)
	}
	return nil
}

// redrawReveal shows a reveal as its answers are graded now. It keeps to the posted messages. If
// the card needs another number of them, it is drawn without the buttons for confirmations, and
// then with fewer or more answers. After that nothing more is owed to members who were forgotten.
func (c *Conversation) redrawReveal(ctx context.Context, platform Platform, p present.Presenter, r *quiz.Round) error {
	for i, shown := range revealSizes() {
		news, err := c.service.RevealNews(ctx, r.ID, shown)
		if err != nil {
			return err
		}
		for k := range news.Best {
			news.Best[k].Unconfirmed = news.Best[k].Unconfirmed && i == 0
		}
		reveal := p.RevealCard(news)
		if paginator, able := platform.(Paginator); able && paginator.Pages(reveal) != len(r.RevealMessages) {
			continue
		}
		switch err := c.editMessages(ctx, platform, r.Room, r.RevealMessages, reveal); {
		case err == nil:
			return c.service.MarkRevealRedrawn(ctx, r.ID, news.Answered)
		case !errors.Is(err, ErrLayoutChanged):
			return err
		}
	}
	return nil // the messages stay as they are: pages and My grade show the current grades
}

// redrawDigest shows a posted digest with the names and links of today. If the card needs another number
// of messages than were posted, it is drawn without its cheers, and otherwise fails.
func (c *Conversation) redrawDigest(ctx context.Context, platform Platform, p present.Presenter, r *quiz.Round) error {
	news, err := c.service.PostedDigest(ctx, r.ID)
	if err != nil || news == nil || len(news.Messages) == 0 {
		return err
	}
	shorter := *news
	shorter.Cheers = nil
	for _, n := range []*quiz.DigestNews{news, &shorter} {
		digest := p.DigestCard(n)
		if paginator, able := platform.(Paginator); able && paginator.Pages(digest) != len(n.Messages) {
			continue
		}
		return c.editMessages(ctx, platform, r.Room, n.Messages, digest)
	}
	return ErrLayoutChanged
}

// editMessages edits messages of the bot, and notes those that were deleted.
func (c *Conversation) editMessages(ctx context.Context, platform Platform, room quiz.RoomID, refs []quiz.MessageRef, drawn card.Card) error {
	err := platform.Edit(ctx, room, refs, drawn)
	gone, deleted := errors.AsType[MessagesGone](err)
	if !deleted {
		return err
	}
	for _, ref := range gone {
		if _, err := c.unlink(ctx, room, ref.Thread, ref.Message); err != nil {
			return err
		}
	}
	return nil
}

// unlink notes the deletion of a message of the bot, or of a thread if message is empty. Messages with a
// link to it are drawn again. It reports whether the message was the bot's.
func (c *Conversation) unlink(ctx context.Context, room quiz.RoomID, thread, message string) (known bool, err error) {
	unlinked, err := c.service.RecordDeletion(ctx, room, thread, message)
	for _, round := range unlinked.Rounds {
		c.redraws.questionChanged(round)
	}
	for _, round := range unlinked.Digests {
		c.redraws.digestChanged(round)
	}
	return len(unlinked.Rounds) > 0, err
}

// revealSizes are the numbers of answers to try when a reveal is drawn again. The first two are as
// it was posted: with and without the buttons that confirm. Fewer answers follow, and then more.
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
