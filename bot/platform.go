package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Handler answers an event. The answer is shown even together with an error, and tells its reader
// that something went wrong. The handler has logged the error, so a platform does not. An event
// whose handling failed may be handled again, which does no harm.
type Handler func(ctx context.Context, e Event) (Answer, error)

// Platform is a chat platform. It is safe for concurrent use. Abilities of only some platforms are
// further interfaces of this file.
type Platform interface {
	// Name is the first part of the ids of the platform's rooms and members.
	Name() string
	// Run connects and passes events to handle, each once, and those of a thread in order. It
	// passes a [Reconnected] when it may have missed some. It returns when ctx ends, or after an
	// error that retries don't cure.
	Run(ctx context.Context, handle Handler) error
	// Post posts a card in a room, as one message or several. It returns their references, the one
	// with the buttons first.
	//
	// Post is idempotent by the posting's key: messages that exist already are found and not posted
	// again. With references and an error together, all messages exist and a secondary effect
	// failed, such as a locked thread: Post is not called again for that. With a missing message it
	// returns the error alone. The RetryAfter() time.Duration method of an error, if there is one,
	// returns the time to wait.
	Post(ctx context.Context, p Posting) ([]quiz.MessageRef, error)
	// Edit replaces the card of posted messages, with the references of Post. With the first
	// reference alone it replaces only the message with the buttons. It returns [ErrLayoutChanged]
	// and changes nothing if the card takes another number of messages. It returns
	// a [MessagesGone] if messages were deleted, and edits the others. It leaves alone those that are known
	// to be deleted.
	Edit(ctx context.Context, room quiz.RoomID, places []quiz.MessageRef, card card.Card) error
}

// ErrLayoutChanged reports that a card takes another number of messages than were posted.
var ErrLayoutChanged = errors.New("the card takes another number of messages than stand")

// MessagesGone is the error for messages that can't be edited because they were deleted.
type MessagesGone []quiz.MessageRef

// Error tells how many there are.
func (m MessagesGone) Error() string { return fmt.Sprintf("%d messages were deleted", len(m)) }

// Posting is a card with its destination.
type Posting struct {
	// Key identifies the posting. It is ASCII of at most 64 bytes, or longer where it contains a
	// room's id.
	Key  string
	Room quiz.RoomID
	// FirstAttempt is the time since which the messages may exist. Zero: they don't.
	FirstAttempt time.Time
	// Expired reports that the time for posting is over. If no message exists, Post returns
	// [quiz.ErrTooLate].
	Expired bool
	// ReplyTo is the message whose thread gets the card. Nil: the channel itself.
	ReplyTo *quiz.MessageRef
	// Broadcast asks a [ReplyBroadcaster] to show the first message of a thread in the channel,
	// too.
	Broadcast bool
	Card      card.Card
}

// Paginator is a Platform on which a card may take several messages.
type Paginator interface {
	// Pages returns the number of messages that a card takes.
	Pages(card card.Card) int
}

// ReplyBroadcaster is a Platform that can show a reply of a thread in the channel as well, for
// [Posting.Broadcast]. On other platforms a notice in the channel leads to the thread.
type ReplyBroadcaster interface{ BroadcastsReplies() }

// ThreadOpener is a Platform whose threads have to be opened.
type ThreadOpener interface {
	// OpenThread opens the thread under a message and names it. It is idempotent: an open thread is
	// no error. It makes one attempt, and is called again after an error.
	OpenThread(ctx context.Context, room quiz.RoomID, place quiz.MessageRef, name string) error
}

// Inspector is a Platform that can find the obstacles in a room.
type Inspector interface {
	// Inspect returns the obstacles in the room's channel, none if the quiz can run there. An error
	// means that the platform could not be asked.
	Inspect(ctx context.Context, room quiz.RoomID) ([]reason.Obstacle, error)
}

// MemberRememberer is a Platform that remembers members while the process runs, such as their names.
type MemberRememberer interface {
	// ForgetMember drops all that is remembered of a member.
	ForgetMember(id quiz.MemberID)
}

// DirectMessenger is a Platform with direct messages. They may fail through nobody's fault: people
// can refuse them.
type DirectMessenger interface {
	SendDirectMessage(ctx context.Context, who quiz.MemberID, card card.Card) error
}

// Namer is a Platform that can look up names of members.
type Namer interface {
	// MemberNames returns the names of members of a room, as far as they are found, even together
	// with an error.
	MemberNames(ctx context.Context, room quiz.RoomID, who []quiz.MemberID) (map[quiz.MemberID]string, error)
}

// Backfiller is a Platform that can read the messages of a thread.
type Backfiller interface {
	// Backfill passes every message of a person in the thread under a message to handle, as it is
	// now, and a deletion for each known message that is gone. The events have the time of the last
	// change, deletions the current time.
	Backfill(ctx context.Context, room quiz.RoomID, under quiz.MessageRef, known []string, handle Handler) error
}

// Connector is a Platform that knows whether it is connected.
type Connector interface{ Connected() bool }

// TimeTeller is a Platform that tells the time by its own clock.
type TimeTeller interface {
	// PlatformTime asks the platform for the time.
	PlatformTime(ctx context.Context) (time.Time, error)
}

// Checker is a Platform that can check its configuration before it runs.
type Checker interface {
	// Check checks the credentials, the platform and each of the rooms.
	Check(ctx context.Context, rooms []quiz.RoomID) []Finding
}

// Finding is the result of one check. Err tells the cure, and is nil for a success.
type Finding struct {
	Subject string
	Err     error
}

// Warner is a Platform that notices problems of the platform as a whole.
type Warner interface {
	// Warnings returns the current problems.
	Warnings() []Warning
}

// Warning is a code for a problem of a platform as a whole. The catalogue has a text for each,
// under "warning".
type Warning string

// The problems of platforms.
const (
	WarnSharedToken Warning = "shared_token" // another program uses the app's token and gets a part of the answers
	WarnClock       Warning = "clock"        // this machine's clock is off from the platform's
	WarnClockHeld   Warning = "clock_held"   // this machine's clock can't be trusted, so nothing is decided
)
