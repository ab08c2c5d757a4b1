package quiz

import (
	"time"

	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// Phase is the progress of a round.
type Phase string

// A round is asking until its question is posted, open until its close, closing until its answers are
// graded and its reveal is posted, and then revealed. A round whose question could not be posted in time is cancelled.
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
	// Number counts the rounds of the room from 1, without cancelled ones.
	Number int `json:"number"`
	// Date is the local date of the round and of its points.
	Date schedule.Date `json:"date"`
	// Question is a copy, so that an edited bank changes no round.
	Question Question `json:"question"`
	Phase    Phase    `json:"phase"`
	// ByHand says that an admin asked for it in addition to the plan.
	ByHand bool `json:"by_hand,omitempty"`
	// PlannedAt is the due time of the question.
	PlannedAt time.Time `json:"planned_at"`
	// ClosesAt is the planned close. Answers sent before it count.
	ClosesAt time.Time `json:"closes_at"`
	OpenedAt time.Time `json:"opened_at,omitzero"`
	ClosedAt time.Time `json:"closed_at,omitzero"`
	// GradedAt is the end of the grading, when the reveal began. It is zero in old rounds.
	GradedAt   time.Time `json:"graded_at,omitzero"`
	RevealedAt time.Time `json:"revealed_at,omitzero"`
	// Rules are the points of the round, nil before its close and in old rounds, which follow the plan.
	Rules *scoring.Rules `json:"rules,omitempty"`
	// Outage is how long the bot or its platform was away while the round was open.
	Outage time.Duration `json:"outage,omitempty"`
	// QuestionMessages are the messages of the question, the first one with its buttons.
	QuestionMessages []MessageRef `json:"places,omitempty"`
	// RevealMessages are the messages of the reveal, as returned by the platform. There are none
	// before it, and none after a reveal that was given up.
	RevealMessages []MessageRef `json:"reveal,omitempty"`
	// Digest is the posted digest with this round as its last one, without names and questions. It is
	// nil for other rounds, and for digests that are too old to be drawn again.
	Digest *DigestNews `json:"digest,omitempty"`
	// Undrawn says that the question's message may still show an open round after the reveal.
	Undrawn bool `json:"undrawn,omitempty"`
	// Thread is the job that opens the discussion thread, nil after its end.
	Thread *ThreadJob `json:"thread,omitempty"`
	// Threads says whether messages in the thread count. The plan decided it when the round was
	// asked.
	Threads plan.Threads `json:"threads"`
}

// MemberRound is a member's part in a round.
type MemberRound struct {
	Round Round
	// Reply is the member's reply, nil if there is none.
	Reply *Reply
	// Candidate is the author of the answer that the member voted for. It is the zero Member
	// without a vote.
	Candidate Member
}

// MessageRef refers to a message in the platform's own ids.
type MessageRef struct {
	// Thread is the message's thread, empty in the channel itself.
	Thread  string `json:"thread,omitempty"`
	Message string `json:"message"`
	// Link is the message's address, empty on platforms without links, and for a deleted message.
	Link string `json:"link,omitempty"`
	// Gone says that the message was deleted.
	Gone bool `json:"gone,omitempty"`
}

// Accepts returns a refusal for a reply sent at or after the close, otherwise nil. An asking round
// accepts replies, too: their author has seen the question, even if its posting is not recorded
// yet.
func (r *Round) Accepts(at time.Time) error {
	if r.Phase != Asking && r.Phase != Open || !at.Before(r.ClosesAt) {
		return reason.Refuse(reason.RoundClosed)
	}
	return nil
}

// IsOver reports whether the round takes no more replies and is waiting for its reveal.
func (r *Round) IsOver(now time.Time) bool {
	return r.Phase == Closing || r.Phase == Open && !now.Before(r.ClosesAt)
}

// Open starts the round with its posted question. It reports whether the round was asking.
func (r *Round) Open(now time.Time, places []MessageRef) bool {
	if r.Phase != Asking {
		return false
	}
	r.Phase, r.OpenedAt, r.QuestionMessages = Open, now, places
	return true
}

// Close ends the round: later replies earn nothing. It reports whether the round was open.
func (r *Round) Close(now time.Time) bool {
	if r.Phase != Open {
		return false
	}
	r.Phase, r.ClosedAt, r.Thread = Closing, now, nil
	return true
}

// IsGraded reports whether grades and answers may be shown: the grading is over, or the round is
// revealed.
func (r *Round) IsGraded() bool {
	return r.Phase == Revealed || r.Phase == Closing && !r.GradedAt.IsZero()
}

// Finish ends the round with the messages of its reveal, nil if the reveal was given up. It
// reports whether the round was closing.
func (r *Round) Finish(now time.Time, reveal []MessageRef) bool {
	if r.Phase != Closing {
		return false
	}
	r.Phase, r.RevealedAt, r.RevealMessages, r.Undrawn = Revealed, now, reveal, true
	return true
}

// RevealLink returns the address of the reveal's start, empty if there is none or it was deleted.
func (r *Round) RevealLink() string {
	switch len(r.RevealMessages) {
	case 0:
		return ""
	case 1:
		return r.RevealMessages[0].Link
	}
	return r.RevealMessages[1].Link // the last message has the buttons and comes first
}

// Cancel gives up a round whose question was never posted. It reports whether the round was
// asking.
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

// HasMessage reports whether one of the question's messages has the given id or thread.
func (r *Round) HasMessage(thread string) bool {
	for _, p := range r.QuestionMessages {
		if thread != "" && (p.Message == thread || p.Thread == thread) {
			return true
		}
	}
	return false
}

// ThreadJob opens the thread of an open round. The round's other jobs don't wait for it. It is
// given up at the close.
type ThreadJob struct {
	// Tries counts failed attempts. Next is the time of the next one.
	Tries int       `json:"tries,omitempty"`
	Next  time.Time `json:"next,omitzero"`
	// Alarmed says that the room's admins were told.
	Alarmed bool `json:"alarmed,omitempty"`
}
