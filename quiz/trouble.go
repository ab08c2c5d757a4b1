package quiz

import (
	"time"

	"quizbot/quiz/reason"
)

// Trouble is something that went wrong in a room, for status.
type Trouble struct {
	At time.Time `json:"at"`
	// Job is the job that went wrong, empty where none did.
	Job JobKind `json:"step,omitempty"`
	// Code says what: see the Trouble… constants.
	Code reason.TroubleCode `json:"code"`
	// Detail belongs to the code, such as a date. The platform's own words are for the log alone.
	Detail string `json:"detail,omitempty"`
	// Tries is how often a job has failed so far.
	Tries int `json:"tries,omitempty"`
	// Question is the one that it is about, nil where it is about none.
	Question *TroubleQuestion `json:"question,omitempty"`
	// Obstacle is what a person has to do something about, nil where nothing is known.
	Obstacle *reason.Obstacle `json:"obstacle,omitempty"`
}

// TroubleQuestion names a question and where it stands.
type TroubleQuestion struct {
	ID     QuestionID `json:"id"`
	Title  string     `json:"title"`
	Source Source     `json:"source"`
}

// MaxTroubles is how many troubles a room remembers.
const MaxTroubles = 10

// repeats reports whether u says of the same thing again, perhaps as another attempt at it, that it went wrong.
func (t Trouble) repeats(u Trouble) bool {
	return t.Job == u.Job && t.Code == u.Code && t.Obstacle.SameCode(u.Obstacle) && (t.Detail == u.Detail || t.Code == reason.TroubleFailed)
}

// NoteTrouble remembers a trouble, forgetting the oldest where there are too many. The same trouble said again
// only moves in time.
func (r *Room) NoteTrouble(t Trouble) {
	if n := len(r.Troubles); n > 0 && r.Troubles[n-1].repeats(t) {
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
	// Language and TimeZone are the room's.
	Language, TimeZone string
	// To are whoever set the room up and the configuration's admins on the room's platform.
	To      []MemberID
	Trouble Trouble
}
