package quiz

import (
	"strconv"
	"time"

	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
)

// RoundID names a round. It grows with time within a store, and its text is short enough for a button.
type RoundID uint64

// String returns the id in the digits and letters of base 36.
func (id RoundID) String() string { return strconv.FormatUint(uint64(id), 36) }

// ParseRoundID reads what String wrote.
func ParseRoundID(s string) (RoundID, bool) {
	n, err := strconv.ParseUint(s, 36, 64)
	return RoundID(n), err == nil && n > 0
}

// Phase is how far a round has come.
type Phase string

// A round is asking until its question stands, open until its close, closing while it is graded and the
// reveal is on its way, and then revealed. One whose question could not be posted in time is cancelled.
const (
	Asking    Phase = "asking"
	Open      Phase = "open"
	Closing   Phase = "closing"
	Revealed  Phase = "revealed"
	Cancelled Phase = "cancelled"
)

// Round is one question asked in one room.
type Round struct {
	ID   RoundID `json:"id"`
	Room RoomID  `json:"room"`
	// Number counts the rounds of the room from 1, cancelled ones left out.
	Number int `json:"number"`
	// Date is the local date that the round belongs to, and with it its points.
	Date schedule.Date `json:"date"`
	// Question is a copy, so that an edited bank changes no round.
	Question Question `json:"question"`
	Phase    Phase    `json:"phase"`
	// ByHand says that an admin asked it besides the planned questions.
	ByHand bool `json:"by_hand,omitempty"`
	// PlannedAt is when the question was due.
	PlannedAt time.Time `json:"planned_at"`
	// ClosesAt is when the round is to close; what was answered by then counts.
	ClosesAt   time.Time `json:"closes_at"`
	OpenedAt   time.Time `json:"opened_at,omitzero"`
	ClosedAt   time.Time `json:"closed_at,omitzero"`
	RevealedAt time.Time `json:"revealed_at,omitzero"`
	// QuestionMessages are the messages of the question, the first one with its buttons.
	QuestionMessages []MessageRef `json:"places,omitempty"`
	// RevealMessages are the messages of the reveal, as the platform returned them: empty before it stands, and where it was
	// given up.
	RevealMessages []MessageRef `json:"reveal,omitempty"`
	// Undrawn says that the question's message may still show an open round, though it is revealed.
	Undrawn bool `json:"undrawn,omitempty"`
	// Thread is the job that opens the thread for its discussion, nil once that is done or given up.
	Thread *ThreadJob `json:"thread,omitempty"`
	// Threads says whether messages in the thread count, as the plan had it when the round was asked.
	Threads plan.Threads `json:"threads"`
}

// MessageRef is where a message stands, in the platform's own words.
type MessageRef struct {
	// Thread is the thread that the message stands in, empty in the channel itself.
	Thread  string `json:"thread,omitempty"`
	Message string `json:"message"`
	// Link is an address that people can open, where the platform has one.
	Link string `json:"link,omitempty"`
}

// Accepts tells why a reply sent at the given moment is too late, or nil where it counts. Somebody who answers an
// asking round has seen its question, so it counts although nobody has written down yet that the question stands.
func (r *Round) Accepts(at time.Time) error {
	if r.Phase != Asking && r.Phase != Open || !at.Before(r.ClosesAt) {
		return reason.Refuse(reason.RoundClosed)
	}
	return nil
}

// IsOver reports whether the round takes no more replies, and its reveal is what comes next.
func (r *Round) IsOver(now time.Time) bool {
	return r.Phase == Closing || r.Phase == Open && !now.Before(r.ClosesAt)
}

// Open starts the round with its question posted. It reports false where the round was not asking.
func (r *Round) Open(now time.Time, places []MessageRef) bool {
	if r.Phase != Asking {
		return false
	}
	r.Phase, r.OpenedAt, r.QuestionMessages = Open, now, places
	return true
}

// Close ends the round: later replies earn nothing. It reports false where the round was not open.
func (r *Round) Close(now time.Time) bool {
	if r.Phase != Open {
		return false
	}
	r.Phase, r.ClosedAt, r.Thread = Closing, now, nil
	return true
}

// Finish ends the round with the messages of its reveal, nil where that was given up. It reports false where the round was
// not closing.
func (r *Round) Finish(now time.Time, reveal []MessageRef) bool {
	if r.Phase != Closing {
		return false
	}
	r.Phase, r.RevealedAt, r.RevealMessages, r.Undrawn = Revealed, now, reveal, true
	return true
}

// RevealLink is an address that leads to the start of the reveal, empty where there is none.
func (r *Round) RevealLink() string {
	switch len(r.RevealMessages) {
	case 0:
		return ""
	case 1:
		return r.RevealMessages[0].Link
	}
	return r.RevealMessages[1].Link // the message with the buttons, which is the last one, comes first
}

// Cancel gives up a round whose question never stood. It reports false where it does stand.
func (r *Round) Cancel() bool {
	if r.Phase != Asking {
		return false
	}
	r.Phase = Cancelled
	return true
}

// NeedsBackfill reports whether the messages of the round's thread are fetched before it closes.
func (r *Round) NeedsBackfill() bool { return r.ThreadCounts() && len(r.QuestionMessages) > 0 }

// ThreadCounts reports whether messages in the round's thread are answers.
func (r *Round) ThreadCounts() bool {
	return r.Threads == plan.ThreadsCount && len(r.Question.Choices) == 0
}

// IsAt reports whether one of the question's messages has the given id or thread.
func (r *Round) IsAt(thread string) bool {
	for _, p := range r.QuestionMessages {
		if thread != "" && (p.Message == thread || p.Thread == thread) {
			return true
		}
	}
	return false
}

// ThreadJob opens the thread of an open round. It runs beside the round's steps, which never wait for it, and is
// given up at the close.
type ThreadJob struct {
	// Tries counts failed attempts; no other is made before Next.
	Tries int       `json:"tries,omitempty"`
	Next  time.Time `json:"next,omitzero"`
	// Alarmed says that the room's admins were told.
	Alarmed bool `json:"alarmed,omitempty"`
}
