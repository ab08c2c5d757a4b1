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
	"quizbot/bot/command"
	"quizbot/bot/present"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
)

// request is an event that is being answered, with the presenter of its room.
type request struct {
	*Conversation
	present.Presenter
	event Event
	// spec is the command that is carried out, zero for other events.
	spec command.Spec
}

func (r request) handle(ctx context.Context) (Answer, error) {
	switch act := r.event.Act.(type) {
	case Command:
		return r.runCommand(ctx, act)
	case Press:
		return r.press(ctx, act)
	case Submission:
		return r.submit(ctx, act)
	case Message:
		if call, ok := r.parseMessage(act.Text); ok {
			return r.runInThread(ctx, call)
		}
		return r.recordMessage(ctx, act.Thread, quiz.Message{ID: act.ID, Sent: r.event.At, Edited: r.event.At, Text: act.Text, Attached: act.Attached})
	case Edit:
		return r.recordMessage(ctx, act.Thread, quiz.Message{ID: act.ID, Sent: act.Sent, Edited: editTime(act.Sent, r.event.At), Text: act.Text})
	case Deletion:
		return r.removeMessage(ctx, act)
	default:
		return Nothing{}, fmt.Errorf("event %s: unknown act %T", r.event.ID, act)
	}
}

// editTime returns the time of an edit: always after the message was sent, though platforms may
// report both in the same second.
func editTime(sent, edited time.Time) time.Time {
	if edited.After(sent) {
		return edited
	}
	return sent.Add(time.Nanosecond)
}

// errorAnswer turns an error into the answer that its author may read. A refusal is an answer; any
// other error is also for the log. Messages in threads stay without an answer, because nobody spoke
// to the bot.
func (r request) errorAnswer(err error) (Answer, error) {
	refusal, refused := reason.AsRefusal(err)
	if refused {
		err = nil
	}
	if c, ok := r.MistakesCard(err); ok {
		return r.refuseWith(c), nil
	}
	if inThread(r.event.Act) {
		return Nothing{}, err
	}
	if refused && refusal.Code == reason.AdminsOnly && r.event.AdminUnknown {
		return r.refuse("who.unverified", nil), nil
	}
	if refused {
		return r.refuseFor(refusal), nil
	}
	text := "failure"
	if errors.Is(err, quiz.ErrUnreadable) {
		text = "unreadable"
	}
	return r.refuse(text, nil), fmt.Errorf("event %s of %s in %s: %w", r.event.ID, r.event.Who.ID, r.event.Room, err)
}

// inThread reports whether an act is a change of a thread's messages.
func inThread(act Act) bool {
	switch act.(type) {
	case Message, Edit, Deletion:
		return true
	default:
		return false
	}
}

// reply is a private text of the catalogue.
func (r request) reply(key string, args words.Args) Ephemeral {
	return Ephemeral{Card: r.TextCard(key, args)}
}

// replyCode is a private text that says why an act has nothing to show.
func (r request) replyCode(code reason.RefusalCode) Ephemeral {
	why := reason.New(code)
	return Ephemeral{Card: r.ReasonCard(&why)}
}

// replyUnless is a private text for an act that succeeded, or its error.
func (r request) replyUnless(err error, key string, args words.Args) (Answer, error) {
	if err != nil {
		return nil, err
	}
	return r.reply(key, args), nil
}

// refuse tells privately that an act was not done.
func (r request) refuse(key string, args words.Args) Ephemeral {
	return r.refuseWith(r.TextCard(key, args))
}

// refuseFor tells privately why an act was not done.
func (r request) refuseFor(why *reason.Refusal) Ephemeral {
	return r.refuseWith(r.ReasonCard(why))
}

// refuseCode tells privately why an act was not done. args are those of [reason.New].
func (r request) refuseCode(code reason.RefusalCode, args ...string) Ephemeral {
	why := reason.New(code, args...)
	return r.refuseFor(&why)
}

func (r request) refuseWith(c card.Card) Ephemeral {
	return Ephemeral{Card: c, Refused: true, Typed: r.submittedTexts()}
}

// submittedTexts are the texts of the form that was sent.
func (r request) submittedTexts() []card.Part {
	sent, _ := r.event.Act.(Submission)
	a, _ := actionOf(sent)
	var parts []card.Part
	for _, field := range slices.Sorted(maps.Keys(sent.Values)) {
		text := sent.Values[field]
		if strings.TrimSpace(text) == "" {
			continue
		}
		by := r.Line("form.typed", nil)
		if a.Verb == action.SubmitSetup {
			by = r.Line("setup."+field, nil)
		}
		parts = append(parts, card.Quote{By: by, Text: text})
	}
	return parts
}

// replyWithUpcoming is reply, followed by the close of the open round and the next question.
func (r request) replyWithUpcoming(ctx context.Context, key string, args words.Args, err error) (Answer, error) {
	if err != nil {
		return nil, err
	}
	st, err := r.service.RoomStatus(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	answer := r.reply(key, args)
	answer.Card.Parts = append(answer.Card.Parts, r.UpcomingParts(&st)...)
	return answer, nil
}

// parseDate reads a date as people type it. An empty text is the zero Date.
func (r request) parseDate(text string) (schedule.Date, error) {
	if strings.TrimSpace(text) == "" {
		return schedule.Date{}, nil
	}
	date, err := schedule.ParseTypedDate(text, r.today())
	if err != nil {
		m := reason.New(reason.WrongDate, "value", text)
		return date, &m
	}
	return date, nil
}

// today is the date in the room.
func (r request) today() schedule.Date { return r.DateOf(r.event.At) }

// isAdmin reports whether the author of the event may run the room.
func (r request) isAdmin() bool { return r.service.RequireAdmin(r.event.Who) == nil }

// refusedWith reports whether an error is a refusal with the given code.
func refusedWith(err error, code reason.RefusalCode) (*reason.Refusal, bool) {
	refusal, refused := reason.AsRefusal(err)
	return refusal, refused && refusal.Code == code
}

// isRefusal reports whether an error is a refusal, not a failure.
func isRefusal(err error) bool {
	_, refused := errors.AsType[*reason.Refusal](err)
	return refused
}
