package discord

import (
	"context"
	"errors"
	"slices"
	"strings"

	"quizbot/bot"
	"quizbot/quiz"
)

// Backfill implements [bot.Historian]. Discord tells how messages stand now, not how they stood when the round closed. A
// thread that was never opened, or is deleted, tells nothing: what was read in it before still counts.
func (a *Adapter) Backfill(ctx context.Context, room quiz.RoomID, under quiz.MessageRef, known []string, handle bot.Handler) error {
	if a.silent.Load() {
		return nil
	}
	self, err := a.whoami(ctx)
	if err != nil {
		return err
	}
	server, channel, err := split(room)
	if err != nil {
		return err
	}
	thread := root(under)
	stands := map[string]bool{}
	var deeds []deed
	err = a.each(ctx, thread, thread, func(l *line) {
		l.Server, l.Channel = server, thread // histories leave out what is asked for
		stands[l.ID] = true
		if !l.foreign(self) && !l.empty() { // Discord may keep texts to itself from one moment to the next
			deeds = append(deeds, a.wrote(l))
		}
	})
	switch {
	case codeOf(err) == codeUnknownChannel:
		return nil
	case err != nil:
		return a.explained(ctx, server, channel, err)
	}
	gone, err := a.gone(ctx, server, thread, slices.DeleteFunc(slices.Clone(known), func(id string) bool { return stands[id] }))
	errs := []error{err}
	c := catching{adapter: a, room: room, handle: handle, known: known, names: map[string]string{}}
	for _, d := range append(deeds, gone...) {
		errs = append(errs, c.caught(ctx, &d))
	}
	return errors.Join(errs...)
}

// MemberNames implements [bot.Namer].
func (a *Adapter) MemberNames(ctx context.Context, room quiz.RoomID, who []quiz.MemberID) (map[quiz.MemberID]string, error) {
	server, _, err := split(room)
	if err != nil {
		return nil, err
	}
	names := map[quiz.MemberID]string{}
	for _, id := range who {
		var m member
		err := a.rest.get(ctx, "/guilds/"+server+"/members/"+string(id[strings.LastIndexByte(string(id), '/')+1:]), &m)
		if err != nil && codeOf(err) != codeUnknownMember { // who left has no name here
			return names, err
		}
		names[id] = m.shown()
	}
	return names, nil
}

// gone are those of the messages that do not stand any more. Each is asked for, because a history that may not be read is
// empty.
func (a *Adapter) gone(ctx context.Context, server, thread string, ids []string) (deeds []deed, err error) {
	for _, id := range ids {
		err := a.rest.get(ctx, "/channels/"+thread+"/messages/"+id, nil)
		switch {
		case codeOf(err) == codeUnknownMessage:
			deeds = append(deeds, a.deleted(server, thread, id))
		case err != nil:
			return deeds, err
		}
	}
	return deeds, nil
}

// catching is catching up with a thread.
type catching struct {
	adapter *Adapter
	room    quiz.RoomID
	handle  bot.Handler
	known   []string
	names   map[string]string // of members, by their ids
}

// caught has a message handled that may have been handled before, and marks it where it is new.
func (c *catching) caught(ctx context.Context, d *deed) error {
	event := bot.Event{ID: "caught " + d.id, Room: c.room, At: d.at, PlatformTime: !d.ownAt, Act: d.act}
	id := ""
	switch act := d.act.(type) {
	case bot.Message:
		id = act.ID
	case bot.Edit:
		id = act.ID
	}
	before := slices.Contains(c.known, id)
	if d.who.User.ID != "" {
		event.Who = quiz.Person{ID: memberID(d.server, d.who.User.ID)}
		if !before { // whose messages are known, is known by name
			event.Who.Name = c.name(ctx, d)
		}
	}
	said, err := c.handle(ctx, event)
	if _, counts := said.(bot.Counted); err == nil && counts && !before {
		c.adapter.markSeen(d)
	}
	return err
}

// name is what a member is called in the server, which histories do not tell.
func (c *catching) name(ctx context.Context, d *deed) string {
	user := d.who.User.ID
	if name, ok := c.names[user]; ok {
		return name
	}
	m := d.who
	if err := c.adapter.rest.get(ctx, "/guilds/"+d.server+"/members/"+user, &m); err != nil {
		c.adapter.Log.Info("cannot tell what a member is called: the name that is known stays", "err", err)
		return ""
	}
	c.names[user] = m.shown()
	return c.names[user]
}
