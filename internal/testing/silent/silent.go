// Package silent is a platform on which nobody says anything. It remembers the postings.
package silent

import (
	"context"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// maxPostings is the number of postings that wait to be read.
const maxPostings = 10

// Platform is a platform without members. Its rooms are silent/w/c.
type Platform struct {
	postings chan string
}

// New returns a Platform.
func New() *Platform { return &Platform{make(chan string, maxPostings)} }

// Name implements [bot.Platform].
func (*Platform) Name() string { return "silent" }

// Run implements [bot.Platform].
func (*Platform) Run(ctx context.Context, _ bot.Handler) error {
	<-ctx.Done()
	return nil
}

// Post implements [bot.Platform].
func (p *Platform) Post(_ context.Context, posting bot.Posting) ([]quiz.MessageRef, error) {
	p.postings <- posting.Key
	return []quiz.MessageRef{{Message: posting.Key}}, nil
}

// Edit implements [bot.Platform].
func (*Platform) Edit(context.Context, quiz.RoomID, []quiz.MessageRef, card.Card) error { return nil }

// Postings receives the key of each posting.
func (p *Platform) Postings() <-chan string { return p.postings }
