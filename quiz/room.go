package quiz

import (
	"strings"
	"time"

	"quizbot/quiz/input"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
)

// Room is the record of a room. The agenda follows from it, its plan and its round in progress.
type Room struct {
	ID   RoomID    `json:"id"`
	Plan plan.Plan `json:"plan"`
	// FromFile says that the plan comes from the configuration file. Chat cannot change it.
	FromFile bool `json:"from_file,omitempty"`
	// Since is the set-up time of the room. By is the person who set it up, zero for the
	// configuration file.
	Since time.Time `json:"since"`
	By    MemberNo  `json:"by,omitempty"`
	// Removed says that the quiz was ended here. An open round continues to its reveal.
	Removed bool `json:"removed,omitempty"`
	// Was are earlier ids of the room; the configuration file may still use them. Seed replaces
	// the id in picking, so that a new id changes no order. It is empty for the id itself.
	Was  []RoomID `json:"was,omitempty"`
	Seed string   `json:"seed,omitempty"`
	// Pause holds questions and digests back, nil if the room isn't paused.
	Pause *Pause `json:"pause,omitempty"`
	// Skip holds the coming dates whose question is skipped.
	Skip []schedule.Date `json:"skip,omitempty"`
	// Cycle counts the passes through the bank. Picking starts over with each.
	Cycle int `json:"cycle"`
	// Rounds counts the closed rounds. It is the number of the last one.
	Rounds int `json:"rounds"`
	// Round is the round in progress, 0 if there is none.
	Round RoundID `json:"round,omitempty"`
	// Last is the last revealed round, 0 before the first.
	Last RoundID `json:"last,omitempty"`
	// LastDone is, for questions and digests, the last local date that was done or given up.
	LastDone map[JobKind]schedule.Date `json:"served,omitempty"`
	// DigestDates are the local dates of the last posted digests, at most sixteen.
	DigestDates []schedule.Date `json:"digests,omitempty"`
	// DigestRounds are the rounds that hold the last posted digests, oldest first, at most thirty.
	DigestRounds []RoundID `json:"digest_rounds,omitempty"`
	// DoneAhead holds dates that were done while the machine's clock ran ahead. They stay until the next
	// correction, because the clock may run ahead once more.
	DoneAhead map[JobKind][]schedule.Date `json:"done_ahead,omitempty"`
	// LastAskedOn is the local date of the last planned round.
	LastAskedOn schedule.Date `json:"asked,omitzero"`
	// AskNow says that an admin's question is waiting to be asked. AskWhat is its id, empty for
	// the next question.
	AskNow  bool       `json:"ask_now,omitempty"`
	AskWhat QuestionID `json:"ask_what,omitempty"`
	// Replacement is the question to ask in place of refused ones, nil if there is none.
	Replacement *Replacement `json:"another,omitempty"`
	// GivenUp counts the failed postings per question. A later success removes the question.
	GivenUp map[QuestionID]int `json:"given_up,omitempty"`
	// DigestedThrough is the last round in a digest.
	DigestedThrough RoundID `json:"told,omitempty"`
	// Regrades are the rounds that were revealed with answers without a grade, oldest first.
	Regrades []Regrade `json:"regrades,omitempty"`
	// Failing counts the failures in a row to begin a due job.
	Failing int `json:"failing,omitempty"`
	// Blocked is the known obstacle of the room, nil if there is none.
	Blocked *Blocked `json:"blocked,omitempty"`
	// Troubles are the last failures, oldest first, at most [MaxTroubles].
	Troubles []Trouble `json:"troubles,omitempty"`
}

// MarkDone records that a date needs no further job of the kind.
func (r *Room) MarkDone(kind JobKind, d schedule.Date) {
	if r.LastDone == nil {
		r.LastDone = map[JobKind]schedule.Date{}
	}
	if r.LastDone[kind].Before(d) {
		r.LastDone[kind] = d
	}
}

// Pause holds questions and digests back. A round in progress continues to its reveal.
type Pause struct {
	// Until is the first local date after the pause, zero without an end.
	Until schedule.Date `json:"until,omitzero"`
	// LeftFile says that the room was paused because the configuration file no longer names it.
	LeftFile bool `json:"left_file,omitempty"`
}

// Holds reports whether the pause holds a date back. A nil pause holds nothing.
func (p *Pause) Holds(d schedule.Date) bool {
	return p != nil && (p.Until.IsZero() || d.Before(p.Until))
}

// Member is one person.
type Member struct {
	No MemberNo `json:"no"`
	ID MemberID `json:"id"`
	// Name is the name last shown by the platform, empty if it is unknown or invisible.
	Name string `json:"name"`
	// Unnamed hides the name beside answers in reveals.
	Unnamed bool `json:"unnamed,omitempty"`
	// ModelOff keeps the member's answers from a language model.
	ModelOff bool `json:"model_off,omitempty"`
	// ThreadHint says that the member knows about the publicity of threads. ClosedHint says that
	// the member knows about the end of answering at the reveal.
	ThreadHint bool      `json:"thread_hint,omitempty"`
	ClosedHint bool      `json:"closed_hint,omitempty"`
	Since      time.Time `json:"since"`
}

// ShownName returns the name beside the member's answers, empty for an unnamed member.
func (m *Member) ShownName() string {
	if m.Unnamed {
		return ""
	}
	return input.CleanName(m.Name)
}

// IsCalled reports whether a typed text means this member: by the whole id or its last part, with or
// without a mention's marks, or by the name last shown.
func (m *Member) IsCalled(called string) (byID, byName bool) {
	called = strings.TrimSpace(called)
	bare, name := strings.Trim(called, "<@!>"), foldName(m.Name)
	return called == string(m.ID) || bare == m.ID.Local(), name != "" && foldName(bare) == name
}

// foldName returns a name for comparison: names that look alike but for their case are equal.
func foldName(name string) string { return input.Fold(input.CleanName(name)) }

// Person is the author of an act, as the platform describes them.
type Person struct {
	ID MemberID
	// Name is empty if the platform doesn't send it. The known name then stays.
	Name string
	// Admin says that the platform lets the person manage the room.
	Admin bool
}

// Blocked is the room's last obstacle. It stays until something is posted in the room again.
type Blocked struct {
	Obstacle reason.Obstacle `json:"obstacle"`
	Since    time.Time       `json:"since"`
	// Foreseen says that the platform reported the obstacle before any job met it.
	Foreseen bool `json:"foreseen,omitempty"`
	// Untold says that the room's admins have yet to be told.
	Untold bool `json:"untold,omitempty"`
}

// Regrade is the job of grading the answers that a round's grading left without a grade. The room's
// other jobs don't wait for it.
type Regrade struct {
	Round RoundID `json:"round"`
	// Tries counts failed attempts. Next is the time of the next one. There is none after Until.
	Tries int       `json:"tries,omitempty"`
	Next  time.Time `json:"next"`
	Until time.Time `json:"until"`
}

// Replacement is a question to ask in place of questions that the platform refused.
type Replacement struct {
	// Date and At are those of the first refused question.
	Date schedule.Date `json:"date"`
	At   time.Time     `json:"at"`
	// ByHand says that an admin asked for it in addition to the plan.
	ByHand bool `json:"by_hand,omitempty"`
	// Refused are the refused questions, in order.
	Refused []QuestionID `json:"refused"`
}
