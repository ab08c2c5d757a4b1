package console

import (
	"context"
	"strings"

	"quizbot/bot"
	"quizbot/quiz"
)

// Tell implements [bot.Messenger]: it shows a card to somebody who did nothing to see it.
func (c *Console) Tell(_ context.Context, who quiz.MemberID, card bot.Card) error {
	c.whisper(string(who[strings.LastIndexByte(string(who), '/')+1:]), card)
	return nil
}
