package quiz

import (
	"encoding/json"
	"maps"
	"time"

	"quizbot/quiz/reason"
)

// Trouble is a failure in a room, for status. Messages of the platform are no part of it: they are
// for the log alone.
type Trouble struct {
	At time.Time
	// Job is the failed job, empty if none failed.
	Job JobKind
	reason.TroubleReason
	// Tries counts the failed attempts so far.
	Tries int
	// Question is the affected question, nil if there is none.
	Question *TroubleQuestion
	// Obstacle is the cause, nil if it is unknown. A person has to remove it.
	Obstacle *reason.Obstacle
}

// troubleDetail is the argument of a trouble that has a field of its own in records.
const troubleDetail = "detail"

// troubleRecord is a [Trouble] in records.
type troubleRecord struct {
	At       time.Time          `json:"at"`
	Job      JobKind            `json:"step,omitempty"`
	Code     reason.TroubleCode `json:"code"`
	Detail   string             `json:"detail,omitempty"`
	Args     map[string]string  `json:"args,omitempty"` // all but the detail
	Tries    int                `json:"tries,omitempty"`
	Question *TroubleQuestion   `json:"question,omitempty"`
	Obstacle *reason.Obstacle   `json:"obstacle,omitempty"`
}

// MarshalJSON implements [json.Marshaler].
func (t Trouble) MarshalJSON() ([]byte, error) {
	args := maps.Clone(t.Args)
	delete(args, troubleDetail)
	return json.Marshal(troubleRecord{t.At, t.Job, t.Code, t.Args[troubleDetail], args, t.Tries, t.Question, t.Obstacle})
}

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Trouble) UnmarshalJSON(data []byte) error {
	var r troubleRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	*t = Trouble{r.At, r.Job, reason.TroubleReason{Code: r.Code, Args: r.Args}, r.Tries, r.Question, r.Obstacle}
	if r.Detail != "" {
		if t.Args == nil {
			t.Args = map[string]string{}
		}
		t.Args[troubleDetail] = r.Detail
	}
	return nil
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
	if t.Job != u.Job || !t.SameCode(&u.TroubleReason) || !t.Obstacle.SameCode(u.Obstacle) {
		return false
	}
	return t.Code == reason.TroubleFailed || maps.Equal(t.Args, u.Args)
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
