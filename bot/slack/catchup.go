package slack

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/quiz"
)

// CatchUp implements [bot.Historian]. Slack tells how messages stand now, not how they stood when the round closed. Of a
// thread that is gone there is nothing to fetch, and what was written in it before counts.
func (a *Adapter) CatchUp(ctx context.Context, room quiz.RoomID, under quiz.Place, known []string, handle bot.Handler) error {
	channel, self, err := a.channelOf(ctx, room)
	if err != nil {
		return err
	}
	stands, marked := map[string]bool{}, map[string]bool{}
	var deeds []deed
	err = a.each(ctx, channel, root(under), "", func(m *slack.Message) {
		l := line{Subtype: m.SubType, Channel: channel, Author: m.User, BotID: m.BotID, Text: m.Text, TS: m.Timestamp, Thread: m.ThreadTimestamp}
		if l.foreign(self) != nil {
			return
		}
		stands[l.TS], marked[l.TS] = true, markedBy(self.user, m.Reactions)
		attached := len(m.Files) > 0
		d := deed{key: "caught " + l.TS, user: l.Author, channel: channel, at: moment(l.TS), slackAt: true, act: bot.Message{Thread: l.Thread, ID: l.TS, Text: l.Text, Attached: attached}}
		if m.Edited != nil {
			d.key, d.at = d.key+" "+m.Edited.Timestamp, moment(m.Edited.Timestamp)
			d.act = bot.Edit{Thread: l.Thread, ID: l.TS, Sent: moment(l.TS), Text: l.Text, Attached: attached}
		}
		deeds = append(deeds, d)
	})
	if errors.Is(err, errThreadGone) {
		a.Log.Info("a thread is gone: there is nothing to fetch from it", "room", room)
		return nil
	}
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
		errs = append(errs, a.caught(ctx, handle, &deeds[i], marked))
	}
	return errors.Join(errs...)
}

// markedBy reports whether a message's reactions have the bot's mark among them.
func markedBy(user string, reactions []slack.ItemReaction) bool {
	return slices.ContainsFunc(reactions, func(r slack.ItemReaction) bool { return r.Name == mark && slices.Contains(r.Users, user) })
}

// caught has a message handled that may have been handled before, and marks it where its mark is missing. Its author is told
// nothing: they may have been told before.
func (a *Adapter) caught(ctx context.Context, handle bot.Handler, d *deed, marked map[string]bool) error {
	event, err := a.event(ctx, d)
	if err != nil {
		return err
	}
	said, err := handle(ctx, event)
	if err != nil {
		return err
	}
	if _, ok := said.(bot.Seen); ok && !marked[bot.MessageOf(d.act)] {
		a.markSeen(d)
	}
	return nil
}
