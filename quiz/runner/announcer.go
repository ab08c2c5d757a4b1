package runner

import (
	"context"

	"quizbot/quiz"
)

// Announcer posts announcements in rooms. Announce is idempotent by the announcement's key:
// messages that exist already are found and not posted again, and are returned with the rest.
//
// An error without messages means that the announcement is tried again. An error together with all
// messages means that everything is posted and only something secondary failed, such as opening the
// thread for the discussion. An overdue announcement is only looked up: if none of its messages
// exists, nothing is posted and Announce returns [quiz.ErrTooLate].
type Announcer interface {
	Announce(ctx context.Context, a quiz.Announcement) ([]quiz.MessageRef, error)
}

// Backfiller is an [Announcer] that can fetch a round's thread. It records the messages that didn't
// arrive.
type Backfiller interface {
	Backfill(ctx context.Context, r quiz.Round) error
}

// ThreadOpener is an [Announcer] that can open a thread for the discussion of a question.
type ThreadOpener interface {
	// OpensThreads reports whether threads have to be opened in a room. On some platforms every
	// message has one.
	OpensThreads(room quiz.RoomID) bool
	// OpenThread is idempotent.
	OpenThread(ctx context.Context, r quiz.Round) error
}

// NameFinder is an [Announcer] that can look up members' names.
type NameFinder interface {
	// FindNames returns the names of those members that it can find.
	FindNames(ctx context.Context, room quiz.RoomID, members []quiz.MemberID) (map[quiz.MemberID]string, error)
}

// RevealRefresher is an [Announcer] that can show later grades in a posted reveal. It returns at once
// and refreshes the reveal in its own time.
type RevealRefresher interface {
	RefreshReveal(room quiz.RoomID, round quiz.RoundID)
}

// Alarmer is an [Announcer] that can reach people outside a room. Alarm tells as many of them as it
// can. An error means that somebody was not reached; the alarm isn't repeated.
type Alarmer interface {
	Alarm(ctx context.Context, a quiz.Alarm) error
}
