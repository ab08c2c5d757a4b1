package bot

import (
	"context"
	"slices"

	"quizbot/bot/card"
	"quizbot/quiz/reason"
)

// lastAnswer shows the answer to the last question of a room in which none is open, whether its reveal could be posted or
// not. Without one it returns the refusal that none is open.
func (t talk) lastAnswer(ctx context.Context, nothing error) (Answer, error) {
	if refusal, refused := reason.AsRefusal(nothing); !refused || refusal.Code != reason.NothingOpen {
		return nil, nothing
	}
	last, err := t.service.LastRound(ctx, t.event.Room)
	if err != nil {
		return nil, err
	}
	answer, err := t.answerOf(ctx, last.ID)
	said, ok := answer.(Private)
	if err != nil || !ok {
		return answer, err
	}
	line := t.Line("question.last", nil)
	said.Card.Summary = line.Plain()
	said.Card.Parts = slices.Concat([]card.Part{card.Text{Line: line}}, said.Card.Parts)
	return said, nil
}
