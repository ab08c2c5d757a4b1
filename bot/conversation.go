package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

// Conversation answers events and announces what is due.
type Conversation struct {
	service   *service.Service
	catalogue *words.Catalogue
	platforms map[string]Platform
	counts    *counts
}

// New returns a Conversation over the given platforms, which must differ in name.
func New(service *service.Service, catalogue *words.Catalogue, platforms ...Platform) *Conversation {
	c := &Conversation{service: service, catalogue: catalogue, platforms: map[string]Platform{}, counts: newCounts()}
	for _, p := range platforms {
		c.platforms[p.Name()] = p
	}
	return c
}

// Handle is the conversation's [Handler].
func (c *Conversation) Handle(ctx context.Context, e Event) (Answer, error) {
	switch act := e.Act.(type) {
	case Returned:
		return Nothing{}, c.returned(ctx, act.Platform)
	case HomeOpened:
		return c.home(ctx, e, act.Rooms)
	case Completing:
		return c.complete(ctx, e, act)
	case ChannelChanged:
		return Nothing{}, c.channelChanged(ctx, e, act)
	case ChannelMoved:
		return Nothing{}, c.service.MoveRoom(ctx, e.At, e.Room, act.To)
	}
	if e.Room == "" {
		e.Room = c.roomOf(ctx, e)
	}
	room, err := c.service.Room(ctx, e.Room)
	talk := talk{c, c.presenter(room), e}
	if err == nil || c.anywhere(e.Act) || pressed(e.Act) && room.ID != "" {
		var answer Answer
		answer, err = talk.handle(ctx)
		if _, done := errors.AsType[doneAllTheSame](err); done || err == nil {
			return answer, err
		}
	}
	return talk.excuse(err)
}

// doneAllTheSame is an error for the log alone: the act succeeded, and its answer is shown.
type doneAllTheSame struct{ error }

// anywhere reports whether an act makes sense where the quiz does not run: help, setting a room up, and unknown
// commands.
func (c *Conversation) anywhere(act Act) bool {
	switch act := act.(type) {
	case Command:
		spec, known := SpecOf(c.understand(act).Path)
		return !known || spec.Anywhere
	}
	a, ok := actionOf(act)
	return ok && (a.Verb == action.SetUp || a.Verb == action.SubmitSetup)
}

// pressed reports whether an act is of a message that the bot posted: it goes on working after the quiz was ended.
func pressed(act Act) bool {
	switch act.(type) {
	case Press, Submission:
		return true
	}
	return false
}

// words are the room's; a room that is unknown has those of the default plan.
func (c *Conversation) presenter(room quiz.Room) Presenter {
	plan := room.Plan
	if room.ID == "" {
		plan = c.service.Defaults()
	}
	return Presenter{c.catalogue.In(plan.Language, plan.TimeZone)}
}

// talk is one event being answered, in the room's words.
type talk struct {
	*Conversation
	Presenter
	event Event
}

func (t talk) handle(ctx context.Context) (Answer, error) {
	switch act := t.event.Act.(type) {
	case Command:
		return t.command(ctx, act)
	case Press:
		return t.press(ctx, act)
	case Submission:
		return t.submission(ctx, act)
	case Message:
		if command, ok := t.typedCommand(act.Text); ok {
			return t.commandInThread(ctx, command)
		}
		return t.message(ctx, act.Thread, quiz.Message{ID: act.ID, Sent: t.event.At, Edited: t.event.At, Text: act.Text, Attached: act.Attached})
	case Edit:
		return t.message(ctx, act.Thread, quiz.Message{ID: act.ID, Sent: act.Sent, Edited: editedAt(act.Sent, t.event.At), Text: act.Text})
	case Deletion:
		return t.deletion(ctx, act)
	default:
		return Nothing{}, fmt.Errorf("event %s: unknown act %T", t.event.ID, act)
	}
}

// editedAt is when a message was edited: always after it was sent, though platforms may tell both in the
// same second.
func editedAt(sent, edited time.Time) time.Time {
	if edited.After(sent) {
		return edited
	}
	return sent.Add(time.Nanosecond)
}

// excuse turns an error into what its cause may read. A refusal is an answer; anything else is also for
// the log. Messages in threads are answered by silence, because nobody spoke to the bot.
func (t talk) excuse(err error) (Answer, error) {
	refusal, refused := reason.AsRefusal(err)
	if refused {
		err = nil
	}
	if answer, ok := t.mistaken(err); ok {
		return answer, nil
	}
	switch t.event.Act.(type) {
	case Message, Edit, Deletion:
		return Nothing{}, err
	}
	if refused && refusal.Code == reason.AdminsOnly && t.event.Unverified {
		return t.refuse("who.unverified", nil), nil
	}
	if refused {
		return t.refuse("refusal."+string(refusal.Code), words.CodeArgs(refusal.Args)), nil
	}
	return t.refuse("failure", nil), fmt.Errorf("event %s of %s in %s: %w", t.event.ID, t.event.Who.ID, t.event.Room, err)
}

// say is one private sentence.
func (t talk) say(key string, args words.Args) Private {
	line := t.Line(key, args)
	return private(line.Plain(), card.Text{Line: line})
}

// refuse is say for what was not done.
func (t talk) refuse(key string, args words.Args) Private {
	said := t.say(key, args)
	said.Refused, said.Typed = true, t.typed()
	return said
}

// typed is what stood in the form that was sent.
func (t talk) typed() []card.Part {
	sent, _ := t.event.Act.(Submission)
	var parts []card.Part
	for _, field := range slices.Sorted(maps.Keys(sent.Values)) {
		if text := sent.Values[field]; strings.TrimSpace(text) != "" {
			by := t.Line("form.typed", nil)
			if a, _ := actionOf(sent); a.Verb == action.SubmitSetup {
				by = t.Line("setup."+field, nil)
			}
			parts = append(parts, card.Quote{By: by, Text: text})
		}
	}
	return parts
}

// private is a private card with a summary.
func private(summary string, parts ...card.Part) Private {
	return Private{Card: card.Card{Summary: summary, Parts: parts}}
}
