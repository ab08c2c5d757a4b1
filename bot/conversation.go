// Package bot is the conversation: it turns what people do into use cases of package quiz, and
// their results into cards in the room's language.
//
// A [Platform] takes events in and posts cards. It translates and decides nothing. The parts of
// cards are [card.Part], the acts of people [Act].
package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/command"
	"quizbot/bot/present"
	"quizbot/bot/ratelimit"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/ident"
	"quizbot/quiz/leaving"
	"quizbot/quiz/service"
)

// Conversation answers events and announces the results of jobs.
type Conversation struct {
	clockHeld  func() bool // nil: the clock is not watched
	service    service.Audiences
	catalogue  *words.Catalogue
	translator command.Translator
	platforms  map[string]Platform
	redraws    *redrawQueue
	acts       *ratelimit.Keyed // by member, nil for no limit
	workspaces func(leaving.WorkspaceChange)
}

// New returns a Conversation over the given platforms, which must differ in name.
func New(service service.Audiences, catalogue *words.Catalogue, platforms ...Platform) *Conversation {
	c := &Conversation{
		service: service, catalogue: catalogue, platforms: map[string]Platform{}, redraws: newRedrawQueue(),
		translator: command.Translator{Commands: Commands(), Catalogue: catalogue},
	}
	for _, p := range platforms {
		c.platforms[p.Name()] = p
	}
	return c
}

// WatchClock has the status of rooms say so while held reports that the clock can't be trusted. It is
// called before the first event.
func (c *Conversation) WatchClock(held func() bool) { c.clockHeld = held }

// WatchWorkspaces has told called after each report of a platform about its workspaces. It is called
// before the first event.
func (c *Conversation) WatchWorkspaces(told func(leaving.WorkspaceChange)) { c.workspaces = told }

// The acts of one member that are handled: so many at once, and then one a second.
const (
	actBurst = 30
	actEvery = time.Second
)

// LimitMembers bounds what one member can do in a minute. Acts beyond it are refused, and messages in
// threads are left for the backfill before the round closes.
func (c *Conversation) LimitMembers() {
	c.acts = ratelimit.NewKeyed(rate.Every(actEvery), actBurst, 2*actBurst*actEvery)
}

// isTooFast reports whether an act is beyond its author's limit. Deletions are always handled: a
// backfill may not tell of them.
func (c *Conversation) isTooFast(e *Event) bool {
	if _, deletion := e.Act.(Deletion); deletion || c.acts == nil || e.Who.ID == "" {
		return false
	}
	return !c.acts.Allow(string(e.Who.ID))
}

// Handle is the conversation's [Handler].
func (c *Conversation) Handle(ctx context.Context, e Event) (Answer, error) {
	if away, err := c.isStranger(ctx, e); away || err != nil {
		return c.turnAway(ctx, e), err
	}
	switch act := e.Act.(type) {
	case Reconnected:
		return Nothing{}, c.backfillPlatform(ctx, act.Platform)
	case HomeOpened:
		return c.showHome(ctx, e, act.Rooms)
	case Autocomplete:
		return c.complete(ctx, e, act)
	case ChannelChanged:
		return Nothing{}, c.channelChanged(ctx, e, act)
	case ChannelMoved:
		return Nothing{}, c.service.MoveRoom(ctx, e.At, e.Room, act.To)
	case WorkspaceChanged, WorkspacesListed:
		return Nothing{}, c.noteWorkspaces(ctx, e)
	case Command, Press, Submission, Message, Edit, Deletion:
	}
	if e.Room == "" {
		e.Room = c.roomOfAction(ctx, e)
	}
	room, err := c.service.Room(ctx, e.Room)
	r := request{Conversation: c, Presenter: c.presenterFor(room), event: e}
	if c.isTooFast(&e) {
		return r.refuseTooFast(), nil
	}
	if err == nil || c.worksAnywhere(e.Act) || usesControl(e.Act) && room.ID != "" || errors.Is(err, quiz.ErrUnreadable) && c.worksDamaged(e.Act) {
		var answer Answer
		answer, err = r.handle(ctx)
		if _, done := errors.AsType[doneAllTheSame](err); done || err == nil {
			return answer, err
		}
	}
	return r.errorAnswer(err)
}

