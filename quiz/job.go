package quiz

import (
	"errors"
	"time"

	"quizbot/quiz/schedule"
)

// JobKind is a kind of work that is due for a room.
type JobKind string

// The jobs of a round, and the digest.
const (
	JobAsk    JobKind = "ask"
	JobClose  JobKind = "close"
	JobGrade  JobKind = "grade"
	JobReveal JobKind = "reveal"
	JobDigest JobKind = "digest"
)

// Job is an announcement in progress: the frozen content and the result of the attempts so far. A
// room has at most one. After a crash the job runs again, because posting is idempotent by its
// key. A close posts nothing and needs no record: the phase of its round is enough. The grading that
// follows posts nothing either, and continues with the replies that have no grade.
type Job struct {
	Room  RoomID        `json:"room"`
	Kind  JobKind       `json:"kind"`
	Date  schedule.Date `json:"date"`
	Round RoundID       `json:"round,omitempty"`
	Begun time.Time     `json:"begun"`
	// Until is the deadline for posting. After it the messages are only looked up, and the job is
	// given up if they don't exist. The deadline of a reveal follows from the plan; Until can only
	// extend it. After the deadline of a grading the reveal begins without the missing grades.
	// Lookups counts failed lookups.
	Until   time.Time `json:"until,omitzero"`
	Lookups int       `json:"looks,omitempty"`
	// Tries counts failed attempts. Next is the time of the next one. Waits counts the failed
	// attempts since a person last asked for a retry; the back-off grows with it.
	Tries int       `json:"tries,omitempty"`
	Waits int       `json:"waits,omitempty"`
	Next  time.Time `json:"next,omitzero"`
	// Alarmed says that the room's admins know of a grading that takes long. Restarts counts the
	// starts of the process during it.
	Alarmed  bool `json:"alarmed,omitempty"`
	Restarts int  `json:"restarts,omitempty"`
	// Announcement is the frozen content. A grading has none.
	Announcement Announcement `json:"announcement"`
}

// ErrTooLate says that an overdue announcement was never posted.
var ErrTooLate = errors.New("it is too late for it, and it does not stand")

// Announcement is one posting: exactly one of Question, Reveal and Digest is set. That of a grading
// has none of them, and is not posted.
type Announcement struct {
	// Key is the idempotency key: the same for every attempt to post this, and for nothing else.
	Key  string `json:"key"`
	Room RoomID `json:"room"`
	// Begun is the time of the first attempt, zero before it. Messages may exist from then on.
	Begun time.Time `json:"-"`
	// Overdue says that the deadline has passed. Nothing new is posted. If a part of the messages
	// exists already, the rest is posted, too.
	Overdue bool `json:"-"`
	// Tries counts the earlier attempts.
	Tries int `json:"-"`
	// Language and TimeZone are those of the room at the start of the job.
	Language string `json:"language"`
	TimeZone string `json:"time_zone"`
	// Broadcast says that a reveal is announced in the channel, too. The plan decided it at the
	// start of the job.
	Broadcast bool        `json:"broadcast,omitempty"`
	Question  *Round      `json:"question,omitempty"`
	Reveal    *RevealNews `json:"reveal,omitempty"`
	Digest    *DigestNews `json:"digest,omitempty"`
}

// ErrContentRefused says that the platform refuses the content in every layout. A retry would
// fail, too.
var ErrContentRefused = errors.New("the platform refuses the content")
