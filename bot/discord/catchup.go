package discord

import (
	"context"
	"errors"
	"slices"

	"quizbot/bot"
	"quizbot/quiz"
)

// CatchUp implements [bot.Historian]. Discord tells how messages stand now, not how they stood when the round closed. A
// thread that was never opened, or is deleted, tells nothing: what was read in it before still counts.
func (a *Adapter) CatchUp(ctx context.Context, room quiz.RoomID, under quiz.Place, known []string, handle bot.Handler) error {
	if a.silent.Load() {
		return nil
	}
	self, err := a.whoami(ctx)
	if err != nil {
		return err
	}
	server, _, err := split(room)
	if err != nil {
		return err
	}
	thread := root(under)
	stands := map[string]bool{}
	var deeds []deed
	err = a.each(ctx, thread, thread, func(l *line) {
		l.Server, l.Channel = server, thread // histories leave out what is asked for
		if !l.foreign(self) {
			stands[l.ID] = true
			deeds = append(deeds, a.wrote(l))
		}
	})
	switch {
	case codeOf(err) == codeUnknownChannel:
		return nil
	case err != nil:
		return err
	}
	for _, id := range known {
		if !stands[id] {
			deeds = append(deeds, a.deleted(server, thread, id))
		}
	}
	var errs []error
	for i := range deeds {
		errs = append(errs, a.caught(ctx, room, handle, &deeds[i], known))
	}
	return errors.Join(errs...)
}

// caught has a message handled that may have been handled before, and marks it where it is new.
func (a *Adapter) caught(ctx context.Context, room quiz.RoomID, handle bot.Handler, d *deed, known []string) error {
	event := bot.Event{ID: "caught " + d.id, Room: room, At: d.at, Act: d.act}
	if d.who.User.ID != "" {
		event.Who = quiz.Person{ID: memberID(d.server, d.who.User.ID), Name: d.who.shown()}
	}
	said, err := handle(ctx, event)
	if err != nil {
		return err
	}
	if m, ok := d.act.(bot.Message); ok && slices.Contains(known, m.ID) {
		return nil
	}
	if _, ok := said.(bot.Seen); ok {
		a.markSeen(d)
	}
	return nil
}
