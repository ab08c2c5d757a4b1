package quiz

import (
	"time"

	"quizbot/quiz/reason"
)

// Trouble is a failure in a room, for status.
type Trouble struct {
	At time.Time `json:"at"`
	// Job is the failed job, empty if none failed.
	Job JobKind `json:"step,omitempty"`
	// Code is one of the reason.Trouble… constants.
	Code reason.TroubleCode `json:"code"`
	// Detail is the code's argument, such as a date. Messages of the platform are for the log
	// alone.
	Detail string `json:"detail,omitempty"`
	// Tries counts the failed attempts so far.
	Tries int `json:"tries,omitempty"`
	// Question is the affected question, nil if there is none.
	Question *TroubleQuestion `json:"question,omitempty"`
	// Obstacle is the cause, nil if it is unknown. A person has to remove it.
	Obstacle *reason.Obstacle `json:"obstacle,omitempty"`
}

// TroubleQuestion is the id, title and place of a question.
type TroubleQuestion struct {
	ID     QuestionID `json:"id"`
	Title  string     `json:"title"`
	Source Source     `json:"source"`
}

// MaxTroubles is the number of troubles that a room keeps.
const MaxTroubles = 10

// isRepeatOf reports whether u is the same trouble, perhaps after another attempt.
func (t Trouble) isRepeatOf(u Trouble) bool {
	return t.Job == u.Job && t.Code == u.Code && t.Obstacle.SameCode(u.Obstacle) && (t.Detail == u.Detail || t.Code == reason.TroubleFailed)
}

// NoteTrouble adds a trouble and drops the oldest if there are too many. A repeated trouble
// replaces the last one.
func (r *Room) NoteTrouble(t Trouble) {
	if n := len(r.Troubles); n > 0 && r.Troubles[n-1].isRepeatOf(t) {
		r.Troubles[n-1] = t
		return
	}
	r.Troubles = append(r.Troubles, t)
	if over := len(r.Troubles) - MaxTroubles; over > 0 {
		r.Troubles = append([]Trouble(nil), r.Troubles[over:]...)
	}
}

// Alarm is a trouble that needs an admin.
type Alarm struct {
	Room RoomID
	// Language and TimeZone are those of the room.
	Language, TimeZone string
	// To are the person who set the room up and the configuration's admins on the room's platform.
	To      []MemberID
	Trouble Trouble
}
