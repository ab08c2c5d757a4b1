package slack

import (
	"context"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
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
		return nil, a.explain("users.conversations", err)
	}
	var rooms []bot.HomeRoom
	for _, c := range list {
		rooms = append(rooms, bot.HomeRoom{ID: self.room(c.ID), Name: "#" + c.Name})
	}
	return rooms, nil
}

// refreshHome shows the bot's own page anew to a member who did something on it.
func (a *Adapter) refreshHome(ctx context.Context, handle bot.Handler, d *deed) {
	opened := deed{key: "home after " + d.key, user: d.user, at: a.Now(), act: bot.HomeOpened{}}
	event, err := a.event(ctx, &opened)
	if err == nil {
		var said bot.Answer
		said, err = handle(ctx, event)
		if home, ok := said.(bot.Home); ok && err == nil {
			err = a.publish(ctx, d.user, home)
		}
	}
	if err != nil {
		a.Log.Warn("cannot show the app's page anew", "user", d.user, "err", err)
	}
}

// publish shows the bot's own page to a member.
func (a *Adapter) publish(ctx context.Context, user string, home bot.Home) error {
	blocks := homeBlocks(home)
	return a.patiently(ctx, "views.publish", func() error {
		_, err := a.api.PublishViewContext(ctx, slack.PublishViewContextRequest{
			UserID: user, View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}},
		})
		return err
	})
}

// homeBlocks are the page's blocks. Sections that don't fit into a view are left out, and their number is told.
func homeBlocks(home bot.Home) []slack.Block {
	blocks := viewBlocks(home.Card.Parts)
	for i, section := range home.Sections {
		more := viewBlocks(section)
		if i > 0 {
			more = append([]slack.Block{slack.NewDividerBlock()}, more...)
		}
		last := i == len(home.Sections)-1
		if len(blocks)+len(more) > maxViewBlocks || !last && len(blocks)+len(more) > maxViewBlocks-2 {
			left := viewBlocks([]card.Part{card.Text{Line: home.Left(len(home.Sections) - i)}})
			return append(append(blocks, slack.NewDividerBlock()), left...)
		}
		blocks = append(blocks, more...)
	}
	return blocks
}

// viewBlocks are parts of a card as a view shows them, which takes no tables.
func viewBlocks(parts []card.Part) []slack.Block {
	if len(parts) == 0 {
		return nil
	}
	var blocks []slack.Block
	for _, m := range draw(card.Card{Parts: parts}, true) {
		blocks = append(blocks, m.blocks...)
	}
	return blocks
}
