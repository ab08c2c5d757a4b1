package adapter

import (
	"context"
	"errors"
	"slices"

	"quizbot/bot"
	"quizbot/quiz"
)

// Delivery posts the messages of one posting, each exactly once: if the posting was tried before,
// it finds the messages that exist and sends the rest. M is a message as the platform draws it. The
// messages of a posting are numbered from 1.
type Delivery[M any] struct {
	Posting bot.Posting
	// Find returns the posting's messages that exist, by number. It is called only if the posting
	// was tried before.
	Find func(ctx context.Context) (map[int]quiz.MessageRef, error)
	// Send posts one message. The message carries the posting's key and number, so that Find
	// recognizes it and the platform ignores a second request for it. Find must see every message
	// for which Send returned no error.
	Send func(ctx context.Context, number int, message M) (quiz.MessageRef, error)
	// Plain returns the message in its plainest layout, which is sent after the refusal of the
	// other. It may log that. Nil: messages have one layout.
	Plain func(message M, refusal error) M
	// LeaveThread makes Send post into the channel instead of the thread from now on. It reports
	// false if Send posts there already. It is called with the refusal if the thread takes no
	// messages, and may log it. Nil: the thread cannot be left.
	LeaveThread func(refusal error) bool
	// Withdraw deletes the messages that exist if the platform refuses another one for good; nil
	// leaves them.
	Withdraw func(ctx context.Context, refs []quiz.MessageRef)
}

// Deliver returns a reference to each message, the last one first: it has the buttons. It returns
// [quiz.ErrTooLate] and posts nothing for an overdue posting of which nothing exists. The error is
// [quiz.ErrContentRefused] if the platform refuses a message in its plainest layout, too; after any
// other error Deliver may be repeated.
//
// It reads the classes of errors from [APIError]: after [ClassLayout] a message is sent in its
// plain layout, after [ClassThreadClosed] it and the rest are sent to the channel, and
// [ClassContent] is final.
func (d *Delivery[M]) Deliver(ctx context.Context, messages []M) ([]quiz.MessageRef, error) {
	found := map[int]quiz.MessageRef{}
	if !d.Posting.FirstAttempt.IsZero() {
		var err error
		if found, err = d.Find(ctx); err != nil {
			return nil, err
		}
	}
	if d.Posting.Expired && len(found) == 0 {
		return nil, quiz.ErrTooLate
	}
	var refs []quiz.MessageRef
	for i, message := range messages {
		ref, exists := found[i+1]
		if !exists {
			var err error
			if ref, err = d.sendWithFallbacks(ctx, i+1, message); err != nil {
				if d.Withdraw != nil && errors.Is(err, quiz.ErrContentRefused) {
					d.Withdraw(ctx, refs)
				}
				return nil, err
			}
		}
		refs = append(refs, ref)
	}
	return buttonsFirst(refs), nil
}

// sendWithFallbacks sends one message, in its plain layout or to the channel if the platform does
// not take it otherwise.
func (d *Delivery[M]) sendWithFallbacks(ctx context.Context, number int, message M) (quiz.MessageRef, error) {
	for plain := false; ; {
		ref, err := d.Send(ctx, number, message)
		switch {
		case err == nil:
			return ref, nil
		case IsClass(err, ClassContent), IsClass(err, ClassLayout) && (plain || d.Plain == nil):
			return ref, ContentRefused(err)
		case IsClass(err, ClassLayout):
			message, plain = d.Plain(message, err), true
		case IsClass(err, ClassThreadClosed) && d.LeaveThread != nil && d.LeaveThread(err):
		default:
			return ref, err
		}
	}
}

// Redraw replaces messages that [Delivery.Deliver] posted, with refs in its order. With the first
// ref alone only the message with the buttons is replaced. It calls replace for each message and
// returns the first error, but for [ClassMessageGone]: those messages come back as [bot.MessagesGone]. It
// returns [bot.ErrLayoutChanged] and replaces nothing if the number of messages changed.
func Redraw[M any](refs []quiz.MessageRef, messages []M, replace func(ref quiz.MessageRef, message M) error) error {
	messages = buttonsFirst(messages)
	if len(refs) == 1 && len(messages) > 0 {
		messages = messages[:1]
	}
	if len(messages) != len(refs) {
		return bot.ErrLayoutChanged
	}
	var gone bot.MessagesGone
	for i, ref := range refs {
		if ref.Gone {
			continue
		}
		err := replace(ref, messages[i])
		if IsClass(err, ClassMessageGone) {
			gone = append(gone, ref)
		} else if err != nil {
			return err
		}
	}
	if len(gone) > 0 {
		return gone
	}
	return nil
}

// buttonsFirst returns a list with its last element moved to the front.
func buttonsFirst[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	last := len(list) - 1
	return slices.Concat(list[last:], list[:last])
}

// SendWithFallback sends a message, and once more in its plain layout if the platform refuses the
// first one's layout.
func SendWithFallback[M any](message M, plain func(message M, refusal error) M, send func(message M) error) error {
	err := send(message)
	if IsClass(err, ClassLayout) {
		return send(plain(message, err))
	}
	return err
}
