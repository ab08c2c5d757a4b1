// Package managed checks the rooms of a crash run whose admin changes them, and the members who leave
// or hide their names. It concludes from acknowledged acts alone. An act without an answer may have
// been done or not, at any time after it.
package managed

import (
	"fmt"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
)

// The commands of admins.
const (
	SetUp      = "quiz-admin setup"
	Pause      = "quiz-admin pause"
	Resume     = "quiz-admin resume"
	Skip       = "quiz-admin skip"
	ChangePlan = "quiz-admin plan"
	AskNow     = "quiz-admin ask-now"
	RevealNow  = "quiz-admin reveal-now"
	Grade      = "quiz-admin grade"
)

// unnamed is the command of members who hide their names, forgetButton the button that confirms that
// a member wants to be forgotten.
const (
	unnamed      = "quiz unnamed"
	forgetButton = "forget:me"
)

// Room is a managed room: its first plan, and the times at which its admin has questions asked.
type Room struct {
	ID       quiz.RoomID
	Plan     plan.Plan
	AskTimes []schedule.Clock
}

// Zone returns the room's time zone.
func (r Room) Zone() *time.Location {
	zone, err := time.LoadLocation(r.Plan.TimeZone)
	if err != nil {
		return time.UTC // Plan.Validate refuses such a plan
	}
	return zone
}

// Prefix begins the ids of managed rooms.
const Prefix = "loop/w/managed-"

// DefaultPlan is the plan of managed rooms but for their times.
func DefaultPlan() plan.Plan {
	p := plan.Default()
	p.Days, p.Unanswered, p.CatchUp, p.GradeDeadline = 1<<7-1, true, 12*time.Hour, time.Hour
	return p
}

// Rooms returns the managed rooms.
func Rooms() []Room {
	at := func(hour, minute int) schedule.Clock { return schedule.Clock(60*hour + minute) }
	room := func(name, zone string, reveal schedule.RevealAt, asks ...schedule.Clock) Room {
		p := DefaultPlan()
		p.TimeZone, p.Ask, p.Reveal = zone, asks[0], reveal
		return Room{quiz.RoomID(Prefix + name), p, asks}
	}
	return []Room{
		room("lisbon", "Europe/Lisbon", schedule.RevealAt{Clock: at(20, 0)}, at(9, 0), at(10, 30), at(8, 15)),
		room("denver", "America/Denver", schedule.RevealAt{Clock: at(17, 30)}, at(11, 0), at(7, 0), at(13, 45)),
		room("auckland", "Pacific/Auckland", schedule.RevealAt{Clock: at(6, 0)}, at(18, 0), at(19, 20), at(21, 5)),
	}
}

// The members of managed rooms: first those who leave, then those who hide their names.
const (
	Members = 6
	Leavers = 2
	Hidden  = 2
)

// AdminID is the admin of the managed rooms.
const AdminID quiz.MemberID = "loop/w/boss"

// MemberID returns the id of a member, counted from 0.
func MemberID(n int) quiz.MemberID { return quiz.MemberID(fmt.Sprintf("loop/w/x%d", n)) }

// MemberName returns the name of a member.
func MemberName(n int) string {
	switch {
	case n < Leavers:
		return fmt.Sprintf("leaver %d", n)
	case n < Leavers+Hidden:
		return fmt.Sprintf("hidden %d", n)
	}
	return fmt.Sprintf("stayer %d", n)
}
