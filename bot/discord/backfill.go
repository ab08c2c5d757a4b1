package discord

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/discord/snowflake"
	"quizbot/quiz"
)

// historyLimit is the number of messages in a page of a history.
const historyLimit = 100

// eachMessage calls do for the messages of a channel or thread after an id, oldest first.
func (a *Adapter) eachMessage(ctx context.Context, in, after string, do func(*channelMessage)) error {
	for {
		var list []channelMessage
		path := "/channels/" + in + "/messages?limit=" + strconv.Itoa(historyLimit) + "&after=" + after
		if err := a.client.Get(ctx, path, &list); err != nil {
			return err
		}
		slices.SortFunc(list, func(a, b channelMessage) int { return snowflake.Compare(a.ID, b.ID) })
		for i := range list {
			do(&list[i])
		}
		if len(list) < historyLimit {
			return nil
		}
		after = list[len(list)-1].ID
	}
}

// Backfill implements [bot.Backfiller]. Discord returns messages in their current version, not the
// one at the close. A thread never opened, or deleted, returns nothing; its messages read earlier
// still count.
func (a *Adapter) Backfill(ctx context.Context, room quiz.RoomID, under quiz.MessageRef, known []string, handle bot.Handler) error {
	if a.connection.ContentDenied() {
		return nil
	}
	self, err := a.self(ctx)
	if err != nil {
		return err
	}
	guild, channel, err := splitRoom(room)
	if err != nil {
		return err
	}
	thread := threadOf(under)
	listed := map[string]bool{}
	var entries []event
	err = a.eachMessage(ctx, thread, thread, func(m *channelMessage) {
		m.Guild, m.Channel = guild, thread // histories leave them out
		listed[m.ID] = true
		if !m.isFromBot(self) && !m.isEmpty() { // Discord may withhold the content from one moment to the next
			entries = append(entries, a.messageEvent(m))
		}
	})
	switch {
	case adapter.CodeOf(err) == codeUnknownChannel:
		return nil
	case err != nil:
		return a.withObstacle(ctx, guild, channel, err)
	}
	deleted, err := a.deletedMessages(ctx, guild, thread, adapter.Missing(known, listed))
	op := backfillOp{adapter: a, room: room, known: known, names: map[string]string{}}
	return errors.Join(err, adapter.Backfill(ctx, append(entries, deleted...), op.event, handle, op.markCounted))
}

// MemberNames implements [bot.Namer].
func (a *Adapter) MemberNames(ctx context.Context, room quiz.RoomID, who []quiz.MemberID) (map[quiz.MemberID]string, error) {
	guild, _, err := splitRoom(room)
	if err != nil {
		return nil, err
	}
	names := map[quiz.MemberID]string{}
	for _, id := range who {
		var m member
		err := a.client.Get(ctx, "/guilds/"+guild+"/members/"+id.Local(), &m)
		if err != nil && adapter.CodeOf(err) != codeUnknownMember { // a former member has no name here
			return names, err
		}
		names[id] = m.displayName()
	}
	return names, nil
}

// deletedMessages are those of the messages that were deleted. Each is asked for, because a history
// that may not be read is empty.
func (a *Adapter) deletedMessages(ctx context.Context, guild, thread string, ids []string) (deleted []event, err error) {
	for _, id := range ids {
		err := a.client.Get(ctx, "/channels/"+thread+"/messages/"+id, nil)
		switch {
		case adapter.CodeOf(err) == codeUnknownMessage:
			deleted = append(deleted, a.deletionEvent(guild, thread, id))
		case err != nil:
			return deleted, err
		}
	}
	return deleted, nil
}

// backfillOp is the backfill of a thread.
type backfillOp struct {
	adapter *Adapter
	room    quiz.RoomID
	known   []string
	names   map[string]string // of members, by user
}

// event is an entry as the bot knows it. The authors of known messages are known by name.
func (o *backfillOp) event(ctx context.Context, e event) (bot.Event, error) {
	event := bot.Event{ID: "caught " + e.id, Room: o.room, At: e.at, PlatformTime: !e.hostTime, Act: e.act}
	if e.member.User.ID != "" {
		event.Who = quiz.Person{ID: memberID(e.guild, e.member.User.ID)}
		if !o.isKnown(e) {
			event.Who.Name = o.name(ctx, e)
		}
	}
	return event, nil
}

// markCounted marks the message of an entry, unless it was handled before.
func (o *backfillOp) markCounted(e event) {
	if !o.isKnown(e) {
		o.adapter.markCounted(&e)
	}
}

func (o *backfillOp) isKnown(e event) bool {
	id := ""
	switch act := e.act.(type) {
	case bot.Message:
		id = act.ID
	case bot.Edit:
		id = act.ID
	default: // a backfill has only messages and deletions
	}
	return slices.Contains(o.known, id)
}

// name is a member's name in the guild, which histories do not tell.
func (o *backfillOp) name(ctx context.Context, e event) string {
	user := e.member.User.ID
	if name, ok := o.names[user]; ok {
		return name
	}
	m := e.member
	if err := o.adapter.client.Get(ctx, "/guilds/"+e.guild+"/members/"+user, &m); err != nil {
		o.adapter.Log.Info("cannot tell what a member is called: the name that is known stays", "err", err)
		return ""
	}
	o.names[user] = m.displayName()
	return o.names[user]
}
