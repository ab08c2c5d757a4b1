package bot

import (
	"context"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// channelChanged looks whether the quiz can run in a channel about which something changed. In a room, what waits is
// due if it can, and its admins are told if it can't. In a channel without a room to which the bot was added, the bot
// introduces itself.
func (c *Conversation) channelChanged(ctx context.Context, e Event, change ChannelChanged) error {
	_, err := c.service.Room(ctx, e.Room)
	_, refused := reason.AsRefusal(err)
	if refused && !change.Added {
		return nil // without a look: a server may have hundreds of channels in which nothing runs
	}
	if err != nil && !refused {
		return err
	}
	obstacles, err := c.inspect(ctx, e)
	switch {
	case err != nil:
		return err
	case refused && len(obstacles) == 0:
		return c.introduce(ctx, e)
	case refused:
		return nil
	case len(obstacles) > 0:
		return c.service.ChannelBlocked(ctx, e.At, e.Room, obstacles[0])
	}
	return c.service.ChannelOpen(ctx, e.At, e.Room)
}

// inspect returns what is in the way of the quiz in an event's room, as far as the platform can tell. Where looking
// fails, nothing is known to be: a job that is tried again then finds out.
func (c *Conversation) inspect(ctx context.Context, e Event) ([]reason.Obstacle, error) {
	platform, err := c.platform(e.Room)
	if err != nil || len(e.Obstacles) > 0 {
		return e.Obstacles, err
	}
	inspector, able := platform.(Inspector)
	if !able {
		return nil, nil
	}
	obstacles, err := inspector.Inspect(ctx, e.Room)
	if o := reason.AsObstacle(err); o != nil {
		return []reason.Obstacle{*o}, nil
	}
	if err != nil && ctx.Err() == nil {
		return nil, nil
	}
	return obstacles, err
}

// introduce says in a channel what the bot does and how it starts, once for an event however often that is delivered.
func (c *Conversation) introduce(ctx context.Context, e Event) error {
	platform, err := c.platform(e.Room)
	if err != nil {
		return err
	}
	w := c.presenter(quiz.Room{})
	_, err = platform.Post(ctx, Posting{Key: "intro/" + e.ID, Room: e.Room, Begun: e.At, Card: w.introduction()})
	return err
}

// introduction is the bot's first card in a channel.
func (p Presenter) introduction() card.Card {
	title := p.Line("intro.title", nil)
	return card.Card{Summary: title.Plain(), Parts: []card.Part{
		card.Heading{Line: title},
		card.Text{Line: p.Line("intro.what", nil)},
		card.Text{Line: p.Line("intro.how", nil)},
		card.Buttons{Items: []card.Button{{ID: action.Action{Verb: action.SetUp}.String(), Label: p.Text("button.set_up", nil), Primary: true}}},
	}}
}
