package slack

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/quiz"
)

// CatchUp implements [bot.Historian]. Slack tells how messages stand now, not how they stood when the round closed.
func (a *Adapter) CatchUp(ctx context.Context, room quiz.RoomID, under quiz.Place, known []string, handle bot.Handler) error {
	channel, self, err := a.channelOf(ctx, room)
	if err != nil {
		return err
	}
	stands := map[string]bool{}
	var deeds []deed
	err = a.each(ctx, channel, root(under), "", func(m *slack.Message) {
		l := line{Subtype: m.SubType, Channel: channel, Author: m.User, BotID: m.BotID, Text: m.Text, TS: m.Timestamp, Thread: m.ThreadTimestamp}
		if l.foreign(self) != nil {
			return
		}
		stands[l.TS] = true
		d := deed{key: "caught " + l.TS, user: l.Author, channel: channel, at: moment(l.TS), slackAt: true, act: bot.Message{Thread: l.Thread, ID: l.TS, Text: l.Text}}
		if m.Edited != nil {
			d.key, d.at = d.key+" "+m.Edited.Timestamp, moment(m.Edited.Timestamp)
			d.act = bot.Edit{Thread: l.Thread, ID: l.TS, Sent: moment(l.TS), Text: l.Text}
		}
		deeds = append(deeds, d)
	})
	if err != nil {
		return err
	}
	for _, id := range known {
		if !stands[id] {
			deeds = append(deeds, deed{key: "missed " + id, channel: channel, at: a.Now(), act: bot.Deletion{Thread: root(under), ID: id}})
		}
	}
	var errs []error
	for i := range deeds {
		errs = append(errs, a.caught(ctx, handle, &deeds[i], known))
	}
	return errors.Join(errs...)
}

// caught has a message handled that may have been handled before, and marks it where it is new.
func (a *Adapter) caught(ctx context.Context, handle bot.Handler, d *deed, known []string) error {
	event, err := a.event(ctx, d)
	if err != nil {
		return err
	}
	said, err := handle(ctx, event)
	if err != nil {
		return err
	}
	if m, ok := d.act.(bot.Message); ok && slices.Contains(known, m.ID) {
		return nil
	}
	if _, ok := said.(bot.Seen); ok {
		a.markSeen(ctx, d)
	}
	return nil
}
