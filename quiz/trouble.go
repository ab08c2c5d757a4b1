package quiz

import "time"

// Trouble is something that went wrong in a room, for status.
type Trouble struct {
	At time.Time `json:"at"`
	// Job is the job that went wrong, empty where none did.
	Job JobKind `json:"step,omitempty"`
	// Code says what: see the Trouble… constants.
	Code TroubleCode `json:"code"`
	// Detail belongs to the code, such as a date. The platform's own words are for the log alone.
	Detail string `json:"detail,omitempty"`
	// Tries is how often a job has failed so far.
	Tries int `json:"tries,omitempty"`
	// Question is the one that it is about, nil where it is about none.
	Question *TroubleQuestion `json:"question,omitempty"`
	// Obstacle is what a person has to do something about, nil where nothing is known.
	Obstacle *Obstacle `json:"obstacle,omitempty"`
}

// TroubleQuestion names a question and where it stands.
type TroubleQuestion struct {
	ID     QuestionID `json:"id"`
	Title  string     `json:"title"`
	Source Source     `json:"source"`
}

// TroubleCode is what went wrong.
type TroubleCode string

// What can go wrong in a room.
const (
	TroubleFailed      TroubleCode = "failed"       // a step could not be carried out and is tried again
	TroubleMissed      TroubleCode = "missed"       // a step's time and its catch-up window passed
	TroubleNoQuestions TroubleCode = "no_questions" // no question of the bank fits the plan
	TroubleTooLate     TroubleCode = "too_late"     // a question could not be posted before its round's close
	TroubleRefused     TroubleCode = "refused"      // the platform refuses a question, so another one is asked
	TroubleAllRefused  TroubleCode = "all_refused"  // it refused several in a row, so none is asked
	TroubleNotRevealed TroubleCode = "not_revealed" // a reveal was given up
	TroubleNotGraded   TroubleCode = "not_graded"   // grading was given up, so answers are not graded yet
	TroubleRunningLow  TroubleCode = "running_low"  // few questions are left before the bank repeats
	TroubleBlocked     TroubleCode = "blocked"      // something is in the way of the room, though no job met it yet
	TroubleUnreachable TroubleCode = "unreachable"  // the room met an obstacle for so long that it was paused
	TroubleLeftFile    TroubleCode = "left_file"    // the configuration file names the room no more, so it was paused
	TroubleThread      TroubleCode = "thread"       // a question stands, but its thread could not be opened
	TroublePartly      TroubleCode = "partly"       // what a step announces stands, but something beside it failed
	TroubleClock       TroubleCode = "clock"        // the machine's clock ran ahead, and days were served too early
)

// MaxTroubles is how many troubles a room remembers.
const MaxTroubles = 10

// repeats reports whether u says of the same thing again, perhaps as another attempt at it, that it went wrong.
func (t Trouble) repeats(u Trouble) bool {
	return t.Job == u.Job && t.Code == u.Code && t.Obstacle.SameKind(u.Obstacle) && (t.Detail == u.Detail || t.Code == TroubleFailed)
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
