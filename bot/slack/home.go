package slack

import (
	"context"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/slack/blocks"
	"quizbot/bot/slack/payload"
)

// homeChannels bounds how many of a member's channels are looked at for the App Home.
const homeChannels = 200

// channelsOfUser returns the channels that a user shares with the bot.
func (a *Adapter) channelsOfUser(ctx context.Context, user string) ([]bot.HomeRoom, error) {
	self := a.cachedSelf()
	list, _, err := a.api.GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{
		UserID: user, Types: []string{"public_channel", "private_channel"}, Limit: homeChannels, ExcludeArchived: true,
	})
	if err != nil {
		return nil, a.checkedError("users.conversations", err)
	}
	var rooms []bot.HomeRoom
	for _, c := range list {
		rooms = append(rooms, bot.HomeRoom{ID: self.Room(c.ID), Name: "#" + c.Name})
	}
	return rooms, nil
}

// changesHome reports whether an answer to an action in the App Home may change its content.
func changesHome(answer bot.Answer) bool {
	switch answer.(type) {
	case bot.Ephemeral, bot.Update:
		return true
	default:
		return false
	}
}

// refreshHome publishes the App Home again after a user's action in it.
func (a *Adapter) refreshHome(ctx context.Context, handle bot.Handler, u *payload.UserAction) {
	ctx, cancel := context.WithTimeout(ctx, adapter.HandleTimeout)
	defer cancel()
	opened := payload.UserAction{Key: "home after " + u.Key, User: u.User, At: a.Now(), Act: bot.HomeOpened{}}
	event, err := a.eventOfAction(ctx, &opened)
	if err == nil {
		var answer bot.Answer
		answer, err = handle(ctx, event)
		if home, ok := answer.(bot.Home); ok && err == nil {
			err = a.publishHome(ctx, u.User, home)
		}
	}
	if err != nil {
		a.Log.Warn("cannot show the app's page anew", "user", u.User, "err", err)
	}
}

// publishHome shows the App Home to a user.
func (a *Adapter) publishHome(ctx context.Context, user string, home bot.Home) error {
	list := blocks.Home(home)
	return a.callWithRetry(ctx, "views.publish", func() error {
		_, err := a.api.PublishViewContext(ctx, slack.PublishViewContextRequest{
			UserID: user, View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: list}},
		})
		return err
	})
}