// noteWorkspaces takes a report of a platform about its workspaces.
func (c *Conversation) noteWorkspaces(ctx context.Context, e Event) (err error) {
	var change leaving.WorkspaceChange
	switch act := e.Act.(type) {
	case WorkspacesListed:
		change, err = c.service.ListWorkspaces(ctx, e.At, act.Platform, act.Workspaces)
	case WorkspaceChanged:
		note := c.service.WorkspaceBack
		if act.Left {
			note = c.service.WorkspaceLeft
		}
		change, err = note(ctx, e.At, act.Workspace)
	default:
	}
	if err == nil && c.workspaces != nil {
		c.workspaces(change)
	}
	return err
}

// refuseTooFast asks a member to slow down. Messages in threads are not answered, because their author
// would get as many answers.
func (r request) refuseTooFast() Answer {
	if inThread(r.event.Act) {
		return Nothing{}
	}
	return r.refuse("too_fast", nil)
}

// doneAllTheSame is an error for the log alone: the act succeeded, and its answer is shown.
type doneAllTheSame struct{ error }

// worksAnywhere reports whether an act makes sense in a channel without a quiz: help, setting a
// room up, and unknown commands.
func (c *Conversation) worksAnywhere(act Act) bool {
	if call, ok := act.(Command); ok {
		spec, known := Commands().Find(c.translate(call).Path)
		return !known || spec.Anywhere
	}
	a, ok := actionOf(act)
	return ok && actionHandlers()[a.Verb].anywhere
}

// worksDamaged reports whether an act makes sense in a room whose record cannot be read: its status
// tells what is damaged.
func (c *Conversation) worksDamaged(act Act) bool {
	call, ok := act.(Command)
	if !ok {
		return false
	}
	spec, _ := Commands().Find(c.translate(call).Path)
	return spec.Damaged
}

// usesControl reports whether an act uses a button or form of the bot. These go on working after
// the quiz ended.
func usesControl(act Act) bool {
	_, pressed := act.(Press)
	_, submitted := act.(Submission)
	return pressed || submitted
}

// presenterFor returns the presenter for a room's language and time zone: those of the default plan
// where the room is unknown.
func (c *Conversation) presenterFor(room quiz.Room) present.Presenter {
	settings := room.Plan
	if room.ID == "" {
		settings = c.service.Defaults()
	}
	return present.Presenter{Printer: c.catalogue.In(settings.Language, settings.TimeZone)}
}

// platformOf returns the platform of a room.
func (c *Conversation) platformOf(room quiz.RoomID) (Platform, error) {
	p, ok := c.platforms[room.Platform()]
	if !ok {
		return nil, fmt.Errorf("room %s: no platform %q is connected: configure it, or take the room out", room, room.Platform())
	}
	return p, nil
}

// isStranger reports whether an event comes from a workspace that may not use the bot. Members whose
// data is stored may still delete it.
func (c *Conversation) isStranger(ctx context.Context, e Event) (bool, error) {
	workspace := ident.WorkspaceOf(e.Room)
	if e.Room == "" {
		workspace = quiz.WorkspaceID(e.Who.ID.Platform() + "/" + e.Who.ID.Workspace())
	}
	if e.Room == "" && e.Who.ID == "" || c.service.MayUse(workspace) {
		return false, nil
	}
	forgets := false
	switch act := e.Act.(type) {
	case Command:
		forgets = c.translate(act).Path == forgetPath
	case Press:
		a, ok := action.Parse(act.ID)
		forgets = ok && a.Verb == action.ForgetMe
	case ChannelMoved:
		return false, nil
	default:
	}
	if !forgets {
		return true, nil
	}
	_, known, err := c.service.ExportData(ctx, e.Who)
	return !known, err
}

// turnAway answers an event of a workspace that may not use the bot. It tells nothing about the quiz.
func (c *Conversation) turnAway(ctx context.Context, e Event) Answer {
	room, err := c.service.Room(ctx, e.Room)
	if err != nil {
		room = quiz.Room{} // in the language of the defaults
	}
	p := c.presenterFor(room)
	switch e.Act.(type) {
	case Command, Press, Submission:
		return Ephemeral{Card: p.TextCard("who.not_allowed", nil), Refused: true}
	case HomeOpened:
		return Home{Card: card.Card{Parts: []card.Part{p.Paragraph("who.not_allowed", nil)}}}
	case Autocomplete:
		return Completions{}
	default:
		return Nothing{}
	}
}
