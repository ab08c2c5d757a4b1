package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Handler takes an event and says what its author sees. The answer is to be shown even where there is an
// error, which is for the log: a person then reads that something went wrong. An event whose handling
// failed may be handed over again; handling it twice does no harm.
type Handler func(ctx context.Context, e Event) (Answer, error)

// Guarded is a handler whose mistakes end nothing but the handling of their event: they are in the log, and an error.
func Guarded(handle Handler, log *slog.Logger) Handler {
	return func(ctx context.Context, e Event) (said Answer, err error) {
		defer func() {
			if r := recover(); r != nil {
				log.Error("handling failed", "event", e.ID, "what", fmt.Sprint(r), "stack", string(debug.Stack()))
				said, err = Nothing{}, fmt.Errorf("handling event %s: %v", e.ID, r)
			}
		}()
		return handle(ctx, e)
	}
}

// Platform is one place where people talk. It is safe for concurrent use.
type Platform interface {
	// Name is the first part of the names of its rooms and members.
	Name() string
	// Run connects, hands what people do to handle, and returns when ctx ended or going on is useless.
	Run(ctx context.Context, handle Handler) error
	// Post puts a card into a room, as one message or several, and returns where they stand, the one with
	// the buttons first. It is idempotent by the posting's key: what already stands is found, not posted
	// again. An error that has a method RetryAfter() time.Duration says how long to wait. It may return all
	// places together with an error where every message stands and only something beside them failed, such as
	// a thread that is locked; then it is not called again for that. Where a message does not stand,
	// it returns the error alone.
	Post(ctx context.Context, p Posting) ([]quiz.MessageRef, error)
	// Edit replaces the card of messages that Post put up, places as Post returned them. With the first place alone it
	// replaces only the message with the buttons. It returns [ErrLayoutChanged] and changes nothing where the card takes
	// more or fewer messages than the places given. A message that is gone is no error.
	Edit(ctx context.Context, room quiz.RoomID, places []quiz.MessageRef, card card.Card) error
}

// ErrLayoutChanged says that a card takes another number of messages than stand.
var ErrLayoutChanged = errors.New("the card takes another number of messages than stand")

// Paginator is a Platform on which a card may take several messages.
type Paginator interface {
	// Pages is how many messages a card takes.
	Pages(card card.Card) int
}

// ReplyBroadcaster is a Platform that can show a reply in a thread in the channel as well, as [Posting.Broadcast] asks.
// On other platforms a line in the channel leads to the thread instead.
type ReplyBroadcaster interface{ BroadcastsReplies() }

// ThreadOpener is a Platform on which the thread under a message has to be opened.
type ThreadOpener interface {
	// OpenThread opens the thread under a message, and gives it a name. It is idempotent: a thread that is open is no
	// error. One attempt is enough, because it is called again after an error, later each time.
	OpenThread(ctx context.Context, room quiz.RoomID, place quiz.MessageRef, name string) error
}

// Inspector is a Platform that can tell whether the quiz could run in a room.
type Inspector interface {
	// Inspect looks at the room's channel and returns what is in the way, nothing where the quiz can run. An error
	// says that this could not be found out.
	Inspect(ctx context.Context, room quiz.RoomID) ([]reason.Obstacle, error)
}

// DirectMessenger is a Platform that can write to one person outside of any room. It may fail for reasons that are
// nobody's fault: people shut direct messages.
type DirectMessenger interface {
	SendDirectMessage(ctx context.Context, who quiz.MemberID, card card.Card) error
}

// Namer is a Platform that can tell what members are called who did nothing just now.
type Namer interface {
	// MemberNames returns the names of those members of a room that it can find out. It may return some together with an error.
	MemberNames(ctx context.Context, room quiz.RoomID, who []quiz.MemberID) (map[quiz.MemberID]string, error)
}

// Backfiller is a Platform that can tell what stands in a thread.
type Backfiller interface {
	// Backfill hands every message of a person that stands under a place to handle, as it stands now, and a deletion
	// for each of the known ones that does not stand there any more. Their events have the time of their last change,
	// deletions that of now.
	Backfill(ctx context.Context, room quiz.RoomID, under quiz.MessageRef, known []string, handle Handler) error
}

// Connector is a Platform that knows whether it hears what people do.
type Connector interface{ Connected() bool }

// Checker is a Platform that can look whether it would work, before it is run.
type Checker interface {
	// Check looks at what it was given, at the platform and at each of the rooms.
	Check(ctx context.Context, rooms []quiz.RoomID) []Finding
}

// Finding is one thing that was looked at, and what is wrong with it, with a cure; nil where it is well.
type Finding struct {
	Subject string
	Err     error
}

// Posting is a card and where it is to stand.
type Posting struct {
	// Key is at most 64 bytes of ASCII or, with a room's name in it, longer; no two postings share one.
	Key  string
	Room quiz.RoomID
	// FirstAttempt is since when it may stand already, the zero time where it was never tried.
	FirstAttempt time.Time
	// Expired says that it is too late for it: where nothing of it stands, Post posts nothing and returns
	// [quiz.ErrTooLate].
	Expired bool
	// ReplyTo is the message whose thread the card belongs into, nil for the channel itself.
	ReplyTo *quiz.MessageRef
	// Broadcast asks a [ReplyBroadcaster] to show the first message of a card that belongs into a thread in the channel, too.
	Broadcast bool
	Card      card.Card
}

// Warning is a code for something that is wrong with a platform as a whole, not with one room. Catalogues say under
// "warning" what to do about it.
type Warning string

// What can be wrong with a platform.
const (
	WarnSharedToken Warning = "shared_token" // another program uses the app's token and gets a part of the answers
	WarnClock       Warning = "clock"        // this machine's clock is off from the platform's
)

// Warner is a Platform that notices what is wrong with it as a whole.
type Warner interface {
	// Warnings returns what is wrong now, nothing where all is well.
	Warnings() []Warning
}
