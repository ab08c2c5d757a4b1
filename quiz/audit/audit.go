// Package audit has the kinds of changes in the audit log.
package audit

import "time"

// Retention is how long records of changes are kept.
const Retention = 90 * 24 * time.Hour

// Act is the kind of a change.
type Act string

// The kinds of changes.
const (
	SetUp      Act = "setup"
	Remove     Act = "remove"
	Replan     Act = "plan"
	Pause      Act = "pause"
	Resume     Act = "resume"
	Skip       Act = "skip"
	Unskip     Act = "unskip"
	PassOver   Act = "pass_over"
	AskNow     Act = "ask_now"
	RevealNow  Act = "reveal_now"
	Grade      Act = "grade"
	Confirm    Act = "confirm_grade"
	Regrade    Act = "regrade"
	Points     Act = "points"
	MovePoints Act = "move_points"
	DropPoints Act = "drop_points"
	Leave      Act = "leave"  // the workspace removed the bot
	Return     Act = "return" // it has the bot again
	Erase      Act = "erase"  // its data was deleted
)

// Acts returns all kinds of changes.
func Acts() []Act {
	return []Act{
		SetUp, Remove, Replan, Pause, Resume, Skip, Unskip, PassOver, AskNow, RevealNow, Grade, Confirm, Regrade, Points,
		MovePoints, DropPoints, Leave, Return, Erase,
	}
}
