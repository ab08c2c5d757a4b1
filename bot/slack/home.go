package slack

import (
	"context"

	"github.com/slack-go/slack"

	"quizbot/bot"
)

// homeRooms is how many channels of a member are looked at for the bot's own page.
const homeRooms = 200

// roomsOf are the channels in which a member and the bot are.
func (a *Adapter) roomsOf(ctx context.Context, user string) ([]bot.HomeRoom, error) {
	self := a.known()
	list, _, err := a.api.GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{
		UserID: user, Types: []string{"public_channel", "private_channel"}, Limit: homeRooms, ExcludeArchived: true,
	})
	if err != nil {
		return nil, explain("users.conversations", err)
	}
	var rooms []bot.HomeRoom
	for _, c := range list {
		rooms = append(rooms, bot.HomeRoom{ID: self.room(c.ID), Name: "#" + c.Name})
	}
	return rooms, nil
}

// publish shows the bot's own page to a member, as much of it as Slack takes.
func (a *Adapter) publish(ctx context.Context, user string, card bot.Card) error {
	var blocks []slack.Block
	for _, m := range draw(card, true) {
		if len(blocks)+len(m.blocks) > maxViewBlocks {
			break
		}
		blocks = append(blocks, m.blocks...)
	}
	return a.patiently(ctx, "views.publish", func() error {
		_, err := a.api.PublishViewContext(ctx, slack.PublishViewContextRequest{
			UserID: user, View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}},
		})
		return err
	})
}
