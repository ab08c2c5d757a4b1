package quiz

import (
	"strings"
	"time"

	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
)

// Room is what is remembered of a room between its steps. Everything that is due follows from it, its
// plan and its round under way.
type Room struct {
	ID   RoomID    `json:"id"`
	Plan plan.Plan `json:"plan"`
	// FromFile says that the configuration file holds the plan, so that chat cannot change it.
	FromFile bool `json:"from_file,omitempty"`
	// Since is when the room was set up, By who did it, zero where the configuration file did.
	Since time.Time `json:"since"`
	By    MemberNo  `json:"by,omitempty"`
	// Removed says that the quiz was ended here. A round that was open goes on to its reveal.
	Removed bool `json:"removed,omitempty"`
	// Was are the ids under which the configuration file may still name the room, Seed what picking depends on in
	// place of the id, empty for the id itself. The platform has changed that.
	Was  []RoomID `json:"was,omitempty"`
	Seed string   `json:"seed,omitempty"`
	// Pause holds the daily steps back, nil where the room runs.
	Pause *Pause `json:"pause,omitempty"`
	// Skip holds dates whose question is not asked, those that passed left out.
	Skip []schedule.Date `json:"skip,omitempty"`
	// Cycle counts how often the whole bank was asked; picking starts anew with each.
	Cycle int `json:"cycle"`
	// Rounds counts the rounds that closed; it is the number of the last one.
	Rounds int `json:"rounds"`
	// Round is the one under way, 0 where there is none.
	Round RoundID `json:"round,omitempty"`
	// Last is the one that was revealed last, 0 before the first.
	Last RoundID `json:"last,omitempty"`
	// LastDone holds, for questions and digests, the last local date that was served or given up.
	LastDone map[JobKind]schedule.Date `json:"served,omitempty"`
	// LastAskedOn is the local date of the last round that was planned.
	LastAskedOn schedule.Date `json:"asked,omitzero"`
	// AskNow is set while an admin's question waits to be asked, AskWhat is which one, empty for the next.
	AskNow  bool       `json:"ask_now,omitempty"`
	AskWhat QuestionID `json:"ask_what,omitempty"`
	// Replacement is set while a question waits to be asked in place of refused ones.
	Replacement *Replacement `json:"another,omitempty"`
	// GivenUp counts how often questions could not be posted in time; those that were posted later are not in it.
	GivenUp map[QuestionID]int `json:"given_up,omitempty"`
	// DigestedThrough is the round up to which digests told what happened.
	DigestedThrough RoundID `json:"told,omitempty"`
	// Failing counts how often what is due could not begin, one time after the other.
	Failing int `json:"failing,omitempty"`
	// Blocked is what is in the way of the room, nil where nothing is known to be.
	Blocked *Blocked `json:"blocked,omitempty"`
	// Troubles are the last things that went wrong, oldest first, at most [maxTroubles].
	Troubles []Trouble `json:"troubles,omitempty"`
}

// MarkDone remembers that date needs no further step of the kind.
func (r *Room) MarkDone(kind JobKind, d schedule.Date) {
	if r.LastDone == nil {
		r.LastDone = map[JobKind]schedule.Date{}
	}
	if r.LastDone[kind].Before(d) {
		r.LastDone[kind] = d
	}
}

// Pause holds questions and digests back. A round under way goes on to its reveal.
type Pause struct {
	// Until is the first local date that runs again, the zero Date where there is no end.
	Until schedule.Date `json:"until,omitzero"`
	// LeftFile says that the room is paused because the configuration file doesn't name it any more.
	LeftFile bool `json:"left_file,omitempty"`
}

// Holds reports whether the pause, if there is one, Holds a date back.
func (p *Pause) Holds(d schedule.Date) bool {
	return p != nil && (p.Until.IsZero() || d.Before(p.Until))
}

// MemberNo stands for a member in every record, so that forgetting somebody is forgetting one row.
type MemberNo uint64

// Member is one person.
type Member struct {
	No MemberNo `json:"no"`
	ID MemberID `json:"id"`
	// Name is the one last shown by the platform, empty where it is not known or nothing of it can be seen.
	Name string `json:"name"`
	// Unnamed keeps the name away from the answers that a reveal shows.
	Unnamed bool `json:"unnamed,omitempty"`
	// ThreadHint says that they were told that everybody can read what they write in a thread, ClosedHint that what they
	// write after a reveal is no answer.
	ThreadHint bool      `json:"thread_hint,omitempty"`
	ClosedHint bool      `json:"closed_hint,omitempty"`
	Since      time.Time `json:"since"`
}

// IsCalled reports whether somebody who writes called means this member: by the whole id, by its last
// part, with or without the marks that platforms put around a mention, or by the name last shown.
func (m *Member) IsCalled(called string) bool {
	called = strings.TrimSpace(called)
	bare := strings.Trim(called, "<@!>")
	return called == string(m.ID) || bare == m.ID.Local() || m.Name != "" && strings.EqualFold(bare, m.Name)
}

// Person is who does something, as the platform tells it with the deed.
type Person struct {
	ID MemberID
	// Name is empty where the platform doesn't tell it: the one that is known stays.
	Name string
	// Admin says that the platform lets this person manage the room.
	Admin bool
}

// Blocked is the obstacle that a room met last. It stays until something is posted in the room again.
type Blocked struct {
	Obstacle reason.Obstacle `json:"obstacle"`
	Since    time.Time       `json:"since"`
	// Foreseen says that the platform told of the obstacle before any job met it.
	Foreseen bool `json:"foreseen,omitempty"`
	// Untold says that the room's admins are to be told.
	Untold bool `json:"untold,omitempty"`
}

// Replacement is a question that is to be asked in place of those that the platform refused.
type Replacement struct {
	// Date and At are those of the first one.
	Date schedule.Date `json:"date"`
	At   time.Time     `json:"at"`
	// ByHand says that an admin asked for it besides the planned ones.
	ByHand bool `json:"by_hand,omitempty"`
	// Refused are those that were refused one after the other.
	Refused []QuestionID `json:"refused"`
}
