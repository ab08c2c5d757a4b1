package quiz

import (
	"fmt"
	"strings"
	"time"
)

// RoomID names a room: platform/workspace/channel.
type RoomID string

// MemberID names a person: platform/workspace/user.
type MemberID string

// ParseRoomID checks that s has the three parts of a room's name.
func ParseRoomID(s string) (RoomID, error) {
	if !threeParts(s) {
		return "", fmt.Errorf("%q is no room: write platform/workspace/channel, such as slack/T0123/C0456", s)
	}
	return RoomID(s), nil
}

// ParseMemberID checks that s has the three parts of a member's name.
func ParseMemberID(s string) (MemberID, error) {
	if !threeParts(s) {
		return "", fmt.Errorf("%q is no member: write platform/workspace/user, such as slack/T0123/U0456", s)
	}
	return MemberID(s), nil
}

func threeParts(s string) bool {
	parts := strings.Split(s, "/")
	return len(parts) == 3 && parts[0] != "" && parts[1] != "" && parts[2] != "" && !strings.ContainsAny(s, " \t\r\n\x00")
}

// Platform is the first part of the room's name.
func (r RoomID) Platform() string {
	platform, _, _ := strings.Cut(string(r), "/")
	return platform
}

// workspace is the name without its channel.
func (r RoomID) workspace() string { return string(r[:max(0, strings.LastIndexByte(string(r), '/'))]) }

// Room is what is remembered of a room between its steps. Everything that is due follows from it, its
// plan and its round under way.
type Room struct {
	ID   RoomID `json:"id"`
	Plan Plan   `json:"plan"`
	// FromFile says that the configuration file holds the plan, so that chat cannot change it.
	FromFile bool `json:"from_file,omitempty"`
	// Since is when the room was set up.
	Since time.Time `json:"since"`
	// Cycle counts how often the whole bank was asked; picking starts anew with each.
	Cycle int `json:"cycle"`
	// Rounds counts the rounds that closed; it is the number of the last one.
	Rounds int `json:"rounds"`
	// Round is the one under way, 0 where there is none.
	Round RoundID `json:"round,omitempty"`
	// Last is the one that was revealed last, 0 before the first.
	Last RoundID `json:"last,omitempty"`
	// Served holds, for questions and digests, the last local date that was served or given up.
	Served map[StepKind]Date `json:"served,omitempty"`
	// Asked is the local date of the last round.
	Asked Date `json:"asked,omitzero"`
	// AskNow is set while an admin's question waits to be asked.
	AskNow bool `json:"ask_now,omitempty"`
	// Told is the round up to which digests told what happened.
	Told RoundID `json:"told,omitempty"`
	// Troubles are the last things that went wrong, oldest first, at most [maxTroubles].
	Troubles []Trouble `json:"troubles,omitempty"`
}

// Trouble is something that went wrong in a room, for status.
type Trouble struct {
	At   time.Time `json:"at"`
	Step StepKind  `json:"step"`
	// Code says what: see the Trouble… constants.
	Code string `json:"code"`
	// Detail is the platform's or the file's own words, for admins.
	Detail string `json:"detail,omitempty"`
}

// What can go wrong in a room.
const (
	TroubleFailed      = "failed"       // a step could not be carried out and is tried again
	TroubleMissed      = "missed"       // a step's time and its catch-up window passed
	TroubleNoQuestions = "no_questions" // no question of the bank fits the plan
	TroubleTooLate     = "too_late"     // a question could not be posted before its round's close
)

// maxTroubles is how many troubles a room remembers.
const maxTroubles = 10

// note remembers a trouble, forgetting the oldest where there are too many. The same trouble said again
// only moves in time.
func (r *Room) note(t Trouble) {
	if n := len(r.Troubles); n > 0 && r.Troubles[n-1].Step == t.Step && r.Troubles[n-1].Code == t.Code && r.Troubles[n-1].Detail == t.Detail {
		r.Troubles[n-1] = t
		return
	}
	r.Troubles = append(r.Troubles, t)
	if over := len(r.Troubles) - maxTroubles; over > 0 {
		r.Troubles = append([]Trouble(nil), r.Troubles[over:]...)
	}
}

// serve remembers that date needs no further step of the kind.
func (r *Room) serve(kind StepKind, d Date) {
	if r.Served == nil {
		r.Served = map[StepKind]Date{}
	}
	if r.Served[kind].Before(d) {
		r.Served[kind] = d
	}
}

// MemberNo stands for a member in every record, so that forgetting somebody is forgetting one row.
type MemberNo uint64

// Member is one person.
type Member struct {
	No MemberNo `json:"no"`
	ID MemberID `json:"id"`
	// Name is the one last shown by the platform.
	Name string `json:"name"`
	// Unnamed keeps the name away from the answers that a reveal shows.
	Unnamed bool      `json:"unnamed,omitempty"`
	Since   time.Time `json:"since"`
}

// answersTo reports whether somebody who writes called means this member: by the whole id, by its last
// part, with or without the marks that platforms put around a mention, or by the name last shown.
func (m *Member) answersTo(called string) bool {
	called = strings.TrimSpace(called)
	bare := strings.Trim(called, "<@!>")
	user := string(m.ID)[strings.LastIndexByte(string(m.ID), '/')+1:]
	return called == string(m.ID) || bare == user || strings.EqualFold(bare, m.Name)
}

// Person is who does something, as the platform tells it with the deed.
type Person struct {
	ID   MemberID
	Name string
	// Admin says that the platform lets this person manage the room.
	Admin bool
}
