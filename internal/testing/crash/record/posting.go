package record

import (
	"strings"

	"quizbot/quiz"
	"quizbot/quiz/ident"
)

// Posting holds the messages with one key, in the order of posting.
type Posting struct {
	Key      string
	Messages []*Message
}

// FirstMessage returns the message that was posted first.
func (p *Posting) FirstMessage() *Message { return p.Messages[0] }

// LastMessage returns the message with the buttons, the parent of the thread.
func (p *Posting) LastMessage() *Message { return p.Messages[len(p.Messages)-1] }

// FullText returns the text of all messages.
func (p *Posting) FullText() string {
	var b strings.Builder
	for _, m := range p.Messages {
		b.WriteString(m.Text)
	}
	return b.String()
}

// RoundID returns the round of a question or reveal.
func (p *Posting) RoundID() quiz.RoundID {
	id, _, _ := strings.Cut(p.Key, "/")
	round, _ := ident.ParseRound(id)
	return round
}

// QuoteMark begins the line above a member's text.
const QuoteMark = "» "
